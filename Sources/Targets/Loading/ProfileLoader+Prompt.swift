internal import Model

extension ProfileLoader {
  /// Reads the rules for prompts.
  static func promptRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> PromptRules? {
    guard var reader = try reader.object("prompt") else { return nil }
    let defaults = try defaults.overridden(by: reader.object("basis"))
    let rules = PromptRules(
      minimum: try reader.integerFact("min", defaults),
      maximum: try reader.maximumFact("max", defaults),
      advised: try reader.integerFact("advised", defaults),
      maximumOtherScripts: try reader.maximumFact("maxOtherScripts", defaults),
      counted: try reader.choice("counted", PromptRules.Counting.self) ?? .characters,
      perElement: try reader.integerFact("perElement", defaults),
      negativeMaximum: try reader.maximumFact("negativeMax", defaults),
      note: try reader.optionalString("note"))
    try reader.requireOrder(rules.minimum?.value, rules.maximum?.value, isAbove: >)
    try reader.finish()
    return rules
  }

  /// Reads the rules for several shots.
  static func shotRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> ShotRules? {
    guard var reader = try reader.object("shots") else { return nil }
    let defaults = try defaults.overridden(by: reader.object("basis"))
    guard let place = try reader.choice("in", ShotRules.Location.self) else {
      throw reader.fault("the key \"in\" is missing")
    }
    let rules = ShotRules(
      location: place,
      field: try reader.optionalString("field"),
      syntax: try reader.optionalString("syntax"),
      separator: try reader.optionalString("separator"),
      item: try item(&reader),
      count: try reader.rangeFact("count", defaults),
      seconds: try reader.rangeFact("seconds", defaults),
      maximumCharacters: try reader.maximumFact("maxCharacters", defaults),
      sum: try reader.choiceFact("sum", ShotRules.SumRule.self, defaults),
      total: try reader.rangeFact("total", defaults),
      types: try reader.strings("types"),
      defaultType: try reader.optionalString("defaultType"),
      switch: try reader.optionalString("switch"),
      note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  /// Reads the fields of one shot.
  private static func item(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [String: String] {
    let texts = try reader.named("item") { _, value, path throws(ProfileFault) in
      try ProfileReader.text(value, path: path)
    }
    return Dictionary(uniqueKeysWithValues: texts.map { ($0.name, $0.item) })
  }

  /// Reads the rules for names.
  static func nameRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> NameRules? {
    guard var reader = try reader.object("names") else { return nil }
    let rules = NameRules(
      minimumCharacters: try reader.integerFact("min", defaults),
      maximumCharacters: try reader.integerFact("max", defaults),
      maximumDescription: try reader.integerFact("maxDescription", defaults),
      characters: try reader.optionalString("characters"),
      rules: try reader.strings("rules"))
    try reader.requireOrder(
      rules.minimumCharacters?.value, rules.maximumCharacters?.value, isAbove: >)
    try reader.finish()
    return rules
  }

  /// Reads the tokens that stand for files in a prompt.
  static func dialect(_ reader: inout ProfileReader) throws(ProfileFault) -> Dialect? {
    guard var reader = try reader.object("dialect") else { return nil }
    let dialect = Dialect(
      element: try reader.optionalString("element"), image: try reader.optionalString("image"),
      video: try reader.optionalString("video"), voice: try reader.optionalString("voice"),
      countsFrames: try reader.boolean("countsFrames") ?? false, rules: try reader.strings("rules"))
    try reader.finish()
    return dialect
  }
}
