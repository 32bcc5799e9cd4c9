import Files
import Foundation
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import Library
@testable import TeamStore

/// Who may erase what: the first machine makes elements, and others erase them.
@Suite("An erasure that is signed")
struct SignedErasures {
  private let team: Team
  private let elements: [ULID]
  private let files = (0..<3).map { Array("original \($0)".utf8) }

  private static let otherLibrary = ULID("01KAH6Q8W0CASTB00KANTHER00")

  private var third: Machine { team.machines[2] }

  init() throws {
    team = try Team(4)
    for bytes in files { try team.first.commit(bytes) }
    _ = try team.first.team().push()
    for machine in team.machines {
      _ = try machine.team().pull()
      _ = try machine.team().fetch(files.map(SHA256.digest))
    }
    elements = try team.first.heads().keys.sorted()
  }

  private func erase(_ number: Int, on machine: Machine) throws {
    let element = elements[number]
    #expect(try machine.library.erase(element, before: nil, reason: "consent withdrawn"))
    _ = try machine.team().push()
  }

  private func reasons(_ outcome: PullOutcome) -> [ArrivedErasure.Reason?] {
    outcome.erasures.map { if case .waiting(let reason) = $0.state { reason } else { nil } }
  }

  /// Writes an erasure and signatures, as anyone with write access can.
  private func inject(
    _ element: ULID, _ signatures: (Digest) throws -> [RecordSignature]
  ) throws {
    let erasure = Erasure(element: element, reason: "", at: team.store.now)
    let line = try #require(Record.erasure(erasure).line)
    let lines = try signatures(SHA256.digest(of: line)).map {
      try #require(Record.signature($0).line)
    }
    try team.store.add([line] + lines)
  }

  private func signature(
    _ records: [Digest], by machine: Machine, library: ULID? = nil
  ) throws -> RecordSignature {
    var signature = RecordSignature(
      library: library ?? team.first.library.id, key: machine.key.publicKey, at: team.store.now)
    signature.records = records
    signature.sign(with: machine.key)
    return signature
  }

  @Test("by whoever made the element is carried out elsewhere")
  func maker() throws {
    try erase(0, on: team.first)
    for machine in team.machines.dropFirst() {
      #expect(try reasons(machine.team().pull()) == [nil])
      #expect(try machine.heads().count == 2)
    }
  }

  @Test("by anyone else waits, until the keeper accepts it")
  func other() throws {
    for machine in team.machines { machine.keeper = team.second.key.publicKey }
    try erase(0, on: third)
    let fourth = team.machines[3]
    #expect(try reasons(fourth.team().pull()) == [.notEntitled])
    #expect(try reasons(team.second.team().pull()) == [.notEntitled])
    #expect(try reasons(team.first.team().pull()) == [.ownElement])
    #expect(try fourth.heads().count == 3)
    // A machine other than the keeper's accepts only for itself.
    _ = try team.first.team().pull(erasures: .accept)
    _ = try team.first.team().push()
    #expect(try reasons(fourth.team().pull()) == [.notEntitled])
    _ = try team.second.team().pull(erasures: .accept)
    #expect(try team.second.team().push().recordCount == 0)
    #expect(try team.second.team().push() == PushOutcome())
    #expect(try reasons(fourth.team().pull()) == [nil])
    #expect(try fourth.heads() == team.second.heads() && fourth.heads().count == 2)
  }

  @Test("by the keeper is carried out, but not by machines that don't know the keeper")
  func keeper() throws {
    third.keeper = team.second.key.publicKey
    try erase(1, on: team.second)
    #expect(try reasons(third.team().pull()) == [nil])
    #expect(try reasons(team.machines[3].team().pull()) == [.notEntitled])
    team.machines[3].keeper = team.second.key.publicKey
    #expect(try reasons(team.machines[3].team().pull()) == [nil])
  }

  @Test(
    "waits if the signature is forged, of another library, of other records, or by a false maker",
    arguments: ["none", "forged", "altered", "library", "records", "maker", "both"])
  func attacks(attack: String) throws {
    let hostile = team.machines[3]
    third.keeper = team.second.key.publicKey
    let element = elements[0]
    let first = try #require(try team.first.heads()[element]?.first)
    try inject(element) { erasure in
      switch attack {
      case "forged":
        var forged = try signature([erasure], by: team.first)
        forged.signature = [UInt8](repeating: 7, count: 64)
        return [forged]
      case "altered":
        var altered = try signature([], by: team.second)
        altered.records = [erasure]
        return [altered]
      case "library":
        return [
          try signature(
            [erasure], by: team.second, library: Self.otherLibrary)
        ]
      case "records": return [try signature([first], by: team.first)]
      case "maker": return [try signature([erasure, first], by: hostile)]
      case "both":
        var forged = try signature([first], by: hostile)
        forged.key = team.first.key.publicKey
        return [try signature([erasure, first], by: hostile), forged]
      default: return []
      }
    }
    for machine in [third, team.second] {
      #expect(try reasons(machine.team().pull()) == [.notEntitled])
      #expect(try machine.heads().count == 3)
    }
    // A new machine, which may be the next keeper's, doesn't miss the element either.
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    #expect(try reasons(fresh.team().pull()) == [.notEntitled])
    #expect(try fresh.heads().count == 3)
    #expect(throws: TeamStoreError.self) { try fresh.team().collectGarbage() }
  }

