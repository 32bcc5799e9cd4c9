internal import Castbook
internal import CommandLineKit
internal import Model

/// The library that a command works on.
enum Libraries {
  /// For every command: which library, and that is all.
  static let option = Option.value(
    "library", "DIR",
    "The library ($CASTBOOK_LIBRARY, or ~/.local/share/castbook).", completion: .folders)

  static func location(_ arguments: Arguments) throws -> LibraryLocation {
    let named = try arguments.value("library").map { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--library needs a folder", fix: "name a folder")
      }
      return path
    }
    return try LibraryLocation(named: named, environment: ProcessEnvironment.environment)
  }

  /// Opens it, and says what is to be said of that.
  static func open(
    _ arguments: Arguments, for purpose: ElementLibrary.Purpose = .use
  ) async throws -> ElementLibrary {
    try await open(location(arguments), arguments, for: purpose)
  }

  /// Changes it. A library in the usual place, or where `CASTBOOK_LIBRARY` says, is made when there is something to
  /// keep, and the user is told. One that `--library` names is not: a slip of the finger would make another.
  ///
  /// - Parameter opened: the library, if the command had to open it before.
  /// - Parameter isPreview: nothing is to be kept, and no library is made.
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
        // Another command was quicker.
      }
    }
    return try await change(open(location, arguments))
  }

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

  /// Prints a remark beside the results, unless the user asked for quiet.
  static func say(_ text: String, _ arguments: Arguments) throws {
    if !arguments.has("quiet") { try say(text) }
  }

  /// Prints a remark beside the results.
  static func say(_ text: String) throws {
    let stop = text.hasSuffix(".") ? "" : "."
    try OutputPipe.standardError.write("castbook: \(sanitized(text))\(stop)\n")
    try OutputPipe.standardError.flush()
  }
}

extension Argument {
  /// The word as the name of an element; where nothing else can be meant the at-sign may be left out.
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

  /// The word as a handle for an element to be.
  var handle: Handle {
    get throws {
      do {
        return try Handle(text)
      } catch {
        throw UsageError(message: error.message, fix: error.fix)
      }
    }
  }

  /// The word as a path.
  func path(_ option: String) throws -> FilePath {
    guard let path = FilePath(bytes: bytes) else {
      throw UsageError(message: "\(option) needs a path", fix: "name a file or folder")
    }
    return path
  }

  /// The word as one of an enumeration's; the nearest one is named when it is none.
  func word<Word: RawRepresentable<String> & CaseIterable>(_ what: String) throws -> Word {
    if let word = Word(rawValue: text.lowercased()) { return word }
    let names = Word.allCases.map(\.rawValue)
    throw UsageError(
      message: "unknown \(what) \"\(sanitized(text))\"",
      fix: nearestName(to: text, among: names).map { "Did you mean \($0)?" }
        ?? "Write one of \(names.joined(separator: ", ")).")
  }

  /// The word as a role: by its name, or as names of files say it.
  var role: Role {
    get throws {
      if let role = Role(typed: text) { return role }
      throw UsageError(
        message: "unknown role \"\(sanitized(text))\"", fix: Role.fix(for: text))
    }
  }

  /// The word as a whole number.
  func number(_ option: String, in range: ClosedRange<Int>) throws -> Int {
    if let number = Int(text), range.contains(number) { return number }
    throw UsageError(
      message:
        "\(option) \(sanitized(text)): not a number from \(range.lowerBound) to \(range.upperBound)",
      fix: "write a number from \(range.lowerBound) to \(range.upperBound)")
  }
}
