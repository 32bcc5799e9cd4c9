import CommandLineKit
import Model
import Synchronization

@testable import Agents

/// A client in this process, which sends lines to a server and keeps the messages that it gets.
final class TestClient: Sendable {
  /// The members of `_meta` that a request of the newest version must have.
  static let envelope =
    #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}"#

  /// The capabilities of a client that shows pages.
  static let showsPages =
    #"{"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/html;profile=mcp-app"]}}}"#

  private let received: Received
  private let connection: Connection

  /// The messages, in the order in which they were written.
  private final class Received: Sendable {
    let lines = Mutex<[[UInt8]]>([])
  }

  init(
    _ catalogue: AgentCatalogue = .sample, redaction: Redaction = Redaction(),
    elapsed: (@Sendable () -> Duration)? = nil
  ) {
    let received = Received()
    self.received = received
    let writer = MessageWriter { line in received.lines.withLock { $0.append(line) } }
    connection = AgentServer(catalogue, instructions: "Be brief.", redaction: redaction)
      .connection(to: writer, elapsed: elapsed)
  }

  /// Sends a line.
  func send(_ line: String) { connection.receive(.text(Array(line.utf8))) }

  func send(_ line: InputPipe.Line) { connection.receive(line) }

  /// Sends a request of the newest version, with these members of its parameters.
  func request(
    _ id: Int, _ method: String, _ members: String = "", meta: String = "",
    capabilities: String = "{}"
  ) {
    let meta =
      Self.envelope.dropLast("{}".count) + capabilities + (meta.isEmpty ? "" : ",\(meta)")
    let rest = members.isEmpty ? "" : ",\(members)"
    send(
      #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{"_meta":{\#(meta)}\#(rest)}}"#)
  }

  /// Sends the handshake of a version, and drops its answer.
  func initialize(_ version: String, capabilities: String = "{}") async throws {
    send(Self.handshake(version, capabilities: capabilities))
    _ = try await answers()
  }

  static func handshake(_ version: String, capabilities: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":"h","method":"initialize","params":{"protocolVersion":"\#(version)","#
      + #""capabilities":\#(capabilities),"clientInfo":{"name":"test","version":"1"}}}"#
  }

  /// Returns the messages since the last time, after all calls have their answers.
  func answers() async throws -> [JSONValue] {
    try await connection.waitUntilIdle()
    return try messages()
  }

  /// Returns the messages that have arrived since the last time.
  func messages() throws -> [JSONValue] {
    let lines = received.lines.withLock { lines in
      defer { lines.removeAll() }
      return lines
    }
    return try lines.map { try JSONParser.parse($0) }
  }

  /// Returns the only answer.
  func answer() async throws -> JSONValue {
    let answers = try await answers()
    guard answers.count == 1 else { throw UnexpectedCount(answers: answers) }
    return answers[0]
  }

  struct UnexpectedCount: Error { let answers: [JSONValue] }
}

extension JSONValue {
  /// The code of an error, or `nil` in a result.
  var code: Int? { self["error"]?["code"]?.integer }

  /// The text of the first block of a call's result.
  var text: String? { self["result"]?["content"]?.array?.first?["text"]?.string }
}
