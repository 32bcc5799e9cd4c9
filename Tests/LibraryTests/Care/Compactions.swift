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
    for number in 0..<(Compaction.days + 20) {
      try library.open(clock).register("e\(number)", name: "Element \(number)")
      clock.now += SetClock.day
    }
    let store = try library.open(clock)
    #expect(try store.log.days().count <= Compaction.days + 1)
    #expect(
      try store.contents { try $0.list(Contents.Filter(), limit: 1000) }.count == Compaction.days
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
    try Disk.remove(path)
    try Disk.create(path, [1], isDurable: false)
    try library.deleteIndex()
    let again = try library.open(clock)
    for number in 40..<120 { try again.register("e\(number)", name: "Element \(number)") }
    #expect(try segments().count == 120, "of \(before)")
  }
}
