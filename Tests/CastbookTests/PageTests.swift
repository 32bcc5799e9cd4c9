import Castbook
import Foundation
import TestSupport
import Testing

/// Pages and JSON made from known facts.
@Suite struct PageTests {
  @Test("Every built-in target has a page with its sources, and every fact's source is numbered")
  func targetPages() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let page = try TargetPage.text(of: profile, in: catalogue)
      #expect(page.hasPrefix("\(id): "))
      #expect(page.contains("\nSources\n  [1] "))
      #expect(!page.contains("Optional("))
      #expect(!page.contains("9223372036854775807"))
      for rules in profile.slots {
        #expect(page.contains("\nSlot \(rules.slot.rawValue)"), "\(id)")
      }
    }
  }

  @Test("A page's digest in check/2 is that of the profile as `targets --json` shows it")
  func profileDigest() throws {
    let catalogue = try TargetCatalogue()
    let targets = try CheckTarget.resolve(["kling-o3"], in: catalogue)
    let inCheck = CheckJSON.targets(targets).array?.first?["profile"]?.string
    let profile = try TargetJSON.profile(try catalogue.find("kling-o3"), in: catalogue)
    #expect(inCheck?.count == 64)
    #expect(inCheck == profile["target"]?["sha256"]?.string)
  }

  @Test("Every rule of the code has a text, and every text a rule")
  func rules() throws {
    let texts = try RuleCatalogue().texts
    #expect(Set(texts.map(\.rule)) == Set(RuleID.all))
    for text in texts {
      #expect(RulePage.text(text).contains(text.fix))
      #expect(!text.what.isEmpty && text.what.last == "." && text.fix.last == ".")
    }
  }

  @Test("Equal checks make equal pages")
  func reportIsStable() async throws {
    let targets = try Fixtures.targets(["kling-official"])
    func page(_ kind: ReportPage.Kind, workers: Int) async throws -> String {
      var files: [CheckedFile] = []
      let summary = try await Check(targets: targets, workers: workers).run(
        FileList([Fixtures.path("trouble")])
      ) { files.append($0) }
      let day = try #require(Day("2026-11-20"))
      return ReportPage(targets: targets, files: files, summary: summary, day: day).text(as: kind)
    }
    for kind in ReportPage.Kind.allCases {
      #expect(try await page(kind, workers: 1) == page(kind, workers: 8))
    }
  }
}
