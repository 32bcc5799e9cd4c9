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
    guard let text = value.string, !text.isEmpty else {
      throw fault("should be a text, is \(value.string == nil ? value.kind : "empty")", at: key)
    }
    return text
  }

  mutating func integer(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.integer, number >= 0 else {
      throw fault("should be a whole number from 0, is \(value.kind)", at: key)
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
    try list(key) { value, path throws(ProfileFault) in
      guard let text = value.string, !text.isEmpty else {
        throw ProfileFault(path: path, problem: "should be a text, is \(value.kind)")
      }
      return text
    }
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

  /// An object below this one.
  mutating func object(_ key: String) throws(ProfileFault) -> ProfileReader? {
    guard let value = value(key) else { return nil }
    return try ProfileReader(value, path: path + [key])
  }

  /// A word out of a few, with the nearest one named when it is none of them.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(ProfileFault) -> Choice? where Choice.RawValue == String {
    guard let text = try optionalString(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw fault("\"\(text)\" is none of \(known)", at: key)
    }
    return choice
  }

  mutating func day(_ key: String) throws(ProfileFault) -> Day? {
    guard let text = try optionalString(key) else { return nil }
    guard let day = Day(text) else {
      throw fault("\"\(text)\" is no day like \"2026-08-02\"", at: key)
    }
    return day
  }

  /// Seconds with up to three decimals, as thousandths.
  mutating func milliseconds(_ key: String) throws(ProfileFault) -> Int? {
    guard let value = value(key) else { return nil }
    guard let milliseconds = Self.milliseconds(of: value) else {
      throw fault("should be seconds with at most three decimals, is \(value.kind)", at: key)
    }
    return milliseconds
  }

  static func milliseconds(of value: JSONValue) -> Int? {
    switch value {
    case .integer(let number) where (0...1_000_000).contains(number): return number * 1000
    case .number(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].count <= 3, let whole = Int(parts[0]),
        (0...1_000_000).contains(whole),
        let rest = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
      else { return nil }
      return whole * 1000 + rest
    default: return nil
    }
  }

  /// Fails when a key was never asked for.
  func finish() throws(ProfileFault) {
    guard let unknown = order.first(where: { !asked.contains($0) }) else { return }
    let known = asked.sorted().joined(separator: ", ")
    throw fault("\"\(unknown)\" is no key here; there are: \(known)", at: unknown)
  }
}
