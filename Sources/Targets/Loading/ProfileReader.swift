internal import Model

/// An error in a JSON value: the keys that lead to it and what is wrong. `ProfileReader.read` adds
/// the file and the line.
struct ProfileFault: Error {
  let path: [String]
  let problem: String
}

/// Reads one JSON object strictly: a key that was never asked for is an unknown key.
struct ProfileReader {
  /// The keys that lead to the object.
  let path: [String]
  private let members: [String: JSONValue]
  /// The keys in the order of the file.
  private let order: [String]
  /// The keys that were asked for.
  private var requested: Set<String> = []

  init(_ value: JSONValue, path: [String]) throws(ProfileFault) {
    guard let members = value.members else {
      throw ProfileFault(path: path, problem: "should be an object, is \(value.kind)")
    }
    self.path = path
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    order = members.map(\.key)
  }

  /// Returns the value under an optional key, and marks the key as known.
  mutating func value(_ key: String) -> JSONValue? {
    requested.insert(key)
    return members[key]
  }

  /// Whether the object has a key; the key is not marked as known.
  func has(_ key: String) -> Bool { members[key] != nil }

  /// Creates an error about the object, or about the value under a key.
  func fault(_ problem: String, at key: String? = nil) -> ProfileFault {
    ProfileFault(path: path + (key.map { [$0] } ?? []), problem: problem)
  }

  /// Returns the value under a key that must be present.
  mutating func required(_ key: String) throws(ProfileFault) -> JSONValue {
    guard let value = value(key) else { throw fault("the key \"\(key)\" is missing") }
    return value
  }

  /// Reads a text that must be present and not be empty.
  mutating func string(_ key: String) throws(ProfileFault) -> String {
    guard let text = try optionalString(key) else { throw fault("the key \"\(key)\" is missing") }
    return text
  }

  /// Reads an optional text, which must not be empty.
  mutating func optionalString(_ key: String) throws(ProfileFault) -> String? {
    guard let value = value(key) else { return nil }
    return try Self.text(value, path: path + [key])
  }

  /// Converts a value to a text, which must not be empty.
  static func text(_ value: JSONValue, path: [String]) throws(ProfileFault) -> String {
    guard let text = value.string, !text.isEmpty else {
      let what = value.string == nil ? value.kind : "empty"
      throw ProfileFault(path: path, problem: "should be text, is \(what)")
    }
    return text
  }

  /// Reads an optional whole number of at least 0.
  mutating func integer(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    return try Self.integer(value, path: path + [key])
  }

  /// Converts a value to a whole number of at least 0.
  static func integer(_ value: JSONValue, path: [String]) throws(ProfileFault) -> Int {
    guard let number = value.integer, number >= 0 else {
      throw ProfileFault(
        path: path, problem: "should be a whole number of 0 or more, is \(value.messageText)")
    }
    return number
  }

