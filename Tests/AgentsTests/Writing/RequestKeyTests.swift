import Castbook
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Agents

/// Calls that are repeated with a key, after the first succeeded, failed or was cancelled.
@Suite("Keys of requests", .timeLimit(.minutes(5)))
struct RequestKeyTests {
  private let desk: WritingDesk
  private let calls = Calls()

  /// What a tool was called with.
  private final class Calls: Sendable {
    let words = Mutex<[String]>([])
    var count: Int { words.withLock { $0.count } }
  }

  private static let word = ToolParameter<String>.text("word", "A word.")

  init() async throws {
    desk = try WritingDesk()
    _ = try await desk.workspace.libraryToFill()
  }

  /// A tool that notes each call, and answers with its number.
  private func tool(pause: Duration = .zero, in workspace: Workspace? = nil) -> AgentTool {
    let calls = calls
    return AgentTool(
      "note", title: "Note", description: "Notes.", parameters: [Self.word], shape: "note/1",
      dataSchema: .object(["type": "object"]), effects: .changing
    ) { arguments, _ in
      let word = try arguments[Self.word] ?? ""
      if word == "fail", calls.count == 0 {
        calls.words.withLock { $0.append(word) }
        throw SampleTools.Refusal()
      }
      let number = calls.words.withLock { words in
        words.append(word)
        return words.count
      }
      try await Task.sleep(for: pause)
      var answer = ToolAnswer("\(number): \(word)")
      answer.data = ["number": number, "path": "/home/ada/film/a.jpg"]
      answer.next = ["note {}"]
      return answer
    }.keyed(by: RequestKeys(in: workspace ?? desk.workspace))
  }

  private func run(_ tool: AgentTool, _ arguments: JSONValue) async throws -> ToolAnswer {
    try await tool.run(
      ToolArguments(arguments, for: tool.parameters), CallContext { _ in })
  }

  private var folder: URL { desk.scratch.url.appending(path: "library/cache/answers-1") }