  @Test("with a key that the keeper has ended waits, and the machine signs with another one")
  func ended() throws {
    for machine in team.machines { machine.keeper = team.second.key.publicKey }
    let stolen = team.first.key
    try team.second.state.transaction {
      try team.second.state.recordUnsignedEnd(of: stolen.publicKey)
    }
    #expect(try team.second.team().push().recordCount == 0)
    #expect(try !team.second.state.transaction { try team.second.state.hasUnsigned })
    try inject(elements[0]) { [try signature([$0], by: team.first)] }
    #expect(try reasons(third.team().pull()) == [.notEntitled])
    _ = try team.first.team().pull()
    #expect(try team.first.team().signatures.ownKey().publicKey != stolen.publicKey)
    // Elements that it makes from now on are its own again.
    try team.first.commit(Array("new".utf8))
    _ = try team.first.team().push()
    let made = try #require(Set(team.first.heads().keys).subtracting(elements).first)
    _ = try third.team().pull()
    #expect(try team.first.library.erase(made, before: nil, reason: ""))
    _ = try team.first.team().push()
    #expect(try reasons(third.team().pull()).contains(nil))
    #expect(try third.heads()[made] == nil)
    let signers = try third.team().signatures.signers()
    #expect(signers.filter(\.isEnded).map(\.key) == [stolen.publicKey])
    #expect(signers.filter(\.isKeeper).map(\.key) == [team.second.key.publicKey])
    #expect(signers.filter(\.isThis).map(\.key) == [third.key.publicKey])
  }

  @Test("ends no key if anyone but the keeper says so")
  func endedByOthers() throws {
    third.keeper = team.second.key.publicKey
    try inject(elements[0]) { erasure in
      var ending = try signature([], by: team.machines[3])
      ending.ended = [team.first.key.publicKey]
      ending.sign(with: team.machines[3].key)
      return [ending, try signature([erasure], by: team.first)]
    }
    #expect(try reasons(third.team().pull()) == [nil])
  }

