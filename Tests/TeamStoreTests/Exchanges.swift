import Files
import Foundation
import Library
import Model
import Synchronization
import TestSupport
import Testing
import Transfers

@testable import TeamStore

/// A team of machines around one store, for a test.
struct Team {
  let store = FakeStore()
  let folder: TemporaryFolder
  let machines: [Machine]

  init(_ count: Int = 2, keys: TeamKeys? = nil) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    let store = store
    machines = try (0..<count).map { number in
      try Machine(folder.url.appending(path: "machine-\(number)"), store, seed: 0)
    }
    for machine in machines { machine.keys = keys }
    try machines[0].team().claim()
  }

  var first: Machine { machines[0] }
  var second: Machine { machines[1] }

  func pass(hours: Int) { store.state.withLock { $0.seconds += hours * 3600 } }
}

@Suite("A team's library")
struct Exchanges {
  @Test("reaches every machine: records with a pull, files on demand")
  func journey() throws {
    let team = try Team()
    let bytes = Array("a picture".utf8)
    let record = try team.first.commit(bytes)
    let pushed = try team.first.team().push()
    #expect(pushed.recordCount == 1 && pushed.fileCount == 1 && pushed.byteCount == bytes.count)
    #expect(try team.first.team().push() == PushOutcome())
    let pulled = try team.second.team().pull()
    #expect(pulled.recordCount == 1 && pulled.problems.isEmpty && pulled.elements.count == 1)
    #expect(try team.second.heads() == team.first.heads())
    #expect(try team.second.team().pull().recordCount == 0)
    let blob = SHA256.digest(of: bytes)
    #expect(!team.second.library.blobs.contains(blob))
    let fetched = try team.second.team().fetch([blob, blob])
    #expect(fetched.fetched == [blob] && fetched.byteCount == bytes.count)
    #expect(try team.second.library.blobs.bytes(of: blob) == bytes)
    // A change on the other machine goes back without its files, which the store has.
    let element = try #require(try team.second.heads().keys.first)
    try team.second.commit(bytes, on: element, parents: [record])
    let back = try team.second.team().push()
    #expect(back.recordCount == 1 && back.fileCount == 0)
    #expect(try team.first.team().pull().recordCount == 1)
    #expect(try team.first.heads() == team.second.heads())
    #expect(try team.second.team().fetch([SHA256.digest(of: [9])]).missing.count == 1)
  }

  @Test("is in the store with files before records, each named by what it contains")
  func order() throws {
    let team = try Team()
    for number in 0..<3 { try team.first.commit(Array("file \(number)".utf8)) }
    var written: [String] = []
    _ = try team.first.team { request, perform in
      if case .put(let upload) = request { written.append(upload.key) }
      return try perform()
    }.push()
    #expect(written.count == 5 && written.first?.hasPrefix("machines/") == true)
    #expect(written.dropFirst().prefix(3).allSatisfy { $0.hasPrefix("blobs/") })
    #expect(written.last?.hasPrefix("log/") == true)
    for key in team.store.keys("blobs/") {
      let name = key.split(separator: "/")[2]
      #expect(SHA256.digest(of: try #require(team.store.bytes(key))).hex == name)
      #expect(key.hasSuffix("/0.bin"))
    }
  }

  @Test("loses nothing if a push or a pull ends before or after any request")
  func interrupted() throws {
    struct ExchangeEnd: Error {}
    let reference = try Team()
    for number in 0..<4 { try reference.first.commit(Array("file \(number)".utf8)) }
    var requestCount = 0
    _ = try reference.first.team { _, perform in
      requestCount += 1
      return try perform()
    }.push()
    for stop in 0..<requestCount * 2 {
      let team = try Team()
      for number in 0..<4 { try team.first.commit(Array("file \(number)".utf8)) }
      var left = stop
      func breaking(_ request: StoreRequest, _ perform: () throws -> StoreResponse) throws
        -> StoreResponse
      {
        if left == 0 { throw ExchangeEnd() }
        left -= 1
        let answer = try perform()
        if left == 0 { throw ExchangeEnd() }
        left -= 1
        return answer
      }
      #expect(throws: ExchangeEnd.self) { try team.first.team(breaking).push() }
      // All visible records are complete, even now.
      try #require(try team.second.team().pull().problems.isEmpty)
      for digest in try team.second.library.contents({ try $0.blobs.unexaminedOrMissing() }) {
        #expect(team.store.keys("blobs/\(digest.hex.prefix(2))/\(digest.hex)/").count == 1)
      }
      try team.first.restart()
      _ = try team.first.team().push()
      left = stop % 8
      _ = try? team.second.team(breaking).pull()
      try team.second.restart()
      _ = try team.second.team().pull()
      #expect(try team.second.heads() == team.first.heads())
      #expect(try team.second.heads().count == 4)
    }
  }

