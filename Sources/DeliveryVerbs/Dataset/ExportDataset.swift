internal import Files
internal import Library
internal import Media

/// Writes pictures of elements, with captions, as a dataset to train a model with.
///
/// The rights of each element must name training. Pictures are prepared as for a provider: upright,
/// in sRGB, without private metadata. Sounds, clips and sheets of views are left out.
///
/// ```swift
/// var export = ExportDataset([try HandleReference("@mira")], layout: .kohya)
/// export.captions = try CaptionTemplate("{trigger} {class}, {note}")
/// let outcome = try await export.run(in: library, into: folder)
/// print(outcome.dataset.elements[0].coverage.missing)
/// ```
public struct ExportDataset: Sendable {
  public var elements: [HandleReference]
  public var layout: DatasetLayout
  /// The pattern of captions.
  public var captions = CaptionTemplate.usual
  /// The word that stands for the element; `nil` for its handle. It goes with one element.
  public var trigger: String?
  /// What the elements are examples of; `nil` for a word of their kind.
  public var classWord: String?
  /// How often kohya's trainers use each picture in one round.
  public var repeats = 10
  /// The side of a square with as many pixels as the trainer uses of a picture.
  public var resolution = 1024
  /// The targets whose limits the pictures must keep; empty for the default target.
  public var targets: [CheckTarget] = []
  /// Whether files that exist and are different are replaced, and files of an earlier dataset that
  /// are no longer in it removed.
  public var replaces = false

  /// The bounds of `repeats` and of `resolution`.
  public static let repeatBounds = 1...1000
  public static let resolutionBounds = 256...2048

  /// Creates the verb.
  public init(_ elements: [HandleReference], layout: DatasetLayout) {
    (self.elements, self.layout) = (elements, layout)
  }

  /// A dataset, and what was written of it.
  public struct Outcome: Sendable {
    public let dataset: Dataset
    /// The folder, or `nil` if nothing was written.
    public let folder: FilePath?
    /// The number of files that existed already.
    public let existingCount: Int
    /// The files of an earlier dataset that were removed.
    public let removed: [String]
  }

  /// Makes the dataset, and writes it if there is a folder and no error.
  ///
  /// - Parameter progress: Called before each element.
  /// - Throws: `ElementLibraryError` if an element is unknown, a voice, or has no files;
  ///   `OutputFileError`; `CancellationError`.
  public func run(
    in library: ElementLibrary, into folder: FilePath?, progress: (Handle) -> Void = { _ in }
  ) async throws -> Outcome {
    if trigger != nil, elements.count != 1 {
      throw ElementLibraryError.invalidRequest(
        "a trigger word stands for one element, and \(elements.count) are named",
        fix: "export them one by one, or leave the word out")
    }
    let found = try elements.map { try self.found($0, in: library) }
    let refusals: [Finding] = try found.flatMap { try self.refusals(of: $0, in: library) }
    if refusals.contains(where: { $0.severity == .error }) {
      return Outcome(
        dataset: Dataset(
          layout: layout, resolution: resolution, elements: [], findings: refusals.worstFirst),
        folder: nil, existingCount: 0, removed: [])
    }
    let targets =
      targets.isEmpty
      ? try CheckTarget.resolve([TargetCatalogue.defaultTarget.rawValue], in: TargetCatalogue())
      : targets
    var made: [DatasetElement] = []
    for element in found {
      progress(element.handle)
      let maker = DatasetMaker(
        export: self, element: element, terms: try terms(of: element), targets: targets)
      made.append(try await maker.run(in: library, isDry: folder == nil))
    }
    try requireDistinctFolders(made)
    let dataset = Dataset(
      layout: layout, resolution: resolution, elements: made,
      findings: (refusals + made.filter(\.pictures.isEmpty).map(Self.empty)).worstFirst)
    guard let folder, dataset.status != .fail else {
      return Outcome(dataset: dataset, folder: nil, existingCount: 0, removed: [])
    }
    return try DatasetWriter(dataset, folder: folder, replaces: replaces).write(from: library)
  }

  private func found(
    _ reference: HandleReference, in library: ElementLibrary
  ) throws -> FoundElement {
    let found = try library.contents { try $0.unpinned(reference) }
    if found.latest.allSatisfy(\.isRetired) { throw ElementLibraryError.retired(found.handle) }
    let revision = found.revision.revision
    guard revision.kind != .voice, !revision.references.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(found.handle) \(revision.kind == .voice ? "is a voice" : "has no files"); a dataset "
          + "has pictures", fix: "name an element with pictures")
    }
    return found
  }

  private func terms(of element: FoundElement) throws -> DatasetTerms {
    try DatasetTerms(trigger: trigger, classWord: classWord, of: element.revision.revision)
  }

  /// Two elements whose folders differ in case alone would be one on some file systems.
  private func requireDistinctFolders(_ elements: [DatasetElement]) throws {
    var folders: [String: Handle] = [:]
    for element in elements {
      if let other = folders.updateValue(element.handle, forKey: element.folder.lowercased()) {
        throw ElementLibraryError.invalidRequest(
          "\(other) and \(element.handle) would share the folder \(element.folder)",
          fix: "name each element once")
      }
    }
  }

  private static func empty(_ element: DatasetElement) -> Finding {
    Finding(
      .setEmpty, .error, message: "\(element.handle) has no picture for a dataset",
      fix: "add pictures: castbook add \(element.kind.rawValue) \(element.handle) FILE…")
  }

  // MARK: Rights

  /// Returns the findings about an element's rights. Training must be allowed in so many words.
  private func refusals(
    of element: FoundElement, in library: ElementLibrary
  ) throws -> [Finding] {
    try library.contents { contents in
      let rights = try RightsWords(today: library.today, isAboutToBeUsed: true)
        .finding(of: element.latest, contents)
      let training = try element.latest.lazy.compactMap { entry in
        try Self.trainingRefusal(of: entry, contents)
      }.first
      return [rights, training].compactMap { $0?.prefixed(with: element.handle) }
    }
  }

  private static func trainingRefusal(
    of entry: ElementSummary, _ contents: Contents
  ) throws -> Finding? {
    let holder = try contents.rightsHolder(of: entry)
    let allowed = try contents.revision(holder.revision)?.revision.rights?.allowed ?? []
    guard !allowed.contains(.training) else { return nil }
    let words = (allowed + [.training]).map(\.rawValue).joined(separator: ",")
    return Finding(
      .rightsNotAllowed, .error,
      message: allowed.isEmpty
        ? "its rights don't say that a model may be trained with it"
        : "may be used for \(allowed.map(\.rawValue).joined(separator: ", ")), not for training",
      fix: "if that was agreed: castbook edit \(holder.handle) --allow \(words)",
      measured: allowed.isEmpty ? nil : allowed.map(\.rawValue).joined(separator: ", "),
      limit: Rights.Purpose.training.rawValue)
  }
}
