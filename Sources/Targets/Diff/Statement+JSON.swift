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
        "min": range.minimum?.description, "max": range.maximum?.description,
        "inclusive": range.inclusive,
      ]
    case .bytes(let limit):
      [
        "stated": limit.stated, "decimal": limit.decimal,
        "binary": limit.binary, "inclusive": limit.inclusive, "encoded": limit.isEncoded.orNil,
      ]
    case .formats(let formats): formats.json
    case .ratios(let ratios): ratios.map(\.description).json
    case .number(let number, let perSetting, _):
      perSetting.isEmpty
        ? number.json : ["value": number, "maxBySetting": maxima(perSetting, \.json)]
    case .text(let text): text.json
    case .texts(let texts), .choices(let texts): texts.json
    case .record(let attributes):
      .object(attributes.map { JSONValue.Member($0.name, $0.value) })
    }
  }
}

extension SlotRules.Range {
  /// The range as a profile's file contains it.
  var json: JSONValue {
    ["min": minimum, "max": maximum, "inclusive": inclusive]
  }
}

extension SlotRules.SecondsRange {
  /// The range in seconds as a profile's file contains it.
  fileprivate var json: JSONValue {
    [
      "min": minimumMilliseconds.map(JSONValue.seconds),
      "max": maximumMilliseconds.map(JSONValue.seconds), "inclusive": inclusive,
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
