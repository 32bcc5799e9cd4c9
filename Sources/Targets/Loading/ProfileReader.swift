internal import Model

/// A fault in a JSON value: the keys that lead to it and what is wrong. `ProfileLoader` adds the file
/// and the line.
struct ProfileFault: Error {
  let path: [String]
  let problem: String
}

/// Reads one JSON object strictly: every key is asked for once, and what was never asked for is an
/// unknown key.
struct ProfileReader {
  let path: [String]
  private let members: [String: JSONValue]
  private let order: [String]
  private var asked: Set<String> = []

  init(_ value: JSONValue, path: [String]) throws(ProfileFault) {
    guard let members = value.members else {
      throw ProfileFault(path: path, problem: "should be an object, is \(value.kind)")
    }
    self.path = path
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    order = members.map(\.key)
  }

  /// The value under a key that may be missing.
  mutating func value(_ key: String) -> JSONValue? {
    asked.insert(key)
    return members[key]
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  func fault(_ problem: String, at key: String? = nil) -> ProfileFault {
    ProfileFault(path: path + (key.map { [$0] } ?? []), problem: problem)
  }

  mutating func required(_ key: String) throws(ProfileFault) -> JSONValue {
    guard let value = value(key) else { throw fault("the key \"\(key)\" is missing") }
    return value
  }

  mutating func string(_ key: String) throws(ProfileFault) -> String {
    guard let text = try optionalString(key) else { throw fault("the key \"\(key)\" is missing") }
    return text
  }

  mutating func optionalString(_ key: String) throws(ProfileFault) -> String? {
    guard let value = value(key) else { return nil }
    return try Self.text(value, path: path + [key])
  }

  static func text(_ value: JSONValue, path: [String]) throws(ProfileFault) -> String {
    guard let text = value.string, !text.isEmpty else {
      let what = value.string == nil ? value.kind : "empty"
      throw ProfileFault(path: path, problem: "should be text, is \(what)")
    }
    return text
  }

  mutating func integer(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    return try Self.integer(value, path: path + [key])
  }

  static func integer(_ value: JSONValue, path: [String]) throws(ProfileFault) -> Int {
    guard let number = value.integer, number >= 0 else {
      throw ProfileFault(
        path: path, problem: "should be a whole number of 0 or more, is \(value.shown)")
    }
    return number
  }

  mutating func boolean(_ key: String) throws(ProfileFault) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let truth = value.boolean else {
      throw fault("should be true or false, is \(value.kind)", at: key)
    }
    return truth
  }

  mutating func strings(_ key: String) throws(ProfileFault) -> [String] {
    try list(key) { value, path throws(ProfileFault) in try Self.text(value, path: path) }
  }

  mutating func values(_ key: String) throws(ProfileFault) -> [JSONValue] {
    try list(key) { value, _ throws(ProfileFault) in value }
  }

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

  /// A list that says something: absent it may be, empty it may not.
  mutating func fullList<Item>(
    _ key: String, each read: (JSONValue, [String]) throws(ProfileFault) -> Item
  ) throws(ProfileFault) -> [Item] {
    let items = try list(key, each: read)
    if has(key), items.isEmpty { throw fault("is empty; leave out the key instead", at: key) }
    return items
  }

  /// The members of an object whose keys are names, in their order.
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

  /// An object below this one.
  mutating func object(_ key: String) throws(ProfileFault) -> ProfileReader? {
    guard let value = value(key) else { return nil }
    return try ProfileReader(value, path: path + [key])
  }

  /// A word out of a few, with the nearest one named when it is none of them.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(ProfileFault) -> Choice? where Choice.RawValue == String {
    guard let value = value(key) else { return nil }
    return try Self.choice(value, type, path: path + [key])
  }

  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: JSONValue, _ type: Choice.Type, path: [String]
  ) throws(ProfileFault) -> Choice where Choice.RawValue == String {
    let text = try text(value, path: path)
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw ProfileFault(path: path, problem: unknown(text, "is not valid here", among: known))
    }
    return choice
  }

  mutating func day(_ key: String) throws(ProfileFault) -> Day? {
    guard let text = try optionalString(key) else { return nil }
    guard let day = Day(text) else {
      throw fault("\"\(text)\" is not a date like \"2026-08-02\"", at: key)
    }
    return day
  }

  mutating func requiredDay(_ key: String) throws(ProfileFault) -> Day {
    guard let day = try day(key) else { throw fault("the key \"\(key)\" is missing") }
    return day
  }

  /// Seconds with up to three decimals, as thousandths.
  mutating func milliseconds(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    return try Self.milliseconds(value, path: path + [key])
  }

  static func milliseconds(_ value: JSONValue, path: [String]) throws(ProfileFault) -> Int {
    guard let milliseconds = milliseconds(of: value) else {
      throw ProfileFault(
        path: path,
        problem: "should be 0 or more seconds with at most three decimals, is \(value.shown)")
    }
    return milliseconds
  }

  private static func milliseconds(of value: JSONValue) -> Int? {
    switch value {
    case .integer(let number) where (0...1_000_000).contains(number): return number * 1000
    case .number(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      // No sign and no exponent: -0.5 would read as 0.5.
      guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        parts.count == 2, parts[1].count <= 3, let whole = Int(parts[0]), whole < 1_000_000,
        let rest = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
      else { return nil }
      return whole * 1000 + rest
    default: return nil
    }
  }

  /// Fails when the lower bound is the higher one.
  func inOrder<Bound>(
    _ minimum: Bound?, _ maximum: Bound?, words: (Bound) -> String = { "\($0)" },
    isAbove: (Bound, Bound) -> Bool
  ) throws(ProfileFault) {
    guard let minimum, let maximum, isAbove(minimum, maximum) else { return }
    throw fault("\"min\" \(words(minimum)) is above \"max\" \(words(maximum))")
  }

  /// Fails when a key was never asked for.
  func finish() throws(ProfileFault) {
    guard let unknown = order.first(where: { !asked.contains($0) }) else { return }
    throw fault(
      Targets.unknown(unknown, "is not a key here", among: asked.sorted()), at: unknown)
  }
}

// MARK: Files

extension ProfileReader {
  /// Reads a file of facts. An error names the file and the place in it.
  static func read<Value>(
    _ bytes: [UInt8], file: String, limit: Int, as read: (JSONValue) throws(ProfileFault) -> Value
  ) throws(ProfileError) -> Value {
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(byteCount: limit))
    } catch {
      throw ProfileError(file: file, place: error.place, path: [], problem: error.problem)
    }
    do {
      return try read(value)
    } catch {
      throw ProfileError(
        file: file, place: JSONParser.place(of: error.path, in: bytes), path: error.path,
        problem: error.problem)
    }
  }

  /// The format that the file says it has.
  mutating func checkSchema(_ known: String) throws(ProfileFault) {
    let schema = try string("castbook")
    guard schema == known else {
      throw fault("\"\(schema)\" is not supported; expected \"\(known)\"", at: "castbook")
    }
  }
}
