import Castbook
import CommandLineKit
import Model
import Synchronization

@testable import Agents

/// What an agent's program writes to `castbook mcp`.
enum AgentMessages {
  private static let catalogue = AgentCatalogue.castbook(
    Workspace(
      roots: .none, library: LibraryLocation(FilePath("/nonexistent") ?? .unnamed),
      targets: { try TargetCatalogue() }))

  /// The server answers each line with whole messages of its own form, and still works afterwards.
  static func lines(_ bytes: [UInt8]) throws {
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    lines.append(Array(#"{"jsonrpc":"2.0","id":"last","method":"ping"}"#.utf8))
    let written = Written()
    let writer = MessageWriter { line in written.lines.withLock { $0.append(line) } }
    let connection = AgentServer(catalogue, instructions: "", redaction: Redaction())
      .connection(to: writer)
    for line in lines { connection.receive(.text(line)) }
    let isIdle: Bool? = try HereExecutor.run {
      try await connection.waitUntilIdle()
      return true
    }
    try must(isIdle == true, "the calls don't end")
    let answers = written.lines.withLock { $0 }
    var hasLast = false
    for answer in answers {
      let value = try JSONParser.parse(answer)
      if value["id"] == "last" { hasLast = true }
      for message in value.array ?? [value] {
        try must(message["jsonrpc"] == "2.0", "\(message.compactText) has no version")
        let parts = [message["result"], message["error"], message["method"]].compactMap(\.self)
        try must(parts.count == 1, "\(message.compactText) is two messages")
        try must(
          message["method"] != nil || message["id"] != nil, "\(message.compactText) has no id")
      }
    }
    try must(hasLast, "the last request has no answer")
  }

  /// The lines that a server writes.
  private final class Written: Sendable {
    let lines = Mutex<[[UInt8]]>([])
  }
}
