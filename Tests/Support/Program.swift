package import Foundation

/// Programs of this machine, run until they end.
package enum Program {
  /// How a program ended, and what it printed.
  package struct Result: Sendable {
    package let status: Int32
    package let endedBySignal: Bool
    package let outputBytes: [UInt8]
    package let errors: String

    package var output: String { String(decoding: outputBytes, as: UTF8.self) }
  }

  /// A program that could not be run.
  struct Failure: Error {
    let what: String
  }

  /// Debian's Python, which has the packages that `Scripts/install --tests` installs: another
  /// `python3` may come first in `PATH`.
  package static let python = "/usr/bin/python3"

  /// The path of a program that is in one of the folders that `PATH` lists, or `nil`.
  package static func path(of program: String) -> String? {
    if program.contains("/") { return program }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(program)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// The file of castbook: the one that `CASTBOOK_BINARY` names, or the one that was built with the
  /// tests.
  package static var castbook: URL {
    if let path = ProcessInfo.processInfo.environment["CASTBOOK_BINARY"] {
      return URL(filePath: path)
    }
    return builtWithTests("castbook")
  }

  /// The file of a program that was built with the tests: it is in the folder of their runner, or
  /// in one of those above.
  package static func builtWithTests(_ name: String) -> URL {
    let besideTests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    var folder = besideTests
    for _ in 0..<4 {
      let program = folder.appending(path: name)
      if FileManager.default.isExecutableFile(atPath: program.path()) { return program }
      folder = folder.deletingLastPathComponent()
    }
    return besideTests.appending(path: name)
  }

  package static func isInstalled(_ program: String) -> Bool { path(of: program) != nil }

  /// The environment of the tests with other values for some variables.
  package static func environment(with changes: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(changes) { $1 }
  }

  /// Runs a program in a folder, by default with the environment of the tests and without input.
  @discardableResult
  package static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil, input: Data? = nil,
    environment: [String: String]? = nil
  ) throws -> Result {
    guard let path = path(of: program) else { throw Failure(what: "there is no \(program)") }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    if let environment { process.environment = environment }
    // Files, not pipes: a full pipe would block the program and the test with it.
    let (output, errors) = (try unnamedFile(), try unnamedFile())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = try input.map(unnamedFile) ?? FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      endedBySignal: process.terminationReason == .uncaughtSignal,
      outputBytes: try contents(of: output),
      errors: String(decoding: try contents(of: errors), as: UTF8.self))
  }

  /// A temporary file without a name, which is deleted when it is closed.
  private static func unnamedFile(_ bytes: Data = Data()) throws -> FileHandle {
    let url = FileManager.default.temporaryDirectory.appending(path: "castbook-\(UUID())")
    try bytes.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try FileHandle(forUpdating: url)
  }

  private static func contents(of file: FileHandle) throws -> [UInt8] {
    try file.seek(toOffset: 0)
    return [UInt8](try file.readToEnd() ?? Data())
  }
}
