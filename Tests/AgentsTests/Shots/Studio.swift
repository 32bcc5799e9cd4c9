import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// A folder that an agent may use, a library with the starter catalogue beside it, and a server for
/// both. Everything else in the temporary folder is outside.
final class Studio {
  let scratch: TemporaryFolder
  /// The only root.
  let film: FilePath
  var allowances: Set<Allowance> = []
  /// Whether the server is started with the root as its project.
  var hasProject = false
  private let location: LibraryLocation

  init() async throws {
    scratch = try TemporaryFolder()
    film = try scratch.createFolder("film")
    location = LibraryLocation(scratch.path("library"))
    try await Self.model.value.copy(into: scratch.url)
  }

  private static let model = Task {
    let folder = try TemporaryFolder()
    let location = LibraryLocation(folder.path("library"))
    try ElementLibrary.create(at: location)
    try await ImportPack.addStarter(to: ElementLibrary.open(at: location))
    return try ModelFolder(of: folder.url, from: folder)
  }

  /// The library, opened again.
  func library() async throws -> ElementLibrary { try await ElementLibrary.open(at: location) }

  /// Writes a text file into the root.
  func write(_ text: String, to name: String) throws { try scratch.write(text, to: "film/\(name)") }

  /// Whether the temporary folder has something at a path.
  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: scratch.path(name).text)
  }

  var workspace: Workspace {
    get throws {
      var workspace = Workspace(
        roots: try Roots([film]), library: location, targets: { try TargetCatalogue() })
      workspace.allowances = allowances
      workspace.project = hasProject ? film : nil
      return workspace
    }
  }

  /// A client of a new server, which hides what `castbook mcp` hides.
  func client() throws -> TestClient {
    TestClient(
      .castbook(try workspace),
      redaction: Redaction(folders: [(film, "root1"), (location.folder, "library")]))
  }

  // MARK: Calls

  /// Calls a tool and returns the result. No answer has a path outside the root.
  func call(_ name: String, _ arguments: JSONValue) async throws -> JSONValue {
    let client = try client()
    client.request(1, "tools/call", #""name":"\#(name)","arguments":\#(arguments.compactText)"#)
    let result = try #require(try await client.answer()["result"])
    let folder = scratch.path.text
    #expect(!result.compactText.contains(folder), "\(result.compactText)")
    return result
  }

  /// Calls a tool, and returns the structured content of its answer, which fits its schema.
  func content(_ name: String, _ arguments: JSONValue) async throws -> JSONValue {
    let result = try await call(name, arguments)
    #expect(result["isError"] == false, "\(result.compactText)")
    let content = try #require(result["structuredContent"])
    let tool = try #require(
      AgentCatalogue.castbook(try workspace).tools.first { $0.name == name })
    #expect(content.faults(against: tool.outputSchema) == [])
    #expect(try #require(content["summary"]?.string).count < 2400)
    return content
  }

  /// Calls a tool, and returns the rule and the text of its refusal.
  func refusal(_ name: String, _ arguments: JSONValue) async throws -> (rule: String, text: String)
  {
    let result = try await call(name, arguments)
    #expect(result["isError"] == true, "\(result.compactText)")
    return (
      try #require(result["structuredContent"]?["rule"]?.string),
      try #require(result["content"]?.array?.first?["text"]?.string)
    )
  }

  /// Plans the export of a shot file in the root, without the server.
  func plan(
    _ name: String, _ change: (inout Export) -> Void = { _ in }
  ) async throws -> ExportPlan {
    var export = Export(
      library: try await library(),
      project: hasProject ? try Project(at: ProjectLocation(named: film)) : nil,
      in: try TargetCatalogue())
    export.options.prompt.today = ProcessEnvironment.today
    export.isDryRun = true
    change(&export)
    let plan = try await export.plan([film.appending(name.utf8)])
    export.discard(plan)
    return plan
  }
}
