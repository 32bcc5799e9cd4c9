import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// `castbook mcp` as a client starts it, with a film-maker's folder, the starter library and
/// loopback providers.
final class SendServer {
  let studio: Studio
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received = Data()
  private var number = 0

  /// What servers have in common: the folder, the library and the providers.
  final class Studio {
    let scratch: TemporaryFolder
    let providers: FakeProviders

    /// Creates the folder and starts the providers.
    ///
    /// - Parameter clip: The fixture that every job renders.
    init(rendering clip: String = "clips/fade.mp4") throws {
      scratch = try TemporaryFolder()
      providers = try FakeProviders(rendering: clip)
      for name in ["film", "tmp"] { try scratch.createFolder(name) }
      try run("init", "--starter", scratch.path("library").text)
    }

    var environment: [String: String] {
      Program.environment(
        with: providers.environment.merging([
          "CASTBOOK_LIBRARY": scratch.path("library").text, "HOME": scratch.path.text,
          "TMPDIR": scratch.path("tmp").text, "XDG_CONFIG_HOME": scratch.path("config").text,
          "XDG_STATE_HOME": scratch.path("state").text, "XDG_DATA_HOME": scratch.path("data").text,
        ]) { $1 })
    }

    /// Runs the program in the folder `film`, and returns what it prints.
    @discardableResult
    func run(_ words: String...) throws -> String {
      let result = try Program.run(
        Program.castbook.path(), words, in: scratch.url.appending(path: "film"),
        environment: environment)
      try #require(result.status == 0, "\(words): \(result.output)\(result.errors)")
      return result.output
    }

    /// Exports a shot, by default of Mira, into `out/NAME`, and returns the price of sending it, in
    /// dollars.
    func export(_ name: String, _ text: String = "@mira walks through the lobby") throws -> Double {
      let shot = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n\(text): \(name).\n"
      try scratch.write(shot, to: "film/\(name).md")
      try run("export", "\(name).md", "-o", "out")
      let plan = try JSONParser.parse(
        Array(run("send", "out/\(name)", "--dry-run", "--json").utf8))
      let cost = try #require(plan["costs"]?.array?.first)
      #expect(cost["currency"] == "USD")
      return try #require(cost["amount"]?.string.flatMap(Double.init))
    }

    /// The number of jobs that the providers have accepted.
    func submissions() throws -> Int { try providers.set().submissions.count }
  }

  /// Starts a server that may send.
  init(
    _ studio: Studio, maximumCost: String = "5 USD", allow: String = "send",
    without keys: [String] = []
  ) throws {
    self.studio = studio
    let limit = allow.contains("send") ? ["--max-cost", maximumCost] : []
    process.executableURL = Program.castbook
    process.arguments = ["mcp", studio.scratch.path("film").text, "--allow", allow] + limit
    process.environment = studio.environment.filter { !keys.contains($0.key) }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    if process.isRunning { process.terminate() }
  }

  var processIdentifier: Int32 { process.processIdentifier }

  /// Calls a tool, and returns the result; `nil` if the server refuses the request.
  func call(_ name: String, _ arguments: JSONValue) throws -> JSONValue? {
    number += 1
    let request =
      #"{"jsonrpc":"2.0","id":\#(number),"method":"tools/call","params":{"_meta":{"#
      + TestClient.envelope + #"},"name":"\#(name)","arguments":\#(arguments.compactText)}}"#
    try input.fileHandleForWriting.write(contentsOf: Data("\(request)\n".utf8))
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let answer = try JSONParser.parse([UInt8](received[..<end]))
        received = Data(received[(end + 1)...])
        if answer["id"]?.integer == number { return answer["result"] }
        continue
      }
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the server has ended")
      received += more
    }
  }

  /// Calls `send`, and returns the structured content of its answer.
  func content(_ arguments: JSONValue) throws -> JSONValue {
    let result = try #require(try call("send", arguments))
    try #require(result["isError"] == false, "\(result.compactText)")
    let content = try #require(result["structuredContent"])
    let workspace = Workspace.withoutLibrary
    var limited = workspace
    limited.maximumCost = Cost(amount: "1", currency: "USD")
    let tool = try #require(SendTool(workspace: limited)).tool
    #expect(content.faults(against: tool.outputSchema) == [])
    return content
  }

  /// Calls `send`, and returns the text of its refusal.
  func refusal(_ arguments: JSONValue) throws -> String {
    let result = try #require(try call("send", arguments))
    try #require(result["isError"] == true, "\(result.compactText)")
    return try #require(result["content"]?.array?.first?["text"]?.string)
  }

  /// Plans bundles, and returns the name of the plan.
  func plan(_ bundles: [String], again: Bool? = nil) throws -> String {
    let planned = try content(["bundles": bundles, "again": again])
    return try #require(planned["data"]?["plan"]?.string, "\(planned.compactText)")
  }
}
