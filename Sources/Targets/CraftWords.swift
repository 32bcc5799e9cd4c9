internal import Model

/// The words that hints about writing prompts look for, read from `Catalog/craft.json`.
public struct CraftWords: Sendable {
  public let cameraMoves: [(move: String, words: [String])]
  /// Words that indicate that someone speaks.
  public let speech: [String]
  /// Words that indicate that a quotation is seen and not heard.
  public let silent: [String]
  /// Words before a colon that are not speakers: `style: "film noir"`.
  public let labels: [String]
  /// Words that refer to someone mentioned before.
  public let pronouns: [String]
  /// The number of elements that models can keep apart. `models` are parts of their names.
  public let elementLimits: [(models: [String], most: Int)]

  /// Returns the words of this version, which are read only once.
  ///
  /// - Throws: `ProfileError` when the built-in file is invalid.
  public static func standard() throws(ProfileError) -> CraftWords { try loaded.get() }

  /// The result of the first reading.
  private static let loaded = Result { () throws(ProfileError) in try CraftWords() }

  /// Reads the built-in file.
  public init() throws(ProfileError) {
    self = try ProfileReader.read(Resource.bytes("craft.json") ?? [], file: "craft.json")
  }
}

extension CraftWords: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    cameraMoves = try reader.members("cameraMoves").map { member throws(ProfileFault) in
      (member.key, try (member.items ?? []).map(String.init))
    }
    speech = try reader.list("speech")
    silent = try reader.list("silent")
    labels = try reader.list("labels")
    pronouns = try reader.list("pronouns")
    let limits: [ProfileValue] = try reader.list("elementsThatHold")
    elementLimits = try limits.map { value throws(ProfileFault) in
      var reader = try ProfileReader(value)
      let limit = (try reader.list("models") as [String], try reader.required("most") as Int)
      try reader.finish()
      return limit
    }
  }
}
