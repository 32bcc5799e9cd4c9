import Foundation
import Testing

/// The real program, run as users run it.
enum Tool {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let fixtures = root.appending(path: "Fixtures")

  /// The binary under test: the one `CASTBOOK_BINARY` names, else the one built with the tests.
  static var binary: URL {
    if let path = ProcessInfo.processInfo.environment["CASTBOOK_BINARY"] {
      return URL(filePath: path)
    }
    return builtWithTests
  }

  private static var builtWithTests: URL {
    let candidates = [
      URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
      root.appending(path: ".build/debug"),
    ]
    // The test runner is beside the program, or some folders below it.
    for var folder in candidates {
      for _ in 0..<4 {
        let program = folder.appending(path: "castbook")
        if FileManager.default.isExecutableFile(atPath: program.path()) { return program }
        folder = folder.deletingLastPathComponent()
      }
    }
    return root.appending(path: ".build/debug/castbook")
  }

  /// The status and output of a run.
  struct Result {
    let status: Int32
    let endedBySignal: Bool
    let output: String
    let errors: String
  }

  /// Runs the program until it ends.
  static func run(
    _ arguments: [String], in folder: URL = fixtures, input: Data? = nil,
    environment: [String: String] = [:]
  ) throws -> Result {
    try run(program: binary, arguments, in: folder, input: input, environment: environment)
  }

  static func run(
    program: URL, _ arguments: [String], in folder: URL = fixtures, input: Data? = nil,
    environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = surroundings.merging(environment) { $1 }
    let scratch = try Scratch()
    // Files, not pipes: a full pipe would block the program and the test with it.
    let output = try scratch.handle("output")
    let errors = try scratch.handle("errors")
    process.standardOutput = output
    process.standardError = errors
    let source = scratch.folder.appending(path: "input")
    try (input ?? Data()).write(to: source)
    process.standardInput = try FileHandle(forReadingFrom: source)
    try process.run()
    process.waitUntilExit()
    let printed = try scratch.text("output")
    KnownSeverities.look(at: printed)
    return Result(
      status: process.terminationStatus,
      endedBySignal: process.terminationReason == .uncaughtSignal,
      output: printed, errors: try scratch.text("errors"))
  }

  /// The program sees none of the machine's own settings. Tests search for words in unfolded lines;
  /// tests of the layout set another width.
  static let surroundings = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
    "HOME": "/nonexistent", "LANG": "C.UTF-8", "COLUMNS": "1000",
  ]
}

/// A temporary folder for one test, deleted afterwards.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    // A short path, so that lines with a path are folded alike wherever the temporary folder is.
    folder = FileManager.default.temporaryDirectory
      .appending(path: "castbook-test-\(UUID().uuidString.prefix(13))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path() }

  func write(_ name: String, _ data: Data) throws {
    try data.write(to: folder.appending(path: name))
  }

  func handle(_ name: String) throws -> FileHandle {
    try write(name, Data())
    return try FileHandle(forWritingTo: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// Copies a fixture into the folder, under another name if one is given.
  func copy(_ fixture: String, as name: String? = nil) throws {
    let source = Tool.fixtures.appending(path: fixture)
    try FileManager.default.copyItem(
      at: source, to: folder.appending(path: name ?? source.lastPathComponent))
  }
}