  @Test("holds back records of a file that neither the library nor the store has")
  func missing() throws {
    let team = try Team()
    let bytes = Array("gone".utf8)
    try team.first.commit(bytes)
    try team.first.commit(Array("here".utf8))
    try FileSystem.remove(team.first.library.blobs.path(of: SHA256.digest(of: bytes)))
    let pushed = try team.first.team().push()
    #expect(pushed.recordCount == 1 && pushed.heldRecordCount == 1)
    #expect(pushed.missingFiles == [SHA256.digest(of: bytes)])
    #expect(try team.second.team().pull().recordCount == 1)
    // When the file is back, the record follows.
    let staged = try team.first.library.stage(bytes, SHA256.digest(of: bytes))
    try team.first.library.place([staged])
    #expect(try team.first.team().push().recordCount == 1)
    #expect(try team.second.team().pull().recordCount == 1)
  }

  @Test("holds back records of a segment that needs several batches, and sends them later")
  func missingInSeveralBatches() throws {
    let team = try Team()
    let missing = SHA256.digest(of: Array("missing".utf8))
    let all = (0..<2500).map { Array("file \($0)".utf8) } + [Array("missing".utf8)]
    let staged = try all.map { try team.first.library.stage($0, SHA256.digest(of: $0)) }
    try team.first.library.change(with: staged) { change in
      for bytes in all.reversed() {
        var revision = ElementRevision(
          element: try change.newIdentity(), at: try change.moment(), kind: .product,
          handle: try Handle("e\(SHA256.digest(of: bytes).hex.prefix(15))"), name: "x")
        revision.sequence = 1
        revision.references = [
          Reference(blob: SHA256.digest(of: bytes), role: .unsorted, file: "a.jpg")
        ]
        change.add(.revision(revision))
      }
    }
    let path = team.first.library.blobs.path(of: missing)
    try FileSystem.remove(path)
    let pushed = try team.first.team().push()
    #expect(pushed.recordCount == 2500 && pushed.heldRecordCount == 1)
    #expect(team.store.keys("log/").count == 3)
    let back = Array("missing".utf8)
    try team.first.library.place([team.first.library.stage(back, missing)])
    #expect(try team.first.team().push().recordCount == 1)
    _ = try team.second.team().pull()
    #expect(try team.second.heads().count == 2501)
  }

  @Test("asks a store not to overwrite, if it can, and treats an existing object as written")
  func conditions() throws {
    let team = try Team()
    team.first.supportsConditionalPut = true
    let bytes = Array("a picture".utf8)
    try team.first.commit(bytes)
    // Another machine has just written this file.
    let blob = SHA256.digest(of: bytes)
    let key = "blobs/\(blob.hex.prefix(2))/\(blob.hex)/0.bin"
    let pushed = try team.first.team { request, perform in
      if case .put(let upload) = request {
        #expect(upload.failsIfExists)
        if upload.key == key { team.store.set(key, bytes) }
      }
      return try perform()
    }.push()
    #expect(pushed.recordCount == 1)
    _ = try team.second.team().pull()
    #expect(try team.second.team().fetch([blob]).fetched == [blob])
  }

