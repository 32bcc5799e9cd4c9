import Castbook
import Model
import Testing

@testable import Agents

extension AgentTool: CustomTestStringConvertible {
  public var testDescription: String { name }
}

/// What `castbook mcp` offers.
@Suite(.timeLimit(.minutes(5)))
struct CatalogueTests {
  private static let catalogue = AgentCatalogue.castbook(.withoutLibrary)

  @Test("Names and descriptions are short, and schemas stand alone", arguments: catalogue.tools)
  func texts(tool: AgentTool) throws {
    #expect(tool.name.wholeMatch(of: /[a-z_]{1,20}/) != nil)
    #expect(!tool.title.isEmpty)
    #expect(tool.description.split(separator: " ").count <= 60)
    for schema in [tool.inputSchema, tool.outputSchema] {
      #expect(schema["type"] == "object")
      #expect(!schema.compactText.contains("$ref"))
    }
    for member in tool.inputSchema["properties"]?.members ?? [] {
      #expect(member.value["description"]?.string?.hasSuffix(".") == true, "\(member.key)")
    }
  }

  @Test("The order of the tools is fixed")
  func order() {
    let reading = [
      "find", "show", "look", "check", "score", "pick", "choose", "explain", "targets", "compile",
      "where_used", "status", "jobs",
    ]
    #expect(Self.catalogue.tools.map(\.name) == reading)
    #expect(Self.catalogue.tools.allSatisfy { $0.effects.isReadOnly })
    var workspace = Workspace.withoutLibrary
    workspace.allowances = Set(Allowance.allCases)
    let all = AgentCatalogue.castbook(workspace).tools
    #expect(all.map(\.name) == reading + ["add", "edit", "prepare", "export", "take"])
    #expect(all.dropFirst(reading.count).allSatisfy { !$0.effects.isReadOnly })
    #expect(
      Self.catalogue.templates.map(\.template) == [
        "castbook://target/{target}", "castbook://rule/{rule}", "castbook://element/{element}",
        "castbook://thumbnail/{sha256}", "castbook://schema/{schema}",
      ])
  }

  /// Calls a tool, and returns the result.
  private func call(_ name: String, _ arguments: String) async throws -> JSONValue {
    let client = TestClient(Self.catalogue)
    client.request(1, "tools/call", #""name":"\#(name)","arguments":\#(arguments)"#)
    return try #require(try await client.answer()["result"])
  }

  /// Calls a tool, and returns the structured content of its answer.
  private func content(_ name: String, _ arguments: String) async throws -> JSONValue {
    let result = try await call(name, arguments)
    #expect(result["isError"] == false, "\(result.compactText)")
    return try #require(result["structuredContent"])
  }

  /// Calls a tool, and returns the text of its refusal.
  private func refusal(_ name: String, _ arguments: String) async throws -> String {
    let result = try await call(name, arguments)
    #expect(result["isError"] == true)
    return try #require(result["content"]?.array?.first?["text"]?.string)
  }

  @Test("explain explains every rule")
  func rules() async throws {
    let texts = try RuleCatalogue().texts
    // All at once: a test that waits for each answer waits for other tests each time.
    let client = TestClient(Self.catalogue)
    for (id, text) in texts.enumerated() {
      client.request(
        id, "tools/call", #""name":"explain","arguments":{"rule":"\#(text.rule)"}"#)
    }
    let answers = try await client.answers()
    #expect(Set(answers.map { $0["id"]?.integer }) == Set(texts.indices))
    for answer in answers {
      let text = texts[try #require(answer["id"]?.integer)]
      let content = try #require(answer["result"]?["structuredContent"], "\(text.rule)")
      let summary = try #require(content["summary"]?.string)
      #expect(summary.contains(text.title) && summary.count < 2400, "\(text.rule)")
    }
  }

  @Test("explain accepts a clear misspelling, and names similar rules otherwise")
  func misspelt() async throws {
    let near = try await content("explain", #"{"rule":"image.too-smal"}"#)
    #expect(
      near["summary"]?.string?.hasPrefix("No rule «image.too-smal»; this is image.too-small.")
        == true)
    let unknown = try await refusal("explain", #"{"rule":"zzzzzz"}"#)
    #expect(unknown.hasPrefix("/rule: no rule «zzzzzz»."))
    let similar = try await refusal("explain", #"{"rule":"x.too"}"#)
    #expect(similar.contains("Similar rules: "))
  }

  @Test("explain lists topics and families, a family's rules, and a topic's sections")
  func lists() async throws {
    let all = try await content("explain", "{}")
    #expect(all["summary"]?.string?.contains("shot-files") == true)
    let family = try await content("explain", #"{"rule":"image"}"#)
    #expect(try #require(family["data"]?["rules"]?.array).count > 5)
    let topic = try await content("explain", #"{"topic":"shot-files"}"#)
    let sections = try #require(topic["data"]?["sections"]?.array?.compactMap { $0.string })
    #expect(sections.count > 3 && Set(sections).count == sections.count)
    var parts: [String] = []
    for section in sections {
      let arguments: JSONValue = ["topic": "shot-files", "section": section]
      let content = try await content("explain", arguments.compactText)
      parts.append(try #require(content["summary"]?.string))
    }
    #expect(parts.joined(separator: "\n") == HelpTopic.named("shot-files")?.text)
  }

  @Test(
    "explain refuses arguments that don't belong together",
    arguments: [
      #"{"rule":"image","topic":"shot-files"}"#, #"{"rule":"image.too-small","section":"x"}"#,
      #"{"topic":"shot-file"}"#, #"{"topic":"shot-files","section":"none"}"#,
    ])
  func contradiction(arguments: String) async throws {
    let text = try await refusal("explain", arguments)
    #expect(text.hasSuffix("[agents.argument]"))
  }

  @Test("targets lists all in pages, each once")
  func pages() async throws {
    var ids: [String] = []
    var arguments = #"{"limit":40}"#
    while true {
      let content = try await content("targets", arguments)
      let data = try #require(content["data"])
      ids += data["targets"]?.array?.compactMap { $0["id"]?.string } ?? []
      guard let after = data["after"]?.string else { break }
      #expect(content["next"]?.array?.first == .string(#"targets {"after":"\#(after)"}"#))
      arguments = #"{"limit":40,"after":"\#(after)"}"#
    }
    #expect(ids == (try TargetCatalogue()).ids.map(\.rawValue))
  }

  @Test("targets shows one, several of a provider, and those of a pattern")
  func selections() async throws {
    let one = try await content("targets", #"{"target":"kling-o3"}"#)
    #expect(one["summary"]?.string?.hasPrefix("fal.kling-o3") == true && one["data"] == nil)
    let full = try await content("targets", #"{"target":"kling-o3","detail":"full"}"#)
    #expect(full["data"]?["castbook"] == "target-brief/1")
    let provider = try await content("targets", #"{"target":"fal"}"#)
    #expect(
      provider["data"]?["targets"]?.array?.allSatisfy {
        $0["id"]?.string?.hasPrefix("fal.") == true
      } == true)
    let pattern = try await content("targets", #"{"target":"*omni*"}"#)
    #expect(try #require(pattern["data"]?["count"]?.integer) > 0)
    for arguments in [
      #"{"target":"kling-o33"}"#, #"{"target":"*none*"}"#, #"{"detail":"full"}"#,
      #"{"target":"kling","limit":3}"#,
    ] { _ = try await refusal("targets", arguments) }
  }

  @Test("Every rule and target can be read and completed as a resource")
  func resources() async throws {
    let client = TestClient(Self.catalogue)
    for address in [
      "castbook://shot-files", "castbook://rule/image.too-small", "castbook://target/kling-o3",
    ] {
      client.request(1, "resources/read", #""uri":"\#(address)""#)
      let content = try #require(
        try await client.answer()["result"]?["contents"]?.array?.first, "\(address)")
      #expect(content["uri"]?.string == address)
      #expect(content["text"]?.string?.isEmpty == false)
    }
    for address in ["castbook://rule/none", "castbook://target/none", "castbook://other"] {
      client.request(2, "resources/read", #""uri":"\#(address)""#)
      #expect(try await client.answer().code == -32602)
    }
    client.request(
      3, "completion/complete",
      #""ref":{"type":"ref/resource","uri":"castbook://target/{target}"},"#
        + #""argument":{"name":"target","value":"kling-o"}"#)
    let values = try await client.answer()["result"]?["completion"]?["values"]?.array
    #expect(try #require(values).contains("kling-o3"))
  }
}
