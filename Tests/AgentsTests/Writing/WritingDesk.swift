import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// A folder for an agent, a place for a library, and an agent that may change everything.
final class WritingDesk: Sendable {
  let scratch: TemporaryFolder
  /// The folder that the agent may use, with the label `root1`. It is the project's, too.
  let root: FilePath
  let workspace: Workspace
  private let catalogue: AgentCatalogue

  init(_ allowances: Set<Allowance> = Set(Allowance.allCases)) throws {
    scratch = try TemporaryFolder()
    root = try scratch.createFolder("film")
    let library = scratch.path("library").bytes
    // A library that the user didn't name may be created.
    let location = try LibraryLocation(environment: { $0 == "CASTBOOK_LIBRARY" ? library : nil })
    var workspace = Workspace(
      roots: try Roots([root]), library: location, targets: { try TargetCatalogue() })
    workspace.allowances = allowances
    workspace.maximumCost = Cost(amount: "5", currency: "USD")
    workspace.project = root
    workspace.redaction = Redaction(folders: [(root, "root1")])
    self.workspace = workspace
    catalogue = .castbook(workspace)
  }

  var tools: [AgentTool] { catalogue.tools }

  var library: ElementLibrary { get async throws { try await workspace.library() } }

  /// Copies pictures of the starter catalogue into the agent's folder.
  func bring(_ names: String...) throws {
    for name in names {
      try scratch.write(try Fixtures.bytes("starter/\(name)"), to: "film/\(name)")
    }
  }

  // MARK: Calls

  /// Calls a tool, and returns the result.
  func call(_ name: String, _ arguments: JSONValue) async throws -> JSONValue {
    let client = TestClient(catalogue)
    client.request(
      1, "tools/call", #""name":"\#(name)","arguments":\#(arguments.compactText)"#)
    return try #require(try await client.answer()["result"])
  }

  /// Calls a tool, and returns the structured content, which fits the tool's schema.
  @discardableResult
  func content(_ name: String, _ arguments: JSONValue) async throws -> JSONValue {
    let result = try await call(name, arguments)
    let tool = try #require(catalogue.tools.first { $0.name == name })
    let content = try #require(result["structuredContent"])
    try #require(result["isError"] == false, "\(result.compactText)")
    #expect(content.faults(against: tool.outputSchema) == [])
    #expect(try #require(content["summary"]?.string).count < 2400)
    return content
  }

  /// Calls a tool, and returns the text of its refusal.
  func refusal(_ name: String, _ arguments: JSONValue) async throws -> String {
    let result = try await call(name, arguments)
    try #require(result["isError"] == true, "\(result.compactText)")
    return try #require(result["content"]?.array?.first?["text"]?.string)
  }

  /// Adds @mira with two pictures, and returns the SHA-256 of her revision.
  @discardableResult
  func addMira() async throws -> String {
    try bring("mira-front.jpg", "mira-back.jpg")
    let added = try await content(
      "add",
      [
        "kind": "character", "handle": "@mira",
        "files": [["path": "mira-front.jpg"] as JSONValue, ["path": "root1/mira-back.jpg"]],
      ])
    return try #require(added.element["sha256"]?.string)
  }
}

extension JSONValue {
  /// The first element in the data of `add`.
  var element: JSONValue { self["data"]?["elements"]?.array?.first ?? .null }

  /// The summary of structured content.
  var summary: String { self["summary"]?.string ?? "" }
}
