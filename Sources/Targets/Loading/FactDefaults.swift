internal import Model

/// The evidence for facts that don't state their own.
struct FactDefaults {
  var confidence = Basis.stated
  /// Whether sources contradict each other about it.
  var isContradicted = false
  var source = ""
  /// The day of the file; 1 January 1970 until that is read.
  var asOf = Day(secondsSince1970: 0)
  var note: String?
  /// The names that facts may refer to.
  var known = KnownNames()

  func fact<Value>(_ value: Value, perSetting: [Setting: Value] = [:]) -> Fact<Value> {
    Fact(
      value: value, perSetting: perSetting, confidence: confidence,
      certainty: Certainty(confidence, of: known.kinds[source], isContradicted: isContradicted),
      source: source, asOf: asOf, note: note)
  }
}

extension FactDefaults: ProfilePart {
  /// Reads the keys that any fact may have, which change the defaults of the object around them: a
  /// `basis`, or the fact itself.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    self = reader.defaults
    // An outer note explains only the outer confidence and source, not those given here.
    if reader.has("confidence") || reader.has("source") { note = nil }
    if let word: Confidence = try reader.optional("confidence") {
      (confidence, isContradicted) = (word.basis, word == .contradicted)
    }
    if let source: String = try reader.optional("source") {
      self.source = try known.source(source, path: reader.path + ["source"])
    }
    asOf = try reader.optional("asOf") ?? asOf
    note = try reader.optional("note") ?? note
  }
}

/// The words for how a fact is known, as profiles write them.
private enum Confidence: String, CaseIterable, ProfileReadable {
  case stated, inferred, unverified, contradicted

  var basis: Basis {
    switch self {
    case .stated: .stated
    case .inferred: .inferred
    // A disputed rule is not enough to refuse a file.
    case .unverified, .contradicted: .unverified
    }
  }
}
