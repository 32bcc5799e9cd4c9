import Foundation
import Targets
import Testing

@Suite("docs/targets.md")
struct Document {
  static let places: [(String, String)] = [
    ("the file", #""provider": "Me""#), ("a slot", #""formats": ["#),
    ("a fact", #""min": 2, "max": 4"#), ("a size", #""stated": "10 MB""#),
    ("seconds", #""min": 3, "max": 15.5"#), ("a limit", #""sum": ["element", "clip"]"#),
    ("the prompt", #""max": 2500"#), ("the shots", #""in": "field""#),
    ("a field", #""name": "prompt""#), ("a price", #""when": "always""#),
    ("a source", #""ref": "https://example.com""#),
  ]

  @Test("names every key that the loader knows", arguments: places)
  func keys(place: String, member: String) throws {
    let text = try String(
      contentsOf: CatalogFiles.folder.deletingLastPathComponent()
        .appending(path: "docs/targets.md"), encoding: .utf8)
    let refusal = SampleProfile.refusal(member, #""zzzzzzzz": 1, "# + member)
    let list = try #require(refusal.components(separatedBy: "; known: ").last)
    let keys = list.components(separatedBy: ", ")
    #expect(keys.count > 3)
    for key in keys {
      #expect(text.firstRange(of: try Regex("[`{, ]\(key)\\??[`}:, ]")) != nil, "\(key)")
    }
  }
}
