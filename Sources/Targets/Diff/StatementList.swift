internal import Model

/// Collects what one profile says.
struct StatementList {
  private let profile: TargetProfile
  private(set) var statements: [Statement] = []

  init(of profile: TargetProfile) { self.profile = profile }

  /// A statement with a date and a source, if there is a fact.
  mutating func add<Value>(
    _ place: Statement.Place, _ key: String, _ fact: Fact<Value>?, item: Statement.Item? = nil,
    unit: String? = nil, value: (Value) -> Statement.Value
  ) {
    guard let fact else { return }
    let evidence = Evidence(
      confidence: fact.confidence, source: profile.source(fact.source)?.ref ?? fact.source,
      asOf: fact.asOf, note: fact.note)
    statements.append(
      Statement(
        place: place, key: key, item: item, value: value(fact.value), unit: unit,
        evidence: evidence))
  }

  mutating func add(
    _ place: Statement.Place, _ key: String, _ fact: Fact<SlotRules.Range>?, unit: String? = nil
  ) {
    add(place, key, fact, unit: unit) { .range($0) }
  }

  mutating func add(
    _ place: Statement.Place, _ key: String, _ fact: Fact<SlotRules.SecondsRange>?
  ) {
    add(place, key, fact, unit: "s") { .seconds($0) }
  }

  mutating func add(
    _ place: Statement.Place, _ key: String, _ fact: Fact<SlotRules.ByteLimit>?
  ) {
    add(place, key, fact, unit: "bytes") { .bytes($0) }
  }

  /// A number, and what holds instead under settings.
  mutating func add(
    _ place: Statement.Place, _ key: String, _ fact: Fact<Int>?, _ sense: Statement.Sense,
    unit: String
  ) {
    add(place, key, fact, unit: unit) { value in
      .number(value, perSetting: fact?.perSetting ?? [:], sense)
    }
  }

  /// A statement without a date or a source of its own.
  mutating func add(
    _ place: Statement.Place, _ key: String, item: Statement.Item? = nil, unit: String? = nil,
    value: Statement.Value?
  ) {
    guard let value else { return }
    statements.append(
      Statement(place: place, key: key, item: item, value: value, unit: unit, evidence: nil))
  }

  mutating func add(_ place: Statement.Place, _ key: String, text: String?) {
    add(place, key, value: text.map { .text($0) })
  }

  mutating func add(_ place: Statement.Place, _ key: String, texts: [String]) {
    add(place, key, value: texts.isEmpty ? nil : .texts(texts))
  }

  mutating func add(_ place: Statement.Place, _ key: String, choices: [String], unit: String? = nil)
  {
    add(place, key, unit: unit, value: choices.isEmpty ? nil : .choices(choices))
  }

  /// Parts of one thing, those that are there; nothing when there is none.
  mutating func add(
    _ place: Statement.Place, _ key: String, record: [Statement.Attribute?]
  ) {
    let attributes = record.compactMap(\.self)
    add(place, key, value: attributes.isEmpty ? nil : .record(attributes))
  }

  /// An entry of a list, which is there even without parts.
  mutating func add(
    _ place: Statement.Place, _ key: String, item: Statement.Item, record: [Statement.Attribute?]
  ) {
    add(place, key, item: item, value: .record(record.compactMap(\.self)))
  }
}
