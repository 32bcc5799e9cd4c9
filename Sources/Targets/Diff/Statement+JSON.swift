public import Model

extension Statement.Value {
  /// The value as a profile's file contains it; `nil` for a statement without a value.
  public var json: JSONValue? {
    switch self {
    case .present: nil
    case .range(let range): range.json
    case .seconds(let range): range.json
    case .aspect(let range):
      [
        "min": range.minimum.map { .string($0.description) },
        "max": range.maximum.map { .string($0.description) },
        "inclusive": range.inclusive.map { .boolean($0) },
      ]
    case .bytes(let limit):
      [
        "stated": .string(limit.stated), "decimal": .integer(limit.decimal),
        "binary": .integer(limit.binary), "inclusive": limit.inclusive.map { .boolean($0) },
        "encoded": limit.isEncoded ? true : nil,
      ]
    case .formats(let formats): .array(formats.map { .string($0.rawValue) })
    case .ratios(let ratios): .array(ratios.map { .string($0.description) })
    case .number(let number, let perSetting, _):
      perSetting.isEmpty
        ? .integer(number)
        : ["value": .integer(number), "maxBySetting": maxima(perSetting) { .integer($0) }]
    case .text(let text): .string(text)
    case .texts(let texts), .choices(let texts): .array(texts.map { .string($0) })
    case .record(let attributes):
      .object(attributes.map { JSONValue.Member($0.name, $0.value) })
    }
  }
}

extension SlotRules.Range {
  /// The range as a profile's file contains it.
  var json: JSONValue {
    [
      "min": minimum.map { .integer($0) }, "max": maximum.map { .integer($0) },
      "inclusive": inclusive.map { .boolean($0) },
    ]
  }
}

extension SlotRules.SecondsRange {
  /// The range in seconds as a profile's file contains it.
  fileprivate var json: JSONValue {
    [
      "min": minimumMilliseconds.map(JSONValue.seconds),
      "max": maximumMilliseconds.map(JSONValue.seconds),
      "inclusive": inclusive.map { .boolean($0) },
      "maxBySetting": perSetting.isEmpty ? nil : maxima(perSetting, JSONValue.seconds),
    ]
  }
}

/// Returns an object of maxima by setting, in the order of the settings.
private func maxima(_ perSetting: [Setting: Int], _ value: (Int) -> JSONValue) -> JSONValue {
  .object(
    perSetting.sorted { $0.key < $1.key }
      .map { JSONValue.Member($0.key.description, value($0.value)) })
}
