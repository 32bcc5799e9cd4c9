import Foundation
import Testing

/// Style rules for every source file that the formatter doesn't check.
@Suite struct StyleTests {
  static let folders = ["Sources", "Tests", "Fixtures/Generator", "Examples"]

  @Test("No source file is longer than 450 lines")
  func filesAreShort() throws {
    for folder in Self.folders {
      for file in try Repository.files(in: folder, suffix: ".swift") {
        let lines = try Repository.text(file).split(
          separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 450, "\(file) has \(lines.count) lines")
      }
    }
  }

  /// The beginnings of comments in each kind of file.
  private static let commentMarks = [
    ".swift": ["//"], ".c": ["//", "/*", "* "], ".h": ["//", "/*", "* "],
    ".js": ["//", "/*", "* "], ".css": ["/*"], ".py": ["# "],
  ]

  @Test("No comment is wider than 100 columns", arguments: commentMarks)
  func commentsAreNarrow(suffix: String, marks: [String]) throws {
    for folder in Self.folders + ["Benchmarks", "Catalog", "Integrations", "Packaging", "Python"] {
      for file in try Repository.files(in: folder, suffix: suffix) {
        let lines = try Repository.text(file).split(
          separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.count > 100 {
          let start = line.drop { $0 == " " }
          let isComment = marks.contains { start.hasPrefix($0) }
          #expect(!isComment || Self.isType(line, suffix), "\(file):\(index + 1)")
        }
      }
    }
  }

  /// Whether a comment states the type of JavaScript's parameters, which can't be divided.
  private static func isType(_ line: Substring, _ suffix: String) -> Bool {
    suffix == ".js" && ["@", "{{", "=>"].contains { line.contains($0) }
  }

  @Test("No text mentions the machine it was written on, or unfinished work")
  func textsSpeakOfTheProduct() throws {
    let unfinished = ["TO" + "DO", "FIX" + "ME", "/wo" + "rk/", "not " + "implemented"]
    for folder in Self.folders + ["docs", "Scripts", "Catalog"] {
      for suffix in [".swift", ".c", ".h", ".md", ".json"] {
        for file in try Repository.files(in: folder, suffix: suffix) {
          let text = try Repository.text(file)
          for word in unfinished {
            #expect(!text.contains(word), "\(file) says \(word)")
          }
        }
      }
    }
  }

  @Test("A test's time limit is at least five minutes, since waiting for other tests counts")
  func limitsAreWide() throws {
    for file in try Repository.files(in: "Tests", suffix: ".swift") {
      for match in try Repository.text(file).matches(of: /timeLimit\(\.minutes\((\d+)\)/) {
        let minutes = try #require(Int(match.1))
        #expect(minutes >= 5, "\(file): docs/decisions/0008-time-limits-of-tests.md")
      }
    }
  }

  @Test("Every document that a document links to exists")
  func linksHold() throws {
    let documents =
      ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"]
      + (try Repository.files(in: "docs", suffix: ".md"))
    for document in documents {
      let folder = Repository.root.appending(path: document).deletingLastPathComponent()
      for match in try Repository.text(document).matches(of: /\]\(([^)#:]+)\)/) {
        let goal = folder.appending(path: String(match.1)).path()
        #expect(FileManager.default.fileExists(atPath: goal), "\(document) names \(match.1)")
      }
    }
  }
}
