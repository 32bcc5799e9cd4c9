import Foundation
import Model
import TestSupport
import Testing

/// A film-maker's folder with a project, a library with the starter catalogue, and shot files.
struct Production {
  let scratch: TemporaryFolder
  var folder: URL { scratch.url.appending(path: "film") }
  var library: String { scratch.url.appending(path: "library").path() }

  init(starter: Bool = true) throws {
    scratch = try TemporaryFolder()
    try (starter ? Self.stocked : Self.bare).get().copy(into: scratch.url)
  }

  /// Creates a copy of a film's folder and its library.
  init(copying model: ModelFolder) throws {
    scratch = try TemporaryFolder()
    try model.copy(into: scratch.url)
  }

  private static let stocked = Result { try model(["init", "--starter"]) }
  private static let bare = Result { try model(["init"]) }

  private static func model(_ words: [String]) throws -> ModelFolder {
    let film = try Production(in: TemporaryFolder(), words)
    return try ModelFolder(of: film.scratch.url, from: film)
  }

  private init(in scratch: TemporaryFolder, _ words: [String]) throws {
    self.scratch = scratch
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let made = try Tool.run(words + [library], in: folder)
    try #require(made.status == 0, "\(made.errors)")
  }

  func run(
    _ words: String..., environment: [String: String] = [:], library: String? = nil
  ) throws -> Program.Result {
    try Tool.run(
      words + ["--library", library ?? self.library], in: folder, environment: environment)
  }

  func json(_ words: String...) throws -> JSONValue {
    let result = try Tool.run(words + ["--json", "--library", library], in: folder)
    return try JSONParser.parse(Array(result.output.utf8))
  }

  /// Copies a fixture into the film's folder.
  func take(_ fixture: String, as name: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: fixture).resolvingSymlinksInPath(), to: url)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path())
  }

  /// Every file below a folder, by its path in it.
  func files(_ name: String) throws -> [String: Data] {
    let root = folder.appending(path: name)
    var files: [String: Data] = [:]
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.path(percentEncoded: false))
    for inner in names {
      let url = root.appending(path: inner)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(
        atPath: url.path(percentEncoded: false), isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files[inner] = try Data(contentsOf: url)
      }
    }
    return files
  }

  /// Runs a shell command line in the film's folder.
  func shell(_ line: String) throws -> Program.Result {
    try Tool.run(program: URL(filePath: "/bin/sh"), ["-c", line], in: folder)
  }

  static let lobby = """
    ---
    target: fal.kling-v3.i2v
    tier: pro
    start: frames/lobby.jpg
    ---
    Shot 1 (3s, wide): a lobby at sunrise, slow push-in
    Shot 2 (5s): @mira lifts @mug. @mira: "We open at nine."
    """

  /// A film whose shot is ready to export.
  static func ready() throws -> Production {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "frames/lobby.jpg")
    try film.write(lobby, to: "lobby.md")
    return film
  }
}
