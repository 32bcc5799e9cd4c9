import Checking
import CheckingSupport
import Model
import TestSupport
import Testing

@Suite("The findings on each odd file", .timeLimit(.minutes(30)))
struct OddFileFindings {
  @Test("are exactly the expected ones", arguments: ExpectedFile.all)
  func expected(file: ExpectedFile) async throws {
    let facts = try await Inspected.facts(of: "odd/\(file.name)")
    let found = Set(FileRules.findings(for: facts).map(\.rule.rawValue))
    let due = Set(file.rules("rules"))
    let choice = Set(file.rules("oneOf"))
    let medium = facts.format?.medium
    #expect(due.isSubset(of: found), "\(found)")
    #expect(choice.isEmpty || !choice.isDisjoint(with: found), "\(found)")
    let allowed = due.union(choice).union(file.rules("may"))
    #expect(found.intersection(ExpectedFile.mentionedRules).isSubset(of: allowed), "\(found)")
    // Rules outside the list come from decoding clips and sounds: these files are headers alone,
    // and tones.
    let others = found.subtracting(ExpectedFile.mentionedRules)
    let family = medium == .clip ? "clip." : medium == .sound ? "sound." : "none"
    #expect(others.allSatisfy { $0.hasPrefix(family) }, "\(found)")
  }

  @Test("are as severe as the damage", arguments: ExpectedFile.all)
  func severity(file: ExpectedFile) async throws {
    guard let damage = file.value["damage"]?.string else { return }
    let facts = try await Inspected.facts(of: "odd/\(file.name)")
    let damaged: Set<RuleID> = [.imageCorrupt, .imageTruncated]
    let worst = FileRules.findings(for: facts).filter { damaged.contains($0.rule) }
      .map(\.severity).max()
    #expect((worst?.rawValue ?? "none") == damage)
  }

  @Test("exist")
  func some() {
    #expect(ExpectedFile.all.count > 300)
    #expect(ExpectedFile.mentionedRules.isSubset(of: Set(RuleID.all.map(\.rawValue))))
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
    #expect(try Fixtures.names(in: "trouble").count == 10)
  }
}

@Suite("The good references of the starter catalogue and the scenes")
struct GoodReferences {
  @Test("pass every target without a finding", arguments: ["starter", "scenes"])
  func pass(folder: String) async throws {
    let targets = try ["kling", "kling-v3", "kling-o3", "kling-official"].map {
      try SampleTarget.builtIn($0)
    }
    for name in try Fixtures.names(in: folder) where name.hasSuffix(".jpg") {
      let facts = try await Inspected.facts(of: "\(folder)/\(name)")
      #expect(facts.isProven)
      #expect(FileRules.findings(for: facts).isEmpty, "\(name)")
      for target in targets { #expect(target.broken(by: facts).isEmpty, "\(name)") }
    }
  }
}
