internal import Model

/// Reads bounds of counts and pixels, of ratios, of sizes, and of durations.
extension ProfileReader {
  /// Reads a fact with a range of whole numbers.
  mutating func rangeFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.Range>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      try reader.range(inclusive: reader.boolean("inclusive"))
    }
  }

  /// Reads `min`, `max` or both, of which at least one must be present.
  mutating func range(inclusive: Bool?) throws(ProfileFault) -> SlotRules.Range {
    guard let range = try optionalRange(inclusive: inclusive) else {
      // A misspelt key is the more likely mistake, so it is reported first.
      try finish()
      throw fault("needs \"min\", \"max\" or both")
    }
    return range
  }

  /// Reads `min`, `max` or both; `nil` when both are absent.
  mutating func optionalRange(inclusive: Bool?) throws(ProfileFault) -> SlotRules.Range? {
    let minimum = try integer("min")
    let maximum = try integer("max")
    if minimum == nil, maximum == nil { return nil }
    try requireOrder(minimum, maximum, isAbove: >)
    return SlotRules.Range(minimum: minimum, maximum: maximum, inclusive: inclusive)
  }

  /// Reads a fact with a range of aspect ratios.
  mutating func aspectFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.AspectRange>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let minimum = try reader.ratio("min")
      let maximum = try reader.ratio("max")
      let inclusive = try reader.boolean("inclusive")
      if minimum == nil, maximum == nil {
        try reader.finish()
        throw reader.fault("needs \"min\", \"max\" or both")
      }
      try reader.requireOrder(minimum, maximum) { $0.isGreater(than: $1) }
      return SlotRules.AspectRange(minimum: minimum, maximum: maximum, inclusive: inclusive)
    }
  }

  /// Reads a fact with a size in bytes. The limit of a data URI may state that it counts the URI
  /// itself.
  mutating func bytesFact(
    _ key: String, _ defaults: FactDefaults, ofDataURI: Bool = false
  ) throws(ProfileFault) -> Fact<SlotRules.ByteLimit>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let stated = try reader.string("stated")
      let decimal = try reader.integer("decimal")
      let binary = try reader.integer("binary")
      let inclusive = try reader.boolean("inclusive")
      let isEncoded = ofDataURI ? try reader.boolean("encoded") : nil
      guard let decimal, let binary, 0 < decimal, decimal <= binary else {
        try reader.finish()
        throw reader.fault("needs \"decimal\" and \"binary\", both readings of the size in bytes")
      }
      return SlotRules.ByteLimit(
        stated: stated, decimal: decimal, binary: binary, inclusive: inclusive,
        isEncoded: isEncoded ?? false)
    }
  }

  /// Reads a fact with a range of seconds, which may have other maxima under settings.
  mutating func secondsFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.SecondsRange>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let minimum = try reader.milliseconds("min")
      let maximum = try reader.milliseconds("max")
      let inclusive = try reader.boolean("inclusive")
      let perSetting = try reader.maxima(defaults.known, read: Self.milliseconds)
      if minimum == nil, maximum == nil, perSetting.isEmpty {
        try reader.finish()
        throw reader.fault("needs \"min\", \"max\" or \"maxBySetting\"")
      }
      for bound in [maximum].compactMap(\.self) + perSetting.values.sorted() {
        try reader.requireOrder(minimum, bound, words: Self.seconds, isAbove: >)
      }
      return SlotRules.SecondsRange(
        minimumMilliseconds: minimum, maximumMilliseconds: maximum, inclusive: inclusive,
        perSetting: perSetting)
    }
  }

  /// The seconds as an error message shows them.
  private static func seconds(_ milliseconds: Int) -> String {
    Decimal.text(scaled: milliseconds, digits: 3)
  }

  /// Reads an optional ratio.
  mutating func ratio(_ key: String) throws(ProfileFault) -> Ratio? {
    guard let value = value(key) else { return nil }
    return try Self.ratio(value, path: path + [key])
  }

  private static func ratio(_ value: JSONValue, path: [String]) throws(ProfileFault) -> Ratio {
    guard let text = value.string else {
      throw ProfileFault(
        path: path, problem: "should be a ratio like \"2:5\", is \(value.messageText)")
    }
    guard let ratio = Ratio(text) else {
      throw ProfileFault(
        path: path, problem: "\"\(text)\" is not a ratio of two whole numbers like \"2:5\"")
    }
    return ratio
  }

  /// Reads a fact with a list of ratios.
  mutating func aspectsFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[Ratio]>? {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      var ratios: [Ratio] = []
      for (index, value) in try Self.values(value, of: "ratios", path: path).enumerated() {
        ratios.append(try Self.ratio(value, path: path + [String(index)]))
      }
      return ratios
    }
  }

  /// Reads a fact with a list of formats, each once.
  mutating func formatsFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[MediaFormat]>? {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      var formats: [MediaFormat] = []
      for (index, value) in try Self.values(value, of: "formats", path: path).enumerated() {
        let format = try Self.format(value, path: path + [String(index)])
        if !formats.contains(format) { formats.append(format) }
      }
      return formats
    }
  }

  private static func format(
    _ value: JSONValue, path: [String]
  ) throws(ProfileFault) -> MediaFormat {
    let text = try text(value, path: path)
    guard let format = MediaFormat(suffix: text), format.medium != .other else {
      let known = MediaFormat.allCases.filter { $0.medium != .other }.map(\.rawValue)
      throw ProfileFault(
        path: path, problem: unknownNameMessage(text, "is not a format", among: known))
    }
    return format
  }

  /// Returns the items of a list that must not be empty.
  private static func values(
    _ value: JSONValue, of what: String, path: [String]
  ) throws(ProfileFault) -> [JSONValue] {
    guard let values = value.array, !values.isEmpty else {
      let found = value.array == nil ? value.kind : "empty"
      throw ProfileFault(path: path, problem: "should be a list of \(what), is \(found)")
    }
    return values
  }
}
