import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Jobs at providers")
struct Jobs {
  private let library: TestLibrary
  private let store: LibraryStore
  private let mira: ULID
  private let bundle = SHA256.digest(of: [7])

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    mira = try store.register("mira", name: "Mira", files: [[1]])
  }

  private func identity(_ byte: UInt8) throws -> ULID {
    try #require(ULID(bytes: [UInt8](repeating: byte, count: 16)))
  }

  private func job(_ number: UInt8, _ state: Job.State, seconds: Int) throws -> Job {
    var job = Job(
      try identity(number), state, target: "fal.kling-o3.r2v", account: "main",
      at: Instant(milliseconds: 1_795_158_000_000 + seconds * 1000))
    job.export = bundle
    return job
  }

  private func note(_ jobs: Job...) throws {
    try store.change { change in for job in jobs { change.add(.job(job)) } }
  }

  @Test("have the state that is furthest, whatever the clocks of machines say")
  func states() throws {
    try note(job(1, .sending, seconds: 0))
    #expect(try store.contents { try $0.jobs.ofBundle(bundle) }.map(\.state) == [.sending])
    try note(job(1, .accepted, seconds: -500))
    try note(job(2, .sending, seconds: 10), job(2, .done, seconds: 5), job(2, .failed, seconds: 60))
    try note(job(3, .sending, seconds: 20), job(3, .refused, seconds: 21))
    let found = try store.contents { try $0.jobs.ofBundle(bundle) }
    #expect(found.map(\.state) == [.accepted, .done, .refused])
    #expect(try store.contents { try $0.jobs.last(identity(2)) }?.state == .done)
    #expect(try store.contents { try $0.jobs.last(identity(9)) } == nil)
    // By when they began.
    let late = Instant(milliseconds: 1_795_158_010_000)
    #expect(try store.contents { try $0.jobs.since(late) }.map(\.state) == [.done, .refused])
    try library.deleteIndex()
    #expect(try library.open().contents { try $0.jobs.ofBundle(bundle) } == found)
  }

  @Test("of an element go with it; those of a bundle lose only a text that names it")
  func erasure() throws {
    var making = try job(1, .done, seconds: 0)
    (making.export, making.element, making.made) = (nil, mira, "e-1")
    var refused = try job(2, .refused, seconds: 1)
    refused.note = "the name Mira is not allowed"
    var other = try job(3, .refused, seconds: 2)
    other.note = "too many"
    var answered = try job(4, .refused, seconds: 3)
    answered.answer = #"{"detail": "Mira is not allowed"}"#
    try note(making, refused, other, answered)
    #expect(try store.contents { try $0.jobs.of(mira) } == [making])
    #expect(try store.erase(mira, before: nil, reason: "asked"))
    let left = try store.contents { try $0.jobs.ofBundle(bundle) }
    #expect(left.map(\.note) == ["", "too many", ""] && left.allSatisfy { $0.state == .refused })
    #expect(left.allSatisfy { $0.answer == nil })
    #expect(try store.contents { try $0.jobs.of(mira) } == [])
    #expect(try library.open().contents { try $0.jobs.last(identity(1)) } == nil)
  }

  @Test("are found by indexes in every query")
  func plans() throws {
    try note(job(1, .sending, seconds: 0))
    try store.contents { contents in
      let known = contents.index.sql.preparedTexts.count
      _ = try contents.jobs.ofBundle(bundle)
      _ = try contents.jobs.ofRequest(bundle)
      _ = try contents.jobs.of(mira)
      _ = try contents.jobs.since(Instant(milliseconds: 0))
      let texts = contents.index.sql.preparedTexts[known...].filter { $0.contains("FROM job") }
      #expect(texts.count >= 5)
      for text in texts {
        let plan = try contents.index.sql.all(composed: "EXPLAIN QUERY PLAN \(text)", []) {
          $0.text(3)
        }
        #expect(!plan.isEmpty)
        for step in plan {
          #expect(!step.hasPrefix("SCAN") && !step.contains("TEMP B-TREE"), "\(step) in \(text)")
        }
      }
    }
  }
}
