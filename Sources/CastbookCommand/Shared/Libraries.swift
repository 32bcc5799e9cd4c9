internal import Castbook
internal import CommandLineKit
internal import Model

/// Opens the library that a command works on.
///
/// A library is found by `--library`, by `$CASTBOOK_LIBRARY`, or in the default folder, in this
/// order. Commands that read use `open(_:for:)`; those that may create a library on first use pass
/// their change to the function below it.
///
/// ```swift
/// let library = try await Libraries.open(arguments)
/// ```
enum Libraries {
  /// The `--library` option, which every command has.
  static let option = ValueOption<FilePath>(
    "library", "DIR",
    "The library ($CASTBOOK_LIBRARY, or ~/.local/share/castbook).", completion: .folders
  ) { word in
    guard let path = FilePath(bytes: word.bytes) else {
      throw UsageError(message: "--library needs a folder", fix: "name a folder")
    }
    return path
  }

  /// Returns where the library is: the folder of `--library`, of `$CASTBOOK_LIBRARY`, or the
  /// default folder.
  static func location(_ arguments: Arguments) throws -> LibraryLocation {
    try LibraryLocation(
      named: arguments[option], environment: ProcessEnvironment.environment)
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
  /// a notice says so. A library that `--library` names must exist, because a typing error would
  /// create another.
  ///
  /// - Parameters:
  ///   - opened: The library, if the command has already opened it.
  ///   - isPreview: Whether to keep nothing. Then no library is created.
  ///   - change: The change. It may run on a temporary library.
  static func withLibrary<Value>(
    _ arguments: Arguments, _ opened: ElementLibrary? = nil, isPreview: Bool = false,
    _ change: (ElementLibrary) async throws -> Value
  ) async throws -> Value {
    if let opened { return try await change(opened) }
    let location = try location(arguments)
    if location.origin != .argument, !ElementLibrary.exists(at: location), isPreview {
      return try await ElementLibrary.withTemporaryLibrary(change)
    }
    if location.origin != .argument, !ElementLibrary.exists(at: location) {
      if let value = try await ElementLibrary.createAtomically(at: location, with: change) {
        try Screen(arguments).printNotice("created a library in \(location.folder)")
        return value
      }
      if try ElementLibrary.createIfMissing(at: location) {
        try Screen(arguments).printNotice("created a library in \(location.folder)")
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
      at: location, for: purpose,
      progress: { count in
        screen.progress.update("checked \(Quantity.grouped(count)) files of the library")
      })
    screen.progress.erase()
    try Task.checkCancellation()
    for notice in library.notices { try screen.printNotice(notice) }
    return library
  }
}