  @Test("is not claimed by a machine that sends again what a store has lost, or to another store")
  func healing() throws {
    try team.second.commit(Array("by the second".utf8))
    _ = try team.second.team().push()
    let own = try #require(Set(try team.second.heads().keys).subtracting(elements).first)
    let record = try #require(try team.second.heads()[own]?.first)
    _ = try third.team().pull()
    _ = try third.team().fetch([SHA256.digest(of: Array("by the second".utf8))])
    for key in team.store.keys("log/") { team.store.set(key, nil) }
    _ = try third.team().rereadStore()
    #expect(try third.team().push(isFull: true).recordCount == 4)
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    _ = try fresh.team().pull()
    #expect(
      try fresh.team().signatures.signers(of: [record]) == [record: [team.second.key.publicKey]])
    // For another store, the state of the first one is forgotten.
    let other = FakeStore()
    let moved = try Machine(
      team.folder.url.appending(path: "machine-2"), other, seed: 0, isNew: false, place: "other")
    try moved.team().claim()
    #expect(try moved.team().push().recordCount == 4)
    let newest = try Machine(team.folder.url.appending(path: "newest"), other, seed: 0)
    _ = try newest.team().pull()
    #expect(
      try newest.team().signatures.signers(of: [record]) == [record: [team.second.key.publicKey]])
  }

  @Test("covers a record that fills a segment, with a signature in the next one")
  func longRecord() throws {
    // A few bytes shorter than the longest allowed line.
    let blob = SHA256.digest(of: files[0])
    let digest = try team.first.library.change { change in
      var revision = ElementRevision(
        element: try change.newIdentity(), at: try change.moment(), kind: .product,
        handle: try Handle("long"), name: "x")
      revision.sequence = 1
      let one = Reference(blob: blob, role: .unsorted, file: "a.jpg")
      revision.references = [one]
      let short = try #require(Record.revision(revision).line).count
      revision.references[0].note = String(repeating: "n", count: Record.byteLimit - short - 12)
      change.add(.revision(revision))
      return SHA256.digest(of: try #require(Record.revision(revision).line))
    }
    let before = team.store.keys("log/").count
    #expect(try team.first.team().push().recordCount == 1)
    #expect(team.store.keys("log/").count == before + 2)
    let pulled = try third.team().pull()
    #expect(pulled.recordCount == 1 && pulled.problems.isEmpty)
    #expect(
      try third.team().signatures.signers(of: [digest]) == [digest: [team.first.key.publicKey]])
    #expect(try team.first.team().push() == PushOutcome())
  }

  @Test("can be verified by another program, as the document says")
  func openssl() throws {
    let record = try #require(try team.first.library.contents { try $0.signatures.all() }.first)
    let signature = try #require(try team.first.team().signatures.signature(record))
    let message = try #require(signature.message)
    #expect(message.starts(with: Array("castbook signature/1\n{\"at\":".utf8)))
    let folder = try TemporaryFolder()
    // RFC 8410 puts these bytes before a key.
    let introduction: [UInt8] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0]
    for (name, bytes) in [
      ("message", message), ("signature", signature.signature),
      ("key", introduction + signature.key.bytes),
    ] {
      try Data(bytes).write(to: folder.url.appending(path: name))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in message -sigfile signature"
      .split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder.url
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// Machines notice a push that teammates have seen and that never reached them.
@Suite("A push that was lost")
struct LostPushes {
  @Test("is noticed by a machine that joins later, until its machine sends it again")
  func fresh() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    let before = team.store.keys("log/")
    try team.first.commit(Array("b".utf8))
    _ = try team.first.team().push()
    let lost = team.store.keys("log/").filter { !before.contains($0) }
    _ = try team.second.team().pull()
    try team.second.commit(Array("c".utf8))
    _ = try team.second.team().push()
    for key in lost { team.store.set(key, nil) }
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    let loss = try #require(try fresh.team().pull().loss)
    #expect(loss.pushCount == 1 && loss.segmentCount == 0 && loss.recordCount == 0)
    #expect(loss.summary == "1 push that teammates have seen")
    #expect(try fresh.state.loss == loss)
    _ = try team.first.team().rereadStore()
    #expect(try team.first.team().push(isFull: true).recordCount == 1)
    #expect(try fresh.team().pull().loss == nil)
    #expect(try fresh.heads().count == 3)
  }

  @Test("is not reported if it arrived, with one that names it, while the store was listed")
  func race() throws {
    let team = try Team()
    for number in 0..<2 {
      try team.first.commit([UInt8(number)])
      _ = try team.first.team().push()
    }
    team.store.state.withLock { $0.pageSize = 1 }
    let store = team.store
    var earlier = RecordSignature(
      library: team.first.library.id, key: team.first.key.publicKey, at: store.now)
    earlier.sign(with: team.first.key)
    let early = try #require(Record.signature(earlier).line)
    var later = earlier
    later.previous = [SHA256.digest(of: early)]
    later.sign(with: team.first.key)
    let late = try #require(Record.signature(later).line)
    let day = store.now.day
    var isAdded = false
    let second = team.second.team { request, answer in
      // The first page was read: a segment arrives before it, and one after it names the first.
      if case .list("log/", _, _?) = request, !isAdded {
        isAdded = true
        for (line, day) in [(early, day.adding(days: -1)), (late, day.adding(days: 1))] {
          let (object, name) = try RemoteLayout.segment([line])
          store.set("log/\(day)/\(name.hex)", object)
        }
      }
      return try answer()
    }
    #expect(try second.pull().loss == nil)
    #expect(isAdded)
    #expect(try team.second.library.contents { try $0.signatures.absent() }.count == 1)
    #expect(try team.second.team().pull().loss == nil)
    #expect(try team.second.library.contents { try $0.signatures.absent() }.isEmpty)
  }

  @Test("that no machine has any more is not reported after a full push")
  func forgone() throws {
    let team = try Team()
    var signature = RecordSignature(
      library: team.first.library.id, key: team.second.key.publicKey, at: team.store.now)
    signature.previous = [SHA256.digest(of: [1])]
    signature.sign(with: team.second.key)
    var forged = signature
    forged.previous = [SHA256.digest(of: [2])]
    try team.store.add([
      #require(Record.signature(signature).line), #require(Record.signature(forged).line),
    ])
    #expect(try team.first.team().pull().loss?.pushCount == 1)
    _ = try team.first.team().rereadStore()
    #expect(try team.first.team().push(isFull: true).loss == nil)
    #expect(try team.first.team().pull().loss == nil)
  }
}
