internal import Model

/// How facts are known unless they say otherwise themselves.
struct FactDefaults {
  var confidence: Basis
  var source: String
  var asOf: Day
  var note: String?
  /// The names that facts may refer to.
  let known: KnownNames

  /// Returns the defaults changed by a `basis` object, if there is one, such as a slot may have.
  func overridden(by basis: ProfileReader?) throws(ProfileFault) -> FactDefaults {
    guard var reader = basis else { return self }
    let changed = try overridden(in: &reader)
    try reader.finish()
    return changed
  }

  /// Returns the defaults changed by the keys that any fact may have, read from the object that
  /// contains the fact.
  func overridden(in reader: inout ProfileReader) throws(ProfileFault) -> FactDefaults {
    var changed = self
    // An outer note explains only the outer confidence and source, not those given here.
    if reader.has("confidence") || reader.has("source") { changed.note = nil }
    if let confidence = try reader.choice("confidence", Basis.self) {
      changed.confidence = confidence
    }
    if let source = try reader.optionalString("source") {
      changed.source = try known.source(source, path: reader.path + ["source"])
    }
    if let day = try reader.day("asOf") { changed.asOf = day }
    if let note = try reader.optionalString("note") { changed.note = note }
    return changed
  }

  /// Creates a fact with these defaults.
  func fact<Value>(_ value: Value, perSetting: [Setting: Value] = [:]) -> Fact<Value> {
    Fact(
      value: value, perSetting: perSetting, confidence: confidence, source: source, asOf: asOf,
      note: note)
  }
}
