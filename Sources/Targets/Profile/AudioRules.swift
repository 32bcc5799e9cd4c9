public import Model

/// The rules for the sound of a render.
public struct AudioRules: Sendable {
  public let `default`: JSONValue?
  /// The field that turns sound on or off.
  public let field: String?
  /// The sound of endpoints that have no field for it.
  public let withoutField: Fact<SoundSetting>?
  /// The languages that a voice can speak.
  public let languages: [String]
  public let note: String?
}

extension AudioRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    self.default = try reader.optional("default")
    field = try reader.optional("field")
    withoutField = try reader.fact("withoutField")
    languages = try reader.list("languages")
    note = try reader.optional("note")
  }
}
