import Pages
import TestSupport
import Testing

@testable import Gallery

/// The page is for people who know no terminal.
@Suite("The texts of the page")
struct Words {
  /// What the page says about the program that serves it, and about verbs that only the terminal
  /// has.
  private static let meant = [
    "when castbook serve runs", "that castbook serve printed",
    "castbook pull names them; then --accept-erasures or --refuse-erasures",
    "castbook push --full sends", "castbook add --from reads",
    "castbook models add subjects",
  ]

  @Test("have no commands, options, paths, revisions or ids of roles, with few exceptions")
  func terminal() throws {
    let source = try ["texts.js", "review-texts.js"].map { try #require(PageSources.all[$0]) }
      .joined(separator: "\n")
    var unused = Set(Self.meant)
    for line in source.split(separator: "\n") where !line.trimmed.hasPrefix("//") {
      for literal in line.matches(of: /"(?:[^"\\]|\\.)*"(?!:)|`[^`]*`/).map(\.output) {
        let text = literal.replacing(/\$\{[^}]*\}/, with: "")
        let allowed = Self.meant.filter { text.contains($0) }
        unused.subtract(allowed)
        let rest = allowed.reduce(String(text)) { $0.replacing($1, with: "") }
        for word in [
          /(?:^|[\s"`])--[a-z]/, /\bcastbook [a-z]/, /[Rr]evision/, /[\s"`]\.?(?:\/[\w.-]+){2,}/,
          /three-quarter-(?:left|right)|full-body/,
        ] {
          #expect(!rest.contains(word), "\(literal)")
        }
      }
    }
    #expect(unused.isEmpty, "these exceptions are not needed")
  }
}

extension Substring {
  /// The text without the spaces at its beginning.
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}
