import Foundation
import Testing

/// A server on the loopback address: a script in Python that prints its port.
package final class PythonServer {
  /// The server, such as `http://127.0.0.1:43210`.
  package let origin: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts a script of the folder with the tests.
  package init(_ script: String, _ arguments: [String] = []) throws {
    process.executableURL = URL(filePath: Program.python)
    process.arguments =
      ["-B", Fixtures.repository.appending(path: "Tests/\(script)").path()] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    try process.run()
    let line = String(decoding: Self.line(from: output), as: UTF8.self)
    let port = try #require(Int(line), "\(script) does not serve")
    origin = "http://127.0.0.1:\(port)"
  }

  /// Waits for a line, and returns it without its end.
  private static func line(from output: Pipe) -> [UInt8] {
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { return line }
      line += piece
    }
    return line.dropLast()
  }

  /// Writes a line to the script, and returns the line that it answers with.
  package func ask(_ line: [UInt8]) throws -> [UInt8] {
    try input.fileHandleForWriting.write(contentsOf: line + [UInt8(ascii: "\n")])
    return Self.line(from: output)
  }

  deinit {
    // For good: a child inherits the signals that its thread has blocked, SIGTERM among them.
    _ = Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
