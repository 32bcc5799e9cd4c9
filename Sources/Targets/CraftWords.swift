internal import Model

/// The words that hints about the craft of prompts look for: `Catalog/craft.json`.
public struct CraftWords: Sendable {
  /// What a move of the camera is called, by move.
  public let cameraMoves: [(move: String, words: [String])]
  /// Words that say that somebody speaks,
  public let speech: [String]
  /// and that quotes are to be seen, not heard.
  public let silent: [String]
  /// What stands before a colon and is not a speaker: `style: "film noir"`.
  public let labels: [String]
  /// Words that mean somebody who was mentioned before.
  public let pronouns: [String]
  /// How many elements models hold apart, by a part of their names.
  public let elementsThatHold: [(models: [String], most: Int)]

  /// The words of this version.
  public static func standard() throws(ProfileError) -> CraftWords { try read.get() }

  private static let read = Result { () throws(ProfileError) in try CraftWords() }

  public init() throws(ProfileError) {
    let file = "craft.json"
    let value: JSONValue
    do {
      value = try JSONParser.parse(Resource.bytes(file) ?? [])
    } catch {
      throw ProfileError(file: file, place: error.place, path: [], problem: error.problem)
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
      elementsThatHold = try reader.list("elementsThatHold") { value, path throws(ProfileFault) in
        var reader = try ProfileReader(value, path: path)
        let models = try reader.strings("models")
        guard let most = try reader.integer("most") else {
          throw reader.fault("the key \"most\" is missing")
        }
        try reader.finish()
        return (models, most)
      }
      try reader.finish()
    } catch {
      throw ProfileError(file: file, place: nil, path: error.path, problem: error.problem)
    }
  }
}
