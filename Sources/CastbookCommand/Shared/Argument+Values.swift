internal import Castbook
internal import CommandLineKit
internal import Model

/// Typed values of the words of a command line. Each throws a `UsageError` with a fix, so a
/// mistake is reported in the same way by every command.
extension Argument {
  /// The word as the handle of an existing element, with an optional revision. The at-sign may be
  /// omitted.
  ///
  ///     let reference = try arguments.positionals[0].element  // @mira:3
  var element: HandleReference {
    get throws {
      if let reference = try? HandleReference(withOptionalAtSign: text) { return reference }
      do {
        return try HandleReference(text)
      } catch {
        throw UsageError(error)
      }
    }
  }

  /// The word as the handle of a new element.
  var handle: Handle {
    get throws {
      do {
        return try Handle(text)
      } catch {
        throw UsageError(error)
      }
    }
  }

  /// Returns the word as a path. Throws when it is empty; `option` names it in the message.
  func path(_ option: String) throws -> FilePath {
    guard let path = FilePath(bytes: bytes) else {
      throw UsageError(message: "\(option) needs a path", fix: "name a file or folder")
    }
    return path
  }

  /// Returns the word as a case of an enumeration. Throws when there is none, suggesting the
  /// nearest one.
  func word<Word: RawRepresentable<String> & CaseIterable>(_ what: String) throws -> Word {
    if let word = Word(rawValue: text.lowercased()) { return word }
    let names = Word.allCases.map(\.rawValue)
    throw UsageError(
      message: "unknown \(what) \"\(sanitized(text))\"",
      fix: nearestName(to: text, among: names).map { "Did you mean \($0)?" }
        ?? "Write one of \(names.joined(separator: ", ")).")
  }

  /// The word as a role, by its name or by one of the words that file names use for it.
  var role: Role {
    get throws {
      if let role = Role(typed: text) { return role }
      throw UsageError(
        message: "unknown role \"\(sanitized(text))\"", fix: Role.fix(for: text))
    }
  }

  /// Returns the word as a whole number. Throws when it is not in the range.
  func number(_ option: String, in range: ClosedRange<Int>) throws -> Int {
    if let number = Int(text), range.contains(number) { return number }
    throw UsageError(
      message:
        "\(option) \(sanitized(text)): not a number from \(range.lowerBound) to \(range.upperBound)",
      fix: "write a number from \(range.lowerBound) to \(range.upperBound)")
  }
}
