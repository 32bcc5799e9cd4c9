import Foundation
import Model
import TestSupport
import Testing

/// A library and a project's folder, for the real program.
struct Film {
  let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try Self.model.get().copy(into: scratch.url)
  }

  private static let model = Result {
    let film = try Film(in: TemporaryFolder())
    return try ModelFolder(of: film.scratch.url, from: film)
  }

  private init(in scratch: TemporaryFolder) throws {
    self.scratch = scratch
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false)
    #expect(try run("init", library).status == 0)
    try add("voice", "@mira_voice", ["odd/voice-3s.wav"])
    try add("character", "@mira", ["starter/mira-front.jpg", "starter/mira-right.jpg"])
    #expect(try run("bind", "@mira", "@mira_voice").status == 0)
    try add("character", "@mira_coat", ["starter/mira-back.jpg", "--look-of", "@mira"])
    try add("product", "@mug", ["starter/mug-front.jpg", "starter/mug-top.jpg"])
  }

  var library: String { scratch.path("library").text }
  var folder: URL { scratch.url.appending(path: "film") }
  var environment: [String: String] { ["CASTBOOK_LIBRARY": library] }

  func add(_ kind: String, _ handle: String, _ words: [String]) throws {
    let words = words.map {
      $0.contains("/") ? Fixtures.folder.appending(path: $0).path() : $0
    }
    let result = try Tool.run(
      ["add", kind, handle] + words + ["--basis", "own"], in: folder, environment: environment)
    #expect(result.status == 0, "\(result.errors)")
  }

  @discardableResult
  func run(_ words: String...) throws -> Program.Result {
    try Tool.run(words, in: folder, environment: environment)
  }

  /// The program's output with `--json`.
  func json(_ words: String...) throws -> JSONValue {
    let result = try Tool.run(words + ["--json"], in: folder, environment: environment)
    return try JSONParser.parse(Array(result.output.utf8))
  }

  var lock: String {
    get throws {
      String(
        decoding: try Data(contentsOf: folder.appending(path: "castbook.lock")), as: UTF8.self)
    }
  }

  /// The pins as `mira:3`.
  var pins: [String] {
    get throws {
      try LockFile(bytes: Array(lock.utf8)).pins.map { "\($0.handle.name):\($0.sequence)" }
    }
  }

  /// A text without what differs from run to run: the folder, moments, digests.
  func plain(_ text: String) -> String {
    text.replacing(folder.resolvingSymlinksInPath().path(), with: "FILM")
      .replacing(folder.path(), with: "FILM").replacing("FILM/", with: "FILM")
      .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d/, with: "TIME")
      .replacing(/sha256-[0-9a-f]{8}/, with: "DIGEST")
  }
}
