internal import Castbook
internal import CommandLineKit
internal import Model

/// Opens the library that a command works on.
enum Libraries {
  /// The `--library` option, which every command has.
  static let option = Option.value(
    "library", "DIR",
    "The library ($CASTBOOK_LIBRARY, or ~/.local/share/castbook).", completion: .folders)

  /// Returns where the library is: the folder of `--library`, of `$CASTBOOK_LIBRARY`, or the
  /// default folder.
  static func location(_ arguments: Arguments) throws -> LibraryLocation {
    let named = try arguments.value("library").map { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--library needs a folder", fix: "name a folder")
      }
      return path
    }
    return try LibraryLocation(named: named, environment: Surroundings.environment)
  }

  /// Opens the library and prints the notices that opening it produced.
  static func open(
    _ arguments: Arguments, for purpose: ElementLibrary.Purpose = .use
  ) async throws -> ElementLibrary {
    try await open(location(arguments), arguments, for: purpose)
  }

  /// Applies a change to the library, creating the library if there is something to keep.
  ///
  /// A library in the default folder or in that of `$CASTBOOK_LIBRARY` is created on first use, and
  /// the user is told. A library that `--library` names must exist, because a typing error would
  /// create another.
  ///
  /// - Parameters:
  ///   - opened: The library, if the command has already opened it.
  ///   - isPreview: Whether to keep nothing. Then no library is created.
  ///   - change: The change. It may run on a temporary library.
  static func filling<Value>(
    _ arguments: Arguments, _ opened: ElementLibrary? = nil, isPreview: Bool = false,
    _ change: (ElementLibrary) async throws -> Value
  ) async throws -> Value {
    if let opened { return try await change(opened) }
    let location = try location(arguments)
    if location.origin != .argument, !ElementLibrary.exists(at: location), isPreview {
      return try await ElementLibrary.trying(change)
    }
    if location.origin != .argument, !ElementLibrary.exists(at: location) {
      if let value = try await ElementLibrary.make(at: location, with: change) {
        try say("created a library in \(location.folder)", arguments)
        return value
      }
      do {
        try ElementLibrary.create(at: location)
        try say("created a library in \(location.folder)", arguments)
      } catch ElementLibraryError.alreadyThere {
        // Another process created it in the meantime.
      }
    }
    return try await change(open(location, arguments))
  }

  /// Opens the library, ending the process on an interrupt.
  private static func open(
    _ location: LibraryLocation, _ arguments: Arguments,
    for purpose: ElementLibrary.Purpose = .use
  ) async throws -> ElementLibrary {
    let screen = Screen(arguments)
    let library = try await ElementLibrary.open(
      at: location, for: purpose, isCancelled: { Signals.interrupted },
      progress: { count in
        screen.progress.update("checked \(Quantity.grouped(count)) files of the library")
      })
    screen.progress.erase()
    if Signals.interrupted { Signals.endByInterrupt() }
    for notice in library.notices { try say(notice, arguments) }
    return library
  }

  /// Prints a remark on standard error, unless the user asked for quiet.
  static func say(_ text: String, _ arguments: Arguments) throws {
    if !arguments.has("quiet") { try say(text) }
  }

  /// Prints a remark on standard error, as a sentence that begins with the program's name.
  static func say(_ text: String) throws {
    let stop = text.hasSuffix(".") ? "" : "."
    try OutputPipe.standardError.write("castbook: \(sanitized(text))\(stop)\n")
    try OutputPipe.standardError.flush()
  }
}

extension Argument {
  /// The word as the handle of an existing element, with an optional revision. The at-sign may be
  /// omitted.
  var element: HandleReference {
    get throws {
      if !text.hasPrefix("@"), let reference = try? HandleReference("@\(text)") {
        return reference
      }
      do {
        return try HandleReference(text)
      } catch {
        throw UsageError(message: error.message, fix: error.fix)
      }
    }
  }

  /// The word as the handle of a new element.
  var handle: Handle {
    get throws {
      do {
        return try Handle(text)
      } catch {
        throw UsageError(message: error.message, fix: error.fix)
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
