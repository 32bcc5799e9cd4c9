internal import Model

/// A part of a profile that is read from one JSON object.
protocol ProfilePart: ProfileReadable {
  /// Reads the part's own keys. Other keys of the object are reported afterwards.
  init(_ reader: inout ProfileReader) throws(ProfileFault)
}

extension ProfilePart {
  init(_ value: ProfileValue) throws(ProfileFault) {
    var reader = try ProfileReader(value)
    try self.init(&reader)
    try reader.finish()
  }
}

/// Reads one JSON object strictly: a key that is never read is an unknown key.
struct ProfileReader {
  /// The keys that lead to the object.
  let path: [String]
  /// The evidence for facts in the object that don't state their own.
  var defaults: FactDefaults
  private let members: [String: JSONValue]
  /// The keys in the order of the file.
  private let order: [String]
  private var requested: Set<String> = []

  init(_ value: ProfileValue) throws(ProfileFault) {
    guard let members = value.json.members else {
      throw value.fault("should be an object, is \(value.json.kind)")
    }
    path = value.path
    defaults = value.defaults
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    order = members.map(\.key)
  }

  /// Returns the value under an optional key, and marks the key as known.
  mutating func value(_ key: String) -> ProfileValue? {
    requested.insert(key)
    return members[key].map { ProfileValue(json: $0, path: path + [key], defaults: defaults) }
  }

  /// Whether the object has a key; the key is not marked as known.
  func has(_ key: String) -> Bool { members[key] != nil }

  /// Creates an error about the object, or about the value under a key.
  func fault(_ problem: String, at key: String? = nil) -> ProfileFault {
    ProfileFault(path: path + (key.map { [$0] } ?? []), problem: problem)
  }

  /// Reads the value under a key that must be present.
  mutating func required<Value: ProfileReadable>(_ key: String) throws(ProfileFault) -> Value {
    guard let value: Value = try optional(key) else { throw fault("the key \"\(key)\" is missing") }
    return value
  }

  mutating func optional<Value: ProfileReadable>(_ key: String) throws(ProfileFault) -> Value? {
    guard let value = value(key) else { return nil }
    return try Value(value)
  }

  /// Reads a list, which is empty when the key is absent.
  mutating func list<Item: ProfileReadable>(_ key: String) throws(ProfileFault) -> [Item] {
    guard let value = value(key) else { return [] }
    guard let items = value.items else {
      throw value.fault("should be a list, is \(value.json.kind)")
    }
    return try items.map(Item.init)
  }

  /// Reads a list that must not be empty when its key is present.
  mutating func nonEmptyList<Item: ProfileReadable>(_ key: String) throws(ProfileFault) -> [Item] {
    let items: [Item] = try list(key)
    if has(key), items.isEmpty { throw fault("is empty; leave out the key instead", at: key) }
    return items
  }

  /// Returns the members of an optional object whose keys are names, in their order.
  mutating func members(
    _ key: String, mayBeEmpty: Bool = false
  ) throws(ProfileFault) -> [ProfileValue] {
    guard let value = value(key) else { return [] }
    guard let members = value.members else {
      throw value.fault("should be an object, is \(value.json.kind)")
    }
    if members.isEmpty, !mayBeEmpty { throw value.fault("is empty; leave out the key instead") }
    return members
  }

  /// Throws an error when the minimum is above the maximum.
  func requireOrder<Bound>(
    _ minimum: Bound?, _ maximum: Bound?, words: (Bound) -> String = { "\($0)" },
    isAbove: (Bound, Bound) -> Bool
  ) throws(ProfileFault) {
    guard let minimum, let maximum, isAbove(minimum, maximum) else { return }
    throw fault("\"min\" \(words(minimum)) is above \"max\" \(words(maximum))")
  }

  /// Throws an error when the object has a key that was never read.
  func finish() throws(ProfileFault) {
    guard let unknown = order.first(where: { !requested.contains($0) }) else { return }
    throw fault(
      Targets.unknownNameMessage(unknown, "is not a key here", among: requested.sorted()),
      at: unknown)
  }

  // MARK: Facts

