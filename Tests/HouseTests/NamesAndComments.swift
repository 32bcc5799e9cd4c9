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

  /// The programs in Swift and C, whose comments are checked.
  private static func programs() throws -> [String] {
    try ["Sources", "Tests", "Fixtures/Generator", "Benchmarks"].flatMap { folder in
      try [".swift", ".c", ".h"].flatMap { try Repository.files(in: folder, suffix: $0) }
    }
  }

  @Test("No comment begins with words that only another comment explains")
  func openingsStandAlone() throws {
    for file in try Self.programs() {
      for opening in Self.commentOpenings(in: try Repository.text(file)) {
        #expect(
          opening.range(of: Self.openings, options: .regularExpression) == nil,
          "\(file): \(opening)")
      }
    }
  }

  /// Words that have a plainer replacement in every comment: reported, stated, the caller, the
  /// user, skipped, again, zero, transparent, checked against.
  static let dialect =
    #"(?i)\b(?:told|said|whoever|nobody|somebody|passed over|anew|once more|no longer so|nought"#
    + #"|see-through|held against|hold against)\b"#

  @Test("No comment has words of a private dialect")
  func commentsArePlain() throws {
    for file in try Self.programs() {
      for (number, comment) in Self.comments(in: try Repository.text(file)) {
        #expect(
          comment.range(of: Self.dialect, options: .regularExpression) == nil,
          "\(file):\(number): \(comment)")
      }
    }
  }

  @Test(
    "The words of the dialect are found in comments and nowhere else",
    arguments: [
      ("/// Whoever opens it.", true), ("let a = 1 " + " // Passed over.", true),
      ("int a; " + " // Told once.", true), (#"let a = "http://nobody.example""#, false),
      ("let said = 1", false), ("/// Saidi, untold.", false),
    ])
  func dialectIsFound(line: String, isFound: Bool) {
    let found = Self.comments(in: line).contains {
      $0.comment.range(of: Self.dialect, options: .regularExpression) != nil
    }
    #expect(found == isFound)
  }

  /// The comments of a text with the numbers of their lines: whole lines, and what follows two
  /// spaces and slashes at the end of a line.
  private static func comments(in text: String) -> [(number: Int, comment: Substring)] {
    guard text.contains("//") else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        let trimmed = line.drop { $0 == " " }
        if trimmed.hasPrefix("//") { return (index + 1, trimmed) }
        return line.firstRange(of: "  //").map { (index + 1, line[$0.lowerBound...]) }
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
