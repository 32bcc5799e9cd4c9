import Castbook
import Foundation
import TestSupport
import Testing

/// The verb `check` as other programs call it.
@Suite struct CheckTests {
  @Test("Files come in the order given, each with its findings and its status for every target")
  func order() async throws {
    let targets = try Fixtures.targets(["kling-official", "kling"])
    let names = ["trouble/mira-wide.jpg", "starter/mug-top.jpg", "trouble/mug-side.jpg"]
    var seen: [(String, Status, Status)] = []
    let summary = try await Check(targets: targets).run(FileList(names.map(Fixtures.path))) {
      seen.append(
        ($0.facts.path.name.text, $0.status, $0.status(for: targets[0].profile.id)))
    }
    #expect(seen.map(\.0) == ["mira-wide.jpg", "mug-top.jpg", "mug-side.jpg"])
    #expect(seen.map(\.1) == [.fail, .pass, .fail])
    #expect(seen.map(\.2) == [.fail, .pass, .fail])
    #expect(summary.files == 3)
    #expect(summary.counts == summary.counts(for: "kling"))
    #expect(!summary.isFine(strict: false))
  }

  @Test("A cancelled check stops between files, after what it delivered")
  func cancelled() async throws {
    let files = FileList([try Fixtures.path("odd")])
    let check = Check(targets: try Fixtures.targets(["kling"]))
    let delivered = await Task {
      var count = 0
      await #expect(throws: CancellationError.self) {
        _ = try await check.run(files) { _ in
          count += 1
          if count == 10 { withUnsafeCurrentTask { $0?.cancel() } }
        }
      }
      return count
    }.value
    #expect(delivered >= 10)
    #expect(delivered < files.files.count)
  }

  @Test("An error in the caller's closure ends the check and reaches the caller")
  func callersError() async throws {
    struct EarlyStop: Error {}
    let check = Check(targets: try Fixtures.targets(["kling"]))
    let files = FileList([try Fixtures.path("odd")])
    await #expect(throws: EarlyStop.self) {
      _ = try await check.run(files) { _ in throw EarlyStop() }
    }
  }

  @Test("A target requested twice, or by two names, is one target")
  func sameTarget() throws {
    let targets = try Fixtures.targets(["kling-o3", "FAL.kling-o3.r2v", "kling"])
    #expect(targets.map(\.profile.id) == ["fal.kling-o3.r2v", "kling"])
  }

  @Test("The requested slot decides which rules apply")
  func slots() async throws {
    // 50 MB for plain references of Kling's own API, 10 MB for elements.
    func limit(as slot: Slot) async throws -> String? {
      let targets = try Fixtures.targets(["kling.v3-omni"], slot: slot)
      var limits: [String] = []
      _ = try await Check(targets: targets).run(
        FileList([Fixtures.path("starter/mug-top.jpg")])
      ) { file in
        limits += file.outcomes.flatMap { $0.outcomes }.filter { $0.rule == .imageTooHeavy }
          .compactMap(\.limit)
      }
      return limits.first
    }
    #expect(try await limit(as: .image) == "50 MB at most")
    #expect(try await limit(as: .element) == "10 MB at most")
  }

  @Test("A format that every target refuses is reported once, without a note that it is unproven")
  func oneCauseOneFinding() async throws {
    var rules: [RuleID] = []
    _ = try await Check(targets: Fixtures.targets(["kling"])).run(
      FileList([Fixtures.path("odd/other.jxl")])
    ) { rules = $0.allFindings.map(\.rule) }
    #expect(rules == [.imageFormatNotAccepted])
  }

  @Test("An endpoint that has ended, or will end, is reported with its day")
  func endOfTarget() async throws {
    let text = """
      {"castbook":"target/1","id":"old","provider":"p","model":"m","asOf":"2026-01-01",
       "status":"live","retires":"2026-09-24","faces":"unknown",
       "sources":{"s":{"ref":"r","kind":"first_party_page"}},
       "slots":{"image":{"formats":["jpeg"]}}}
      """
    let catalogue = try TargetCatalogue(user: [(name: "old.json", bytes: Array(text.utf8))])
    let targets = try CheckTarget.resolve(["old"], in: catalogue)
    func rules(on day: String) async throws -> [RuleID] {
      let check = Check(targets: targets, today: Day(day))
      let summary = try await check.run(FileList([Fixtures.path("starter/mug-top.jpg")])) { _ in }
      return summary.setFindings.map(\.rule)
    }
    #expect(try await rules(on: "2026-09-24") == [.targetRetiring, .targetNoLimit])
    #expect(try await rules(on: "2026-09-25") == [.targetEnded])
  }
}
