internal import Model

extension ProfileReader {
  /// Reads a fact whose value is a single JSON value: given alone, or as `value` beside its date
  /// and source.
  mutating func fact<Value>(
    _ key: String, _ defaults: FactDefaults,
    read: (JSONValue, [String]) throws(ProfileFault) -> Value
  ) throws(ProfileFault) -> Fact<Value>? {
    guard let value = value(key) else { return nil }
    guard value.members != nil else { return defaults.fact(try read(value, path + [key])) }
    var reader = try ProfileReader(value, path: path + [key])
    let defaults = try defaults.overridden(in: &reader)
    let inner = try reader.required("value")
    try reader.finish()
    return defaults.fact(try read(inner, reader.path + ["value"]))
  }

  /// Reads a fact whose value is an object, which also contains the fact's date and source.
  mutating func objectFact<Value>(
    _ key: String, _ defaults: FactDefaults,
    read: (inout ProfileReader) throws(ProfileFault) -> Value
  ) throws(ProfileFault) -> Fact<Value>? {
    guard var reader = try object(key) else { return nil }
    let defaults = try defaults.overridden(in: &reader)
    let value = try read(&reader)
    try reader.finish()
    return defaults.fact(value)
  }

  /// Reads a fact with a whole number of at least 0.
  mutating func integerFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Int>? {
    try fact(key, defaults, read: Self.integer)
  }

  /// Reads a fact with a maximum, and the maxima that replace it under settings.
  mutating func maximumFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Int>? {
    guard has(key), value(key)?.members != nil else { return try integerFact(key, defaults) }
    guard var reader = try object(key) else { return nil }
    let defaults = try defaults.overridden(in: &reader)
    let value = try Self.integer(reader.required("value"), path: reader.path + ["value"])
    let perSetting = try reader.maxima(defaults.known, read: Self.integer)
    try reader.finish()
    return defaults.fact(value, perSetting: perSetting)
  }

  /// Reads the maxima under `maxBySetting`, whose keys are `field=value`.
  mutating func maxima(
    _ known: KnownNames, read: (JSONValue, [String]) throws(ProfileFault) -> Int
  ) throws(ProfileFault) -> [Setting: Int] {
    var maxima: [Setting: Int] = [:]
    let items = try named("maxBySetting") { name, value, path throws(ProfileFault) in
      (try known.setting(name, path: path), try read(value, path))
    }
    for (_, (setting, maximum)) in items { maxima[setting] = maximum }
    return maxima
  }

  /// Reads a fact with a text.
  mutating func textFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<String>? {
    try fact(key, defaults, read: Self.text)
  }

  /// Reads a fact with a word of an enumeration.
  mutating func choiceFact<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Choice>? where Choice.RawValue == String {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      try Self.choice(value, type, path: path)
    }
  }

  /// Reads names of endpoints, each a path or a variant.
  mutating func endpointNames(
    _ key: String, _ known: KnownNames
  ) throws(ProfileFault) -> [String] {
    try nonEmptyList(key) { value, path throws(ProfileFault) in
      try known.endpoint(Self.text(value, path: path), path: path)
    }
  }
}
