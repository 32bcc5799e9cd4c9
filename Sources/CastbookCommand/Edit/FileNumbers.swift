internal import Castbook
internal import CommandLineKit
internal import Model

/// Resolves options that name files by numbers, ranges or names, such as `--drop 6-8` and `--order
/// 5-7,front.jpg`.
///
/// ```swift
/// let numbers = FileNumbers(of: "@mira", names: ["front.jpg", "back.jpg"])
/// let dropped = try numbers.list(drop, arguments)  // --drop back gives [2]
/// ```
struct FileNumbers {
  /// The owner of the files as messages name it: a handle, or the command line.
  private let owner: String
  /// How the user finds the numbers, as the end of a fix.
  private let help: String
  /// The names of the files in their order, or `nil` when only numbers can be resolved.
  private let names: [String]?

  /// Creates numbers for the files of an element. Pass `names` only if `needNames(_:)` requires
  /// them: finding them means opening the library.
  init(of handle: String, names: [String]? = nil) {
    owner = handle
    help = "castbook show \(handle) numbers the files"
    self.names = names
  }

  /// Creates numbers for files on the command line, in the order given.
  init(ofPaths paths: [FilePath]) {
    owner = "the command line"
    help = "files are numbered in the order given here"
    names = paths.map(\.name.text)
  }

  /// Returns whether a word, such as `front.jpg=back` or `3`, names a file by its name rather than
  /// by its number.
  static func requiresNames(_ word: Argument) -> Bool {
    let lead = word.text.firstIndex(of: "=").map { String(word.text[..<$0]) } ?? word.text
    return FileSelector(lead)?.isName == true
  }

  /// Returns the roles by file number, from words such as `3=front` and `7-9=back`.
  ///
  /// A later role for the same file replaces an earlier one.
  func roles(_ words: [Argument]) throws -> [Int: Role] {
    var roles: [Int: Role] = [:]
    for word in words {
      let (numbers, rest) = try pair("role", word)
      let role = try rest.role
      for number in numbers { roles[number] = role }
    }
    return roles
  }

  /// Returns the file numbers of a list option such as `--order 2,5-7,front.jpg`, in the order
  /// given.
  func list(_ option: ListOption<Argument>, _ arguments: Arguments) throws -> [Int] {
    try arguments[option].flatMap { try numbers($0.text, option.option.name) }
  }

  /// Splits a word such as `3=…`, `5-7=…` or `front.jpg=…` into the files and the value after the
  /// sign.
  func pair(_ option: String, _ word: Argument) throws -> (numbers: [Int], word: Argument) {
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      throw UsageError(
        message: "--\(option) \(sanitized(word.text)): FILE= is missing",
        fix: "Write --\(option) 3=…; \(help).")
    }
    let lead = String(decoding: word.bytes[..<equals], as: UTF8.self)
    return (try numbers(lead, option), Argument(bytes: word.bytes[(equals + 1)...]))
  }

  /// The words that printed commands have in place of a file. A file may have such a name.
  private static let placeholders = ["N", "FILE"]

  /// Returns the file numbers that the text means. Throws when it is not a number, range or name.
  private func numbers(_ text: String, _ option: String) throws -> [Int] {
    if Self.placeholders.contains(text), let selector = FileSelector(text),
      (try? selector.numbers(among: names ?? [])) == nil
    {
      throw UsageError(
        message: "--\(option) \(text)=…: \(text) is a placeholder for a file's number",
        fix: "Look at the pictures, then write the number of the file; \(help).")
    }
    guard let selector = FileSelector(text) else {
      throw UsageError(
        message: "--\(option) \(sanitized(text)): not a file's number, range or name",
        fix: "Write --\(option) 3, 5-7 or a name; \(help).")
    }
    return try numbers(selector, as: "--\(option) \(text)")
  }

  /// Returns the numbers of the files that a selector matches. `words` is how the user wrote it,
  /// for messages.
  ///
  /// Throws when no file matches, or when a name matches several.
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
