import Foundation
import TestSupport

/// The real program, run as users run it.
enum Tool {
  static var binary: URL { Program.castbook }

  /// Runs the program until it ends.
  static func run(
    _ arguments: [String], in folder: URL = Fixtures.folder, input: Data? = nil,
    environment: [String: String] = [:]
  ) throws -> Program.Result {
    try run(program: binary, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs any program as the tests run Castbook.
  static func run(
    program: URL, _ arguments: [String], in folder: URL = Fixtures.folder, input: Data? = nil,
    environment: [String: String] = [:]
  ) throws -> Program.Result {
    let result = try Program.run(
      program.path(), arguments, in: folder, input: input ?? Data(),
      environment: surroundings.merging(environment) { $1 })
    KnownSeverities.look(at: result.output)
    return result
  }

  /// The program sees none of the machine's own settings. Tests search for words in unfolded lines;
  /// tests of the layout set another width.
  static let surroundings = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
    "HOME": "/nonexistent", "LANG": "C.UTF-8", "COLUMNS": "1000",
  ]
}
