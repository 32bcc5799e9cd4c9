internal import Castbook
internal import CommandLineKit
internal import Model

/// Finds the project that a command works on.
///
/// A project is a folder with a `castbook.lock`. Commands that only read a prompt work without one.
enum Projects {
  static let option = ValueOption<FilePath>(
    "project", "DIR",
    "The project's folder (the nearest parent with a castbook.lock).", completion: .folders)

  /// Returns where the project is: the folder of `--project`, or the nearest parent with a
  /// `castbook.lock`.
  static func location(_ arguments: Arguments) throws -> ProjectLocation {
    try ProjectLocation(
      named: try arguments[option],
      home: ProcessEnvironment.environment("HOME").flatMap { FilePath(bytes: $0) })
  }

  /// Opens the library, then finds the project. When both are missing, the error is about the
  /// library, which the user has to create first.
  static func open(
    _ arguments: Arguments
  ) async throws -> (library: ElementLibrary, location: ProjectLocation) {
    let location = try location(arguments)
    return (try await Libraries.open(arguments), location)
  }
}
