internal import Model

/// How facts are known unless they say otherwise themselves.
struct FactDefaults {
  var confidence: Basis
  var source: String
  var asOf: Day
  var note: String?
  /// The keys of the profile's sources.
  let knownSources: Set<String>

  /// The same defaults, changed by a `basis` object such as a slot may carry.
  func changed(by basis: ProfileReader?) throws(ProfileFault) -> FactDefaults {
    guard var reader = basis else { return self }
    let changed = try known(in: &reader)
    try reader.finish()
    return changed
  }

  /// The keys that every fact may carry, read from the object it stands in.
  func known(in reader: inout ProfileReader) throws(ProfileFault) -> FactDefaults {
    var changed = self
    if let confidence = try reader.choice("confidence", Basis.self) {
      changed.confidence = confidence
    }
    if let source = try reader.optionalString("source") {
      guard knownSources.contains(source) else {
        let known = knownSources.sorted().joined(separator: ", ")
        throw reader.fault("\"\(source)\" is none of the profile's sources: \(known)", at: "source")
      }
      changed.source = source
    }
    if let day = try reader.day("asOf") { changed.asOf = day }
    if let note = try reader.optionalString("note") { changed.note = note }
    return changed
  }

  func fact<Value>(_ value: Value) -> Fact<Value> {
    Fact(value: value, confidence: confidence, source: source, asOf: asOf, note: note)
  }
}

extension ProfileReader {
  /// A fact whose value is one JSON value: given bare, or as `value` beside its date and source.
  mutating func fact<Value>(
    _ key: String, _ defaults: FactDefaults,
    read: (JSONValue, [String]) throws(ProfileFault) -> Value
  ) throws(ProfileFault) -> Fact<Value>? {
    guard let value = value(key) else { return nil }
    guard value.members != nil else { return defaults.fact(try read(value, path + [key])) }
    var reader = try ProfileReader(value, path: path + [key])
    let defaults = try defaults.known(in: &reader)
    let inner = try reader.required("value")
    try reader.finish()
    return defaults.fact(try read(inner, reader.path + ["value"]))
  }

  /// A fact whose value is an object: its own keys and the fact's stand side by side.
  mutating func objectFact<Value>(
    _ key: String, _ defaults: FactDefaults,
    read: (inout ProfileReader) throws(ProfileFault) -> Value
  ) throws(ProfileFault) -> Fact<Value>? {
    guard var reader = try object(key) else { return nil }
    let defaults = try defaults.known(in: &reader)
    let value = try read(&reader)
    try reader.finish()
    return defaults.fact(value)
  }

  mutating func integerFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Int>? {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      guard let number = value.integer, number >= 0 else {
        throw ProfileFault(
          path: path, problem: "should be a whole number from 0, is \(value.kind)")
      }
      return number
    }
  }

  mutating func textFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<String>? {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      guard let text = value.string, !text.isEmpty else {
        throw ProfileFault(path: path, problem: "should be a text, is \(value.kind)")
      }
      return text
    }
  }

  mutating func rangeFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.Range>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let minimum = try reader.integer("min")
      let maximum = try reader.integer("max")
      let inclusive = try reader.boolean("inclusive")
      if minimum == nil, maximum == nil { throw reader.fault("needs \"min\", \"max\" or both") }
      if let minimum, let maximum, minimum > maximum {
        throw reader.fault("\"min\" \(minimum) is above \"max\" \(maximum)")
      }
      return SlotRules.Range(minimum: minimum, maximum: maximum, inclusive: inclusive)
    }
  }

  mutating func aspectFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.AspectRange>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let minimum = try reader.ratio("min")
      let maximum = try reader.ratio("max")
      let inclusive = try reader.boolean("inclusive")
      if minimum == nil, maximum == nil { throw reader.fault("needs \"min\", \"max\" or both") }
      return SlotRules.AspectRange(minimum: minimum, maximum: maximum, inclusive: inclusive)
    }
  }

  mutating func bytesFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.ByteLimit>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let stated = try reader.string("stated")
      let decimal = try reader.integer("decimal")
      let binary = try reader.integer("binary")
      let inclusive = try reader.boolean("inclusive")
      guard let decimal, let binary, 0 < decimal, decimal <= binary else {
        throw reader.fault("needs \"decimal\" and \"binary\", both readings of the size in bytes")
      }
      return SlotRules.ByteLimit(
        stated: stated, decimal: decimal, binary: binary, inclusive: inclusive)
    }
  }

  mutating func secondsFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SlotRules.SecondsRange>? {
    try objectFact(key, defaults) { reader throws(ProfileFault) in
      let minimum = try reader.milliseconds("min")
      let maximum = try reader.milliseconds("max")
      let inclusive = try reader.boolean("inclusive")
      var perSetting: [String: Int] = [:]
      if let value = reader.value("maxBySetting") {
        guard let members = value.members else {
          throw reader.fault("should be an object, is \(value.kind)", at: "maxBySetting")
        }
        for member in members {
          guard let limit = Self.milliseconds(of: member.value) else {
            throw reader.fault("\"\(member.key)\" should be seconds", at: "maxBySetting")
          }
          perSetting[member.key] = limit
        }
      }
      return SlotRules.SecondsRange(
        minimumMilliseconds: minimum, maximumMilliseconds: maximum, inclusive: inclusive,
        perSetting: perSetting)
    }
  }

  mutating func ratio(_ key: String) throws(ProfileFault) -> Ratio? {
    guard let text = try optionalString(key) else { return nil }
    return try Self.ratio(text, path: path + [key])
  }

  static func ratio(_ text: String, path: [String]) throws(ProfileFault) -> Ratio {
    guard let ratio = Ratio(text) else {
      throw ProfileFault(
        path: path, problem: "\"\(text)\" is no ratio of two whole numbers like \"2:5\"")
    }
    return ratio
  }

  mutating func formatsFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[MediaFormat]>? {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      guard let values = value.array, !values.isEmpty else {
        throw ProfileFault(path: path, problem: "should be a list of formats, is \(value.kind)")
      }
      var formats: [MediaFormat] = []
      for (index, value) in values.enumerated() {
        guard let text = value.string, let format = MediaFormat(suffix: text) else {
          let known = MediaFormat.allCases.map(\.rawValue).joined(separator: ", ")
          throw ProfileFault(
            path: path + [String(index)], problem: "is no format; there are: \(known)")
        }
        if !formats.contains(format) { formats.append(format) }
      }
      return formats
    }
  }
}
