internal import Model

extension ProfileLoader {
  static func promptRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> PromptRules? {
    guard var reader = try reader.object("prompt") else { return nil }
    let defaults = try defaults.changed(by: reader.object("basis"))
    let rules = PromptRules(
      maximum: try reader.integerFact("max", defaults),
      advised: try reader.integerFact("advised", defaults),
      maximumOtherScripts: try reader.integerFact("maxOtherScripts", defaults),
      counted: try reader.choice("counted", PromptRules.Counting.self) ?? .characters,
      perElement: try reader.integerFact("perElement", defaults),
      negativeMaximum: try reader.integerFact("negativeMax", defaults),
      note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  static func shotRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> ShotRules? {
    guard var reader = try reader.object("shots") else { return nil }
    let defaults = try defaults.changed(by: reader.object("basis"))
    guard let place = try reader.choice("in", ShotRules.Place.self) else {
      throw reader.fault("the key \"in\" is missing")
    }
    let rules = ShotRules(
      place: place,
      field: try reader.optionalString("field"),
      syntax: try reader.optionalString("syntax"),
      separator: try reader.optionalString("separator"),
      item: try texts("item", &reader),
      count: try reader.rangeFact("count", defaults),
      seconds: try reader.rangeFact("seconds", defaults),
      maximumCharacters: try reader.integerFact("maxCharacters", defaults),
      sum: try reader.fact("sum", defaults) { value, path throws(ProfileFault) in
        guard let rule = ShotRules.SumRule(rawValue: value.string ?? "") else {
          let known = ShotRules.SumRule.allCases.map(\.rawValue).joined(separator: ", ")
          throw ProfileFault(path: path, problem: "should be one of: \(known)")
        }
        return rule
      },
      types: try reader.strings("types"),
      defaultType: try reader.optionalString("defaultType"),
      switch: try reader.optionalString("switch"),
      note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  private static func texts(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [String: String] {
    guard let value = reader.value(key) else { return [:] }
    guard let members = value.members else {
      throw reader.fault("should be an object, is \(value.kind)", at: key)
    }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw reader.fault("\"\(member.key)\" should be a text", at: key)
      }
      texts[member.key] = text
    }
    return texts
  }

  static func nameRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> NameRules? {
    guard var reader = try reader.object("names") else { return nil }
    let rules = NameRules(
      maximumCharacters: try reader.integerFact("max", defaults),
      maximumDescription: try reader.integerFact("maxDescription", defaults),
      characters: try reader.optionalString("characters"),
      rules: try reader.strings("rules"))
    try reader.finish()
    return rules
  }

  static func dialect(_ reader: inout ProfileReader) throws(ProfileFault) -> Dialect? {
    guard var reader = try reader.object("dialect") else { return nil }
    let dialect = Dialect(
      element: try reader.optionalString("element"), image: try reader.optionalString("image"),
      video: try reader.optionalString("video"), voice: try reader.optionalString("voice"),
      rules: try reader.strings("rules"))
    try reader.finish()
    return dialect
  }

  static func requestFields(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [RequestField] {
    try reader.list("request") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let field = RequestField(
        name: try reader.string("name"),
        type: try reader.string("type"),
        required: try required(&reader),
        default: reader.value("default"),
        values: try reader.values("values"),
        minimum: try number("min", &reader),
        maximum: try number("max", &reader),
        maximumItems: try reader.integer("maxItems"),
        maximumCharacters: try reader.integer("maxCharacters"),
        onlyEndpoints: try reader.strings("onlyEndpoints"),
        perEndpoint: try perEndpoint(&reader),
        note: try reader.optionalString("note"))
      try reader.finish()
      return field
    }
  }

  private static func required(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> RequestField.Required {
    switch reader.value("required") {
    case nil, .boolean(false): .never
    case .boolean(true): .always
    case .string(let condition): .when(condition)
    case let other?:
      throw reader.fault(
        "should be true, false or a condition in words, is \(other.kind)", at: "required")
    }
  }

  private static func number(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> String? {
    switch reader.value(key) {
    case nil: nil
    case .integer(let number): String(number)
    case .number(let text): text
    case let other?: throw reader.fault("should be a number, is \(other.kind)", at: key)
    }
  }

  private static func perEndpoint(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [String: JSONValue] {
    guard let value = reader.value("perEndpoint") else { return [:] }
    guard let members = value.members else {
      throw reader.fault("should be an object, is \(value.kind)", at: "perEndpoint")
    }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  static func durationRules(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> DurationRules? {
    guard var reader = try reader.object("duration") else { return nil }
    let minimum = try reader.integer("min")
    let maximum = try reader.integer("max")
    let rules = DurationRules(
      seconds: minimum == nil && maximum == nil
        ? nil : SlotRules.Range(minimum: minimum, maximum: maximum, inclusive: true),
      values: try reader.values("values"),
      default: reader.value("default"),
      type: try reader.optionalString("type"),
      note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  static func audioRules(_ reader: inout ProfileReader) throws(ProfileFault) -> AudioRules? {
    guard var reader = try reader.object("audio") else { return nil }
    let rules = AudioRules(
      default: reader.value("default"), field: try reader.optionalString("field"),
      languages: try reader.strings("languages"), note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }

  static func prices(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> [Price] {
    try reader.list("prices") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let defaults = try defaults.known(in: &reader)
      let amount = try reader.optionalString("amount")
      if let amount, !isAmount(amount) {
        throw reader.fault("\"\(amount)\" is no amount like \"0.084\"", at: "amount")
      }
      let price = Price(
        condition: try reader.string("when"),
        tier: try reader.optionalString("tier"),
        audio: try reader.optionalString("audio"),
        withVideo: try reader.boolean("withVideo"),
        amount: amount.map(defaults.fact),
        currency: try reader.optionalString("currency") ?? "USD",
        per: try reader.string("per"),
        note: defaults.note)
      try reader.finish()
      return price
    }
  }

  private static func isAmount(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.count <= 9 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
