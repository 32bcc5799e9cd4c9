/// The rules for the names of elements, when the target uses names.
public struct NameRules: Sendable {
  public let minimumCharacters: Fact<Int>?
  public let maximumCharacters: Fact<Int>?
  /// The maximum length of an element's description.
  public let maximumDescription: Fact<Int>?
  /// The allowed characters, in words.
  public let characters: String?
  public let rules: [String]
}

extension NameRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    minimumCharacters = try reader.fact("min")
    maximumCharacters = try reader.fact("max")
    maximumDescription = try reader.fact("maxDescription")
    characters = try reader.optional("characters")
    rules = try reader.list("rules")
    try reader.requireOrder(minimumCharacters?.value, maximumCharacters?.value, isAbove: >)
  }
}
