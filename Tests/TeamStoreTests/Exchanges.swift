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
    try machines[0].team().begin()
  }

  var first: Machine { machines[0] }
  var second: Machine { machines[1] }

  func pass(hours: Int) { store.state.withLock { $0.seconds += hours * 3600 } }
}

@Suite("A team's library")
struct Exchanges {
  @Test("reaches every machine: records with a pull, files when they are wanted")
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
    #expect(try team.second.team().fetch([SHA256.digest(of: [9])]).absent.count == 1)
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
    #expect(written.count == 4 && written.prefix(3).allSatisfy { $0.hasPrefix("blobs/") })
    #expect(written.last?.hasPrefix("log/") == true)
    for key in team.store.keys("blobs/") {
      let name = key.split(separator: "/")[2]
      #expect(SHA256.digest(of: try #require(team.store.bytes(key))).hex == name)
      #expect(key.hasSuffix("/0.bin"))
    }
  }

  @Test("loses nothing if a push or a pull ends at any request, before or behind it")
  func interrupted() throws {
    struct Ended: Error {}
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
      func breaking(_ request: StoreRequest, _ perform: () throws -> StoreAnswer) throws
        -> StoreAnswer
      {
        if left == 0 { throw Ended() }
        left -= 1
        let answer = try perform()
        if left == 0 { throw Ended() }
        left -= 1
        return answer
      }
      #expect(throws: Ended.self) { try team.first.team(breaking).push() }
      // What is visible is complete, even now.
      try #require(try team.second.team().pull().problems.isEmpty)
      for digest in try team.second.library.contents({ try $0.unexaminedOrMissingBlobs() }) {
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

  @Test("holds back what names a file that is neither here nor there")
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

  @Test("asks a store not to overwrite, if it can, and takes what is there for written")
  func conditions() throws {
    let team = try Team()
    team.first.honoursConditions = true
    let bytes = Array("a picture".utf8)
    try team.first.commit(bytes)
    // Another machine has just written this file.
    let blob = SHA256.digest(of: bytes)
    let key = "blobs/\(blob.hex.prefix(2))/\(blob.hex)/0.bin"
    let pushed = try team.first.team { request, perform in
      if case .put(let upload) = request {
        #expect(upload.isNewOnly)
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
    #expect(try team.second.library.contents { try $0.record(SHA256.digest(of: sorted)) } != nil)
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

  @Test("shows a fork on every machine, and one merge heals it everywhere")
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

  @Test("is found whole by a machine that was away, and by a new one")
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
    // A lost note of what was read costs time only.
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
    let all = try team.second.library.contents { try $0.unexaminedOrMissingBlobs() }
    #expect(try team.second.team().fetch(all).fetched.count == 250)
  }
}

@Suite("A store that errs")
struct WrongStores {
  @Test("cannot bring in wrong bytes, neither records nor files")
  func bytes() throws {
    let team = try Team()
    let bytes = Array("a picture".utf8)
    try team.first.commit(bytes)
    _ = try team.first.team().push()
    let segment = try #require(team.store.keys("log/").first)
    let sound = try #require(team.store.bytes(segment))
    for wrong in [[], sound.dropLast(), sound + [0], [UInt8](repeating: 0, count: 100)] {
      team.store.set(segment, Array(wrong))
      let pulled = try team.second.team().pull()
      #expect(pulled.recordCount == 0 && pulled.problems.map(\.key) == [segment])
    }
    team.store.set(segment, sound)
    #expect(try team.second.team().pull().recordCount == 1)
    let key = try #require(team.store.keys("blobs/").first)
    team.store.set(key, Array("a pictur3".utf8))
    let blob = SHA256.digest(of: bytes)
    #expect(try team.second.team().fetch([blob]).damaged == [blob])
    #expect(!team.second.library.blobs.contains(blob))
    // Another upload of the file is as good.
    team.store.set(key.replacing("/0.", with: "/1."), bytes)
    #expect(try team.second.team().fetch([blob]).fetched == [blob])
  }

  @Test("is not believed if it has another library, a newer format, or nonsense")
  func manifests() throws {
    let team = try Team()
    func failure(_ text: String?) -> TeamStoreError? {
      team.store.set("castbook.json", text.map { Array($0.utf8) })
      do {
        _ = try team.first.team().pull()
        return nil
      } catch { return error as? TeamStoreError }
    }
    #expect(failure(nil) == .noLibrary)
    #expect(failure("{}") == .damagedManifest)
    #expect(failure("x") == .damagedManifest)
    #expect(failure(#"{"format":2,"library":"x"}"#) == .newerFormat(2))
    #expect(failure(#"{"format":1,"library":"x"}"#) == .damagedManifest)
    let other = try #require(failure(#"{"format":1,"library":"01KAH6Q8W0CASTB00K0THERXXX"}"#))
    #expect(other.rule == "remote.other-library")
    let own = Machine.libraryID?.text ?? ""
    #expect(failure(#"{"format":1,"library":"\#(own)","sealed":"ab"}"#) == .sealed)
    #expect(failure(#"{"format":1,"library":"\#(own)"}"#) == nil)
  }

  @Test("ends a command with what it said: refusals, no date, lists that contradict themselves")
  func refusals() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    func failure(_ change: @escaping (inout StoreAnswer, StoreRequest) -> Void) -> TeamStoreError? {
      do {
        _ = try team.first.team { request, perform in
          var answer = try perform()
          change(&answer, request)
          return answer
        }.push()
        return nil
      } catch { return error as? TeamStoreError }
    }
    let refused = failure { answer, request in
      if case .put = request { (answer.status, answer.code) = (403, "AccessDenied") }
    }
    #expect(refused?.rule == "remote.refused" && refused?.fix?.contains("may write") == true)
    #expect(failure { answer, _ in answer.date = nil } == .noDate)
    let contradicting = failure { answer, request in
      if case .list = request {
        answer.page = ObjectPage([
          .init(key: "gc/b", byteCount: 1, modified: Instant(milliseconds: 0)),
          .init(key: "gc/a", byteCount: 1, modified: Instant(milliseconds: 0)),
        ])
      }
    }
    #expect(contradicting?.rule == "remote.bad-answer")
    team.store.set("gc/x", Array("blobs/zz/nonsense\n".utf8))
    #expect(failure { _, _ in }?.rule == "remote.bad-answer", "a mark that can't be read")
    team.store.set("gc/x", nil)
    #expect(failure { _, _ in } == nil)
  }

  @Test("reads what belongs to others beside the library, and leaves it")
  func strangers() throws {
    let team = try Team()
    for key in [
      "log/readme", "log/2026-11-20/x", "log/2026-13-40/\(SHA256.digest(of: []).hex)", "blobs/x",
    ] {
      team.store.set(key, [1])
    }
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    #expect(try team.second.team().pull().problems.isEmpty)
    team.pass(hours: 24 * 30)
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 24 * 30)
    _ = try team.first.team().collectGarbage()
    #expect(team.store.bytes("blobs/x") != nil && team.store.bytes("log/readme") != nil)
  }
}

@Suite("A clean-up of the store")
struct CleanUps {
  @Test("deletes what no record names, seven days after it was marked")
  func grace() throws {
    let team = try Team()
    try team.first.commit(Array("a".utf8))
    _ = try team.first.team().push()
    let orphan = SHA256.digest(of: Array("orphan".utf8))
    let key = "blobs/\(orphan.hex.prefix(2))/\(orphan.hex)/0.jpg"
    team.store.set(key, Array("orphan".utf8))
    let marked = try team.first.team().collectGarbage()
    #expect(marked.markedCount == 1 && marked.deletedCount == 0)
    team.pass(hours: 7 * 24 - 1)
    #expect(try team.first.team().collectGarbage().waitingCount == 1)
    // A marked upload is never relied on again.
    try team.second.commit(Array("orphan".utf8))
    #expect(try team.second.team().push().fileCount == 1)
    #expect(team.store.keys("blobs/\(orphan.hex.prefix(2))/").count == 2)
    team.pass(hours: 2)
    // A record names the file now, so both uploads stay.
    #expect(try team.first.team().collectGarbage().deletedCount == 0)
    #expect(team.store.keys("blobs/").count == 3)
    let other = SHA256.digest(of: Array("other".utf8))
    team.store.set("blobs/\(other.hex.prefix(2))/\(other.hex)/0.jpg", Array("other".utf8))
    _ = try team.first.team().collectGarbage()
    team.pass(hours: 7 * 24 + 1)
    let swept = try team.first.team().collectGarbage()
    #expect(swept.deletedCount == 1 && swept.deletedBytes == 5)
  }

  @Test("also removes erased records that a machine sends which hasn't heard of the erasure")
  func lateErasure() throws {
    let team = try Team()
    let secret = Array("a secret face".utf8)
    let record = try team.first.commit(secret, name: "Secretname")
    let element = try #require(try team.first.heads().keys.first)
    _ = try team.first.team().push()
    _ = try team.second.team().pull()
    try team.second.commit(secret, on: element, parents: [record], name: "Secretname")
    #expect(try team.first.library.erase(element, before: nil, reason: "asked"))
    _ = try team.first.team().push()
    #expect(try team.first.team().collectGarbage().erasedRecordCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    _ = try team.second.library.stage(secret, SHA256.digest(of: secret))
    _ = try team.second.team().push()
    #expect(team.store.keys("log/").count == 2)
    let again = try team.first.team().collectGarbage()
    #expect(again.erasedRecordCount == 1)
    #expect(team.store.keys("log/").count == 1)
    team.pass(hours: 3)
    _ = try team.first.team().collectGarbage()
    #expect(team.store.keys("blobs/").isEmpty)
  }

  @Test("refuses while a record can't be read, since it may name any file")
  func unreadable() throws {
    let team = try Team()
    team.store.set("log/2026-11-20/\(SHA256.digest(of: [1]).hex)", [1, 2, 3])
    let failure = #expect(throws: TeamStoreError.self) {
      try team.first.team().collectGarbage()
    }
    #expect(failure?.rule == "remote.damaged")
  }

  @Test("removes what was erased: names at once, files by the next one", arguments: [false, true])
  func erasure(isSealed: Bool) throws {
    let keys =
      isSealed ? TeamKeys(text: TeamKeys.line(random: [UInt8](repeating: 7, count: 32))) : nil
    let team = try Team(3, keys: keys)
    let secret = Array("a secret face".utf8)
    let shared = Array("a shared file".utf8)
    try team.first.commit(secret, name: "Secretname", notes: "secretnote")
    let element = try #require(try team.first.heads().keys.first)
    let digest = try #require(try team.first.heads()[element]?.first)
    try team.first.commit(shared, on: element, parents: [digest], name: "Secretname")
    try team.first.commit(shared, name: "Open")
    for machine in team.machines {
      _ = try machine.team().pull()
      _ = try machine.team().push()
      _ = try machine.team().pull()
      _ = try machine.team().fetch([secret, shared].map(SHA256.digest))
    }
    // Another machine has changed the element meanwhile.
    let latest = try #require(try team.machines[2].heads()[element]?.first)
    try team.machines[2].commit(secret, on: element, parents: [latest], name: "Secretname")
    #expect(try team.second.library.erase(element, before: nil, reason: "asked"))
    _ = try team.second.team().push()
    for machine in team.machines {
      _ = try machine.team().pull()
      _ = try machine.team().push()
    }
    for machine in team.machines {
      for text in ["Secretname", "secretnote", "a secret face"] {
        #expect(try Self.files(of: machine, containing: text) == [], "\(text)")
      }
      #expect(machine.library.blobs.contains(SHA256.digest(of: shared)))
    }
    let cleaned = try team.first.team().collectGarbage()
    #expect(cleaned.erasedRecordCount >= 2 && cleaned.erasedWaitingCount == 1)
    team.pass(hours: 3)
    #expect(try team.first.team().collectGarbage().deletedCount == 1)
    let left = try Self.plain(team.store, keys)
    for text in ["Secretname", "secretnote", "a secret face"] { #expect(!left.contains(text)) }
    #expect(left.contains("a shared file") && left.contains("Open"))
    let fresh = try Machine(team.folder.url.appending(path: "fresh"), team.store, seed: 0)
    fresh.keys = keys
    _ = try fresh.team().pull()
    #expect(try fresh.heads() == team.first.heads())
    #expect(try fresh.heads().count == 1)
  }

  /// The files of a machine that contain a text.
  private static func files(of machine: Machine, containing text: String) throws -> [String] {
    let names = FileManager.default.enumerator(atPath: machine.folder.path())
    return try (names?.allObjects ?? []).compactMap { $0 as? String }.filter { name in
      let url = machine.folder.appending(path: name)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        return false
      }
      return try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
    }
  }

  /// All that anyone with the keys can read in a store.
  private static func plain(_ store: FakeStore, _ keys: TeamKeys?) throws -> String {
    store.keys().compactMap { key in
      store.bytes(key).map { bytes in
        let opened = keys.flatMap { SealedObject.opened(bytes, $0) } ?? bytes
        let text = RemoteSegment.text(of: opened) ?? opened
        return key + String(decoding: text, as: UTF8.self)
      }
    }.joined(separator: "\n")
  }
}
