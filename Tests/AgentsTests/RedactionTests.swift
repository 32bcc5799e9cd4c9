import Model
import Testing

@testable import Agents

/// What must not leave this machine is replaced in everything that is written.
@Suite(.timeLimit(.minutes(5)))
struct RedactionTests {
  private func redaction() throws -> Redaction {
    Redaction(
      folders: [
        (try #require(FilePath("/home/mira")), "~"),
        (try #require(FilePath("/home/mira/.local/share/castbook/")), "library"),
        (try #require(FilePath("/")), "nothing"), (try #require(FilePath("film")), "nothing"),
      ],
      secrets: [Array("sk-12345678".utf8), Array("short".utf8)])
  }

  @Test(
    "Folders are replaced where a path is, keys everywhere",
    arguments: [
      ("/home/mira/film/a.jpg", "~/film/a.jpg"), ("in /home/mira.", "in ~."),
      ("/home/mira/.local/share/castbook/index", "library/index"),
      ("/home/mirage", "/home/mirage"), ("/srv/home/mira", "/srv/home/mira"),
      ("file:///home/mira/a", "file://~/a"), ("«/home/mira»", "«~»"),
      ("(/home/mira)", "(~)"), ("/home/mira:/home/mira", "~:~"),
      ("xsk-12345678x", "x[key]x"), ("short film at /", "short film at /"),
    ])
  func replaced(text: String, expected: String) throws {
    #expect(try redaction().text(text) == expected)
  }

  @Test("Every text of a value is redacted, keys of objects as well")
  func values() throws {
    let value: JSONValue = [
      "a": .array(["/home/mira/x", 1, true]), "b": .object(["sk-12345678": "/home/mira"]),
    ]
    #expect(
      try redaction().value(value) == [
        "a": .array(["~/x", 1, true]), "b": .object(["[key]": "~"]),
      ])
  }

  @Test("Results, refusals, errors and progress are redacted on their way out")
  func written() async throws {
    let secret = "/home/mira/film with sk-12345678"
    struct Leak: Error, CustomStringConvertible { let description: String }
    let mode = ToolParameter<SampleTools.Mode>.choice("mode", "How.")
    let tool = AgentTool(
      "leak", title: "Leak", description: "Leaks.", parameters: [mode], shape: "leak/1",
      dataSchema: .object(["type": "object"])
    ) { arguments, context in
      context.report(1, of: nil, secret)
      if try arguments[mode] == .refusal { throw Leak(description: secret) }
      var answer = ToolAnswer(secret)
      answer.data = ["path": secret]
      answer.next = [secret]
      answer.links = [.init(address: "file:///home/mira", name: secret, type: "x")]
      return answer
    }
    let note = AgentResource(
      "test://a", name: "a", title: "A", description: "A", type: "text/plain"
    ) { throw Leak(description: secret) }
    let client = TestClient(
      AgentCatalogue(tools: [tool], resources: [note]), redaction: try redaction())
    client.request(1, "tools/call", #""name":"leak""#, meta: #""progressToken":1"#)
    client.request(2, "tools/call", #""name":"leak","arguments":{"mode":"refusal"}"#)
    client.request(3, "resources/read", #""uri":"test://a""#)
    client.request(4, "tools/call", #""name":"\#(secret)""#)
    let answers = try await client.answers()
    #expect(answers.filter { $0["id"] != nil }.count == 4)
    for answer in answers {
      let text = answer.compactText
      #expect(!text.contains("/home/mira") && !text.contains("sk-1234"), "\(text)")
    }
  }
}
