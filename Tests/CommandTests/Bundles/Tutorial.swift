import Foundation
import Model
import TestSupport
import Testing

/// The tutorial's own commands, on a shoot like the one that it describes.
@Suite(.timeLimit(.minutes(10)))
struct Tutorial {
  /// The lines that a reader types, each with the document that follows it, if any.
  private static func commands() throws -> [String] {
    let text = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/tutorial.md"), encoding: .utf8)
    var commands: [String] = []
    var isInBlock = false
    var end: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```" {
        isInBlock.toggle()
      } else if let last = end, let command = commands.popLast() {
        commands.append("\(command)\n\(line)")
        if line == last { end = nil }
      } else if isInBlock, line.hasPrefix("$ ") {
        commands.append(String(line.dropFirst(2)))
        end = line.firstMatch(of: /<<'(\w+)'/).map { String($0.1) }
      }
    }
    return commands
  }

  @Test(
    "leads from thirty photos to two verified bundles in twelve commands, each with under 40 lines"
  )
  func journey() throws {
    let scratch = try TemporaryFolder()
    _ = try PhoneShoot(in: scratch.url.appending(path: "film/shoot"))
    let film = scratch.url.appending(path: "film")
    let commands = try Self.commands()
    #expect(commands.count { $0.hasPrefix("castbook ") } <= 12)
    var last = ""
    for command in commands {
      let result = try Tool.run(
        program: URL(filePath: "/bin/bash"), ["-c", command], in: film,
        environment: [
          "CASTBOOK_LIBRARY": scratch.path("library").text, "COLUMNS": "",
          "PATH": "\(Tool.binary.deletingLastPathComponent().path()):/usr/bin:/bin",
        ])
      #expect(result.status == 0, "\(command): \(result.output)\(result.errors)")
      let lines = (result.output + result.errors).split(separator: "\n")
      #expect(lines.count < 40, "\(command): \(lines.count) lines: \(result.output)")
      #expect(!result.output.contains("✗"), "\(command): \(result.output)")
      last = result.output
    }
    #expect(last.components(separatedBy: ": verified · ").count == 3, "\(last)")
  }
}
