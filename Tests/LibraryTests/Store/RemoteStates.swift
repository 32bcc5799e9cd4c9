import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A library's state of its team's store")
struct RemoteStates {
  private let library: TestLibrary
  private let state: RemoteState
  private let digests: [Digest]
  private let identities: [ULID]
  private let moments = [1, 2].map { Instant(milliseconds: 1_795_680_000_000 + $0) }
  private let days: [Day]

  init() throws {
    library = try TestLibrary()
    state = try RemoteState(of: library.root, place: "a")
    digests = (0..<32).map { SHA256.digest(of: [$0]) }
    identities = try (0..<8).map { try #require(ULID(bytes: [UInt8](repeating: $0, count: 16))) }
    days = try [20, 21].map { try #require(Day("2026-11-\($0)")) }
  }

  /// The state as the next command finds it.
  private func opened() throws -> RemoteState {
    try #require(try RemoteState(existingOf: library.root, place: "a"))
  }

  @Test("is read back: what this machine is, and what it did last")
  func values() throws {
    let fingerprint = digests[0]
    let loss = StoreLoss(
      segmentCount: 1, recordCount: 2, pushCount: 3, fileCount: 4, soughtFileCount: 5)
    try state.transaction {
      #expect(try state.machine(fingerprint) { identities[0] } == (identities[0], false))
      try state.recordIntroduction(identities[0])
      try state.recordFailedReport(on: days[0])
      try state.recordLastPull(days[1])
      try state.recordAcknowledgement(digests[1], on: days[0], [])
      try state.recordComparison()
      try state.recordAcknowledgement(digests[2], on: days[1], [])
      try state.recordIndexGeneration(.max)
      try state.recordKnowsSignedRecords()
      try state.note(loss)
    }
    let found = try opened()
    #expect(try found.machine(fingerprint) { identities[1] } == (identities[0], true))
    #expect(try found.introducedMachine == identities[0])
    #expect(try found.hasFailedReport && found.hasFailedReport(on: days[0]))
    #expect(try !found.hasFailedReport(on: days[1]))
    #expect(try found.lastPull == days[1])
    #expect(try found.lastComparedDay == days[0])
    #expect(try found.lastAcknowledgedDay == days[1])
    #expect(try found.indexGeneration == .max)
    #expect(try found.knowsSignedRecords)
    #expect(try found.loss == loss)
    try found.recordFailedReport(on: nil)
    try found.note(nil)
    #expect(try opened().hasFailedReport && opened().loss == nil)
    // The state of another store doesn't apply to this one.
    #expect(try RemoteState(existingOf: library.root, place: "b") == nil)
  }

  @Test("is read back: each list of what the store has, lacks or must not get")
  func lists() throws {
    let prefixes = digests.map { DigestPrefix($0) }
    let key = try #require(SigningKey(bytes: digests[31].bytes))
    let push = TeamPush(at: moments[0], by: ["ana", "ben"], recordCount: 7)
    try state.transaction {
      try state.forgetUnsealedReports()
      try state.recordSeen(digests[0])
      try state.recordKnown([prefixes[1]])
      try state.recordClean(digests[2])
      try state.recordStored([prefixes[3]])
      try state.markRewritten(digests[4])
      try state.markNeedsRewrite("log/a")
      try state.recordMark("gc/a", keys: ["blobs/a", "blobs/b"], isUrgent: false)
      try state.recordMark("gc/b", keys: ["blobs/b"], isUrgent: true)
      try state.recordMachine(identities[0], by: "ana", host: "studio", joined: moments[0])
      try state.recordMachine(identities[1], by: "ben", host: "laptop", joined: moments[1])
      try state.recordDeparture(of: identities[1])
      try state.recordIntroduction(identities[0])
      try state.recordPush(digests[5], push)
      try state.recordReport("seen/a", of: "store", [digests[6]])
      try state.recordArriving([prefixes[7]])
      for digest in digests[8...11] { try state.recordWaiting(digest, [digest.bytes[0], 2]) }
      try state.hold(digests[9], isOneOfMany: false)
      try state.hold(digests[10], isOneOfMany: true)
      try state.refuse(digests[11], of: identities[2])
      try state.recordApplication(digests[12], at: moments[1], isFelt: true)
      try state.recordMade(identities[3])
      try state.recordAcknowledgement(digests[13], on: days[0], [prefixes[14], prefixes[15]])
      try state.recordAcknowledgement(digests[16], on: days[1], [prefixes[15]])
      #expect(try state.recordMissingSegments(listed: [digests[16]], since: nil))
      try state.recordForeign([digests[17]])
      try state.recordUnsigned(digests[18])
      try state.recordUnsignedEnd(of: key)
      try state.forgo([digests[19]])
    }
    let found = try opened()
    #expect(try Self.emptyTables(of: found) == [])
    #expect(try found.hasSeen(digests[0]) && !found.hasSeen(digests[1]))
    #expect(try found.isKnown(digests[1]) && !found.isKnown(digests[0]))
    #expect(try found.isClean(digests[2]) && !found.isClean(digests[0]))
    #expect(try found.isStored(digests[3]) && !found.isStored(digests[1]))
    #expect(try found.storedFiles(limit: 9) == [prefixes[3]])
    #expect(try found.isRewritten(digests[4]) && !found.isRewritten(digests[0]))
    #expect(try found.segmentsToRewrite == ["log/a"])
    #expect(try found.hasMark("gc/a") && found.hasMark("gc/b") && !found.hasMark("gc/c"))
    #expect(try ["blobs/a", "blobs/b", "blobs/c"].map(found.mark) == ["gc/a", "gc/b", nil])
    #expect(
      try found.machines() == [
        TeamMachine(id: identities[0], by: "ana", host: "studio", joined: moments[0], isThis: true)
      ])
    #expect(try found.hasMachine(identities[1]) && found.hasDeparted(identities[1]))
    #expect(try !found.hasDeparted(identities[0]))
    #expect(try found.pushes(limit: 9) == [push])
    #expect(try found.hasReport("seen/a") && !found.hasReport("seen/b"))
    #expect(try found.hasSighting(digests[6], at: "store"))
    #expect(try !found.hasSighting(digests[6], at: identities[0].text))
    #expect(try found.appliedErasureCount(since: moments[1]) == 1)
    #expect(try found.madeElements() == [identities[3]] && found.hasMade(identities[3]))
    #expect(try found.lostRecords() == ([digests[13]], [prefixes[14]]))
    #expect(try found.isForeign(digests[17]) && !found.isForeign(digests[18]))
    #expect(try found.unsignedRecords(limit: 9) == [digests[18]])
    #expect(try found.unsignedEnds() == [key] && found.hasUnsigned)
    #expect(try found.isForgone(digests[19]) && !found.isForgone(digests[18]))
    try expectErasures(in: found)
    #expect(try found.hasArrivals)
    try found.transaction { try found.settleArrivals() }
    #expect(try opened().isStored(digests[7]))
    // Reports of sealed stores are forgotten once only.
    try found.forgetUnsealedReports()
    #expect(try opened().hasReport("seen/a"))
  }

  private func expectErasures(in found: RemoteState) throws {
    let waiting = try found.waitingErasures().sorted { one, other in
      digests.firstIndex(of: one.record) ?? 0 < digests.firstIndex(of: other.record) ?? 0
    }
    #expect(waiting.map(\.record) == Array(digests[8...10]))
    #expect(waiting.map(\.line) == digests[8...10].map { [$0.bytes[0], 2] })
    #expect(waiting.map(\.isHeld) == [false, true, true])
    #expect(waiting.map(\.isOneOfMany) == [false, false, true])
    #expect(try found.heldErasureCount == 2)
    #expect(try found.refusedErasures() == [digests[11]] && found.isRefused(digests[11]))
    #expect(try found.elementsWithRefusedErasures() == [identities[2]])
  }

  /// The tables without a row, whose reading a test can't prove.
  private static func emptyTables(of state: RemoteState) throws -> [String] {
    let names = try state.statement("SELECT name FROM sqlite_schema WHERE type='table'").all([]) {
      $0.text(0)
    }
    return try names.filter { try !state.exists("SELECT 1 FROM \($0)", []) }
  }
}
