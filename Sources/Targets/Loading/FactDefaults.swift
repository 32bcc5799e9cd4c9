internal import Model

/// The evidence for facts that don't state their own.
struct FactDefaults {
  var confidence = Basis.stated
  var source = ""
  /// The day of the file; 1 January 1970 until that is read.
  var asOf = Day(secondsSince1970: 0)
  var note: String?
  /// The names that facts may refer to.
  var known = KnownNames()

  func fact<Value>(_ value: Value, perSetting: [Setting: Value] = [:]) -> Fact<Value> {
    Fact(
      value: value, perSetting: perSetting, confidence: confidence, source: source, asOf: asOf,
      note: note)
  }
}

extension FactDefaults: ProfilePart {
  /// Reads the keys that any fact may have, which change the defaults of the object around them: a
  /// `basis`, or the fact itself.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    self = reader.defaults
    // An outer note explains only the outer confidence and source, not those given here.
    if reader.has("confidence") || reader.has("source") { note = nil }
    confidence = try reader.optional("confidence") ?? confidence
    if let source: String = try reader.optional("source") {
      self.source = try known.source(source, path: reader.path + ["source"])
    }
    asOf = try reader.optional("asOf") ?? asOf
    note = try reader.optional("note") ?? note
  }
}
