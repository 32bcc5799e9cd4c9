import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// A folder of pictures and a library, and an agent that may use both.
final class PictureDesk: Sendable {
  /// Several views of one character, named so that roles and light are known.
  static let views = [
    "mira-000-daylight", "mira-045-daylight", "mira-090-daylight", "mira-180-daylight",
    "mira-045-lamp",
  ]

  let folder: TemporaryFolder
  let roots: Roots
  let workspace: Workspace

  /// - Parameters:
  ///   - fixtures: The pictures in the folder `shoot`, by their paths in `Fixtures/`.
  ///   - allowances: What the agent may change.
  init(_ fixtures: [String] = [], allowing allowances: Set<Allowance> = []) throws {
    folder = try TemporaryFolder()
    try folder.createFolder("root")
    try folder.createFolder("root/shoot")
    for fixture in fixtures {
      let name = fixture.split(separator: "/").last.map(String.init) ?? fixture
      try folder.copy(fixture, as: "root/shoot/\(name)")
    }
    roots = try Roots([folder.path("root")])
    var workspace = Workspace(
      roots: roots, library: LibraryLocation(folder.path("library")),
      targets: { try TargetCatalogue() })
    workspace.allowances = allowances
    self.workspace = workspace
  }

  /// A desk with some views of a character.
  static func withViews() throws -> PictureDesk {
    try PictureDesk(views.map { "scenes/\($0).jpg" })
  }

  /// Adds an element of fixtures to the library.
  func add(_ handle: String, _ fixtures: [String], kind: ElementKind = .character) async throws {
    let location = LibraryLocation(folder.path("library"))
    let library = try await ElementLibrary.openOrCreate(at: location)
    var draft = ElementDraft(
      kind, try Handle(handle),
      files: try fixtures.map { ElementDraft.File(try Fixtures.path($0)) })
    draft.rights.basis = .own
    _ = try await Add(draft).run(in: library)
  }

  /// The paths of the files in the folder `shoot`, in their order.
  var shoot: [FilePath] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.path("root/shoot").text)
      return names.sorted().map { folder.path("root/shoot/\($0)") }
    }
  }

  // MARK: Calls

  /// Calls a tool, and returns its result.
  ///
  /// - Parameter capabilities: What the client declares.
  func call(
    _ name: String, _ arguments: JSONValue, capabilities: String = "{}"
  ) async throws -> JSONValue {
    let client = TestClient(
      .castbook(workspace), redaction: Redaction(folders: roots.roots.map { ($0.folder, $0.label) })
    )
    client.request(
      1, "tools/call", #""name":"\#(name)","arguments":\#(arguments.compactText)"#,
      capabilities: capabilities)
    return try #require(try await client.answer()["result"])
  }

  /// Calls a tool, and returns the structured content, whose data must have its schema.
  func content(
    _ name: String, _ arguments: JSONValue, capabilities: String = "{}"
  ) async throws -> JSONValue {
    let result = try await call(name, arguments, capabilities: capabilities)
    #expect(result["isError"] == false, "\(result.compactText.prefix(2000))")
    let content = try #require(result["structuredContent"])
    let tool = try #require(
      AgentCatalogue.castbook(workspace).tools.first { $0.name == name })
    #expect(content.faults(against: tool.outputSchema) == [])
    return content
  }

  /// Calls a tool, and returns the text of its refusal.
  func refusal(_ name: String, _ arguments: JSONValue) async throws -> String {
    let result = try await call(name, arguments)
    #expect(result["isError"] == true, "\(result.compactText.prefix(2000))")
    return try #require(result["content"]?.array?.first?["text"]?.string)
  }
}
