import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Small segments")
struct Compactions {
  private let library: TestLibrary
  private let clock = SetClock()

  init() throws { library = try TestLibrary() }

  private func segments() throws -> [RecordLog.Segment] {
    let log = RecordLog(library.root)
    return try log.days().flatMap { try log.segments(of: $0.day) }
  }

  @Test("of one day are merged as commands run, and nothing else changes")
  func oneDay() throws {
    let store = try library.open(clock)
    let other = try library.open(clock)
    for number in 0..<300 { try store.register("e\(number)", name: "Element \(number)") }
    #expect(try segments().count < 80)
    let list = { (store: LibraryStore) in
      try store.contents { try $0.list(Contents.Filter(), limit: 1000).count }
    }
    #expect(try list(store) == 300)
    #expect(try list(other) == 300)
    #expect(try other.everything() == store.everything())
    try library.deleteIndex()
    #expect(try list(library.open(clock)) == 300)
    #expect(try library.open(clock).checkup().faults == [])
  }

  @Test("of very many days are merged without a gc")
  func manyDays() throws {
    for number in 0..<(Compaction.maximumSmallDayCount + 20) {
      try library.open(clock).register("e\(number)", name: "Element \(number)")
      clock.now += SetClock.day
    }
    let store = try library.open(clock)
    #expect(try store.log.days().count <= Compaction.maximumSmallDayCount + 1)
    #expect(
      try store.contents { try $0.list(Contents.Filter(), limit: 1000) }.count == Compaction
        .maximumSmallDayCount
        + 20)
    #expect(try store.checkup().faults == [])
  }

  @Test("stay as they are while one of them is damaged")
  func damaged() throws {
    let store = try library.open(clock)
    for number in 0..<40 { try store.register("e\(number)", name: "Element \(number)") }
    let first = try #require(try segments().first)
    let path = store.log.path(of: first)
    let before = try segments().count
    #expect(before == 40)
    try FileSystem.remove(path)
    try FileSystem.create(path, [1], isDurable: false)
    try library.deleteIndex()
    let again = try library.open(clock)
    for number in 40..<120 { try again.register("e\(number)", name: "Element \(number)") }
    #expect(try segments().count == 120, "of \(before)")
  }

  /// What the index recorded of a day's folder, and its contents.
  private func noted(_ store: LibraryStore) throws -> (noted: NameSet?, there: NameSet) {
    let day = try #require(try store.log.days().last?.day)
    let noted = try store.contents { contents in
      try contents.index.sql.first(
        "SELECT segments, names FROM day WHERE name=?", [day]
      ) { NameSet(count: $0.integer(0), sum: $0.integer(1)) }
    }
    return (noted, try store.log.names(of: day))
  }

  @Test("leave a folder that need not be listed again after they were merged")
  func notedFolder() throws {
    let store = try library.open(clock)
    var mergeCount = 0
    for number in 0..<200 {
      let before = try segments().count
      try store.register("e\(number)", name: "Element \(number)")
      if try segments().count <= before { mergeCount += 1 }
      let (noted, there) = try noted(store)
      #expect(noted == there, "after \(number)")
    }
    #expect(mergeCount > 1)
  }

  @Test("hide no segment that arrived while they were merged", arguments: [true, false])
  func meanwhile(isMerged: Bool) throws {
    let other = try TestLibrary(seed: 2)
    try other.open(clock).register("stranger", name: "Stranger")
    let log = RecordLog(other.root)
    let stranger = try #require(try log.days().flatMap { try log.segments(of: $0.day) }.first)
    let bytes = try #require(try log.bytes(of: stranger))
    let store = try library.open(clock)
    for number in 0..<(isMerged ? 63 : 20) {
      try store.register("e\(number)", name: "Element \(number)")
    }
    let before = try segments().count
    // The library has read its log by the time the change is prepared.
    try store.register("last") { _ in
      try? FileSystem.create(store.log.path(of: stranger), bytes, isDurable: false)
    }
    #expect(try (segments().count < before) == isMerged)
    let found = try library.open(clock).contents { try $0.entries(named: "stranger").count }
    #expect(found == 1)
  }

  @Test(
    "may come back beside their merged segment, and be removed again without a loss",
    arguments: [true, false])
  func comeAndGo(isIndexMadeAnew: Bool) throws {
    let store = try library.open(clock)
    for number in 0..<4 { try store.register("e\(number)", name: "Element \(number)") }
    let before = try store.everything()
    let old = try segments()
    let files = try old.map { (store.log.path(of: $0), try store.log.bytes(of: $0)) }
    clock.now += SetClock.day
    _ = try store.collect(graceMilliseconds: SetClock.noGrace)
    #expect(try segments().count == 1)
    for (path, bytes) in files {
      try FileSystem.create(path, #require(bytes), isDurable: false)
    }
    if isIndexMadeAnew { try library.deleteIndex() }
    #expect(try library.open(clock).everything() == before)
    for (path, _) in files { try FileSystem.remove(path) }
    let again = try library.open(clock)
    #expect(again.notices == [])
    #expect(try again.everything() == before)
    #expect(try again.checkup().faults == [])
    // A segment that is really lost is still reported.
    let rest = try #require(try segments().first)
    try FileSystem.remove(again.log.path(of: rest))
    let faults = try library.open(acceptingLoss: true).checkup().faults
    #expect(faults.contains(Checkup.Entry(fault: .lostSegment(rest, records: 4))))
  }
}
