import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// A library and a folder for one test, and an agent's calls on them.
final class FindDesk {
  let scratch: TemporaryFolder
  let location: LibraryLocation
  private(set) var library: ElementLibrary
  /// The folder that the agent may use, with the label `root1`.
  let root: FilePath
  let catalogue: AgentCatalogue

  init() async throws {
    scratch = try TemporaryFolder()
    location = LibraryLocation(scratch.path("library"))
    root = try scratch.createFolder("film")
    try ElementLibrary.create(at: location)
    library = try await ElementLibrary.open(at: location)
    catalogue = .castbook(
      Workspace(
        roots: try Roots([root]), library: location, targets: { try TargetCatalogue() }))
  }

  @discardableResult
  func add(
    _ kind: ElementKind, _ handle: String, _ paths: [FilePath] = [],
    _ change: (inout ElementDraft) throws -> Void = { _ in }
  ) async throws -> AddOutcome {
    var draft = ElementDraft(
      kind, try Handle(handle), files: paths.map { ElementDraft.File($0) })
    draft.mayBeEmpty = paths.isEmpty
    try change(&draft)
    return try await Add([draft]).run(in: library)
  }

  /// Adds @mira with three pictures.
  @discardableResult
  func addMira() async throws -> AddOutcome {
    try await add(.character, "@mira", Self.mira()) { $0.texts.name = "Mira Okafor" }
  }

  static func mira() throws -> [FilePath] {
    try ["mira-front.jpg", "mira-back.jpg", "mira-right.jpg"].map {
      try Fixtures.path("starter/\($0)")
    }
  }

  /// Copies a fixture into the agent's folder.
  func copy(_ fixture: String, as name: String) throws {
    try scratch.write(try Fixtures.bytes(fixture), to: "film/\(name)")
  }

  // MARK: Calls

  /// Calls a tool, and returns the result.
  func call(_ name: String, _ arguments: JSONValue) async throws -> JSONValue {
    let client = TestClient(catalogue)
    client.request(1, "tools/call", #""name":"\#(name)","arguments":\#(arguments.compactText)"#)
    return try #require(try await client.answer()["result"])
  }

  /// Calls a tool, and returns the structured content, whose data fits the tool's schema.
  func content(_ name: String, _ arguments: JSONValue = [:]) async throws -> JSONValue {
    let result = try await call(name, arguments)
    #expect(result["isError"] == false, "\(result.compactText)")
    let content = try #require(result["structuredContent"])
    let tool = try #require(catalogue.tools.first { $0.name == name })
    #expect(content.faults(against: tool.outputSchema) == [])
    return content
  }

  /// Calls a tool, and returns the data of its answer.
  func data(_ name: String, _ arguments: JSONValue = [:]) async throws -> JSONValue {
    try #require(try await content(name, arguments)["data"])
  }

  /// Calls a tool, and returns the text of its refusal.
  func refusal(_ name: String, _ arguments: JSONValue) async throws -> String {
    let result = try await call(name, arguments)
    #expect(result["isError"] == true, "\(result.compactText)")
    return try #require(result["content"]?.array?.first?["text"]?.string)
  }

  /// Reads a resource, and returns its only content, or else the error.
  func read(_ address: String) async throws -> JSONValue {
    let client = TestClient(catalogue)
    client.request(1, "resources/read", #""uri":"\#(address)""#)
    let answer = try await client.answer()
    return try #require(answer["result"]?["contents"]?.array?.first ?? answer["error"])
  }

  /// Returns the values that complete a variable of a template.
  func completions(_ template: String, _ variable: String, _ typed: String) async throws -> [String]
  {
    let client = TestClient(catalogue)
    client.request(
      1, "completion/complete",
      #""ref":{"type":"ref/resource","uri":"\#(template)"},"#
        + #""argument":{"name":"\#(variable)","value":"\#(typed)"}"#)
    let values = try await client.answer()["result"]?["completion"]?["values"]?.array
    return try #require(values).compactMap(\.string)
  }
}
