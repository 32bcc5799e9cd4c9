import Foundation
import Model
import TestSupport
import Testing

/// A user's work from an empty folder to a goal. Lines are typed in a shell; a command that is
/// printed as the next one is typed unchanged.
final class Walkthrough {
  let scratch: TemporaryFolder
  let providers: FakeProviders
  /// How many commands of Castbook were typed.
  private(set) var count = 0
  /// What the last line printed.
  private(set) var shown = ""

  init() throws {
    scratch = try TemporaryFolder()
    providers = try FakeProviders()
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false)
  }

  /// The folder that the commands are typed in.
  var work: URL { scratch.url.appending(path: "work") }

  private var environment: [String: String] {
    let folder = Tool.binary.deletingLastPathComponent().path()
    return providers.environment.merging([
      "HOME": scratch.url.path(), "CASTBOOK_LIBRARY": scratch.path("library").text, "COLUMNS": "",
      "PATH": "\(folder):\(Tool.surroundings["PATH"] ?? "/usr/bin:/bin")", "SHELL": "/bin/sh",
      "GIT_CONFIG_GLOBAL": "/dev/null",
    ]) { $1 }
  }

  /// Types a line, which must end with this status, and returns what it prints.
  @discardableResult
  func type(_ line: String, status: Int32 = 0) throws -> String {
    count += line.matches(of: #/(?:^|[;&|]\s*)castbook /#).count
    let result = try Tool.run(
      program: URL(filePath: "/bin/sh"), ["-c", line], in: work, environment: environment)
    shown = result.output + result.errors
    #expect(result.status == status, "\(line)\n\(shown)")
    return shown
  }

  /// Returns the JSON that a line prints.
  func json(_ line: String) throws -> JSONValue {
    count += 1
    let result = try Tool.run(
      program: URL(filePath: "/bin/sh"), ["-c", "\(line) --json"], in: work,
      environment: environment)
    return try JSONParser.parse(Array(result.output.utf8))
  }

  /// Returns a command that the last line has printed and that begins with these words.
  func printed(_ words: String) throws -> String {
    let text = shown.replacing(/\n\s+/, with: " ")
    let start = try #require(text.range(of: "castbook \(words)"), "not printed: \(words)\n\(shown)")
    // A command ends with its line or sentence, or where the text explains it.
    let rest = text[start.lowerBound...]
    let end = rest.firstMatch(
      of:
        #/\n|: |; |\. |, |\.\n|  |\)| (shows|writes|names|lists|creates|keeps|sets|cuts|adds|replaces|joins|compares|records|sends|before|to)\b/#
    )
    return String(rest[..<(end?.range.lowerBound ?? rest.endIndex)])
      .trimmingCharacters(in: CharacterSet(charactersIn: ". "))
  }

  /// Types a command that the last line has printed, with what it leaves to the user filled in.
  @discardableResult
  func follow(
    _ words: String, replacing placeholders: [String: String] = [:], adding more: String = "",
    status: Int32 = 0
  ) throws -> String {
    var line = try printed(words)
    for (placeholder, value) in placeholders { line = line.replacing(placeholder, with: value) }
    return try type(line + (more.isEmpty ? "" : " " + more), status: status)
  }

  func write(_ text: String, to name: String) throws {
    let file = work.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Copies a fixture into the folder.
  func bring(_ fixture: String, as name: String) throws {
    let file = work.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath(), to: file)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: work.appending(path: name).path())
  }
}
