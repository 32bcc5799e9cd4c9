import Foundation
import Model
import TestSupport
import Testing

/// A film-maker's folder with the starter library, bundles to send, and loopback providers.
struct RenderStudio {
  let scratch: TemporaryFolder
  let providers: FakeProviders

  /// Creates the folder and starts the providers.
  ///
  /// - Parameter clip: The fixture that every job renders.
  init(rendering clip: String = "clips/fade.mp4") throws {
    scratch = try TemporaryFolder()
    providers = try FakeProviders(rendering: clip)
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    try Self.stocked.get().copy(into: scratch.url)
  }

  /// A folder with the starter library.
  private static let stocked = Result {
    let scratch = try TemporaryFolder()
    let made = try Tool.run(["init", "--starter", scratch.path("library").text], in: scratch.url)
    try #require(made.status == 0, "\(made.errors)")
    return try ModelFolder(of: scratch.url, from: scratch)
  }

  var environment: [String: String] {
    providers.environment.merging([
      "CASTBOOK_LIBRARY": scratch.path("library").text, "HOME": scratch.url.path(),
      "TMPDIR": temporary.path(), "XDG_DATA_HOME": scratch.path("data").text,
    ]) { $1 }
  }

  /// The folder for temporary files.
  private var temporary: URL { scratch.url.appending(path: "tmp") }

  /// The names of the files that the commands left in the folder for temporary files.
  var leftovers: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: temporary.path()) }
  }

  /// The folder for the user's settings.
  var settings: URL { scratch.url.appending(path: ".config/castbook") }

  /// Writes a file of settings.
  func set(_ name: String, _ text: String) throws {
    let file = settings.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func run(
    _ words: [String], without keys: [String] = [], with more: [String: String] = [:]
  ) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url,
      environment: environment.filter { !keys.contains($0.key) }.merging(more) { $1 })
  }

  /// Starts the program, and ignores its output.
  func start(_ words: [String]) throws -> Process {
    let process = Process()
    // A program that a shell runs in the background ignores Ctrl-C, and its children inherit that.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT", Tool.binary.path()] + words
    process.currentDirectoryURL = scratch.url
    process.environment = Tool.surroundings.merging(environment) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  @discardableResult
  func output(_ words: String...) throws -> String {
    let result = try run(words)
    try #require(result.status == 0, "\(words): \(result.output)\(result.errors)")
    return result.output
  }

  func json(_ words: String...) throws -> JSONValue {
    try JSONParser.parse(Array(run(words + ["--json"]).output.utf8))
  }

  /// Copies a fixture into the scratch folder.
  func bring(_ fixture: String, as name: String) throws {
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath(),
      to: scratch.url.appending(path: name))
  }

  /// Exports a shot into `out`, and returns the bundle's path.
  @discardableResult
  func export(_ name: String, for target: String, _ text: String) throws -> String {
    let shot = "---\ntarget: \(target)\nduration: 5\n---\n\(text)\n"
    try scratch.write(Data(shot.utf8), to: "\(name).md")
    try output("export", "\(name).md", "-o", "out")
    return "out/\(name)"
  }

  /// Exports a shot of Mira in a lobby, and returns the bundle's path.
  func exportLobby() throws -> String {
    try export("lobby", for: "fal.kling-o3.r2v", "@mira walks through the lobby and waves.")
  }

  /// The files in the scratch folder's `out` that are takes.
  func takes() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path("out").text)
      .filter { $0.contains("-take-") }.sorted()
  }

  /// The end of the first bundle in the JSON of a `send`.
  static func end(_ json: JSONValue) -> String? {
    json["bundles"]?.array?.first?["result"]?["end"]?.string
  }
}

extension RenderStudio {
  /// The output of a shell line on a terminal whose user answers each question in turn.
  func type(_ line: String, answers: [String]) throws -> String {
    let script = """
      import json, os, pty, select, sys, time
      line, answers = sys.argv[1], json.loads(sys.argv[2])
      process, terminal = pty.fork()
      if process == 0:
          os.execv("/bin/sh", ["sh", "-c", line])
      output, asked = b"", 0
      end = time.monotonic() + 90
      while time.monotonic() < end:
          if select.select([terminal], [], [], 0.2)[0]:
              try:
                  piece = os.read(terminal, 4096)
              except OSError:
                  break
              if not piece:
                  break
              output += piece
          elif answers and output[asked:].endswith((b"] ", b") ", b"? ")):
              asked = len(output)
              os.write(terminal, answers.pop(0).encode() + b"\\n")
      os.waitpid(process, 0)
      sys.stdout.buffer.write(output)
      """
    let list = String(
      decoding: try JSONSerialization.data(withJSONObject: answers), as: UTF8.self)
    let folder = Tool.binary.deletingLastPathComponent().path()
    let more = ["PATH": "\(folder):\(Tool.surroundings["PATH"] ?? "")", "TERM": "xterm"]
    let result = try Program.run(
      Program.python, ["-c", script, line, list], in: scratch.url,
      environment: Tool.surroundings.merging(environment) { $1 }.merging(more) { $1 })
    return result.output.replacing("\r\n", with: "\n")
  }
}
