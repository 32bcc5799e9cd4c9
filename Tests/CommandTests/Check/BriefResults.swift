import Foundation
import Model
import TestSupport
import Testing

/// `check --brief` and `score --brief`: what is wrong, one line for each error and warning.
@Suite("Brief results", .timeLimit(.minutes(10)))
struct BriefResults {
  /// The rule and the file of each line with a sign, and the lines without one.
  private static func read(_ output: String) -> (found: [[String]], others: [String]) {
    let lines = output.split(separator: "\n").map(String.init)
    let found = lines.filter { $0.hasPrefix("✗ ") || $0.hasPrefix("! ") }
    return (
      found.map { line in
        let words = line.split(separator: ": ")[0].split(separator: " ", maxSplits: 2)
        return words.map(String.init)
      },
      lines.filter { !$0.hasPrefix("✗ ") && !$0.hasPrefix("! ") }
    )
  }

  @Test("The lines of a check are the errors and warnings of its JSON, in its order")
  func check() throws {
    let words = ["check", "trouble", "--for", "kling-official"]
    let value = try JSONParser.parse(Array(try Tool.run(words + ["--json"]).output.utf8))
    var expected: [[String]] = []
    for file in value["files"]?.array ?? [] {
      for finding in file["findings"]?.array ?? [] where finding["severity"] != "note" {
        let sign = finding["severity"] == "error" ? "✗" : "!"
        expected.append([
          sign, finding["rule"]?.string ?? "", file["path"]?.string ?? "",
        ])
      }
    }
    let result = try Tool.run(words + ["--brief"])
    let (found, others) = Self.read(result.output)
    #expect(found == expected && !expected.isEmpty, "\(result.output)")
    let counts = value["summary"]?["countsFor"]?["kling.v3-omni"]
    let (pass, warn, fail) = (
      counts?["pass"]?.integer ?? -1, counts?["warn"]?.integer ?? -1,
      counts?["fail"]?.integer ?? -1
    )
    #expect(
      others.first?.hasSuffix(": \(pass) pass, \(warn) warn, \(fail) fail for kling.v3-omni")
        == true,
      "\(others)")
    #expect(result.status == 1)
  }

  @Test("Targets of which the same is true share a line, and an error names its targets")
  func targets() throws {
    let result = try Tool.run([
      "check", "starter", "--for", "kling-official,kling-o3", "--brief",
    ])
    let (found, others) = Self.read(result.output)
    #expect(found.isEmpty && result.status == 0, "\(result.output)")
    #expect(
      others.contains { $0.hasSuffix(" 0 fail for kling.v3-omni, fal.kling-o3.r2v") }, "\(others)")
    let heic = try Tool.run([
      "check", "trouble/IMG_2041.HEIC", "--for", "kling-official,kling-o3", "--brief",
    ])
    #expect(heic.output.contains("trouble/IMG_2041.HEIC: kling.v3-omni: "), "\(heic.output)")
  }

  @Test("The lines of a score are the errors and warnings of its JSON")
  func score() throws {
    let words = ["score", "trouble"]
    let value = try JSONParser.parse(Array(try Tool.run(words + ["--json"]).output.utf8))
    let findings = (value["files"]?.array ?? []).flatMap { $0["findings"]?.array ?? [] }
    let together = value["set"]?["findings"]?.array ?? []
    let expected = (findings + together).filter { $0["severity"] != "note" }
    let result = try Tool.run(words + ["--brief"])
    let (found, others) = Self.read(result.output)
    #expect(found.map { $0[1] } == expected.map { $0["rule"]?.string }, "\(result.output)")
    #expect(!expected.isEmpty && others.count == 1, "\(others)")
  }

  @Test("On a terminal they are the same, not wrapped; --quiet leaves only what fails")
  func plain() throws {
    let words = ["check", "trouble", "--brief"]
    let piped = try Tool.run(words).output
    #expect(piped.split(separator: "\n").contains { $0.count > 60 })
    let shown = try Terminal.run(words, columns: 60)
    #expect(shown == piped)
    let quiet = try Tool.run(words + ["--quiet"]).output
    #expect(
      quiet == piped.split(separator: "\n").filter { $0.hasPrefix("✗ ") }.map { "\($0)\n" }.joined()
    )
  }
}