  /// The names of the answers that are kept.
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path())
  }

  @Test("return the first answer, also of another server, and do nothing again")
  func repeated() async throws {
    let first = try await run(tool(), ["word": "a", "key": "k"])
    // Another workspace opens the library again, as after a restart.
    let workspace = Workspace(
      roots: desk.workspace.roots, library: LibraryLocation(desk.scratch.path("library")),
      targets: { try TargetCatalogue() })
    var restarted = workspace
    restarted.project = desk.workspace.project
    for workspace in [desk.workspace, restarted] {
      let again = try await run(tool(in: workspace), ["key": "k", "word": "a"])
      #expect(again.document(shape: "note/1") == first.document(shape: "note/1"))
    }
    #expect(calls.count == 1)
    // Without a key, and with another one, the work is done.
    #expect(try await run(tool(), ["word": "a"]).summary == "2: a")
    #expect(try await run(tool(), ["word": "a", "key": "l"]).summary == "3: a")
  }

  @Test("belong to one request")
  func otherArguments() async throws {
    _ = try await run(tool(), ["word": "a", "key": "k"])
    for arguments in [["word": "b", "key": "k"], ["key": "k"]] as [JSONValue] {
      await #expect(throws: ArgumentError.self) { _ = try await run(tool(), arguments) }
    }
    // These words mean other files in another folder.
    var other = desk.workspace
    other.project = nil
    await #expect(throws: ArgumentError.self) {
      _ = try await run(tool(in: other), ["word": "a", "key": "k"])
    }
    #expect(calls.count == 1)
  }

  @Test("of calls that failed, or were cancelled, can be used again")
  func failed() async throws {
    await #expect(throws: SampleTools.Refusal.self) {
      _ = try await run(tool(), ["word": "fail", "key": "k"])
    }
    #expect(try await run(tool(), ["word": "fail", "key": "k"]).summary == "2: fail")
    let slow = tool(pause: .seconds(60))
    let task = Task { try await run(slow, ["word": "b", "key": "l"]) }
    while calls.count < 3 { try await Task.sleep(for: .milliseconds(2)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(try await run(tool(), ["word": "b", "key": "l"]).summary == "4: b")
  }

  @Test("at the same time are carried out once")
  func together() async throws {
    let tool = tool(pause: .milliseconds(100))
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<4 { group.addTask { try await run(tool, ["word": "a", "key": "k"]).summary } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: "1: a", count: 4))
    #expect(try names().count == 1)
  }

  @Test("and paths are not in what is kept")
  func privacy() async throws {
    var workspace = desk.workspace
    let home = try #require(FilePath("/home/ada"))
    workspace.redaction = Redaction(folders: [(home, "~")])
    _ = try await run(tool(in: workspace), ["word": "secret-argument", "key": "secret-key"])
    let name = try #require(try names().first)
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    #expect(!text.contains("secret-key") && !name.contains("secret-key"))
    #expect(!text.contains("/home/ada") && text.contains("~/film/a.jpg"))
    #expect(!text.contains(desk.root.text))
  }

  @Test("are forgotten after seven days, and if there are more than a thousand")
  func bounds() async throws {
    _ = try await run(tool(), ["word": "a", "key": "old"])
    let old = folder.appending(path: try #require(try names().first))
    func setAge(_ seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: old.path())
    }
    try setAge(7 * 86_400 - 600)
    #expect(try await run(tool(), ["word": "a", "key": "old"]).summary == "1: a")
    for age in [7 * 86_400 + 600, -86_400] as [Double] {
      try setAge(age)
      let count = calls.count
      #expect(try await run(tool(), ["word": "a", "key": "old"]).summary == "\(count + 1): a")
    }
    let library = AnswerFolder(of: try await desk.library)
    try setAge(3600)
    for number in 1...AnswerFolder.maximumCount { library.keep([1], to: "\(number)") }
    #expect(try names().count == AnswerFolder.maximumCount)
    #expect(!FileManager.default.fileExists(atPath: old.path()))
    #expect(library.answer(to: "1") == [1])
    library.keep([UInt8](repeating: 1, count: AnswerFolder.maximumByteCount + 1), to: "1")
    #expect(library.answer(to: "1") == [1])
  }

  @Test("survive a folder with anything in it")
  func hostile() async throws {
    _ = try await run(tool(), ["word": "a", "key": "k"])
    let answer = folder.appending(path: try #require(try names().first))
    let texts = [
      "", "{", "[]", #"{"castbook":"kept-answer/1"}"#, #"{"castbook":"kept-answer/2"}"#,
      String(repeating: "[", count: 100_000),
    ]
    for (index, text) in texts.enumerated() {
      try Data(text.utf8).write(to: answer)
      let again = try await run(tool(), ["word": "a", "key": "k"])
      #expect(again.summary == "\(index + 2): a")
    }
    try FileManager.default.removeItem(at: answer)
    try FileManager.default.createSymbolicLink(
      atPath: answer.path(), withDestinationPath: "/dev/zero")
    #expect(try await run(tool(), ["word": "a", "key": "k"]).summary == "\(texts.count + 2): a")
    // A folder that leads elsewhere keeps nothing.
    let elsewhere = desk.scratch.url.appending(path: "elsewhere")
    try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: false)
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(), withDestinationPath: elsewhere.path())
    let count = calls.count
    #expect(try await run(tool(), ["word": "a", "key": "k"]).summary == "\(count + 1): a")
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path()) == [])
  }

  @Test("have at most 64 characters, and every tool that changes something takes one")
  func parameter() async throws {
    for tool in desk.tools where !tool.effects.isReadOnly {
      let schema = try #require(tool.inputSchema["properties"]?["key"], "\(tool.name)")
      #expect(schema["maxLength"] == 64)
    }
    let long = JSONValue.string(String(repeating: "k", count: 65))
    await #expect(throws: ArgumentError.self) {
      _ = try await run(tool(), .object([JSONValue.Member("key", long)]))
    }
    #expect(calls.count == 0)
  }

  @Test("keep the answer of a tool that adds an element")
  func element() async throws {
    let desk = try WritingDesk()
    try desk.bring("mug-front.jpg")
    let arguments: JSONValue = [
      "kind": "product", "handle": "@mug", "key": "first",
      "files": [["path": "mug-front.jpg"] as JSONValue],
    ]
    let first = try await desk.content("add", arguments)
    let again = try await desk.content("add", arguments)
    #expect(again == first && again.element["new"] == true)
  }

  @Test("are stored with every property")
  func shape() throws {
    var full = ToolAnswer("added")
    (full.next, full.data) = (["show {}"], ["new": true])
    let digests = [[1], [2]].map { AnswerFolder.digest(of: $0) }
    let shape = StoredShape(
      KeptAnswer.self, full: [KeptAnswer(full, to: digests[0])],
      other: KeptAnswer(ToolAnswer("none"), to: digests[1]))
    #expect(shape.faults == [])
  }
}
