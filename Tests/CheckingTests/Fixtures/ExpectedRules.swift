import Checking
import Foundation
import Model
import Testing

/// The entry of one file in `Fixtures/odd/expected.json`.
struct ExpectedRules: Sendable, CustomTestStringConvertible {
  let name: String
  let value: JSONValue

  var testDescription: String { name }

  static let all: [ExpectedRules] = {
    let file = Inspected.fixtures.appending(path: "odd/expected.json")
    guard let text = try? Data(contentsOf: file),
      let members = try? JSONParser.parse([UInt8](text)).members
    else { return [] }
    return members.map { ExpectedRules(name: $0.key, value: $0.value) }
  }()

  /// Every rule that the list mentions.
  static let spokenOf = Set(all.flatMap { $0.rules("rules") + $0.rules("oneOf") + $0.rules("may") })

  func rules(_ key: String) -> [String] { value[key]?.array?.compactMap(\.string) ?? [] }
}

@Suite("The findings on each odd file", .timeLimit(.minutes(30)))
struct OddFileFindings {
  @Test("are exactly the expected ones", arguments: ExpectedRules.all)
  func expected(file: ExpectedRules) async throws {
    let facts = try await Inspected.facts(of: "odd/\(file.name)")
    let found = Set(FileRules.findings(for: facts).map(\.rule.rawValue))
    let due = Set(file.rules("rules"))
    let choice = Set(file.rules("oneOf"))
    let medium = facts.format?.medium
    #expect(due.isSubset(of: found), "\(found)")
    #expect(choice.isEmpty || !choice.isDisjoint(with: found), "\(found)")
    let allowed = due.union(choice).union(file.rules("may"))
    #expect(found.intersection(ExpectedRules.spokenOf).isSubset(of: allowed), "\(found)")
    // Rules outside the list come from decoding clips and sounds: these files are headers alone,
    // and tones.
    let others = found.subtracting(ExpectedRules.spokenOf)
    let family = medium == .clip ? "clip." : medium == .sound ? "sound." : "none"
    #expect(others.allSatisfy { $0.hasPrefix(family) }, "\(found)")
  }

  @Test("are as severe as the damage", arguments: ExpectedRules.all)
  func severity(file: ExpectedRules) async throws {
    guard let damage = file.value["damage"]?.string else { return }
    let facts = try await Inspected.facts(of: "odd/\(file.name)")
    let damaged: Set<RuleID> = [.imageCorrupt, .imageTruncated]
    let worst = FileRules.findings(for: facts).filter { damaged.contains($0.rule) }
      .map(\.severity).max()
    #expect((worst?.rawValue ?? "none") == damage)
  }

  @Test("exist")
  func some() {
    #expect(ExpectedRules.all.count > 300)
    #expect(ExpectedRules.spokenOf.isSubset(of: Set(RuleID.all.map(\.rawValue))))
  }
}

@Suite("The findings on the ten files with trouble")
struct TroubleFindings {
  @Test(
    "concern the file and kling",
    arguments: [
      ("mira-full-length.jpg", ["image.too-small error", "image.too-narrow error"]),
      ("mira-wide.jpg", ["image.too-wide error"]),
      ("mira-side.jpg", ["image.truncated error"]),
      ("mira-back.jpg", ["image.unknown-format error"]),
      ("mug-cut-out.png", ["image.has-alpha warning"]),
      ("Screenshot 2026-03-14 101502.webp", ["image.format-not-accepted error"]),
      ("IMG_2038.JPG", ["image.private-metadata note", "image.too-narrow error"]),
      ("IMG_2041.HEIC", ["image.private-metadata note", "image.format-not-accepted error"]),
      ("mira-print.jpg", ["image.not-srgb warning"]),
      ("mug-side.jpg", ["file.empty error"]),
    ])
  func files(name: String, expected: [String]) async throws {
    let facts = try await Inspected.facts(of: "trouble/\(name)")
    let own = FileRules.findings(for: facts).map { "\($0.rule) \($0.severity)" }
    #expect(own + (try SampleTarget.builtIn("kling").broken(by: facts)) == expected)
  }

  @Test("cover every file in the folder")
  func complete() throws {
    #expect(try Inspected.names(in: "trouble").count == 10)
  }
}

@Suite("The good references of the starter catalogue and the scenes")
struct GoodReferences {
  @Test("pass every target without a finding", arguments: ["starter", "scenes"])
  func pass(folder: String) async throws {
    let targets = try ["kling", "kling-v3", "kling-o3", "kling-official"].map {
      try SampleTarget.builtIn($0)
    }
    for name in try Inspected.names(in: folder) where name.hasSuffix(".jpg") {
      let facts = try await Inspected.facts(of: "\(folder)/\(name)")
      #expect(facts.isProven)
      #expect(FileRules.findings(for: facts).isEmpty, "\(name)")
      for target in targets { #expect(target.broken(by: facts).isEmpty, "\(name)") }
    }
  }
}