  @Test("keeps records that only a newer version understands")
  func newer() throws {
    let team = try Team()
    let line = Array(
      #"{"at":"2026-11-20T07:00:00Z","castbook":"future/9","blob":"\#(SHA256.digest(of: [1]).hex)"}"#
        .utf8)
    let sorted = Array(
      #"{"at":"2026-11-20T07:00:00Z","blob":"\#(SHA256.digest(of: [1]).hex)","castbook":"future/9"}"#
        .utf8)
    for (number, bytes) in [line, sorted].enumerated() {
      let (object, digest) = try RemoteLayout.segment([bytes])
      team.store.set("log/2026-11-2\(number)/\(digest.hex)", object)
    }
    // The first one is not canonical, so it has no name of its own.
    let pulled = try team.second.team().pull()
    #expect(pulled.recordCount == 1 && pulled.problems.count == 1)
    #expect(
      try team.second.library.contents { try $0.records.read(SHA256.digest(of: sorted)) } != nil)
  }

  @Test("does not send a file whose bytes have changed on the disk")
  func damaged() throws {
    let team = try Team()
    let bytes = Array("sound".utf8)
    try team.first.commit(bytes)
    let path = team.first.library.blobs.path(of: SHA256.digest(of: bytes))
    try FileSystem.setMode(path, 0o600)
    try Data("wrong".utf8).write(to: URL(filePath: path.text))
    let pushed = try team.first.team().push()
    #expect(pushed.recordCount == 0 && pushed.heldRecordCount == 1)
    #expect(team.store.keys("log/").isEmpty && team.store.keys("blobs/").isEmpty)
  }

  @Test("shows a fork on every machine, and one merge resolves it everywhere")
  func week() throws {
    let team = try Team()
    let first = try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    _ = try team.second.team().pull()
    let element = try #require(try team.first.heads().keys.first)
    // Two people change one element offline, each several times a day.
    var tips = [first, first]
    for day in 0..<7 {
      for (number, machine) in team.machines.enumerated() {
        for change in 0..<3 {
          tips[number] = try machine.commit(
            Array("\(number) \(day) \(change)".utf8), on: element, parents: [tips[number]])
        }
      }
      team.pass(hours: 24)
    }
    for _ in 0..<2 {
      for machine in team.machines {
        _ = try machine.team().pull()
        _ = try machine.team().push()
      }
    }
    for machine in team.machines { #expect(try machine.heads()[element] == Set(tips)) }
    try team.first.commit(Array("merged".utf8), on: element, parents: tips)
    _ = try team.first.team().push()
    _ = try team.second.team().pull()
    for machine in team.machines {
      #expect(try machine.heads()[element]?.count == 1)
      #expect(try machine.allRevisions().count == 44)
    }
  }

  @Test("is complete for a machine that was offline, and for a new one")
  func window() throws {
    let team = try Team(3)
    for day in 0..<12 {
      try team.first.commit(Array("day \(day)".utf8))
      _ = try team.first.team().push()
      if day.isMultiple(of: 5) { _ = try team.second.team().pull() }
      team.pass(hours: 20)
    }
    _ = try team.second.team().pull()
    _ = try team.machines[2].team().pull()
    #expect(try team.second.heads().count == 12)
    #expect(try team.machines[2].heads().count == 12)
    // Losing the list of segments that were read costs only time.
    try RemoteState.remove(from: team.second.library.root)
    try team.second.restart()
    #expect(try team.second.team().push().recordCount == 12)
    #expect(try team.second.team().pull().recordCount == 0)
  }

  @Test("has more records than one segment takes, and more files than one page lists")
  func large() throws {
    let team = try Team()
    team.store.state.withLock { $0.pageSize = 100 }
    let notes = String(repeating: "word ", count: 8000)
    for number in 0..<250 { try team.first.commit(Array("f\(number)".utf8), notes: notes) }
    #expect(try team.first.team().push().recordCount == 250)
    #expect(team.store.keys("log/").count >= 3)
    _ = try team.second.team().pull()
    #expect(try team.second.heads() == team.first.heads())
    let all = try team.second.library.contents { try $0.blobs.unexaminedOrMissing() }
    #expect(try team.second.team().fetch(all).fetched.count == 250)
  }
}
