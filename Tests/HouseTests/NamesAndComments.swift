import Foundation
import Testing

/// Names of files and openings of comments, which the formatter doesn't check.
@Suite struct NamesAndComments {
  @Test("A file is named after a type, an extension or a function in it")
  func filesAreNamedForTheirContents() throws {
    for file in try Repository.files(in: "Sources", suffix: ".swift") {
      let text = try Repository.text(file)
      let name = URL(filePath: file).deletingPathExtension().lastPathComponent
      guard name != "main", !text.contains("@_exported"),
        let subject = name.split(separator: "+").first
      else { continue }
      #expect(
        Self.declares(String(subject), in: text, asExtension: name.contains("+")),
        "\(file) contains nothing with that name")
    }
  }

  /// Whether a text extends a type or, for a name without `+`, declares it.
  private static func declares(_ subject: String, in text: String, asExtension: Bool) -> Bool {
    var patterns = [#"extension (?:\w+\.)*"# + subject + #"\b"#]
    if subject == "Array" { patterns.append(#"extension \["#) }
    if !asExtension {
      patterns.append(#"\b(?:struct|enum|class|actor|protocol|typealias) `?"# + subject + #"\b"#)
      let first = subject.prefix(1).lowercased() + subject.dropFirst()
      patterns.append(#"(?m)^(?:\w+ )*(?:func|let) "# + first + #"\b"#)
    }
    return patterns.contains { text.range(of: $0, options: .regularExpression) != nil }
  }

  /// Openings that refer to another comment, or turn a sentence around.
  static let openings =
    #"^(?:The same\b|Nothing\b|None\b|So many\b|Nobody\b|Somebody\b|Whoever\b|Whether [^.]*, too\b)"#

  @Test("No comment begins with words that only another comment explains")
  func openingsStandAlone() throws {
    let folders = ["Sources", "Tests", "Fixtures/Generator", "Benchmarks"]
    for folder in folders {
      for suffix in [".swift", ".c", ".h"] {
        for file in try Repository.files(in: folder, suffix: suffix) {
          for opening in Self.commentOpenings(in: try Repository.text(file)) {
            #expect(
              opening.range(of: Self.openings, options: .regularExpression) == nil,
              "\(file): \(opening)")
          }
        }
      }
    }
  }

  /// The first line of each block of comments, without its slashes.
  private static func commentOpenings(in text: String) -> [String] {
    var openings: [String] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      let isComment = trimmed.hasPrefix("//")
      if isComment, !isInside {
        openings.append(String(trimmed.drop { $0 == "/" }).trimmingCharacters(in: .whitespaces))
      }
      isInside = isComment
    }
    return openings
  }
}
