internal import Model

/// How facts are known unless they say otherwise themselves.
struct FactDefaults {
  var confidence: Basis
  var source: String
  var asOf: Day
  var note: String?
  /// What facts may refer to.
  let known: KnownNames

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
    // A note around the fact explains the confidence and the source given there, no others.
    if reader.has("confidence") || reader.has("source") { changed.note = nil }
    if let confidence = try reader.choice("confidence", Basis.self) {
      changed.confidence = confidence
    }
    if let source = try reader.optionalString("source") {
      changed.source = try known.source(source, path: reader.path + ["source"])
    }
    if let day = try reader.day("asOf") { changed.asOf = day }
    if let note = try reader.optionalString("note") { changed.note = note }
    return changed
  }

  func fact<Value>(_ value: Value, perSetting: [Setting: Value] = [:]) -> Fact<Value> {
    Fact(
      value: value, perSetting: perSetting, confidence: confidence, source: source, asOf: asOf,
      note: note)
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
    try fact(key, defaults, read: Self.integer)
  }

  /// The most there may be of something, with what holds instead under settings.
  mutating func maximumFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Int>? {
    guard has(key), value(key)?.members != nil else { return try integerFact(key, defaults) }
    guard var reader = try object(key) else { return nil }
    let defaults = try defaults.known(in: &reader)
    let value = try Self.integer(reader.required("value"), path: reader.path + ["value"])
    let perSetting = try reader.maxima(defaults.known, read: Self.integer)
    try reader.finish()
    return defaults.fact(value, perSetting: perSetting)
  }

  /// The maxima under `maxBySetting`, whose keys are `field=value`.
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

  mutating func textFact(
    _ key: String, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<String>? {
    try fact(key, defaults, read: Self.text)
  }

  mutating func choiceFact<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<Choice>? where Choice.RawValue == String {
    try fact(key, defaults) { value, path throws(ProfileFault) in
      try Self.choice(value, type, path: path)
    }
  }

  /// Names of endpoints, each its path or a variant.
  mutating func endpointNames(
    _ key: String, _ known: KnownNames
  ) throws(ProfileFault) -> [String] {
    try fullList(key) { value, path throws(ProfileFault) in
      try known.endpoint(Self.text(value, path: path), path: path)
    }
  }
}
