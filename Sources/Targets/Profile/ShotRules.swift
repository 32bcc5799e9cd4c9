/// The rules for requesting several shots.
public struct ShotRules: Sendable {
  /// Where the shots are written.
  public let location: Location
  /// The field that contains the shots.
  public let field: String?
  /// The form of a shot inside the prompt: `shot n, m, words;`.
  public let syntax: String?
  /// The text between two shots in the prompt.
  public let separator: String?
  /// The fields of one shot, with what each contains.
  public let item: [String: String]
  public let count: Fact<SlotRules.Range>?
  public let seconds: Fact<SlotRules.Range>?
  /// The maximum length of one shot's prompt.
  public let maximumCharacters: Fact<Int>?
  /// How the durations of the shots relate to that of the render.
  public let sum: Fact<SumRule>?
  /// The duration of all shots together, in seconds.
  public let total: Fact<SlotRules.Range>?
  /// The types of shots that can be requested.
  public let types: [String]
  public let defaultType: String?
  /// The field that turns several shots on.
  public let `switch`: String?
  public let note: String?

  /// Where the shots are written: in a field, in the prompt, or nowhere.
  public enum Location: String, CaseIterable, ProfileReadable, Sendable {
    case field, prompt, none
  }

  /// The relation between the durations of all shots together and that of the render.
  public enum SumRule: String, CaseIterable, ProfileReadable, Sendable {
    case equalsDuration = "equals-duration"
    case atMostDuration = "at-most-duration"
    case isDuration = "is-duration"
    case advice
  }
}

extension ShotRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    try reader.applyBasis()
    location = try reader.required("in")
    field = try reader.optional("field")
    syntax = try reader.optional("syntax")
    separator = try reader.optional("separator")
    var item: [String: String] = [:]
    for member in try reader.members("item") { item[member.key] = try String(member) }
    self.item = item
    count = try reader.objectFact("count")
    seconds = try reader.objectFact("seconds")
    maximumCharacters = try reader.maximum("maxCharacters")
    sum = try reader.fact("sum")
    total = try reader.objectFact("total")
    types = try reader.list("types")
    defaultType = try reader.optional("defaultType")
    self.switch = try reader.optional("switch")
    note = try reader.optional("note")
  }
}
