import Castbook
import Foundation
import Model
import Testing

@testable import Agents

/// `docs/agents.md` says what the server offers, and how clients start it.
@Suite(.timeLimit(.minutes(5)))
struct AgentPageTests {
  private static func catalogue(_ allowances: Set<Allowance>) -> AgentCatalogue {
    var workspace = Workspace.withoutLibrary
    workspace.allowances = allowances
    workspace.maximumCost = Cost(amount: "1", currency: "USD")
    return .castbook(workspace)
  }

  /// A row of the table of tools.
  private struct Row {
    let name: String
    let needs: String
    let changes: String
  }

  private static func rows() throws -> [Row] {
    let text = try NamedCommands("docs/agents.md").text
    return text.matches(of: /\n\| `([a-z_]+)` \| ([^|]+) \| [^|]+ \| (?=([^|]+) \|\n)/).map {
      Row(name: String($0.1), needs: String($0.2), changes: String($0.3))
    }
  }

  @Test("The table has all tools in their order, and what each needs and changes")
  func tools() throws {
    let rows = try Self.rows()
    let all = Self.catalogue(Set(Allowance.allCases)).tools
    #expect(rows.map(\.name) == all.map(\.name))
    let reading = Set(Self.catalogue([]).tools.map(\.name))
    var needs = Dictionary(uniqueKeysWithValues: reading.map { ($0, "–") })
    for allowance in Allowance.allCases {
      for tool in Self.catalogue([allowance]).tools where !reading.contains(tool.name) {
        needs[tool.name] = "`--allow \(allowance.rawValue)`"
      }
    }
    for (row, tool) in zip(rows, all) {
      #expect(row.needs == needs[row.name], "\(row.name)")
      #expect((row.changes == "nothing") == tool.effects.isReadOnly, "\(row.name)")
      #expect(row.changes.contains("money") == tool.effects.isDestructive, "\(row.name)")
      #expect(row.changes.contains("leave this machine") == tool.effects.isOpenWorld, "\(row.name)")
    }
  }

  @Test("All resources and prompts are named")
  func others() throws {
    let text = try NamedCommands("docs/agents.md").text
    let catalogue = Self.catalogue([])
    let addresses = catalogue.resources.map(\.address) + catalogue.templates.map(\.template)
    for address in addresses where address.hasPrefix("castbook://") {
      #expect(text.contains("`\(address)`"), "\(address)")
    }
    for prompt in catalogue.prompts { #expect(text.contains("`\(prompt.name)`"), "\(prompt.name)") }
  }

  @Test("Each of five clients starts the server, in at most five lines")
  func clients() throws {
    let text = try NamedCommands("docs/agents.md").text
    for client in ["Claude Code", "Claude Desktop", "Codex", "Cursor", "VS Code"] {
      let heading = "\n### \(client)\n"
      let start = try #require(text.range(of: heading), "\(client)").upperBound
      let end = text.range(of: "\n### ", range: start..<text.endIndex)?.lowerBound ?? text.endIndex
      let block = try #require(
        text[start..<end].firstMatch(of: /```([a-z]+)\n((?:[^`]+\n)+)```/), "\(client)")
      let lines = block.2.split(separator: "\n").map(String.init)
      #expect(lines.count <= 5, "\(client)")
      let words = try Self.words(of: lines, in: String(block.1))
      #expect(words.first == "castbook" && words.dropFirst().first == "mcp", "\(client): \(words)")
      #expect(NamedCommands.fault(of: Array(words.dropFirst())) == nil, "\(client): \(words)")
    }
  }

  /// Returns the command that the lines of a client's file start.
  private static func words(of lines: [String], in language: String) throws -> [String] {
    switch language {
    case "json":
      let value = try JSONParser.parse(Array(lines.joined(separator: "\n").utf8))
      let entry = try #require((value["mcpServers"] ?? value["servers"])?["castbook"])
      return [entry["command"]?.string ?? ""] + (entry["args"]?.array ?? []).compactMap(\.string)
    case "toml":
      var members: [String: JSONValue] = [:]
      for line in lines where line.contains(" = ") {
        // Texts and lists of texts are written as in JSON.
        let halves = line.split(separator: " = ", maxSplits: 1)
        members[String(halves[0])] = try JSONParser.parse(Array(halves[1].utf8))
      }
      let words = members["args"]?.array ?? []
      return [members["command"]?.string ?? ""] + words.compactMap(\.string)
    default:
      return ["castbook"] + (NamedCommands.words(of: lines[0]) ?? [])
    }
  }
}
