import Files
import Model
import TestSupport
import Testing

@testable import Sending

@Suite("What is kept of submissions")
struct SubmissionShapes {
  private let identities: [ULID]
  private let moments = (1...4).map { Instant(milliseconds: 1_795_680_000_000 + $0) }
  private let cost: Cost

  init() throws {
    identities = try (0..<4).map { try #require(ULID(bytes: [UInt8](repeating: $0, count: 16))) }
    cost = try #require(Cost(amount: "0.84", currency: "CREDITS"))
  }

  private var job: Job {
    var job = Job(identities[0], .accepted, target: "kling.v3-omni", account: "a", at: moments[0])
    (job.endpoint, job.name) = ("fal-ai/x", "castbook-1")
    (job.task, job.cost) = ("886447", cost)
    return job
  }

  @Test("in the journal has every property")
  func journal() {
    let entry = SubmissionHistory.Entry(job)
    let other = SubmissionHistory.Entry(
      Job(identities[1], .sending, target: "kling.app", account: "main", at: moments[1]))
    let shapes = [
      StoredShape(SubmissionHistory.Entry.self, full: [entry], other: other),
      StoredShape(
        SubmissionHistory.self, full: [SubmissionHistory(entries: [entry, other])],
        other: SubmissionHistory()),
    ]
    #expect(shapes.flatMap(\.faults) == [])
    #expect(entry.job(at: TargetID(rawValue: job.target), job.account) == job)
  }

  @Test("for a daily limit has every property")
  func ledger() throws {
    let folder = try TemporaryFolder()
    let ledger = SpendingLedger(at: folder.path("state/spending.json"))
    let dollar = try #require(Cost(amount: "1", currency: "USD"))
    let entry = SpendingLedger.Entry(job: identities[2], at: moments[2], cost: cost)
    let other = SpendingLedger.Entry(job: identities[3], at: moments[3], cost: dollar)
    let shapes = [
      StoredShape(SpendingLedger.Entry.self, full: [entry], other: other) { entry in
        try ledger.change { $0 = [entry] }
        return try ledger.change { $0 }.first
      },
      StoredShape(
        SpendingLedger.Page.self, full: [SpendingLedger.Page(entries: [entry, other])],
        other: SpendingLedger.Page()),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }
}