  /// Reads an optional Boolean.
  mutating func boolean(_ key: String) throws(ProfileFault) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let boolean = value.boolean else {
      throw fault("should be true or false, is \(value.kind)", at: key)
    }
    return boolean
  }

  /// Reads a list of texts, which is empty when the key is absent.
  mutating func strings(_ key: String) throws(ProfileFault) -> [String] {
    try list(key) { value, path throws(ProfileFault) in try Self.text(value, path: path) }
  }

  /// Reads a list of any values, which is empty when the key is absent.
  mutating func values(_ key: String) throws(ProfileFault) -> [JSONValue] {
    try list(key) { value, _ throws(ProfileFault) in value }
  }

  /// Reads a list, which is empty when the key is absent.
  mutating func list<Item>(
    _ key: String, each read: (JSONValue, [String]) throws(ProfileFault) -> Item
  ) throws(ProfileFault) -> [Item] {
    guard let value = value(key) else { return [] }
    guard let values = value.array else {
      throw fault("should be a list, is \(value.kind)", at: key)
    }
    var items: [Item] = []
    for (index, value) in values.enumerated() {
      items.append(try read(value, path + [key, String(index)]))
    }
    return items
  }

  /// Reads a list that must not be empty when its key is present.
  mutating func nonEmptyList<Item>(
    _ key: String, each read: (JSONValue, [String]) throws(ProfileFault) -> Item
  ) throws(ProfileFault) -> [Item] {
    let items = try list(key, each: read)
    if has(key), items.isEmpty { throw fault("is empty; leave out the key instead", at: key) }
    return items
  }

  /// Reads the members of an object whose keys are names, in their order.
  mutating func named<Item>(
    _ key: String, each read: (String, JSONValue, [String]) throws(ProfileFault) -> Item
  ) throws(ProfileFault) -> [(name: String, item: Item)] {
    guard let value = value(key) else { return [] }
    guard let members = value.members else {
      throw fault("should be an object, is \(value.kind)", at: key)
    }
    if members.isEmpty { throw fault("is empty; leave out the key instead", at: key) }
    var items: [(name: String, item: Item)] = []
    for member in members {
      items.append((member.key, try read(member.key, member.value, path + [key, member.key])))
    }
    return items
  }

  /// Reads an optional object inside this one.
  mutating func object(_ key: String) throws(ProfileFault) -> ProfileReader? {
    guard let value = value(key) else { return nil }
    return try ProfileReader(value, path: path + [key])
  }

  /// Reads an optional word of an enumeration. An error names the nearest word.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(ProfileFault) -> Choice? where Choice.RawValue == String {
    guard let value = value(key) else { return nil }
    return try Self.choice(value, type, path: path + [key])
  }

  /// Converts a value to a word of an enumeration.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ type: Choice.Type, path: [String]
  ) throws(ProfileFault) -> Choice where Choice.RawValue == String {
    let text = try text(value, path: path)
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw ProfileFault(
        path: path, problem: unknownNameMessage(text, "is not valid here", among: known))
    }
    return choice
  }

  /// Reads an optional day.
  mutating func day(_ key: String) throws(ProfileFault) -> Day? {
    guard let text = try optionalString(key) else { return nil }
    guard let day = Day(text) else {
      throw fault("\"\(text)\" is not a date like \"2026-08-02\"", at: key)
    }
    return day
  }

  /// Reads a day that must be present.
  mutating func requiredDay(_ key: String) throws(ProfileFault) -> Day {
    guard let day = try day(key) else { throw fault("the key \"\(key)\" is missing") }
    return day
  }

  /// Reads an optional number of seconds with at most three decimals, as milliseconds.
  mutating func milliseconds(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    return try Self.milliseconds(value, path: path + [key])
  }

  /// Converts a number of seconds to milliseconds.
  static func milliseconds(_ value: JSONValue, path: [String]) throws(ProfileFault) -> Int {
    guard let milliseconds = milliseconds(of: value) else {
      throw ProfileFault(
        path: path,
        problem: "should be 0 or more seconds with at most three decimals, is \(value.messageText)")
    }
    return milliseconds
  }

  /// Converts a number of seconds to milliseconds; `nil` for a negative number, for more than three
  /// decimals, and for a million seconds or more.
  private static func milliseconds(of value: JSONValue) -> Int? {
    switch value {
    case .integer(let number) where (0...1_000_000).contains(number): return number * 1000
    case .number(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      // Signs and exponents are refused: -0.5 would be read as 0.5.
      guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        parts.count == 2, parts[1].count <= 3, let whole = Int(parts[0]), whole < 1_000_000,
        let rest = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
      else { return nil }
      return whole * 1000 + rest
    default: return nil
    }
  }

  /// Throws an error when the minimum is above the maximum.
  func requireOrder<Bound>(
    _ minimum: Bound?, _ maximum: Bound?, words: (Bound) -> String = { "\($0)" },
    isAbove: (Bound, Bound) -> Bool
  ) throws(ProfileFault) {
    guard let minimum, let maximum, isAbove(minimum, maximum) else { return }
    throw fault("\"min\" \(words(minimum)) is above \"max\" \(words(maximum))")
  }

  /// Throws an error when the object has a key that was never asked for.
  func finish() throws(ProfileFault) {
    guard let unknown = order.first(where: { !requested.contains($0) }) else { return }
    throw fault(
      Targets.unknownNameMessage(unknown, "is not a key here", among: requested.sorted()),
      at: unknown)
  }
}

// MARK: Files

extension ProfileReader {
  /// Reads a file of facts.
  ///
  /// - Throws: `ProfileError` with the file and the place in it.
  static func read<Value>(
    _ bytes: [UInt8], file: String, limit: Int, as read: (JSONValue) throws(ProfileFault) -> Value
  ) throws(ProfileError) -> Value {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(byteCount: limit))
    } catch {
      throw ProfileError(file: file, location: error.location, path: [], problem: error.problem)
    }
    do {
      return try read(value)
    } catch {
      throw ProfileError(
        file: file, location: JSONParser.location(of: error.path, in: bytes), path: error.path,
        problem: error.problem)
    }
  }

  /// Checks that the file has the expected format.
  mutating func checkSchema(_ known: String) throws(ProfileFault) {
    let schema = try string("castbook")
    guard schema == known else {
      throw fault("\"\(schema)\" is not supported; expected \"\(known)\"", at: "castbook")
    }
  }
}
