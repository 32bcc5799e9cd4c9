internal import Model

/// An error in a JSON value: the keys that lead to it and what is wrong. `ProfileReader.read` adds
/// the file and the line.
struct ProfileFault: Error {
  let path: [String]
  let problem: String
}

/// A JSON value of a profile, with the keys that lead to it.
struct ProfileValue {
  let json: JSONValue
  var path: [String] = []
  /// The evidence for facts in the value that don't state their own.
  var defaults = FactDefaults()

  var key: String { path.last ?? "" }

  /// The items of a list; `nil` for any other value.
  var items: [ProfileValue]? {
    json.array?.enumerated().map { index, item in inner(item, at: String(index)) }
  }

  /// The members of an object in their order; `nil` for any other value.
  var members: [ProfileValue]? { json.members?.map { inner($0.value, at: $0.key) } }

  private func inner(_ json: JSONValue, at key: String) -> ProfileValue {
    ProfileValue(json: json, path: path + [key], defaults: defaults)
  }

  /// Creates an error about the value.
  func fault(_ problem: String) -> ProfileFault { ProfileFault(path: path, problem: problem) }

  /// Returns the items of a list of words, which must not be empty.
  func items(of what: String) throws(ProfileFault) -> [ProfileValue] {
    guard let items, !items.isEmpty else {
      throw fault("should be a list of \(what), is \(items == nil ? json.kind : "empty")")
    }
    return items
  }

  /// Returns the words of a list: at least one, and none twice.
  func choices<Choice: ProfileReadable & RawRepresentable & Equatable>()
    throws(ProfileFault) -> [Choice] where Choice.RawValue == String
  {
    guard let items, !items.isEmpty else { throw fault("should be a list of at least one word") }
    var choices: [Choice] = []
    for item in items {
      let choice = try Choice(item)
      if choices.contains(choice) { throw item.fault("\"\(choice.rawValue)\" appears twice") }
      choices.append(choice)
    }
    return choices
  }
}

/// A type that can be read from one JSON value of a profile.
protocol ProfileReadable {
  /// Converts a value, and throws an error about it when it is not valid here.
  init(_ value: ProfileValue) throws(ProfileFault)
}

extension ProfileReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// Reads a word of an enumeration. An error names the nearest word.
  init(_ value: ProfileValue) throws(ProfileFault) {
    try self.init(value, problem: "is not valid here", among: Self.allCases.map(\.rawValue))
  }
}

extension ProfileReadable where Self: RawRepresentable, RawValue == String {
  /// Reads one of several known words. An error names the nearest word.
  init(_ value: ProfileValue, problem: String, among known: [String]) throws(ProfileFault) {
    let text = try String(value)
    guard known.contains(text), let word = Self(rawValue: text) else {
      throw value.fault(unknownNameMessage(text, problem, among: known))
    }
    self = word
  }
}

extension Basis: ProfileReadable {}
extension Severity: ProfileReadable {}

extension ProfileValue: ProfileReadable {
  init(_ value: ProfileValue) { self = value }
}

extension JSONValue: ProfileReadable {
  init(_ value: ProfileValue) { self = value.json }
}

extension String: ProfileReadable {
  /// Reads a text, which must not be empty.
  init(_ value: ProfileValue) throws(ProfileFault) {
    guard let text = value.json.string, !text.isEmpty else {
      let what = value.json.string == nil ? value.json.kind : "empty"
      throw value.fault("should be text, is \(what)")
    }
    self = text
  }
}

extension Int: ProfileReadable {
  /// Reads a whole number of at least 0.
  init(_ value: ProfileValue) throws(ProfileFault) {
    guard let number = value.json.integer, number >= 0 else {
      throw value.fault("should be a whole number of 0 or more, is \(value.json.messageText)")
    }
    self = number
  }
}

extension Bool: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    guard let boolean = value.json.boolean else {
      throw value.fault("should be true or false, is \(value.json.kind)")
    }
    self = boolean
  }
}

extension Day: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    let text = try String(value)
    guard let day = Day(text) else {
      throw value.fault("\"\(text)\" is not a date like \"2026-08-02\"")
    }
    self = day
  }
}

extension TargetID: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    let text = try String(value)
    guard let id = TargetID(wellFormed: text) else {
      throw value.fault("\"\(text)\" should be at most 64 of a-z, 0-9, dots and hyphens")
    }
    self = id
  }
}

extension Slot: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    try self.init(value, problem: "is not a slot", among: Slot.allCases.map(\.rawValue))
  }
}

extension Ratio: ProfileReadable {
  init(_ value: ProfileValue) throws(ProfileFault) {
    guard let text = value.json.string else {
      throw value.fault("should be a ratio like \"2:5\", is \(value.json.messageText)")
    }
    guard let ratio = Ratio(text) else {
      throw value.fault("\"\(text)\" is not a ratio of two whole numbers like \"2:5\"")
    }
    self = ratio
  }
}

extension MediaFormat: ProfileReadable {
  /// Reads a format of media by any of its suffixes.
  init(_ value: ProfileValue) throws(ProfileFault) {
    let text = try String(value)
    guard let format = MediaFormat(suffix: text), format.medium != .other else {
      let known = MediaFormat.allCases.filter { $0.medium != .other }.map(\.rawValue)
      throw value.fault(unknownNameMessage(text, "is not a format", among: known))
    }
    self = format
  }
}

extension JSONValue {
  /// A text, a number or a Boolean as text; `nil` for any other value.
  package var scalarText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .integer(let number): String(number)
    case .boolean(let truth): String(truth)
    case .object, .array, .null: nil
    }
  }

  /// The value for an error message: a number itself, and anything else by its kind.
  var messageText: String {
    switch self {
    case .integer(let number): String(number)
    case .number(let text): text
    default: kind
    }
  }
}
