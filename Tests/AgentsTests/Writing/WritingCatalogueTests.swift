import Castbook
import Model
import Testing

@testable import Agents

/// The tools that may change something, as `castbook mcp` lists them.
@Suite(.timeLimit(.minutes(5)))
struct WritingCatalogueTests {
  private static func tools(_ allowances: Set<Allowance>) -> [AgentTool] {
    var workspace = Workspace.withoutLibrary
    workspace.allowances = allowances
    workspace.maximumCost = Cost(amount: "1", currency: "USD")
    return AgentCatalogue.castbook(workspace).tools.filter { !$0.effects.isReadOnly }
  }

  @Test("Names and descriptions are short, and schemas stand alone")
  func texts() throws {
    for tool in Self.tools(Set(Allowance.allCases)) {
      #expect(tool.name.wholeMatch(of: /[a-z_]{1,20}/) != nil)
      #expect(tool.description.split(separator: " ").count <= 60, "\(tool.name)")
      for schema in [tool.inputSchema, tool.outputSchema] {
        #expect(schema["type"] == "object" && !schema.compactText.contains("$ref"))
      }
      #expect(Self.fields(tool.inputSchema) <= 60, "\(tool.name)")
      for description in Self.descriptions(tool.inputSchema) {
        #expect(description.hasSuffix("."), "\(tool.name): \(description)")
      }
    }
  }

  /// The number of values that arguments may have.
  private static func fields(_ schema: JSONValue) -> Int {
    (schema["properties"]?.members ?? []).reduce(0) { sum, member in
      let inner = fields(member.value) + (member.value["items"].map(fields) ?? 0)
      return sum + max(1, inner)
    }
  }

  private static func descriptions(_ schema: JSONValue) -> [String] {
    (schema["properties"]?.members ?? []).flatMap { member in
      [member.value["description"]?.string ?? ""] + descriptions(member.value)
        + (member.value["items"].map(descriptions) ?? [])
    }
  }

  @Test("Each is listed only if it is allowed, and their order is fixed")
  func order() {
    let names = ["add", "edit", "prepare", "export", "take", "send"]
    #expect(Self.tools(Set(Allowance.allCases)).map(\.name) == names)
    #expect(Self.tools([]).isEmpty)
    for name in names {
      #expect(Self.tools(Set([Allowance(rawValue: name)].compactMap(\.self))).map(\.name) == [name])
    }
  }

  @Test("Only send spends money and reaches other machines")
  func effects() {
    for tool in Self.tools(Set(Allowance.allCases)) {
      #expect(tool.effects.isOpenWorld == (tool.name == "send"))
      #expect(tool.effects.isDestructive == (tool.name == "send"))
      #expect(tool.effects.isIdempotent)
    }
  }
}