  /// Reads a fact whose value is a single JSON value: given alone, or as `value` beside its date
  /// and source.
  mutating func fact<Value>(
    _ key: String, read: (ProfileValue) throws(ProfileFault) -> Value
  ) throws(ProfileFault) -> Fact<Value>? {
    guard let value = value(key) else { return nil }
    guard value.json.members != nil else { return defaults.fact(try read(value)) }
    var reader = try ProfileReader(value)
    let defaults = try FactDefaults(&reader)
    let inner: ProfileValue = try reader.required("value")
    try reader.finish()
    return defaults.fact(try read(inner))
  }

  /// Reads a fact whose value is a single JSON value.
  mutating func fact<Value: ProfileReadable>(
    _ key: String
  ) throws(ProfileFault) -> Fact<Value>? { try fact(key, read: Value.init) }

  /// Reads a fact whose value is an object, which also contains the fact's date and source.
  mutating func objectFact<Value: ProfilePart>(
    _ key: String
  ) throws(ProfileFault) -> Fact<Value>? {
    guard let value = value(key) else { return nil }
    var reader = try ProfileReader(value)
    reader.defaults = try FactDefaults(&reader)
    let part = try Value(&reader)
    try reader.finish()
    return reader.defaults.fact(part)
  }

  /// Reads a fact with a maximum, and the maxima that replace it under settings.
  mutating func maximum(_ key: String) throws(ProfileFault) -> Fact<Int>? {
    guard let value = value(key), value.members != nil else { return try fact(key) }
    var reader = try ProfileReader(value)
    let defaults = try FactDefaults(&reader)
    let maximum: Int = try reader.required("value")
    let perSetting = try reader.maximaBySetting(Int.init)
    try reader.finish()
    return defaults.fact(maximum, perSetting: perSetting)
  }

  /// Reads the maxima under `maxBySetting`, whose keys are `field=value`.
  mutating func maximaBySetting(
    _ read: (ProfileValue) throws(ProfileFault) -> Int
  ) throws(ProfileFault) -> [Setting: Int] {
    var maxima: [Setting: Int] = [:]
    for member in try members("maxBySetting") {
      maxima[try defaults.known.setting(member.key, path: member.path)] = try read(member)
    }
    return maxima
  }

  /// Changes the defaults for the whole object by its own `basis`, if there is one.
  mutating func applyBasis() throws(ProfileFault) { defaults = try optional("basis") ?? defaults }

  // MARK: References

  /// Reads names of endpoints, each a path or a variant.
  mutating func endpointNames(_ key: String) throws(ProfileFault) -> [String] {
    let values: [ProfileValue] = try nonEmptyList(key)
    return try values.map { value throws(ProfileFault) in
      try defaults.known.endpoint(String(value), path: value.path)
    }
  }

  /// Reads what differs at single endpoints: objects under the names of endpoints.
  mutating func perEndpoint<Part: ProfilePart>() throws(ProfileFault) -> [String: Part] {
    var parts: [String: Part] = [:]
    for member in try members("perEndpoint") {
      parts[try defaults.known.endpoint(member.key, path: member.path)] = try Part(member)
    }
    return parts
  }

  // MARK: Files

  /// Reads a file of facts.
  ///
  /// - Throws: `ProfileError` with the file and the position in it.
  static func read<Value: ProfileReadable>(
    _ bytes: [UInt8], file: String, limit: Int = 16 << 20
  ) throws(ProfileError) -> Value {
    try read(bytes, file: file, limit: limit, Value.init)
  }

  /// Reads a file of facts with `make`, which converts its value.
  ///
  /// - Throws: `ProfileError` with the file and the position in it.
  static func read<Value>(
    _ bytes: [UInt8], file: String, limit: Int,
    _ make: (ProfileValue) throws(ProfileFault) -> Value
  ) throws(ProfileError) -> Value {
    let json: JSONValue
    do {
      json = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(byteCount: limit))
    } catch {
      throw ProfileError(file: file, location: error.location, path: [], problem: error.problem)
    }
    do {
      return try make(ProfileValue(json: json))
    } catch {
      throw ProfileError(
        file: file, location: JSONParser.location(of: error.path, in: bytes), path: error.path,
        problem: error.problem)
    }
  }

  /// Checks that the file has the expected format.
  mutating func checkSchema(_ known: String) throws(ProfileFault) {
    let schema: String = try required("castbook")
    guard schema == known else {
      throw fault("\"\(schema)\" is not supported; expected \"\(known)\"", at: "castbook")
    }
  }
}
