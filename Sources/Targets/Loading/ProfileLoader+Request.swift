internal import Model

extension ProfileLoader {
  /// Reads the fields of the request body.
  static func requestFields(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> [RequestField] {
    try reader.list("request") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let (minimum, maximum) = try numbers(&reader)
      let field = RequestField(
        name: try reader.string("name"),
        takes: try reader.choice("takes", RequestField.Content.self),
        form: try reader.choice("form", RequestField.Form.self),
        type: try reader.string("type"),
        required: try required(&reader, known) ?? .never,
        default: reader.value("default"),
        values: try reader.values("values"),
        minimum: minimum,
        maximum: maximum,
        maximumItems: try reader.integer("maxItems"),
        maximumCharacters: try reader.integer("maxCharacters"),
        onlyEndpoints: try reader.endpointNames("onlyEndpoints", known),
        perEndpoint: try differences(&reader, known),
        byInput: try cases(&reader, known),
        note: try reader.optionalString("note"))
      try reader.finish()
      return field
    }
  }

  /// Reads the values that a field must have with some inputs.
  private static func cases(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> [RequestField.Case] {
    try reader.nonEmptyList("byInput") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      let (when, settings) = try conditions(&reader, known)
      if when.isEmpty, settings.isEmpty {
        throw reader.fault("needs \"when\", a list of conditions")
      }
      let rule = RequestField.Case(
        when: when, settings: settings, value: try reader.required("value"),
        note: try reader.optionalString("note"))
      try reader.finish()
      return rule
    }
  }

  /// Reads what differs at single endpoints.
  private static func differences(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> [String: RequestField.Difference] {
    try perEndpoint(&reader, known) { reader throws(ProfileFault) in
      let (minimum, maximum) = try numbers(&reader)
      return RequestField.Difference(
        required: try required(&reader, known),
        default: reader.value("default"),
        values: try reader.values("values"),
        minimum: minimum,
        maximum: maximum,
        note: try reader.optionalString("note"))
    }
  }

  /// Reads what differs at single endpoints: objects under the names of endpoints.
  static func perEndpoint<Difference>(
    _ reader: inout ProfileReader, _ known: KnownNames,
    read: (inout ProfileReader) throws(ProfileFault) -> Difference
  ) throws(ProfileFault) -> [String: Difference] {
    let items = try reader.named("perEndpoint") { name, value, path throws(ProfileFault) in
      _ = try known.endpoint(name, path: path)
      var reader = try ProfileReader(value, path: path)
      let difference = try read(&reader)
      try reader.finish()
      return difference
    }
    return Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.item) })
  }

  /// Reads whether a field must be sent: true, false, or a condition.
  private static func required(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> RequestField.Required? {
    switch reader.value("required") {
    case nil: nil
    case .boolean(let isRequired): isRequired ? .always : .never
    case .string("inside the item"): .insideItem
    case .string(let condition) where !condition.isEmpty: .words(condition)
    case .object:
      try reader.object("required").map { inner throws(ProfileFault) in
        .when(try condition(inner, known))
      }
    case let other?:
      throw reader.fault(
        "should be true, false or a condition under \"when\", is \(other.messageText)",
        at: "required")
    }
  }

  /// Reads conditions that must all hold, or several lists of them under `any`.
  private static func condition(
    _ reader: ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> RequestField.Condition {
    var reader = reader
    var alternatives = try reader.nonEmptyList("any") { value, path throws(ProfileFault) in
      var inner = try ProfileReader(value, path: path)
      let alternative = try alternative(&inner, known)
      try inner.finish()
      return alternative
    }
    if alternatives.isEmpty { alternatives = [try alternative(&reader, known)] }
    let note = try reader.optionalString("note")
    try reader.finish()
    return RequestField.Condition(alternatives: alternatives, note: note)
  }

  /// Reads one list of conditions, which must not be empty.
  private static func alternative(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> RequestField.Condition.Alternative {
    var without: [String] = []
    let (counts, settings) = try conditions(&reader, known) { reader throws(ProfileFault) in
      guard let field = try reader.optionalString("without") else { return false }
      without.append(field)
      return true
    }
    if counts.isEmpty, settings.isEmpty, without.isEmpty {
      throw reader.fault("needs \"when\", a list of conditions")
    }
    return RequestField.Condition.Alternative(counts: counts, settings: settings, without: without)
  }

  /// Checks the conditions of all fields. They may name any field, so they are checked after all
  /// fields were read.
  static func checkConditions(_ known: KnownNames) throws(ProfileFault) {
    for (index, field) in known.fields.enumerated() {
      let inputs = ["request", String(index), "byInput"]
      for setting in field.byInput.flatMap(\.settings) {
        _ = try known.setting(setting.field, setting.value, path: inputs, valuePath: inputs)
      }
      let own = [field.required] + field.perEndpoint.values.compactMap(\.required)
      for case .when(let condition) in own {
        let path = ["request", String(index), "required"]
        for alternative in condition.alternatives {
          for setting in alternative.settings {
            _ = try known.setting(setting.field, setting.value, path: path, valuePath: path)
          }
          for name in alternative.without { try known.field(name, path: path) }
        }
      }
    }
  }

  /// Reads `min` and `max` of a field, of any sign and size, as text.
  private static func numbers(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> (minimum: String?, maximum: String?) {
    let minimum = try number("min", &reader)
    let maximum = try number("max", &reader)
    try reader.requireOrder(minimum, maximum) { Double($0) ?? 0 > Double($1) ?? 0 }
    return (minimum, maximum)
  }

  /// Reads a number as it is written.
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

  /// Reads the rules for sound.
  static func audioRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> AudioRules? {
    guard var reader = try reader.object("audio") else { return nil }
    let rules = AudioRules(
      default: reader.value("default"), field: try reader.optionalString("field"),
      withoutField: try reader.fact("withoutField", defaults) { value, path throws(ProfileFault) in
        try ProfileReader.choice(value, SoundSetting.self, path: path)
      },
      languages: try reader.strings("languages"), note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }
}
