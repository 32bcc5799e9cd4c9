internal import Castbook
internal import CommandLineKit
internal import Model

/// What `add` and `edit` both take of an element.
enum ElementOptions {
  static let texts = OptionGroup(
    "What it is",
    [
      .value("name", "TEXT", "The name to show, in any script."),
      .value(
        "description", "TEXT", "What it looks or sounds like; prompts use its first sentence."),
      .value("notes", "TEXT", "Notes of your own."),
      .value(
        "person", "KIND", "Who is in the pictures: some providers refuse real faces.",
        oneOf: PersonKind.allCases.map(\.rawValue)),
      .value("tag", "TAG[,…]", "Tags to find it by.", repeats: true),
      .value("alias", "NAME[,…]", "Other names for it, in any script.", repeats: true),
      .value("look-of", "@HANDLE", "The element of which this is a wardrobe, age or state."),
    ])

  static let rights = OptionGroup(
    "Rights",
    [
      .value(
        "basis", "WORD", "On what ground you may use it.",
        oneOf: Rights.Basis.allCases.map(\.rawValue)),
      .value("holder", "TEXT", "Who holds the rights."),
      .value("expires", "DAY", "The last good day, such as 2027-01-31."),
      .value("document", "FILE", "The file that says so; it is kept, too.", completion: .files),
      .value(
        "allow", "USE[,…]",
        "What it may be used for: internal, editorial, commercial, advertising.",
        repeats: true, completion: .choices(Rights.Purpose.allCases.map(\.rawValue))),
    ])

  static func texts(_ arguments: Arguments) throws -> ElementTexts {
    var texts = ElementTexts()
    texts.name = arguments.value("name")?.text
    texts.description = arguments.value("description")?.text
    texts.notes = arguments.value("notes")?.text
    texts.person = arguments.value("person").flatMap { PersonKind(rawValue: $0.text) }
    texts.tags = arguments.list("tag").map(\.text)
    texts.aliases = arguments.list("alias").map(\.text)
    return texts
  }

  static func rights(_ arguments: Arguments) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = arguments.value("basis").flatMap { Rights.Basis(rawValue: $0.text) }
    rights.holder = arguments.value("holder")?.text
    rights.expires = try arguments.value("expires").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--expires \(sanitized(word.text)) is no day of the calendar",
          fix: "Write it as year-month-day, such as 2027-01-31.")
      }
      return day
    }
    rights.document = try arguments.value("document")?.path("--document")
    if arguments.has("allow") {
      rights.allowed = try arguments.list("allow").map { try $0.word("use") }
    }
    return rights
  }

  /// The numbers that files may have.
  private static let fileNumbers = 1...100_000

  /// `3=front,7-9=back`.
  ///
  /// - Parameter numbering: how files are numbered, for the words of an error.
  static func roles(_ arguments: Arguments, numbering: String? = nil) throws -> [Int: Role] {
    var roles: [Int: Role] = [:]
    for word in arguments.list("role") {
      let (numbers, rest) = try run(of: word, arguments, numbering)
      let role = try rest.role
      for number in numbers { roles[number] = role }
    }
    return roles
  }

  /// `7-9=…`, or `7=…`.
  private static func run(
    of word: Argument, _ arguments: Arguments, _ numbering: String?
  ) throws -> (ClosedRange<Int>, Argument) {
    if let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
      let lead = String(decoding: word.bytes[..<equals], as: UTF8.self)
      let ends = lead.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      if ends.count == 2, fileNumbers.contains(ends[0]), fileNumbers.contains(ends[1]),
        ends[0] <= ends[1]
      {
        return (ends[0]...ends[1], Argument(bytes: word.bytes[(equals + 1)...]))
      }
    }
    let found = try numbered("role", [word], arguments, numbering: numbering)
    return (found[0].number...found[0].number, found[0].word)
  }

  /// `3=…`, several of them.
  static func numbered(
    _ option: String, _ words: [Argument], _ arguments: Arguments, numbering: String? = nil
  ) throws -> [(number: Int, word: Argument)] {
    try words.map { word in
      guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")),
        let number = Int(String(decoding: word.bytes[..<equals], as: UTF8.self)), number > 0
      else {
        throw UsageError(
          message: "--\(option) \(sanitized(word.text)): a file's number and = are needed",
          fix: "Write --\(option) 3=…; \(numbering ?? Self.numbering(arguments)).")
      }
      return (number, Argument(bytes: word.bytes[(equals + 1)...]))
    }
  }

  /// `2,1,4`.
  static func numbers(_ option: String, _ arguments: Arguments) throws -> [Int] {
    try arguments.list(option).map { word in
      guard let number = Int(word.text), fileNumbers.contains(number) else {
        throw UsageError(
          message: "--\(option) \(sanitized(word.text)): files are named by their numbers",
          fix: "Write --\(option) 3; \(numbering(arguments)).")
      }
      return number
    }
  }

  private static func numbering(_ arguments: Arguments) -> String {
    let handle = arguments.positionals.first.map { sanitized($0.text) } ?? "@HANDLE"
    return "castbook show \(handle) numbers the files"
  }
}
