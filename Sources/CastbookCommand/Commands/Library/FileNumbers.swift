internal import Castbook
internal import CommandLineKit
internal import Model

/// Options that name files by numbers, ranges or names: `--drop 6-8`, `--order 5-7,front.jpg`.
struct FileNumbers {
  /// Whose files they are, as messages name it.
  private let owner: String
  /// How the user finds the numbers.
  private let help: String
  /// The names of the files in their order. `nil` where only numbers were given, and nobody has to look.
  private let names: [String]?

  /// The files of an element. `names` are looked up only where an option needs them.
  init(of handle: String, names: [String]? = nil) {
    owner = handle
    help = "castbook show \(handle) numbers the files"
    self.names = names
  }

  /// Files on the command line, in the order given.
  init(ofPaths paths: [FilePath]) {
    owner = "the command line"
    help = "files are numbered in the order given here"
    names = paths.map(\.name.text)
  }

  /// Whether one of the options of `castbook edit` names a file by its name.
  static func needNames(_ arguments: Arguments) -> Bool {
    let plain = ["drop", "order"].flatMap(arguments.list).map(\.text)
    let paired = arguments.list("role") + ["note", "replace"].flatMap(arguments.values)
    let leads = paired.map(\.text).compactMap { text in
      text.firstIndex(of: "=").map { String(text[..<$0]) }
    }
    return (plain + leads).contains { FileSelector($0)?.isName == true }
  }

  /// `3=front,7-9=back`.
  func roles(_ arguments: Arguments) throws -> [Int: Role] {
    var roles: [Int: Role] = [:]
    for word in arguments.list("role") {
      let (numbers, rest) = try pair("role", word)
      let role = try rest.role
      for number in numbers { roles[number] = role }
    }
    return roles
  }

  /// `2,5-7,front.jpg`.
  func list(_ option: String, _ arguments: Arguments) throws -> [Int] {
    try arguments.list(option).flatMap { try numbers($0.text, option) }
  }

  /// `3=…`, `5-7=…`, `front.jpg=…`: the files, and the word behind the sign.
  func pair(_ option: String, _ word: Argument) throws -> (numbers: [Int], word: Argument) {
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw UsageError(
        message: "--\(option) \(sanitized(word.text)): FILE= is missing",
        fix: "Write --\(option) 3=…; \(help).")
    }
    let lead = String(decoding: word.bytes[..<equals], as: UTF8.self)
    return (try numbers(lead, option), Argument(bytes: word.bytes[(equals + 1)...]))
  }

  private func numbers(_ text: String, _ option: String) throws -> [Int] {
    guard let selector = FileSelector(text) else {
      throw UsageError(
        message: "--\(option) \(sanitized(text)): not a file's number, range or name",
        fix: "Write --\(option) 3, 5-7 or a name; \(help).")
    }
    return try numbers(selector, as: "--\(option) \(text)")
  }

  /// The numbers of the files that a word means; `words` is how the user wrote it.
  func numbers(_ selector: FileSelector, as words: String) throws -> [Int] {
    do {
      return try selector.numbers(among: names ?? [])
    } catch {
      guard error.numbers.count > 1 else {
        throw UsageError(
          message: "\(sanitized(words)): \(owner) has no such file",
          fix: error.nearest.map { "Did you mean \(sanitized($0))?" } ?? "\(help).")
      }
      let numbers = error.numbers.map { "\($0)" }.joined(separator: ", ")
      throw UsageError(
        message: "\(sanitized(words)): \(error.numbers.count) files of \(owner) have this name",
        fix: "Name one by its number: \(numbers).")
    }
  }
}
