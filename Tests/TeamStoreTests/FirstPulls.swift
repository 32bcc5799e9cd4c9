import Files
import Foundation
import Library
import Model
import TestSupport
import Testing

@testable import TeamStore

@Suite("The first pull of a large library", .timeLimit(.minutes(5)))
struct FirstPulls {
  /// A text that doesn't get much shorter by compression.
  private static func noise(_ random: inout SeededGenerator, length: Int) -> String {
    (0..<length / 16).map { _ in
      let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  @Test("makes the index once, and brings everything that a small one brings")
  func whole() throws {
    let team = try Team()
    var random = SeededGenerator(seed: 3)
    for number in 0..<104 {
      let notes = Self.noise(&random, length: 45_000)
      let record = try team.first.commit(
        Array("file \(number)".utf8), name: "e\(number)", notes: notes)
      if number.isMultiple(of: 8) {
        let element = try #require(
          try team.first.library.contents { try $0.revision(record)?.revision.element })
        for name in ["a", "b"] {
          try team.first.commit([UInt8(number)], on: element, parents: [record], name: name)
        }
      }
    }
    _ = try team.first.team().push()
    var steps: [SyncProgress.Step] = []
    let pulled = try team.second.team().pull { steps.append($0.step) }
    #expect(pulled.recordCount == 130 && steps.contains(.indexing), "\(pulled.recordCount)")
    #expect(try team.second.heads() == team.first.heads())
    #expect(try team.second.heads().values.count { $0.count == 2 } == 13)
    #expect(try team.second.library.contents { try $0.blobs.absentCount() } > 80)
    #expect(try team.second.team().push() == PushOutcome())
    #expect(try team.second.team().pull().recordCount == 0)
    // `doctor` compares the index with the log: only files are not here.
    let library = team.second.library
    var examination = try library.examination()
    for unit in examination.units { examination.add(library.report(on: unit)) }
    let faults = try library.conclude(examination).faults.map(\.fault)
    let others = faults.filter { if case .missingBlob = $0 { false } else { true } }
    #expect(others.count == 13 && faults.count > 90, "thirteen forks: \(others)")
    // Later records join as usual, here and after the library was opened again.
    try team.first.commit([1, 2, 3])
    _ = try team.first.team().push()
    try team.second.restart()
    #expect(try team.second.team().pull().recordCount == 1)
    #expect(try team.second.heads() == team.first.heads())
    let wanted = [SHA256.digest(of: [1, 2, 3]), SHA256.digest(of: Array("file 7".utf8))]
    #expect(try team.second.team().fetch(wanted).fetched.count == 2)
  }

  @Test("is complete after a crash, once the library is opened again")
  func interrupted() throws {
    let team = try Team()
    var random = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      try team.first.commit(
        Self.noise(&random, length: 1600).utf8.map { $0 },
        notes: Self.noise(&random, length: 45_000))
    }
    let revisions = try team.first.allRevisions()
    let lines = try team.first.library.contents { contents in
      try revisions.map { digest in
        Record.revision(try #require(try contents.revision(digest)).revision).line ?? []
      }
    }
    // The records are in the log, and the program ended before it made the index.
    _ = try team.second.library.receive(lines, on: Day("2026-11-20") ?? team.store.now.day)
    try team.second.restart()
    #expect(try team.second.heads() == team.first.heads())
    _ = try team.first.team().push()
    #expect(try team.second.team().pull().recordCount == 0)
    #expect(try team.second.heads() == team.first.heads())
  }
}
