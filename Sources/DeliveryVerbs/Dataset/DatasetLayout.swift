/// How the folders of a dataset are named, and what is beside them, for the program that trains.
public enum DatasetLayout: String, JSONConvertible, CaseIterable, Sendable {
  /// A folder for each element.
  case dataset
  /// A folder such as `10_mira person` for each element, as kohya's trainers read it: how often
  /// each picture is used in one round, the trigger word and the class.
  case kohya
  /// A folder for each element, and the list of folders that a configuration of ai-toolkit needs.
  case aiToolkit = "ai-toolkit"

  /// Returns the name of an element's folder.
  func folder(_ terms: DatasetTerms, repeats: Int) -> String {
    switch self {
    case .dataset, .aiToolkit: terms.trigger
    case .kohya: "\(repeats)_\(terms.trigger) \(terms.classWord)"
    }
  }

  /// The name of the list of folders for ai-toolkit.
  static let configurationName = "ai-toolkit.yaml"

  /// Returns the list of folders for ai-toolkit.
  static func configuration(of elements: [DatasetElement], resolution: Int) -> String {
    let entries = elements.map { element in
      """
        - folder_path: \(JSONValue.string(element.folder).compactText)
          caption_ext: "txt"
          resolution: \(resolution)
      """
    }
    return """
      # For the configuration of a job: ai-toolkit reads these folders relative to where it runs.
      datasets:
      \(entries.joined(separator: "\n"))

      """
  }
}

/// The words by which a trained model will know an element.
struct DatasetTerms: Hashable, Sendable {
  /// The word for this element alone.
  let trigger: String
  /// What it is an example of, such as "person".
  let classWord: String

  /// The maximum number of characters of each.
  private static let lengthLimit = 60

  /// Checks the words of the user. Without them, they are the handle and a word for the kind.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if a word can't be part of a folder's name and
  ///   of a caption.
  init(
    trigger: String?, classWord: String?, of revision: ElementRevision
  ) throws(ElementLibraryError) {
    self.trigger = try Self.checked(trigger ?? revision.handle.name, "the trigger word")
    self.classWord = try Self.checked(classWord ?? Self.classWord(of: revision), "the class")
  }

  private static func checked(
    _ word: String, _ what: String
  ) throws(ElementLibraryError) -> String {
    let word = TextRule.trimmed(word)
    guard !word.isEmpty, word.count <= lengthLimit,
      word.unicodeScalars.allSatisfy(isAllowed)
    else {
      throw .invalidRequest(
        "\(what) is \"\(sanitized(word))\"; it needs 1 to \(lengthLimit) letters, digits, spaces, "
          + "hyphens or underscores", fix: "write another word")
    }
    return word
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || [" ", "-", "_"].contains(scalar)
  }

  private static func classWord(of revision: ElementRevision) -> String {
    switch revision.kind {
    case .character: revision.person == .drawn ? "character" : "person"
    case .product, .place, .voice: revision.kind.rawValue
    }
  }
}
