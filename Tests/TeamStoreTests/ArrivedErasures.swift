import Files
import Foundation
import Library
import Model
import TestSupport
import Testing
import Transfers

@testable import TeamStore

/// Three machines: the first made the elements, the second, the keeper, erases some, and the third
/// learns of it.
@Suite("An erasure by a teammate")
struct ArrivedErasures {
  private let team: Team
  private let elements: [ULID]
  private let files = (0..<6).map { Array("original \($0)".utf8) }

  private var third: Machine { team.machines[2] }

  init() throws {
    team = try Team(3)
    for machine in team.machines { machine.keeper = team.machines[1].key.publicKey }
    for bytes in files { try team.first.commit(bytes) }
    _ = try team.first.team().push()
    for machine in [team.second, team.machines[2]] {
      _ = try machine.team().pull()
      _ = try machine.team().fetch(files.map(SHA256.digest))
    }
    elements = try team.first.heads().keys.sorted()
    #expect(elements.count == 6)
  }

  private func erase(_ numbers: Range<Int>, atOnce: Bool = false) throws {
    for element in elements[numbers] {
      #expect(
        try team.second.library.erase(
          element, before: nil, atOnce: atOnce, reason: "consent withdrawn"))
    }
    _ = try team.second.team().push()
  }

  /// The number of originals that a machine has.
  private func originals(of machine: Machine) -> Int {
    files.count { machine.library.blobs.contains(SHA256.digest(of: $0)) }
  }

  private func reasons(_ outcome: PullOutcome) -> [ArrivedErasure.Reason] {
    outcome.erasures.compactMap {
      if case .waiting(let reason) = $0.state { reason } else { nil }
    }
  }

  @Test("is carried out and named, and its files stay aside for thirty days")
  func few() throws {
    try erase(0..<2)
    let pulled = try third.team().pull()
    #expect(pulled.erasures.count == 2 && reasons(pulled).isEmpty)
    #expect(pulled.erasures.allSatisfy { $0.handle != nil && $0.reason == "consent withdrawn" })
    #expect(pulled.erasures.allSatisfy { $0.fileCount == 1 })
    #expect(try third.heads().count == 4 && originals(of: third) == 4)
    let kept = try third.library.keptFiles()
    #expect(kept.count == 2)
    for file in kept {
      #expect(SHA256.digest(of: try FileSystem.read(file.path, limit: 1000)) == file.digest)
    }
    #expect(try third.team().pull().erasures.isEmpty)
    #expect(try third.library.removeKept(where: third.library.isOver).isEmpty)
    team.pass(hours: 30 * 24)
    #expect(try third.library.removeKept(where: third.library.isOver).count == 2)
    #expect(try third.library.keptFiles().isEmpty)
  }

  @Test("keeps nothing aside if it says so")
  func atOnce() throws {
    try erase(0..<1)
    _ = try third.team().pull()
    #expect(try third.library.keptFiles().count == 1)
    try erase(1..<2, atOnce: true)
    #expect(try third.team().pull().erasures.count == 1)
    #expect(try third.library.keptFiles().map(\.digest).count == 1)
    #expect(try third.heads().count == 4 && originals(of: third) == 4)
  }

  @Test("waits if many come within a day, until it is accepted")
  func many() throws {
    try erase(0..<5)
    let pulled = try third.team().pull()
    #expect(reasons(pulled) == [ArrivedErasure.Reason](repeating: .tooMany, count: 5))
    #expect(try third.heads().count == 6 && originals(of: third) == 6)
    // Each pull names it again, however late.
    team.pass(hours: 100)
    #expect(try reasons(third.team().pull()).count == 5)
    #expect(try third.state.heldErasureCount == 5)
    let accepted = try third.team().pull(erasures: .accept)
    #expect(accepted.erasures.count == 5 && reasons(accepted).isEmpty)
    #expect(try third.heads().count == 1 && originals(of: third) == 1)
    #expect(try third.library.keptFiles().count == 5)
    #expect(try third.state.heldErasureCount == 0)
    #expect(try third.heads() == team.second.heads())
  }

  @Test("waits if it is one too many of a day, whatever the number of pulls")
  func drip() throws {
    for number in 0..<3 {
      try erase(number..<number + 1)
      #expect(try reasons(third.team().pull()).isEmpty)
      team.pass(hours: 1)
    }
    try erase(3..<4)
    #expect(try reasons(third.team().pull()) == [.tooMany])
    #expect(originals(of: third) == 3)
    team.pass(hours: 25)
    try erase(4..<5)
    #expect(try reasons(third.team().pull()) == [.tooMany])
    #expect(originals(of: third) == 2)
  }

  @Test("waits on the machine that made the element")
  func own() throws {
    try erase(0..<1)
    #expect(try reasons(team.first.team().pull()) == [.ownElement])
    #expect(try team.first.heads().count == 6 && originals(of: team.first) == 6)
    #expect(try reasons(third.team().pull()).isEmpty)
    // While it waits, its element is not sent, and a clean-up is refused.
    let failure = #expect(throws: TeamStoreError.self) {
      try team.first.team().collectGarbage()
    }
    #expect(failure?.rule == "remote.erasures-wait")
    let element = elements[0]
    let parent = try #require(try team.first.heads()[element]?.first)
    try team.first.commit(files[0], on: element, parents: [parent])
    #expect(try team.first.team().push().recordCount == 0)
    _ = try team.first.team().pull(erasures: .accept)
    #expect(try team.first.heads() == third.heads())
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
  }

  @Test("has no effect where it is refused, and the keeper's clean-up removes it")
  func refused() throws {
    try erase(0..<5)
    #expect(try reasons(team.first.team().pull()).count == 5)
    let refused = try team.first.team().pull(erasures: .refuse)
    #expect(refused.erasures.allSatisfy { $0.state == .refused } && refused.erasures.count == 5)
    #expect(try team.first.team().pull(isFull: true).erasures.isEmpty)
    _ = try team.first.team().collectGarbage()
    #expect(try team.first.heads().count == 6 && originals(of: team.first) == 6)
    // The machine that erased them doesn't report this as a loss of the store.
    #expect(try team.second.team().pull().loss == nil)
    #expect(try team.second.team().push() == PushOutcome())
    // A new machine never sees it.
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    fresh.keeper = team.second.key.publicKey
    #expect(try fresh.team().pull().erasures.isEmpty)
    #expect(try fresh.heads() == team.first.heads())
  }

  @Test("waits if it deletes files that are not its element's")
  func beyond() throws {
    // A clip that came back from an export of an element that stays.
    let clip = Array("a clip that was paid for".utf8)
    let element = elements[0]
    let bundle = try third.export(
      element, #require(third.heads()[element]?.first), SHA256.digest(of: files[0]))
    try third.take(bundle, clip, note: "the best one")
    var erasure = Erasure(
      element: try #require(ULID("01KAH6Q8W0CASTB00KN0SVCH0N")), takes: true, reason: "",
      at: team.store.now)
    erasure.traces.bundles = [bundle]
    try team.store.add([#require(Record.erasure(erasure).line)])
    #expect(try reasons(third.team().pull()) == [.otherFiles])
    #expect(third.library.blobs.contains(SHA256.digest(of: clip)))
  }

  @Test("is carried out by a new machine, which has nothing to lose")
  func new() throws {
    try erase(0..<5)
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    fresh.keeper = team.second.key.publicKey
    #expect(try reasons(fresh.team().pull()).isEmpty)
    #expect(try fresh.heads() == team.second.heads())
  }

  @Test("that a killed pull has read is not forgotten")
  func killed() throws {
    try erase(0..<1)
    let records = try team.store.keys("log/").flatMap { key in
      try third.team().records(
        in: #require(team.store.bytes(key)),
        named: #require(RemoteLayout.segment(of: key)?.digest))
    }
    let erasures = records.filter { $0.erasure != nil }
    #expect(erasures.count == 1)
    let signatures = records.filter { $0.signature != nil }.map(\.line)
    _ = try third.library.join(signatures, on: team.store.now.day)
    try third.state.transaction {
      for record in erasures { try third.state.recordWaiting(record.digest, record.line) }
      for key in team.store.keys("log/") {
        if let segment = RemoteLayout.segment(of: key) {
          try third.state.recordSeen(segment.digest)
        }
      }
    }
    #expect(try third.team().pull().erasures.count == 1)
    #expect(try third.heads().count == 5)
  }
}
