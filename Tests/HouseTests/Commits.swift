import Foundation
import Testing

/// What commits say: `Scripts/commit-msg` checks it, as Git's hook and here.
@Suite struct Commits {
  private static let script = Repository.root.appending(path: "Scripts/commit-msg").path()

  /// Runs a command in a folder, and returns its status with what it prints.
  @discardableResult
  private func run(
    _ words: [String], in folder: URL
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    // The repository may belong to another user, as in a container.
    process.environment = ProcessInfo.processInfo.environment.merging([
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Checks a message for staged changes of some lines, in a repository of its own.
  private func check(
    _ message: String, lines: Int
  ) throws -> (status: Int32, output: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "commits-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(message.utf8).write(to: folder.appending(path: "message"))
    try Data(String(repeating: "x\n", count: lines).utf8).write(to: folder.appending(path: "text"))
    try run(["git", "init", "--quiet"], in: folder)
    try run(["git", "add", "text"], in: folder)
    return try run([Self.script, "message"], in: folder)
  }

  @Test(
    "A message says where, what is true now, and why",
    arguments: [
      ("scores: views are looked for only in parts\n\nTwo thirds had one subject.\n", nil),
      ("list, show: JSON counts elements\n", nil), ("team: “lost” is said once\n", nil),
      ("Scores: views\n", "should be “place: what is true now”"),
      ("some words without a place\n", "should be “place: what is true now”"),
      ("scores: views are found.\n", "without a full stop"),
      ("scores: \(String(repeating: "x", count: 70))\n", "has 78 characters"),
      ("scores: views\nmore words\n", "the second line should be empty"), ("", "should be"),
    ] as [(String, String?)])
  func message(text: String, problem: String?) throws {
    let (status, output) = try check(text, lines: 50)
    #expect(status == (problem == nil ? 0 : 1), "\(output)")
    if let problem { #expect(output.contains(problem), "\(output)") }
  }

  @Test("A change of more than 50 lines says why")
  func body() throws {
    let silent = try check("scores: views are found\n\n# a comment of Git\n", lines: 51)
    #expect(silent.status == 1 && silent.output.contains("51 lines change"), "\(silent)")
    let verbose = try check(
      "scores: views are found\n\n# ---- >8 ----\n# a line of Git\ndiff --git a/text b/text\n",
      lines: 51)
    #expect(verbose.status == 1 && verbose.output.contains("51 lines change"), "\(verbose)")
    let explained = try check("scores: views are found\n\nThey were lost.\n", lines: 51)
    #expect(explained.status == 0, "\(explained)")
  }

  @Test(
    "Every commit since these rules keeps them",
    .enabled(
      if: FileManager.default.fileExists(
        atPath: Repository.root.appending(path: ".git").path())))
  func history() throws {
    let (status, output) = try run([Self.script], in: Repository.root)
    #expect(status == 0, "\(output)")
  }
}
