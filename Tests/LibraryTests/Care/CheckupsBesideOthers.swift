import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A checkup beside others")
struct CheckupsBesideOthers {
  private let library: TestLibrary
  private let clock = SetClock()

  init() throws {
    library = try TestLibrary()
    let store = try library.open(clock)
    for number in 0..<4 {
      try store.register("e\(number)", name: "Name \(number)", files: [[UInt8(number)]])
    }
    let unused = SHA256.digest(of: [99])
    try store.change(with: [try store.stage([99], unused)]) { _ in }
    clock.now += SetClock.day
    try store.register("today", name: "Today")
  }

  @Test(
    "ignores files that disappeared between listing and reading", arguments: 0...5)
  func gone(looked: Int) throws {
    let store = try library.open(clock)
    var examination = try store.examination()
    #expect(examination.units.count == 10)
    // Another process cleans up after `looked` units.
    for unit in examination.units.prefix(looked) { examination.add(store.report(on: unit)) }
    let other = try library.open(clock)
    #expect(try other.collect(graceMilliseconds: SetClock.noGrace).segmentCount == 4)
    for unit in examination.units.dropFirst(looked) { examination.add(store.report(on: unit)) }
    let checkup = try store.conclude(examination, repairing: looked % 2 == 1)
    #expect(checkup.faults == [])
    #expect((checkup.segmentCount, checkup.recordCount, checkup.elementCount) == (2, 5, 5))
  }

  @Test("reports a problem in a segment that arrived meanwhile")
  func came() throws {
    let store = try library.open(clock)
    var examination = try store.examination()
    for unit in examination.units { examination.add(store.report(on: unit)) }
    let day = try #require(try store.log.days().last?.day)
    let draft = try store.log.draft([Array("no record".utf8)], on: day)
    try store.log.commit(draft, temporaryName: "x")
    let faults = try store.conclude(examination).faults.map(\.fault)
    let isReported = faults.contains {
      if case .unreadableRecord(draft.segment, _, _) = $0 { true } else { false }
    }
    #expect(isReported, "\(faults)")
  }

  @Test("continues while another process merges segments again and again", .timeLimit(.minutes(30)))
  func crowd() async throws {
    let store = try library.open(clock)
    let before = try store.everything()
    let other = try library.open(clock)
    let lines = try store.log.days().flatMap { day in
      try store.log.segments(of: day.day).flatMap {
        try store.log.lines(of: $0).map(Array.init) ?? []
      }
    }.map(\.bytes)
    let day = try #require(Day("2026-01-02"))
    try await SideBySide.run([
      {
        for _ in 0..<8 {
          for line in lines {
            try other.withWriterLock { _ in
              try other.log.commit(try other.log.draft([line], on: day), temporaryName: "again")
            }
          }
          _ = try other.collect(graceMilliseconds: 0)
        }
      },
      {
        for _ in 0..<8 {
          let faults = try store.checkup().faults
          guard faults.allSatisfy(Self.isHarmless) else {
            throw SideBySide.Unexpected("\(faults)")
          }
        }
      },
    ])
    #expect(try store.everything() == before)
  }

  /// Whether an entry is a file without a reference yet, or one that is being written.
  private static func isHarmless(_ entry: Checkup.Entry) -> Bool {
    switch entry.fault {
    case .unused, .leftover: true
    default: false
    }
  }

  // MARK: Hashes of pictures

  /// Records hashes for all files as if they were pictures.
  private func note(_ store: LibraryStore) throws {
    let facts = try store.contents({ try $0.blobs.unexamined(limit: 100) }).enumerated().map {
      index, digest in
      var facts = FileFacts(path: store.root)
      facts.digest = digest
      facts.perceptual = PerceptualHash(bits: UInt64(index) << 32, mirrored: UInt64(index))
      return facts
    }
    try store.recordFacts(facts, missing: [])
  }

  @Test(
    "finds hashes that differ from those of the index, and has them made again",
    arguments: [true, false])
  func hashes(isFlipped: Bool) throws {
    let store = try library.open(clock)
    _ = try store.collect(graceMilliseconds: SetClock.noGrace)
    try note(store)
    let wanted = PerceptualHash(bits: 3 << 32, mirrored: .max)
    func near() throws -> [LibraryStore.SimilarHash] {
      try store.pictures(near: wanted, radius: 0, limit: 9)
    }
    let before = try near()
    #expect(before.count == 1)
    #expect(try store.checkup().faults == [])
    if isFlipped {
      var bytes = try FileSystem.read(store.hashFilePath, limit: .max)
      let place = HashFile.Header.byteCount + 3 * 8
      bytes[place + 4] ^= 1
      try FileSystem.remove(store.hashFilePath)
      try FileSystem.create(store.hashFilePath, bytes, isDurable: false)
    } else {
      // A valid file of hashes, but of another library.
      let generation = try store.contents { try $0.blobs.hashGeneration() }
      let last = try store.contents { try $0.index.blobs.lastHashed() }
      try HashFile.rebuild(
        at: store.hashFilePath, generation: generation, [.init(row: Int64(last), value: 7)])
    }
    #expect(try near() != before)
    #expect(try store.checkup().faults == [Checkup.Entry(fault: .differingHashes)])
    #expect(
      try store.checkup(repairing: true).faults == [
        Checkup.Entry(fault: .differingHashes, isRepaired: true)
      ])
    #expect(try near() == before)
    #expect(try store.checkup().faults == [])
  }

  @Test("accepts hashes without the newest pictures: the next search adds them")
  func hashesBehind() throws {
    let store = try library.open(clock)
    _ = try store.collect(graceMilliseconds: SetClock.noGrace)
    try note(store)
    let generation = try store.contents { try $0.blobs.hashGeneration() }
    let all = try store.contents { try $0.index.blobs.hashes(after: 0) }
    try HashFile.rebuild(at: store.hashFilePath, generation: generation, all.dropLast())
    #expect(try store.checkup().faults == [])
  }

  // MARK: Files that could not be looked at

  @Test("has returned files examined again, and missing ones never")
  func lookAgain() throws {
    let store = try library.open(clock)
    let blobs = try store.contents { try $0.blobs.unexamined(limit: 100) }
    try store.recordFacts([], missing: blobs)
    #expect(try store.contents { try $0.blobs.unexamined(limit: 100) } == [])
    try FileSystem.remove(store.blobs.path(of: blobs[0]))
    try store.reexamineMissing()
    #expect(try store.contents { try $0.blobs.unexamined(limit: 100) } == Array(blobs.dropFirst()))
    // Still without a report.
    try store.recordFacts([], missing: Array(blobs.dropFirst()))
    #expect(try store.contents { try $0.blobs.unexamined(limit: 100) } == [])
    #expect(try library.open(clock).contents { try $0.blobs.unexamined(limit: 100) } == [])
  }

  @Test("is not needed for files that a restoration brought back")
  func restored() throws {
    let store = try library.open(clock)
    let backup = library.folder.path("backup")
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: backup, verifying: false, pruning: false)
    let blobs = try store.contents { try $0.blobs.unexamined(limit: 100) }
    try FileSystem.remove(store.blobs.path(of: blobs[1]))
    try store.recordFacts([], missing: blobs)
    _ = try LibraryRestoration(from: backup).write(into: library.root, partial: false)
    #expect(try store.contents({ try $0.blobs.unexamined(limit: 100) }).contains(blobs[1]))
  }
}
