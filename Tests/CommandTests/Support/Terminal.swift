import Foundation
import TestSupport

/// The program on a terminal of a certain width, by util-linux's `script`, which every Debian has.
enum Terminal {
  static func run(
    _ arguments: [String], columns: Int, in folder: URL = Fixtures.folder, color: Bool = false
  ) throws -> String {
    let words = ([Tool.binary.path()] + arguments + (color ? [] : ["--color", "never"]))
      .map { $0.contains("*") ? $0 : "'\($0)'" }.joined(separator: " ")
    let result = try Tool.run(
      program: URL(filePath: "/usr/bin/script"),
      ["--quiet", "--return", "--command", "stty cols \(columns); \(words)", "/dev/null"],
      in: folder, environment: ["TERM": "xterm", "SHELL": "/bin/sh"])
    // The final state of the terminal: on a slow machine progress is shown, and that line is
    // removed again.
    return result.output.replacing("\r\n", with: "\n")
      .replacing(/\r[^\r\n]*\u{1b}\[K/, with: "")
  }
}
