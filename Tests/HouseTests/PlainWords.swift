import Foundation
import Testing

/// Texts that people read use the words of the field.
@Suite struct PlainWords {
  /// Phrases that a native reader stumbles over, and their replacements.
  static let phrases: [(phrase: String, instead: String)] = [
    ("held against", "checked against"), ("hold against", "check against"),
    ("hold it against", "check it against"), ("speaks against", "is wrong with"),
    ("stands in", "is in"), ("stands below", "is below"), ("stands behind", "is behind"),
    ("taken here", "accepted"), ("told apart", "distinguished"), ("is told by", "is identified by"),
    ("anew", "again"), ("once more", "again"), ("no longer so", "changed"),
    ("passed over", "skipped"), ("see-through", "transparent"), ("laid over", "flattened onto"),
    ("has no use for", "unexpected argument"), ("not understood", "name the mistake"),
    ("sent so", "sent as it is"), ("so already", "already"), ("nobody", "the subject"),
    ("somebody", "someone, or the subject"), ("by hand", "manually"), ("goes on", "continues"),
    ("come along", "are included"), ("came along", "were included"),
    ("fetch it again", "download it again"), ("is no kind", "is not a kind"),
    ("is no picture", "is not a picture"), ("the 300 px asked for", "the 300 px minimum"),
    ("Take away", "Remove"),
  ]

  /// Occurrences that people don't read or that must stay.
  static let exceptions: [(file: String, phrase: String)] = [
    // Bundles of earlier versions are compared with these words.
    ("Sources/DeliveryVerbs/Export/LegendWords.swift", "laid over"),
    // The id of a rule never changes.
    ("Sources/Model/Findings/RuleID+Rules.swift", "anew"), ("Catalog/rules.json", "anew"),
    ("docs/rules.md", "anew"), ("docs/prepare.md", "anew"),
  ]

  /// The texts of a file: the literals of a program, or every line of data and documents.
  private func texts(of file: String) throws -> [Substring] {
    let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
    let isProgram = file.hasSuffix(".swift") || file.hasSuffix(".js")
    guard isProgram else { return lines }
    var isLong = false
    return lines.flatMap { line -> [Substring] in
      if line.contains("\"\"\"") {
        isLong.toggle()
        return []
      }
      if isLong { return [line] }
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("//") || trimmed.hasPrefix("*") || trimmed.hasPrefix("/*") { return [] }
      return line.matches(of: /"(?:[^"\\]|\\.)*"|`[^`]*`/).map(\.output)
    }
  }

  @Test("No text has a phrase that a native reader stumbles over")
  func phrasesAreGone() throws {
    var files = ["README.md", "Scripts/demo"]
    files += try Repository.files(in: "docs", suffix: ".md")
    files += try Repository.files(in: "Catalog", suffix: ".json")
    files += try Repository.files(in: "Sources", suffix: ".swift")
    files += try Repository.files(in: "Sources/CGalleryPage", suffix: ".js")
    files += try Repository.files(in: "Sources/CGalleryPage", suffix: ".html")
    files += try Repository.files(in: "Sources/CAgentPages", suffix: ".html")
    for file in files {
      // Most files have none of them, and searching bytes is much faster.
      let bytes = Data(try Repository.text(file).utf8)
      let phrases = Self.phrases.filter { bytes.range(of: Data($0.phrase.utf8)) != nil }
      guard !phrases.isEmpty else { continue }
      for text in try texts(of: file) {
        for (phrase, instead) in phrases where text.contains(phrase) {
          let isWord = text.ranges(of: phrase).contains { range in
            let before = text[..<range.lowerBound].last.map(\.isLetter) ?? false
            let after = text[range.upperBound...].first.map(\.isLetter) ?? false
            return !before && !after
          }
          let isExcepted = Self.exceptions.contains { $0.file == file && $0.phrase == phrase }
          #expect(!isWord || isExcepted, "\(file): \"\(phrase)\": write \(instead): \(text)")
        }
      }
    }
  }
}
