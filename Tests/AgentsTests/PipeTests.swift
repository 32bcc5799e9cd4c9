import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The program as clients start it, and clients that behave badly.
@Suite("castbook mcp", .timeLimit(.minutes(5)))
struct PipeTests {
  /// A server that was started, and that ends with this object.
  private final class Server {
    let process = Process()
    let input = Pipe()
    let output = Pipe()

    init(_ words: [String] = [], environment: [String: String] = [:]) throws {
      process.executableURL = Program.castbook
      process.arguments = ["mcp"] + words
      process.environment = Program.environment(with: environment)
      process.standardInput = input
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
    }

    func send(_ text: String) throws {
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// Closes the input, and returns what was written.
    func finish() throws -> [JSONValue] {
      try input.fileHandleForWriting.close()
      let data = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return try data.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse([UInt8]($0)) }
    }

    deinit { if process.isRunning { process.terminate() } }
  }

  /// Writes to a server on another thread, closes its input, and returns what it answers.
  private func answers(of server: Server, to text: String) throws -> [JSONValue] {
    let input = server.input.fileHandleForWriting
    Thread.detachNewThread {
      try? input.write(contentsOf: Data(text.utf8))
      try? input.close()
    }
    let data = try server.output.fileHandleForReading.readToEnd() ?? Data()
    server.process.waitUntilExit()
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse([UInt8]($0)) }
  }

  private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"# + "\n"

  @Test("ends with its input, after it has answered")
  func end() throws {
    let server = try Server()
    try server.send(Self.ping + #"{"jsonrpc":"2.0","id":2,"method":"ping"}"#)
    #expect(try server.finish().map { $0["id"] } == [1, 2])
    #expect(server.process.terminationStatus == 0)
  }

  @Test("ends by SIGINT and SIGTERM, also while its input is open", arguments: [SIGINT, SIGTERM])
  func signal(number: Int32) throws {
    let server = try Server()
    try server.send(Self.ping)
    #expect(!server.output.fileHandleForReading.availableData.isEmpty)
    kill(server.process.processIdentifier, number)
    server.process.waitUntilExit()
    #expect(server.process.terminationReason == .uncaughtSignal)
    #expect(server.process.terminationStatus == number)
  }

  @Test("answers 10,000 malformed lines, and then the next request")
  func malformed() throws {
    let server = try Server()
    var random = SeededGenerator(seed: 59)
    let broken = #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"explain"}}"#
    let lines = (0..<10_000).map { index in
      var bytes = Array(broken.utf8)
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8(
        ascii: index % 2 == 0 ? "{" : "\"")
      return String(
        decoding: bytes.prefix(Int.random(in: 1..<bytes.count, using: &random)), as: UTF8.self)
    }
    let answers = try self.answers(of: server, to: lines.joined(separator: "\n") + "\n" + Self.ping)
    #expect(answers.count == 10_001)
    #expect(answers.last?["id"] == 1 && answers.last?["result"] == [:])
    #expect(answers.dropLast().allSatisfy { $0.code == -32700 || $0.code == -32600 })
    #expect(server.process.terminationStatus == 0)
  }

  @Test("skips a line that is too long to its end")
  func longLine() throws {
    let server = try Server()
    let answers = try self.answers(
      of: server, to: String(repeating: "x", count: 9 << 20) + "\n" + Self.ping)
    #expect(answers.map(\.code) == [-32600, nil])
    #expect(answers.first?["error"]?["message"]?.string?.contains("9437184 bytes") == true)
  }

  @Test("ends with its input although its client never reads")
  func neverReadsAnswers() throws {
    let server = try Server()
    try server.send(TestClient.handshake("2025-06-18") + "\n")
    for id in 1...40 {
      try server.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"tools/list"}"# + "\n")
    }
    try server.input.fileHandleForWriting.close()
    server.process.waitUntilExit()
    #expect(server.process.terminationStatus == 0)
  }

  @Test("stops reading when its client never reads, and ends by a signal")
  func neverReads() throws {
    let server = try Server()
    let list =
      #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","#
      + #""capabilities":{},"clientInfo":{"name":"a","version":"1"}}}"#
    try server.send(list + "\n")
    let line = #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"# + "\n"
    let descriptor = server.input.fileHandleForWriting.fileDescriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    // Sends until the server has stopped reading for a second.
    var sent = 0
    var pauses = 0
    while pauses < 20 {
      let count = line.withCString { write(descriptor, $0, strlen($0)) }
      if count > 0 {
        sent += 1
        pauses = 0
      } else {
        pauses += 1
        usleep(50_000)
      }
      #expect(sent < 1_000_000)
      if sent >= 1_000_000 { break }
    }
    #expect(sent > 64)
    try server.input.fileHandleForWriting.close()
    kill(server.process.processIdentifier, SIGTERM)
    server.process.waitUntilExit()
    #expect(server.process.terminationReason == .uncaughtSignal)
  }

  @Test("ends quietly when its client has closed the output")
  func closedOutput() throws {
    let server = try Server()
    try server.output.fileHandleForReading.close()
    try server.send(Self.ping)
    server.process.waitUntilExit()
    #expect(server.process.terminationReason == .uncaughtSignal)
    #expect(server.process.terminationStatus == SIGPIPE)
  }

  @Test("names neither the home, nor the folders, nor keys")
  func paths() throws {
    let scratch = try TemporaryFolder()
    let film = scratch.url.appending(path: "film")
    try FileManager.default.createDirectory(at: film, withIntermediateDirectories: true)
    let home =
      scratch.url.path().hasSuffix("/") ? String(scratch.url.path().dropLast()) : scratch.url.path()
    let server = try Server(
      ["film", "--targets", "\(home)/none"].map { $0 == "film" ? film.path() : $0 },
      environment: [
        "HOME": home, "FAL_KEY": "key-0123456789", "CASTBOOK_LIBRARY": "\(home)/library",
      ])
    try server.send(TestClient.handshake("2025-11-25") + "\n")
    for (id, name) in ["\(home)/library/x", film.path() + "/a.jpg", "key-0123456789"].enumerated() {
      try server.send(
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"explain","#
          + #""arguments":{"rule":"\#(name)"}}}"# + "\n")
    }
    try server.send(
      #"{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"targets"}}"# + "\n")
    let answers = try server.finish()
    #expect(answers.count == 5)
    for answer in answers {
      let text = answer.compactText
      #expect(!text.contains(home) && !text.contains("0123456789"), "\(text)")
    }
  }
}
