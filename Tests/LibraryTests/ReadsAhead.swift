import Synchronization
import Testing

@testable import Library

@Suite("Reading ahead", .timeLimit(.minutes(30)))
struct ReadsAhead {
  private struct TornRead: Error {}

  @Test("delivers everything in order, and keeps at most a given number waiting")
  func order() throws {
    let made = Atomic(0)
    let ahead = ReadAhead<Int>(atMost: 3) { give in
      for number in 0..<1000 {
        made.store(number + 1, ordering: .sequentiallyConsistent)
        guard give(number) else { return }
      }
    }
    var taken: [Int] = []
    while let number = try ahead.next() {
      taken.append(number)
      // One more may be in progress.
      #expect(made.load(ordering: .sequentiallyConsistent) <= taken.count + 3 + 1)
    }
    #expect(taken == Array(0..<1000))
    #expect(try ahead.next() == nil)
  }

  @Test("delivers up to the failure, and fails ever after")
  func failure() throws {
    let ahead = ReadAhead<Int>(atMost: 8) { give in
      for number in 0..<5 { _ = give(number) }
      throw TornRead()
    }
    for number in 0..<5 { #expect(try ahead.next() == number) }
    for _ in 0..<3 { #expect(throws: TornRead.self) { try ahead.next() } }
  }

  @Test("stops when the consumer is gone")
  func stopped() throws {
    let isWanted = Mutex<[Bool]>([])
    let hasEnded = Mutex(false)
    let ahead = ReadAhead<Int>(atMost: 2) { give in
      while true {
        let wanted = give(1)
        isWanted.withLock { $0.append(wanted) }
        if !wanted { break }
      }
      hasEnded.withLock { $0 = true }
    }
    #expect(try ahead.next() == 1)
    ahead.stop()
    while !hasEnded.withLock({ $0 }) { continue }
    #expect(isWanted.withLock { $0.last } == false)
    #expect(isWanted.withLock { $0.count } <= 5)
  }
}
