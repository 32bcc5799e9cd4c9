import Model
import Testing

@testable import Agents

/// Every version gets what it knows, and nothing that it doesn't.
@Suite(.timeLimit(.minutes(5)))
struct VersionTests {
  static let old = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]

  @Test("The handshake chooses the client's version", arguments: old)
  func handshake(version: String) async throws {
    let client = TestClient()
    client.send(TestClient.handshake(version))
    let result = try #require(try await client.answer()["result"])
    #expect(result["protocolVersion"]?.string == version)
    #expect(result["serverInfo"]?["name"] == "castbook")
    #expect(result["instructions"] == "Be brief.")
    #expect(result["resultType"] == nil && result["ttlMs"] == nil)
    let capabilities = try #require(result["capabilities"])
    #expect(capabilities["tools"] != nil && capabilities["prompts"] != nil)
    #expect((capabilities["completions"] != nil) == (version > "2024-11-05"))
  }

  @Test(
    "An unknown or newer version gets the newest with a handshake",
    arguments: ["2023-01-01", "2026-07-28", "2099-01-01"])
  func otherVersion(version: String) async throws {
    let client = TestClient()
    client.send(TestClient.handshake(version))
    #expect(try await client.answer()["result"]?["protocolVersion"] == "2025-11-25")
  }

  @Test(
    "A handshake without its parts is refused",
    arguments: [
      #"{"capabilities":{},"clientInfo":{"name":"a","version":"1"}}"#,
      #"{"protocolVersion":"2025-06-18","clientInfo":{"name":"a","version":"1"}}"#,
      #"{"protocolVersion":"2025-06-18","capabilities":{}}"#,
      #"{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a"}}"#,
    ])
  func incompleteHandshake(parameters: String) async throws {
    let client = TestClient()
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":\#(parameters)}"#)
    #expect(try await client.answer().code == -32602)
  }

  @Test("A tool in a list has what the version knows", arguments: old)
  func tools(version: String) async throws {
    let client = TestClient()
    try await client.initialize(version)
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
    let tool = try #require(try await client.answer()["result"]?["tools"]?.array?.first)
    #expect(tool["inputSchema"]?["type"] == "object")
    #expect((tool["annotations"] != nil) == (version >= "2025-03-26"))
    #expect((tool["title"] != nil) == (version >= "2025-06-18"))
    #expect((tool["outputSchema"] != nil) == (version >= "2025-06-18"))
  }

  @Test("An answer has the blocks that the version knows, and is complete without them")
  func blocks() async throws {
    for version in Self.old {
      let client = TestClient()
      try await client.initialize(version)
      client.send(
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":"#
          + #"{"words":"hi","count":2,"mode":"picture"}}}"#)
      let answer = try await client.answer()
      let result = try #require(answer["result"])
      let kinds = result["content"]?.array?.compactMap { $0["type"]?.string } ?? []
      let isStructured = version >= "2025-06-18"
      #expect(
        kinds
          == (isStructured
            ? ["text", "image", "resource_link"] : ["text", "text", "image", "text"]))
      #expect(answer.text == "hi\nNext: echo {}")
      #expect((result["structuredContent"] != nil) == isStructured)
      if !isStructured {
        #expect(result["content"]?.array?[1]["text"] == #"{"count":2}"#)
      }
    }
  }

  @Test("The newest version needs no handshake, and its results say how long they hold")
  func newest() async throws {
    let client = TestClient()
    client.request(1, "server/discover")
    let result = try #require(try await client.answer()["result"])
    #expect(
      result["supportedVersions"]?.array?.compactMap(\.string)
        == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
    for method in [
      "server/discover", "tools/list", "resources/list", "resources/templates/list", "prompts/list",
    ] {
      client.request(2, method)
      let result = try #require(try await client.answer()["result"])
      #expect(result["resultType"] == "complete" && result["cacheScope"] == "public", "\(method)")
      #expect(result["ttlMs"]?.integer == 3_600_000)
      #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "castbook")
    }
    client.request(3, "resources/read", #""uri":"test://cup/a%20b""#)
    let read = try #require(try await client.answer()["result"])
    #expect(read["cacheScope"] == "private" && read["ttlMs"]?.integer == 1000)
    #expect(read["contents"]?.array?.first?["blob"] == "YSBi")
    client.request(4, "tools/call", #""name":"echo","arguments":{"words":"hi"}"#)
    let call = try #require(try await client.answer()["result"])
    #expect(call["resultType"] == "complete" && call["ttlMs"] == nil)
    #expect(call["structuredContent"]?["castbook"] == "echo/1")
  }

  @Test("Both eras work in turn on one connection")
  func bothEras() async throws {
    let client = TestClient()
    client.request(1, "server/discover")
    client.send(TestClient.handshake("2025-06-18"))
    client.send(#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)
    client.request(3, "tools/list")
    let answers = try await client.answers()
    #expect(answers.compactMap { $0["result"] }.count == 4)
    #expect(answers[2]["result"]?["ttlMs"] == nil && answers[3]["result"]?["ttlMs"] != nil)
  }

  @Test("A request without a version is refused before the handshake, except ping")
  func withoutHandshake() async throws {
    let client = TestClient()
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
    client.send(#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#)
    client.send(#"{"jsonrpc":"2.0","id":3,"method":"server/discover"}"#)
    let answers = try await client.answers()
    #expect(answers.map(\.code) == [-32600, nil, -32602])
    #expect(answers[1]["result"] == [:])
  }

  @Test(
    "The envelope of a request is checked in the order of the specification",
    arguments: [
      (#""io.modelcontextprotocol/protocolVersion":"2026-07-28""#, -32602),
      (#""io.modelcontextprotocol/protocolVersion":1"#, -32602),
      (#""io.modelcontextprotocol/protocolVersion":"2027-01-01""#, -32022),
      (#""io.modelcontextprotocol/protocolVersion":"2025-11-25""#, -32022),
      (TestClient.envelope, -32601),
    ])
  func envelope(meta: String, code: Int) async throws {
    let client = TestClient()
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"no/such","params":{"_meta":{\#(meta)}}}"#)
    let answer = try await client.answer()
    #expect(answer.code == code)
    if code == -32022 {
      #expect(answer["error"]?["data"]?["requested"] != nil)
      #expect(answer["error"]?["data"]?["supported"]?.array?.count == 5)
    }
  }

  @Test(
    "Methods that a version doesn't have are unknown",
    arguments: ["initialize", "ping", "logging/setLevel", "resources/subscribe", "tasks/list"])
  func removedMethods(method: String) async throws {
    let client = TestClient()
    client.request(1, method)
    #expect(try await client.answer().code == -32601)
  }

  @Test("A second handshake is refused")
  func secondHandshake() async throws {
    let client = TestClient()
    try await client.initialize("2025-06-18")
    client.send(TestClient.handshake("2025-11-25"))
    #expect(try await client.answer().code == -32600)
  }

  @Test("An unknown resource has the code of the version")
  func unknownResource() async throws {
    for address in ["test://other", "test://cup/none", "test://cup/", "test://cup/a/b"] {
      let client = TestClient()
      client.request(1, "resources/read", #""uri":"\#(address)""#)
      let modern = try await client.answer()
      #expect(modern.code == -32602 && modern["error"]?["data"]?["uri"]?.string == address)
      try await client.initialize("2025-11-25")
      client.send(
        #"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"\#(address)"}}"#)
      #expect(try await client.answer().code == -32002)
    }
  }

  @Test("A subscription is acknowledged, stays silent, and ends when it is cancelled")
  func subscription() async throws {
    let client = TestClient()
    client.request(1, "subscriptions/listen", #""notifications":{"toolsListChanged":true}"#)
    let first = try await client.answer()
    #expect(first["method"] == "notifications/subscriptions/acknowledged")
    #expect(first["params"]?["notifications"] == [:])
    #expect(first["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"]?.integer == 1)
    client.send(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
    client.request(1, "server/discover")
    #expect(try await client.answer()["result"] != nil)
  }
}
