import Foundation
import TestSupport
import Testing

/// A message that many files share is printed once.
@Suite struct SharedMessages {
  private func shoot(_ count: Int) throws -> TemporaryFolder {
    let scratch = try TemporaryFolder()
    for number in 0..<count {
      try scratch.copy("trouble/IMG_2041.HEIC", as: "IMG_\(100 + number).HEIC")
    }
    return scratch
  }

  private func run(_ scratch: TemporaryFolder, _ words: String...) throws -> [String] {
    // An empty value leaves piped output at its default width.
    try Tool.run(words, in: scratch.url, environment: ["COLUMNS": ""]).output
      .split(separator: "\n").map(String.init)
  }

  @Test("A message that thirty files share is one line with a count; --all shows it at each file")
  func thirty() throws {
    let shoot = try shoot(30)
    let lines = try run(shoot, "check", ".", "--for", "kling-official")
    let about = lines.filter { $0.contains("HEIC (JPEG, PNG)") || $0.contains("(JPEG, PNG") }
    #expect(about.count == 1, "\(lines)")
    #expect(about.first?.contains("30 files: ") == true)
    let rows = lines.filter { $0.hasPrefix("  ✗ ") && $0.contains("IMG_1") }
    #expect(rows.count == 30)
    #expect(rows.allSatisfy { $0.hasSuffix("  image.format-not-accepted") })
    #expect(lines.count < 40, "\(lines.count)")
    let all = try run(shoot, "check", ".", "--for", "kling-official", "--all")
    #expect(all.filter { $0.contains("(JPEG, PNG") }.count == 30)
  }

  @Test("A fix is printed once, and with --all at each of its files")
  func remedy() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("trouble/mira-full-length.jpg", as: "a.jpg")
    try scratch.copy("trouble/mira-full-length.jpg", as: "b.jpg")
    let remedy = "use a larger original"
    let lines = try run(scratch, "check", ".", "--for", "kling-official")
    #expect(lines.filter { $0.contains(remedy) }.count == 1, "\(lines)")
    #expect(lines.filter { $0.hasSuffix("image.too-small") }.count == 2)
    let all = try run(scratch, "check", ".", "--for", "kling-official", "--all")
    #expect(all.filter { $0.contains(remedy) }.count == 2)
  }

  @Test("Piped output has 100 columns, or the number in $COLUMNS")
  func width() throws {
    let words = ["check", "trouble", "--for", "kling-official"]
    for (columns, expected) in [("", 100), ("70", 70)] {
      let output = try Tool.run(words, environment: ["COLUMNS": columns]).output
      let lines = output.split(separator: "\n").filter { !$0.contains("castbook ") }
      let widest = try #require(lines.map(\.count).max())
      #expect(widest <= expected && widest > expected - 10, "\(widest)")
    }
  }

  @Test("The rule of a finding is always printed, even on a narrow terminal")
  func rules() throws {
    let output = try Tool.run(
      ["check", "trouble/mira-wide.jpg", "--for", "kling-official"], environment: ["COLUMNS": "50"]
    ).output
    #expect(output.contains(" image.too-wide\n"))
  }
}
