import Model
import Synchronization
import Testing

@testable import Agents

/// Calls of tools: their arguments, their answers, and many at once.
@Suite(.timeLimit(.minutes(5)))
struct CallTests {
  @Test(
    "Arguments that don't fit are an answer that names the place and what fits",
    arguments: [
      ("{}", "/words: the argument is missing. Give words: What to say."),
      (#"{"words":1}"#, "/words: the value is a whole number. Give a text."),
      (#"{"words":""}"#, "/words: the text has 0 characters. 1 to 20 characters fit."),
      (#"{"words":null}"#, "/words: the argument is missing. Give words: What to say."),
      (
        #"{"words":"a","mode":"odd"}"#,
        "/mode: unknown value «odd». One of plain, picture, refusal fits."
      ),
      (#"{"words":"a","count":4}"#, "/count: 4 is out of range. Numbers from 1 to 3 fit."),
      (#"{"words":"a","count":1.5}"#, "/count: the value is a number. Give a whole number."),
      (#"{"words":"a","loud":"yes"}"#, "/loud: the value is a string. Give true or false."),
      (#"{"words":"a","names":["b",2]}"#, "/names/1: the value is a whole number. Give a text."),
      (#"{"words":"a","names":[]}"#, "/names: the list has 0 items. 1 to 2 items fit."),
      (#"{"wrods":"a"}"#, "/wrods: unknown argument. Did you mean words?"),
      (
        #"{"a/b~":1}"#,
        "/a~1b~0: unknown argument. The arguments are words, mode, count, loud, names."
      ),
      ("[]", "the arguments: the value is a list. Give an object."),
    ])
  func arguments(arguments: String, text: String) async throws {
    let client = TestClient()
    client.request(1, "tools/call", #""name":"echo","arguments":\#(arguments)"#)
    let answer = try await client.answer()
    #expect(answer["result"]?["isError"] == true)
    #expect(answer.text == "\(text) [agents.argument]")
    #expect(answer["result"]?["structuredContent"]?["castbook"] == "error/1")
    #expect(answer["result"]?["structuredContent"]?["rule"] == "agents.argument")
  }

  @Test("Arguments reach the tool, and an absent one may be null")
  func passed() async throws {
    let client = TestClient()
    client.request(
      1, "tools/call",
      #""name":"echo","arguments":{"words":"hi","count":null,"loud":true,"names":["a","b"]}"#)
    let content = try #require(try await client.answer()["result"]?["structuredContent"])
    #expect(content["summary"] == "HI" && content["next"] == ["echo {}"])
    #expect(content["data"] == ["names": ["a", "b"]])
  }

  @Test("A refusal names its rule and the call that explains it")
  func refusal() async throws {
    let client = TestClient()
    client.request(1, "tools/call", #""name":"echo","arguments":{"words":"a","mode":"refusal"}"#)
    let answer = try await client.answer()
    #expect(answer["result"]?["isError"] == true)
    #expect(
      answer.text
        == "the picture is 10 px wide. Use a larger original. [image.too-small]\n"
        + #"Next: explain {"rule":"image.too-small"}"#)
  }

  @Test("An id that is still in flight is refused, and free again afterwards")
  func repeatedID() async throws {
    let turnstile = Turnstile()
    let client = TestClient(turnstile.catalogue)
    client.request(1, "tools/call", #""name":"read","arguments":{"label":"a"}"#)
    client.request(1, "tools/call", #""name":"read","arguments":{"label":"b"}"#)
    client.request(1, "server/discover")
    turnstile.open()
    let answers = try await client.answers()
    #expect(answers.filter { $0.code == -32600 && $0["id"] == .null }.count == 2)
    #expect(answers.filter { $0["id"] == 1 }.map(\.text) == ["a"])
    client.request(1, "server/discover")
    #expect(try await client.answer()["id"] == 1)
  }

  @Test("Sixteen calls run at once; more wait, while pings are answered and calls are cancelled")
  func many() async throws {
    let turnstile = Turnstile()
    let client = TestClient(turnstile.catalogue)
    for id in 1...20 {
      client.request(id, "tools/call", #""name":"read","arguments":{"label":"\#(id)"}"#)
    }
    try await turnstile.wait(forBegun: 16)
    client.send(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#)
    for id in [3, 18] {
      client.send(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":\#(id)}}"#)
    }
    while true {
      let messages = try client.messages()
      if let first = messages.first {
        #expect(first["id"] == "p")
        break
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    turnstile.open()
    let answers = try await client.answers()
    #expect(
      Set(answers.compactMap { $0["id"]?.integer }) == Set(1...20).subtracting([3, 18]))
    #expect(!turnstile.begun.contains("18") && !turnstile.ended.contains("3"))
  }

  @Test("Calls that change something run one at a time, in the order of arrival")
  func changes() async throws {
    let turnstile = Turnstile()
    let client = TestClient(turnstile.catalogue)
    for id in 1...8 {
      client.request(id, "tools/call", #""name":"change","arguments":{"label":"\#(id)"}"#)
    }
    client.request(9, "tools/call", #""name":"read","arguments":{"label":"9"}"#)
    try await turnstile.wait(forBegun: 2)
    #expect(Set(turnstile.begun) == ["1", "9"])
    client.send(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":4}}"#)
    turnstile.open()
    let answers = try await client.answers()
    let changes = answers.compactMap { $0["id"]?.integer }.filter { $0 != 9 }
    #expect(changes == [1, 2, 3, 5, 6, 7, 8])
    #expect(turnstile.begun.filter { $0 != "9" } == changes.map(String.init))
  }

  @Test("A cancelled call is stopped, and never answered")
  func cancelled() async throws {
    let turnstile = Turnstile()
    let client = TestClient(turnstile.catalogue)
    client.request(1, "tools/call", #""name":"change","arguments":{"label":"1"}"#)
    client.request(2, "tools/call", #""name":"change","arguments":{"label":"2"}"#)
    try await turnstile.wait(forBegun: 1)
    client.send(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
    try await turnstile.wait(forBegun: 2)
    turnstile.open()
    #expect(try await client.answers().map { $0["id"] } == [2])
    #expect(turnstile.ended == ["2"])
  }

  @Test("An answer that is too long is an error")
  func tooLong() async throws {
    let tool = AgentTool(
      "long", title: "Long", description: "Talks.", parameters: [], shape: "long/1",
      dataSchema: .object(["type": "object"])
    ) { _, _ in ToolAnswer(String(repeating: "a", count: 3 << 20)) }
    let client = TestClient(AgentCatalogue(tools: [tool]))
    client.request(1, "tools/call", #""name":"long""#)
    let answer = try await client.answer()
    #expect(answer.code == -32603 && answer["id"] == 1)
  }
}

/// Progress, which goes forward, not too often, and never after the answer.
@Suite(.timeLimit(.minutes(5)))
struct ProgressTests {
  /// A clock that only a test moves.
  private final class Clock: Sendable {
    let now = Mutex(Duration.zero)
  }

  /// A tool that reports at times, in milliseconds.
  private func catalogue(_ clock: Clock, _ reports: [(time: Int, done: Int)]) -> AgentCatalogue {
    let tool = AgentTool(
      "count", title: "Count", description: "Counts.", parameters: [], shape: "count/1",
      dataSchema: .object(["type": "object"])
    ) { _, context in
      for report in reports {
        clock.now.withLock { $0 = .milliseconds(report.time) }
        context.report(report.done, of: 9, "at \(report.done)")
        // The writer has a thread of its own, and drops what it can't write at once.
        try await Task.sleep(for: .milliseconds(20))
      }
      return ToolAnswer("counted")
    }
    return AgentCatalogue(tools: [tool])
  }

  @Test("Reports are at least 100 ms apart and increase")
  func spaced() async throws {
    let clock = Clock()
    let reports = [(0, 1), (50, 2), (100, 3), (150, 4), (200, 3), (210, 5), (400, 6)]
    let client = TestClient(catalogue(clock, reports), elapsed: { clock.now.withLock { $0 } })
    client.request(1, "tools/call", #""name":"count""#, meta: #""progressToken":"t""#)
    let messages = try await client.answers()
    let progress = messages.dropLast().compactMap { $0["params"] }
    #expect(progress.map { $0["progress"] } == [1, 3, 5, 6])
    #expect(progress.allSatisfy { $0["progressToken"] == "t" && $0["total"] == 9 })
    #expect(progress.first?["message"] == "at 1")
    #expect(messages.last?["id"] == 1)
  }

  @Test("Without a token there is no progress, and in the oldest version no message")
  func withoutToken() async throws {
    let clock = Clock()
    let client = TestClient(catalogue(clock, [(0, 1)]), elapsed: { clock.now.withLock { $0 } })
    client.request(1, "tools/call", #""name":"count""#)
    #expect(try await client.answers().count == 1)
    try await client.initialize("2024-11-05")
    client.send(
      #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"count","#
        + #""_meta":{"progressToken":7}}}"#)
    let parameters = try #require(try await client.answers().first?["params"])
    #expect(parameters == ["progressToken": 7, "progress": 1, "total": 9])
  }

  @Test("Reports after the answer are left out")
  func late() async throws {
    let kept = Mutex<CallContext?>(nil)
    let tool = AgentTool(
      "leak", title: "Leak", description: "Ends.", parameters: [], shape: "leak/1",
      dataSchema: .object(["type": "object"])
    ) { _, context in
      kept.withLock { $0 = context }
      return ToolAnswer("ended")
    }
    let client = TestClient(AgentCatalogue(tools: [tool]))
    client.request(1, "tools/call", #""name":"leak""#, meta: #""progressToken":1"#)
    _ = try await client.answer()
    kept.withLock { $0 }?.report(1)
    #expect(try await client.answers().isEmpty)
  }
}
