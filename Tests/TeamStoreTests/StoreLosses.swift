import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

@Suite("A store that lost data")
struct StoreLosses {
  private let team: Team

  init() throws { team = try Team(3) }

  /// Adds elements on the first machine, sends them, and has the others read them.
  private func add(_ numbers: Range<Int>) throws {
    for number in numbers { try team.first.commit(Array("file \(number)".utf8)) }
    _ = try team.first.team().push()
    for machine in team.machines { #expect(try machine.team().pull().loss == nil) }
  }

  /// The objects that the store has now.
  private var objects: [String: FakeStore.Object] { team.store.state.withLock { $0.objects } }

  /// Removes all objects with a prefix that were not there earlier.
  private func setBack(_ prefix: String = "", to earlier: [String: FakeStore.Object]) {
    team.store.state.withLock { state in
      state.objects = state.objects.filter { !$0.key.hasPrefix(prefix) }
      state.objects.merge(earlier.filter { $0.key.hasPrefix(prefix) }) { $1 }
    }
  }

  @Test("because it was set back is noticed by each machine, and healed by one")
  func setBack() throws {
    try add(0..<3)
    let earlier = objects
    team.pass(hours: 30)
    try add(3..<7)
    team.pass(hours: 200)
    setBack(to: earlier)
    for machine in team.machines {
      for _ in 0..<2 {
        let loss = try #require(try machine.team().pull().loss)
        #expect(loss.segmentCount == 1 && loss.recordCount == 4)
        #expect(loss.fileCount == 4 && loss.soughtFileCount == 7)
      }
      #expect(try machine.state.loss != nil)
    }
    // A push reports it as well, even on a machine that never pulls again.
    #expect(try team.first.team().push().loss?.recordCount == 4)
    #expect(try team.first.team().rereadStore().loss?.recordCount == 4)
    let pushed = try team.first.team().push(isFull: true)
    #expect(pushed.loss == nil && pushed.recordCount == 4 && pushed.fileCount == 4)
    for machine in team.machines {
      #expect(try machine.team().pull().loss == nil)
      #expect(try machine.state.loss == nil)
    }
    #expect(try team.first.team().push() == PushOutcome())
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    _ = try fresh.team().pull()
    #expect(try fresh.heads() == team.second.heads() && fresh.heads().count == 7)
    #expect(
      try fresh.team().fetch((0..<7).map { SHA256.digest(of: Array("file \($0)".utf8)) }).fetched
        .count == 7)
  }

  @Test("is noticed again if what came back is lost before it was read")
  func again() throws {
    try add(0..<1)
    let earlier = objects
    team.pass(hours: 30)
    try add(1..<3)
    setBack(to: earlier)
    // One machine sends it again, in a segment with something new.
    try team.first.commit(Array("new".utf8))
    _ = try team.first.team().rereadStore()
    _ = try team.first.team().push(isFull: true)
    #expect(try team.second.team().checkForLoss() == nil)
    setBack(to: earlier)
    #expect(try team.second.team().checkForLoss()?.recordCount == 2)
  }

  @Test("is noticed, too, if it was set back while it was read again")
  func reading() throws {
    try add(0..<1)
    let first = Set(objects.keys)
    try add(1..<2)
    let earlier = objects
    try add(2..<4)
    setBack(to: objects.filter { !first.contains($0.key) || !$0.key.hasPrefix("log/") })
    let later = objects.keys.filter { earlier[$0] == nil && $0.hasPrefix("log/") }
    #expect(later.count == 1)
    // When the last segment has been read, the store no longer lists it.
    let reading = team.second.team { request, answer in
      let found = try answer()
      if case .get(let key, _, _) = request, later.contains(key) {
        team.store.state.withLock { $0.objects[key] = nil }
      }
      return found
    }
    _ = try reading.rereadStore()
    #expect(try team.second.team().push(isFull: true).loss?.recordCount == 2)
    #expect(try team.second.team().pull().loss?.recordCount == 2)
    _ = try team.second.team().rereadStore()
    #expect(try team.second.team().push(isFull: true).loss == nil)
    for machine in team.machines { #expect(try machine.team().pull().loss == nil) }
  }

  @Test("is noticed, too, if this machine has sent something since without a look")
  func older() throws {
    try add(0..<1)
    let earlier = objects
    team.pass(hours: 48)
    try add(1..<3)
    team.pass(hours: 24 * 9)
    // The last pull is much later than the last push.
    for machine in team.machines { #expect(try machine.team().pull().loss == nil) }
    setBack(to: earlier)
    team.pass(hours: 24 * 9)
    try team.second.commit(Array("new".utf8))
    #expect(try team.second.team().push(checksForLoss: false).loss == nil)
    #expect(try team.second.team().pull().loss?.recordCount == 2)
  }

  @Test("because all its files were deleted is noticed, and healed by one that has them")
  func files() throws {
    try add(0..<40)
    setBack("blobs/", to: [:])
    for machine in team.machines {
      let loss = try #require(try machine.team().pull().loss)
      #expect(loss.segmentCount == 0 && loss.fileCount == 40 && loss.soughtFileCount == 40)
    }
    #expect(try team.first.team().push().loss?.fileCount == 40)
    _ = try team.first.team().rereadStore()
    #expect(try team.first.team().push(isFull: true).fileCount == 40)
    for machine in team.machines { #expect(try machine.team().pull().loss == nil) }
  }

  @Test("is noticed by a machine that comes back after a year")
  func year() throws {
    try add(0..<2)
    let earlier = objects
    team.pass(hours: 24)
    try add(2..<4)
    team.pass(hours: 366 * 24)
    setBack(to: earlier)
    // Others have sent much since then.
    for number in 0..<3 {
      try team.second.commit(Array("new \(number)".utf8))
      _ = try team.second.team().push()
      team.pass(hours: 24)
    }
    #expect(try team.machines[2].team().pull().loss?.recordCount == 2)
  }

  @Test("is not what a clean-up has removed or written again")
  func cleaned() throws {
    try add(0..<3)
    team.pass(hours: 50)
    try add(3..<6)
    let element = try #require(try team.first.heads().keys.min())
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    _ = try team.first.team().push()
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    for machine in team.machines {
      #expect(try machine.team().pull(isFull: true).loss == nil)
      #expect(try machine.team().push().loss == nil)
    }
  }

  @Test("is not what waits here and was erased elsewhere")
  func waiting() throws {
    try add(0..<6)
    for element in try team.second.heads().keys.sorted().prefix(5) {
      #expect(try team.second.library.erase(element, before: nil, reason: "oops"))
    }
    _ = try team.second.team().push()
    _ = try team.second.team().collectGarbage()
    team.pass(hours: 3)
    #expect(try team.second.team().collectGarbage().deletedCount == 5)
    for decision in [ErasureDecision.wait, .refuse] {
      #expect(try team.first.team().pull(isFull: true, erasures: decision).loss == nil)
      #expect(try team.first.team().push().loss == nil)
      #expect(try team.first.heads().count == 6)
    }
  }
}
