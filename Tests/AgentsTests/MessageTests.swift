import CommandLineKit
import Model
import Testing

@testable import Agents

/// Messages with and without a valid form.
@Suite(.timeLimit(.minutes(5)))
struct MessageTests {
  @Test(
    "A message without a valid form is refused with its code and its id",
    arguments: [
      ("{", -32700, "null"), ("not JSON", -32700, "null"), ("[1,]", -32700, "null"),
      (#"{"a":1,"a":2}"#, -32700, "null"), ("1", -32600, "null"), ("null", -32600, "null"),
      ("{}", -32600, "null"), (#"{"id":1,"method":"ping"}"#, -32600, "1"),
      (#"{"jsonrpc":"1.0","id":"a","method":"ping"}"#, -32600, #""a""#),
      (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, "null"),
      (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600, "null"),
      (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600, "null"),
      (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600, "1"),
      (#"{"jsonrpc":"2.0","id":1}"#, -32600, "1"),
      (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602, "1"),
      (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":3}}"#, -32602, "1"),
      ("[]", -32600, "null"), (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600, "null"),
    ])
  func invalid(line: String, code: Int, id: String) async throws {
    let client = TestClient()
    client.send(line)
    let answer = try await client.answer()
    #expect(answer.code == code)
    #expect(answer["id"]?.compactText == id)
    #expect(answer["error"]?["message"]?.string?.isEmpty == false)
  }

  @Test("Bytes that are not UTF-8 are answered")
  func notText() async throws {
    let client = TestClient()
    client.send(.text([0xFF, 0xFE]))
    client.send(.text(Array(#"{"jsonrpc":"2.0","id":""#.utf8) + [0xC3] + Array(#""}"#.utf8)))
    #expect(try await client.answers().map(\.code) == [-32700, -32700])
  }

  @Test("A value that is nested too deeply is answered")
  func deep() async throws {
    let client = TestClient()
    client.send(String(repeating: "[", count: 100_000))
    #expect(try await client.answer().code == -32700)
  }

  @Test("A line that is too long is answered, and the next one is read")
  func tooLong() async throws {
    let client = TestClient()
    client.send(.tooLong(byteCount: 5 << 20))
    client.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
    let answers = try await client.answers()
    #expect(answers.map(\.code) == [-32600, nil])
  }

  @Test(
    "Blank lines, notifications and answers are never answered",
    arguments: [
      "", "  \t", "\r", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
      #"{"jsonrpc":"2.0","method":"no/such","params":[1]}"#,
      #"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
      #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
      #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"#,
    ])
  func silent(line: String) async throws {
    let client = TestClient()
    client.send(line)
    #expect(try await client.answers().isEmpty)
  }

  @Test(
    "Parameters that don't fit are refused",
    arguments: [
      ("tools/call", ""), ("tools/call", #""name":1"#), ("tools/call", #""name":"ecko""#),
      ("tools/list", #""cursor":"x""#), ("resources/list", #""cursor":"x""#),
      ("resources/read", ""), ("prompts/get", ""), ("prompts/get", #""name":"other""#),
      ("prompts/get", #""name":"letter""#),
      ("prompts/get", #""name":"letter","arguments":{"to":1}"#),
      ("prompts/get", #""name":"letter","arguments":[]"#), ("completion/complete", ""),
      ("completion/complete", #""argument":{"name":"to","value":""},"ref":{"type":"x"}"#),
      (
        "completion/complete",
        #""argument":{"name":"to","value":""},"ref":{"type":"ref/prompt","name":"x"}"#
      ),
      ("subscriptions/listen", ""),
    ])
  func parameters(method: String, members: String) async throws {
    let client = TestClient()
    client.request(1, method, members)
    #expect(try await client.answer().code == -32602)
  }

  @Test("A misspelt name is answered with the one that was meant")
  func suggestion() async throws {
    let client = TestClient()
    client.request(1, "tools/call", #""name":"ecko""#)
    let answer = try await client.answer()
    #expect(answer["error"]?["message"] == #"unknown tool "ecko": did you mean "echo"?"#)
  }

  @Test("A prompt has the text of its arguments")
  func prompt() async throws {
    let client = TestClient()
    client.request(1, "prompts/get", #""name":"letter","arguments":{"to":"Mira"}"#)
    let message = try #require(try await client.answer()["result"]?["messages"]?.array?.first)
    #expect(message["role"] == "user" && message["content"]?["text"] == "Dear Mira,")
  }

  @Test("Values are completed, at most 100, with regard to other arguments")
  func completion() async throws {
    let client = TestClient()
    client.request(
      1, "completion/complete",
      #""ref":{"type":"ref/resource","uri":"test://cup/{cup}"},"argument":{"name":"cup","value":"cup"}"#
    )
    let first = try #require(try await client.answer()["result"]?["completion"])
    #expect(first["values"]?.array?.count == 100 && first["hasMore"] == true)
    client.request(
      2, "completion/complete",
      #""ref":{"type":"ref/prompt","name":"letter"},"argument":{"name":"to","value":""},"#
        + #""context":{"arguments":{"kind":"Ben"}}"#)
    let second = try #require(try await client.answer()["result"]?["completion"])
    #expect(second["values"] == ["Ben"] && second["hasMore"] == false)
    client.request(
      3, "completion/complete",
      #""ref":{"type":"ref/prompt","name":"letter"},"argument":{"name":"kind","value":""}"#)
    #expect(try await client.answer()["result"]?["completion"]?["values"] == [])
  }
}

/// Batches, which only one version has.
@Suite(.timeLimit(.minutes(5)))
struct BatchTests {
  @Test("A batch is answered with one array, without its notifications")
  func answered() async throws {
    let client = TestClient()
    try await client.initialize("2025-03-26")
    client.send(
      #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"},{"#
        + #""jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","#
        + #""arguments":{"words":"a"}}},7,{"jsonrpc":"2.0","id":3,"method":"initialize"}]"#)
    let answers = try #require(try await client.answer().array)
    #expect(answers.count == 4)
    #expect(Set(answers.compactMap(\.code)) == [-32600])
    #expect(Set(answers.compactMap { $0["id"]?.integer }) == [1, 2, 3])
  }

  @Test("A batch of notifications is not answered, an empty or huge one is refused")
  func silent() async throws {
    let client = TestClient()
    try await client.initialize("2025-03-26")
    client.send(#"[{"jsonrpc":"2.0","method":"x"},{"jsonrpc":"2.0","id":1,"result":{}}]"#)
    #expect(try await client.answers().isEmpty)
    client.send("[]")
    client.send("[\(Array(repeating: "1", count: 101).joined(separator: ","))]")
    #expect(try await client.answers().map(\.code) == [-32600, -32600])
  }

  @Test("A batch is answered even if a call of it is cancelled")
  func cancelled() async throws {
    let turnstile = Turnstile()
    let client = TestClient(turnstile.catalogue)
    try await client.initialize("2025-03-26")
    client.send(
      #"[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}},"#
        + #"{"jsonrpc":"2.0","id":2,"method":"ping"}]"#)
    try await turnstile.wait(forBegun: 1)
    client.send(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
    #expect(try await client.answer().array?.map { $0["id"] } == [2])
  }
}
