internal import Model

/// Collects the statements of one profile.
struct StatementList {
  private let profile: TargetProfile
  private(set) var statements: [Statement] = []

  init(of profile: TargetProfile) { self.profile = profile }

  /// Adds a statement with its evidence, if there is a fact.
  mutating func add<Value>(
    _ section: Statement.Section, _ key: String, _ fact: Fact<Value>?, item: Statement.Item? = nil,
    unit: String? = nil, value: (Value) -> Statement.Value
  ) {
    guard let fact else { return }
    let evidence = Evidence(
      confidence: fact.confidence, source: profile.source(fact.source)?.ref ?? fact.source,
      asOf: fact.asOf, note: fact.note)
    statements.append(
      Statement(
        section: section, key: key, item: item, value: value(fact.value), unit: unit,
        evidence: evidence))
  }

  mutating func add(
    _ section: Statement.Section, _ key: String, _ fact: Fact<SlotRules.Range>?, unit: String? = nil
  ) {
    add(section, key, fact, unit: unit) { .range($0) }
  }

  mutating func add(
    _ section: Statement.Section, _ key: String, _ fact: Fact<SlotRules.SecondsRange>?
  ) {
    add(section, key, fact, unit: "s") { .seconds($0) }
  }

  mutating func add(
    _ section: Statement.Section, _ key: String, _ fact: Fact<SlotRules.ByteLimit>?
  ) {
    add(section, key, fact, unit: "bytes") { .bytes($0) }
  }

  /// Adds a fact with a number, and the numbers that replace it under settings.
  mutating func add(
    _ section: Statement.Section, _ key: String, _ fact: Fact<Int>?, _ sense: Statement.Sense,
    unit: String
  ) {
    add(section, key, fact, unit: unit) { value in
      .number(value, perSetting: fact?.perSetting ?? [:], sense)
    }
  }

  /// Adds a statement without a date or a source of its own, if there is a value.
  mutating func add(
    _ section: Statement.Section, _ key: String, item: Statement.Item? = nil, unit: String? = nil,
    value: Statement.Value?
  ) {
    guard let value else { return }
    statements.append(
      Statement(section: section, key: key, item: item, value: value, unit: unit, evidence: nil))
  }

  /// Adds a text, if there is one.
  mutating func add(_ section: Statement.Section, _ key: String, text: String?) {
    add(section, key, value: text.map { .text($0) })
  }

  /// Adds a list of sentences, unless it is empty.
  mutating func add(_ section: Statement.Section, _ key: String, texts: [String]) {
    add(section, key, value: texts.isEmpty ? nil : .texts(texts))
  }

  /// Adds a list of words to choose from, unless it is empty.
  mutating func add(
    _ section: Statement.Section, _ key: String, choices: [String], unit: String? = nil
  ) {
    add(section, key, unit: unit, value: choices.isEmpty ? nil : .choices(choices))
  }

  /// Adds named parts; a value without any is not added.
  mutating func add(_ section: Statement.Section, _ key: String, record: [Statement.Attribute]) {
    add(section, key, value: record.isEmpty ? nil : .record(record))
  }
}
