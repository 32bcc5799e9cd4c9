internal import Model

extension ProfileLoader {
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
        required: try required(&reader) ?? .never,
        default: reader.value("default"),
        values: try reader.values("values"),
        minimum: minimum,
        maximum: maximum,
        maximumItems: try reader.integer("maxItems"),
        maximumCharacters: try reader.integer("maxCharacters"),
        onlyEndpoints: try reader.endpointNames("onlyEndpoints", known),
        perEndpoint: try differences(&reader, known),
        note: try reader.optionalString("note"))
      try reader.finish()
      return field
    }
  }

  private static func differences(
    _ reader: inout ProfileReader, _ known: KnownNames
  ) throws(ProfileFault) -> [String: RequestField.Difference] {
    try perEndpoint(&reader, known) { reader throws(ProfileFault) in
      let (minimum, maximum) = try numbers(&reader)
      return RequestField.Difference(
        required: try required(&reader),
        default: reader.value("default"),
        values: try reader.values("values"),
        minimum: minimum,
        maximum: maximum,
        note: try reader.optionalString("note"))
    }
  }

  /// What is different at single endpoints: objects under the names of endpoints.
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

  private static func required(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> RequestField.Required? {
    switch reader.value("required") {
    case nil: nil
    case .boolean(let isRequired): isRequired ? .always : .never
    case .string(let condition) where !condition.isEmpty: .when(condition)
    case let other?:
      throw reader.fault(
        "should be true, false or a condition in words, is \(other.shown)", at: "required")
    }
  }

  /// `min` and `max` of a field, of any sign and size, as they are written.
  private static func numbers(
    _ reader: inout ProfileReader
  ) throws(ProfileFault) -> (minimum: String?, maximum: String?) {
    let minimum = try number("min", &reader)
    let maximum = try number("max", &reader)
    try reader.inOrder(minimum, maximum) { Double($0) ?? 0 > Double($1) ?? 0 }
    return (minimum, maximum)
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

  static func audioRules(_ reader: inout ProfileReader) throws(ProfileFault) -> AudioRules? {
    guard var reader = try reader.object("audio") else { return nil }
    let rules = AudioRules(
      default: reader.value("default"), field: try reader.optionalString("field"),
      languages: try reader.strings("languages"), note: try reader.optionalString("note"))
    try reader.finish()
    return rules
  }
}
