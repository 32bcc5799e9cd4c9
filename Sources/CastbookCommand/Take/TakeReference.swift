internal import Castbook
internal import CommandLineKit
internal import Model

/// The take that a word of the command line names.
enum TakeReference {
  static let positional = Positional(
    "TAKE", .one,
    "The file, or 8 or more digits of its SHA-256, as `castbook take list` shows them.",
    completion: .files)

  static let bundle = TakeCommand.bundle.described(
    as: "The bundle that it was rendered from, if its file came back from several.")

  /// Returns the take.
  static func take(
    named word: Argument, _ arguments: Arguments, in library: ElementLibrary
  ) async throws -> Take {
    let bundle = try arguments[bundle].map { try FoundBundle.digest(named: $0, in: library) }
    return try await library.take(named: try word.path("take"), of: bundle)
  }
}
