internal import Model

/// The words that hints about writing prompts look for, read from `Catalog/craft.json`.
public struct CraftWords: Sendable {
  /// The words for each move of the camera.
  public let cameraMoves: [(move: String, words: [String])]
  /// Words that say that someone speaks.
  public let speech: [String]
  /// Words that say that a quotation is seen and not heard.
  public let silent: [String]
  /// Words before a colon that are not speakers: `style: "film noir"`.
  public let labels: [String]
  /// Words that refer to someone mentioned before.
  public let pronouns: [String]
  /// How many elements models can keep apart. `models` are parts of their names.
  public let elementLimits: [(models: [String], most: Int)]

  /// Returns the words of this version, which are read only once.
  ///
  /// - Throws: `ProfileError` when the built-in file is invalid.
  public static func standard() throws(ProfileError) -> CraftWords { try loaded.get() }

  /// The result of the first reading.
  private static let loaded = Result { () throws(ProfileError) in try CraftWords() }

  /// Reads the built-in file.
  public init() throws(ProfileError) {
    let file = "craft.json"
    let value: JSONValue
    do {
      value = try JSONParser.parse(Resource.bytes(file) ?? [])
    } catch {
      throw ProfileError(file: file, location: error.location, path: [], problem: error.problem)
    }
    do {
      var reader = try ProfileReader(value, path: [])
      cameraMoves = try reader.named("cameraMoves") { move, value, path throws(ProfileFault) in
        var words: [String] = []
        for item in value.array ?? [] { words.append(try ProfileReader.text(item, path: path)) }
        return words
      }.map { (move: $0.name, words: $0.item) }
      speech = try reader.strings("speech")
      silent = try reader.strings("silent")
      labels = try reader.strings("labels")
      pronouns = try reader.strings("pronouns")
      elementLimits = try reader.list("elementsThatHold") { value, path throws(ProfileFault) in
        var reader = try ProfileReader(value, path: path)
        let models = try reader.strings("models")
        guard let maximum = try reader.integer("most") else {
          throw reader.fault("the key \"most\" is missing")
        }
        try reader.finish()
        return (models, maximum)
      }
      try reader.finish()
    } catch {
      throw ProfileError(file: file, location: nil, path: error.path, problem: error.problem)
    }
  }
}
