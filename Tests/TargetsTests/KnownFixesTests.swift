import Model
import Testing

@testable import Targets

@Suite("Catalog/libraries.json")
struct KnownFixesTests {
  @Test("names a date and a source for each fix, the latest first")
  func dates() throws {
    let fixes = try KnownFixes()
    #expect(fixes.libraries.count >= 15)
    #expect(Set(fixes.libraries.map(\.name)).count == fixes.libraries.count)
    for library in fixes.libraries {
      #expect(
        library.fixes.map(\.date) == library.fixes.map(\.date).sorted(by: >), "\(library.name)")
      for fix in library.fixes {
        #expect(fix.date <= fixes.asOf, "\(fix.ids)")
        #expect(fix.source.hasPrefix("https://"), "\(fix.ids)")
        #expect(fix.ids.allSatisfy { $0.wholeMatch(of: /CVE-\d{4}-\d{4,}/) != nil }, "\(fix.ids)")
      }
      // A later fix is in a later version.
      let versions = library.fixes.compactMap { $0.debian["12"].map(PackageVersion.init) }
      #expect(versions == versions.sorted(by: >), "\(library.name)")
    }
  }

  private static let fix =
    #"{"ids":["CVE-2026-12345"],"what":"w","version":"1","date":"2026-01-02","source":"https://s"}"#

  private func read(_ fix: String) throws -> KnownFixes {
    let text =
      #"{"asOf":"2026-11-27","libraries":[{"name":"x","files":["libx.so"],"packages":["libx1"],"#
      + #""fixes":[\#(fix)]}]}"#
    return try KnownFixes(bytes: Array(text.utf8))
  }

  @Test("is read completely")
  func reading() throws {
    let fix = try #require(try read(Self.fix).libraries.first?.fixes.first)
    #expect(fix.ids == ["CVE-2026-12345"])
    #expect(fix.version == "1")
    #expect(fix.date == Day("2026-01-02"))
  }

  @Test(
    "is refused if a fix is not complete, or has an unknown key",
    arguments: [
      (#""version":"1","#, ""), (#""date":"2026-01-02","#, ""),
      (#""ids":["CVE-2026-12345"]"#, #""ids":[]"#),
      (#""source""#, #""sources""#), ("2026-01-02", "2026-02-30"),
    ])
  func strictness(part: String, replacement: String) throws {
    let broken = Self.fix.replacing(part, with: replacement)
    #expect(broken != Self.fix)
    #expect(throws: ProfileError.self) { try read(broken) }
  }
}
