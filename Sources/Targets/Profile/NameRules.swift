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
