import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Erasing")
struct Erasing {
  private let library: TestLibrary

  init() throws { library = try TestLibrary() }

  // Texts that occur nowhere else, also as whole words of the search.
  private static let person = [
    "qwzhandle", "Vexomirandula", "Plorkenfast", "zublimtag", "Kritzelnotiz", "Dremobeschreib",
    "fuzzlegrin", "Haltergundel", "wumpelfile",
  ]
  private static let bytes = [UInt8]("Zackenbarschbytes in a picture of its own".utf8)
  private static let derived = [UInt8]("Abgeleitetezacken made from it".utf8)
  private static let shared = [UInt8]("Geteiltezacken of two".utf8)

  private func digest(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  /// Makes a library with a person and others, and every kind of record about them.
  @discardableResult
  private func fill(_ store: LibraryStore) throws -> (person: ULID, other: ULID) {
    let person = try store.register(
      "qwzhandle", name: "Vexomirandula Plorkenfast", tags: ["zublimtag"],
      files: [Self.bytes, Self.shared]
    ) { revision in
      revision.aliases = ["fuzzlegrin"]
      revision.notes = "Kritzelnotiz and more of it"
      revision.references[0].file = "wumpelfile.jpg"
      revision.rights = Rights()
      revision.rights?.holder = "Haltergundel"
    }
    try store.edit("qwzhandle") { $0.description = "Dremobeschreib here" }
    let other = try store.register("mug", .product, name: "Mug", files: [Self.shared]) {
      $0.lookOf = nil
    }
    try store.register("voice_of", .character, name: "Speaks") { $0.voice = person }
    let revision = try #require(
      try store.contents { try $0.entries(of: person).first?.revision })
    let others = try #require(try store.contents { try $0.entries(of: other).first?.revision })
    let (own, made, both) = (
      try digest(Self.bytes), try digest(Self.derived), try digest(Self.shared)
    )
    let staged = [try store.stage(Self.derived, made)]
    try store.change(with: staged) { change in
      let at = try change.moment()
      let project = try change.newIdentity()
      change.add(.derivation(Derivation(blob: made, from: own, steps: ["cut"], tool: "t", at: at)))
      change.add(
        .dismissal(Dismissal(blob: own, rule: "image.animated", reason: "Kritzelnotiz", at: at)))
      change.add(.dismissal(Dismissal(blob: both, rule: "image.animated", reason: "kept", at: at)))
      change.add(
        .use(
          ProjectUse(
            project: project, path: "/films/x", element: person, revision: revision, at: at)))
      change.add(
        .use(
          ProjectUse(project: project, path: "/films/x", element: other, revision: others, at: at)))
      change.add(
        .registration(
          Registration(
            element: person, target: "fal.x", account: "a", kind: .element,
            remoteId: "fuzzlegrin-17", at: at)))
      change.add(try export(person, revision, other, others, made: made, both: both, at: at))
    }
    return (person, other)
  }

  private func export(
    _ person: ULID, _ revision: Digest, _ other: ULID, _ others: Digest, made: Digest,
    both: Digest, at: Instant
  ) throws -> Record {
    .export(
      ExportRecord(
        bundle: try digest([1]), target: "fal.x", profile: try digest([2]),
        shot: ExportRecord.Shot(path: "qwzhandle.md", sha256: try digest([3])),
        elements: [
          ExportRecord.Element(
            element: person, revision: revision, handle: try Handle("qwzhandle"),
            blobs: [ExportRecord.Sent(from: both, sent: made)]),
          ExportRecord.Element(
            element: other, revision: others, handle: try Handle("mug"),
            blobs: [ExportRecord.Sent(from: both, sent: both)]),
        ], cost: Cost(amount: "0.84", currency: "USD"), at: at))
  }

  /// Every file below the library's folder that contains one of the texts.
  private func traces(of texts: [String]) throws -> [String] {
    let root = URL(filePath: library.root.text)
    let walk = try #require(FileManager.default.enumerator(atPath: root.path))
    var found: [String] = []
    for case let name as String in walk {
      guard let data = try? Data(contentsOf: root.appending(path: name)) else { continue }
      for text in texts where data.range(of: Data(text.utf8)) != nil {
        found.append("\(text) in \(name)")
      }
      for text in texts where data.range(of: Data(text.lowercased().utf8)) != nil {
        found.append("\(text.lowercased()) in \(name)")
      }
    }
    return found
  }

  private static let allTexts =
    person + ["Zackenbarsch", "Abgeleitete"]

  @Test("leaves no trace of a person in any file, and the others as they were")
  func traceless() throws {
    let store = try library.open()
    let (person, other) = try fill(store)
    #expect(Set(try traces(of: Self.allTexts)).count > 10)
    try FileSystem.createFolder(library.root.appending("cache".utf8))
    try FileSystem.create(
      library.root.appending("cache/small.jpg".utf8), Self.bytes, isDurable: false)
    try FileSystem.create(
      library.root.appending("catalog.hashes".utf8), Self.bytes, isDurable: false)
    let reader = try library.open()
    #expect(try store.erase(person, before: nil, reason: "asked for"))
    #expect(try traces(of: Self.allTexts) == [])
    #expect(try store.checkup().faults == [])
    #expect(
      try reader.contents { try $0.list(limit: 9) }.map(\.handle.name) == ["voice_of", "mug"])
    #expect(try store.bytes(of: digest(Self.shared)) == Self.shared)
    #expect(try [Self.bytes, Self.derived].filter { store.blobs.contains(try digest($0)) }.isEmpty)
    let records = try allRecords(store)
    let exports = records.compactMap { if case .export(let export) = $0 { export } else { nil } }
    #expect(exports.map(\.cost?.amount) == ["0.84"])
    #expect(exports.first?.elements.map(\.element) == [other])
    #expect(records.count { if case .use = $0 { true } else { false } } == 1)
    #expect(records.count { if case .dismissal = $0 { true } else { false } } == 1)
    #expect(records.count { if case .erasure = $0 { true } else { false } } == 1)
    let before = try store.everything()
    try library.deleteIndex()
    #expect(try library.open().everything() == before)
    #expect(try library.open().checkup().faults == [])
    #expect(try traces(of: Self.allTexts) == [])
  }

  private func allRecords(_ store: LibraryStore) throws -> [Record] {
    try store.log.days().flatMap { try store.log.segments(of: $0.day) }
      .flatMap { try store.log.lines(of: $0).map(Array.init) ?? [] }.map {
        try Record(line: $0.bytes)
      }
  }

  @Test(
    "is finished by the next opening when only its record was written", arguments: [false, true])
  func goingOn(withoutIndex: Bool) throws {
    let store = try library.open()
    let (person, _) = try fill(store)
    try store.change { change in
      change.add(.erasure(Erasure(element: person, reason: "asked", at: try change.moment())))
    }
    #expect(!(try traces(of: Self.allTexts)).isEmpty)
    if withoutIndex { try library.deleteIndex() }
    let again = try library.open()
    #expect(try traces(of: Self.allTexts) == [])
    #expect(try again.checkup().faults == [])
  }

  @Test("refuses a copy that is brought back, and removes it from the log again")
  func broughtBack() throws {
    let store = try library.open()
    let (person, _) = try fill(store)
    let records = try allRecords(store)
    #expect(try store.erase(person, before: nil, reason: "asked"))
    let after = try store.everything()
    try library.deleteIndex()
    let log = RecordLog(library.root)
    let day = try #require(Day("2026-11-01"))
    try log.commit(log.draft(records.compactMap(\.line), on: day), temporaryName: "x")
    let again = try library.open()
    #expect(try again.everything() == after)
    #expect(try traces(of: Self.person) == [])
    let back = try again.register("qwzhandle", name: "Somebody else")
    #expect(back != person)
    #expect(try again.contents { try $0.entries(named: "qwzhandle").map(\.element) } == [back])
  }

  @Test("continues from a withdrawn record to its copy")
  func withdrawals() throws {
    let store = try library.open()
    let (person, _) = try fill(store)
    let export = try #require(
      try allRecords(store).first { if case .export = $0 { true } else { false } })
    let name = try digest(try #require(export.line))
    try store.change { change in
      change.add(.withdrawal(Withdrawal(record: name, reason: "a test", at: try change.moment())))
    }
    #expect(try store.erase(person, before: nil, reason: "asked"))
    let left = try allRecords(store)
    let copy = try #require(left.first { if case .export = $0 { true } else { false } })
    let withdrawn = left.compactMap { record in
      if case .withdrawal(let withdrawal) = record { withdrawal.record } else { nil }
    }
    #expect(withdrawn == [try digest(try #require(copy.line))])
    #expect(try store.checkup().faults == [])
  }

  @Test("revisions before a given one removes earlier texts and files, and keeps the rest")
  func forgetting() throws {
    let store = try library.open()
    let person = try store.register(
      "mira", name: "Vexomirandula", files: [Self.bytes, Self.shared])
    try store.edit("mira") { revision in
      revision.name = "Mira"
      revision.references.removeFirst()
    }
    try store.edit("mira") { $0.notes = "kept" }
    let history = try store.contents { try $0.history(of: person) }
    #expect(try store.erase(person, before: history[1], reason: "a wrong name"))
    #expect(try traces(of: ["Vexomirandula", "Zackenbarsch"]) == [])
    #expect(try store.contents { try $0.history(of: person) } == Array(history.dropFirst()))
    #expect(try store.checkup().faults == [])
    let before = try store.everything()
    try library.deleteIndex()
    #expect(try library.open().everything() == before)
    #expect(try library.open().checkup().faults == [])
    // The erasure may precede the revisions that it leaves.
    let lines = try allRecords(store).compactMap(\.line)
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<5 {
      let other = try TestLibrary(seed: 2)
      let day = try #require(Day("2026-11-20"))
      for line in lines.shuffled(using: &generator) {
        try RecordLog(other.root).commit(
          RecordLog(other.root).draft([line], on: day), temporaryName: "x")
        _ = try other.open()
      }
      #expect(
        try other.open().contents { try $0.history(of: person) } == Array(history.dropFirst()))
    }
  }

  @Test("leaves no word in a search index that was built in one pass", arguments: 1...8)
  func oneGo(seed: Int) throws {
    let library = try TestLibrary(seed: seed)
    let store = try library.open()
    let person = try store.register("mira", name: "Vexomirandula")
    try store.edit("mira") { $0.name = "Mira" }
    let kept = try #require(try store.contents { try $0.entries(of: person).first?.revision })
    try store.change { change in
      change.add(
        .erasure(Erasure(element: person, before: kept, reason: "x", at: try change.moment())))
    }
    try library.deleteIndex()
    #expect(try library.open().checkup().faults == [])
    let file = try FileSystem.read(library.root.appending("catalog.sqlite".utf8), limit: .max)
    #expect(!file.contains(bytes: Array("vexomirandula".utf8)))
  }

  @Test("is refused while the log is damaged: a file may belong to another element")
  func damagedLog() throws {
    let store = try library.open()
    let (person, _) = try fill(store)
    let mug = try #require(try store.contents { try $0.entries(named: "mug").first?.revision })
    let place = try #require(try store.contents { try $0.index.records.location(of: mug) })
    let path = store.log.path(of: place.segment)
    var bytes = try FileSystem.read(path, limit: .max)
    bytes[bytes.count - 3] ^= 1
    try FileSystem.remove(path)
    try FileSystem.create(path, bytes, isDurable: false)
    #expect(throws: LibraryError.unreadableRecords(store.log.folder)) {
      try store.erase(person, before: nil, reason: "asked")
    }
    #expect(try store.bytes(of: digest(Self.bytes)) == Self.bytes)
    // An erasure that was begun continues, and leaves files that the damaged part may name.
    try store.change { change in
      change.add(.erasure(Erasure(element: person, reason: "asked", at: try change.moment())))
    }
    _ = try library.open()
    #expect(store.blobs.contains(try digest(Self.shared)))
    #expect(!store.blobs.contains(try digest(Self.bytes)))
  }

  @Test("keeps derived files that others use or that were also made from other files")
  func derivations() throws {
    let store = try library.open()
    let person = try store.register("mira", name: "Mira", files: [[1], [2]])
    try store.register("mug", .product, name: "Mug", files: [[3], [12]])
    // 11 and 21 are made from 1 alone, one from the other; 12 is in use, 13 is also made from 3.
    let made: [(UInt8, UInt8)] = [(11, 1), (21, 11), (12, 1), (22, 12), (13, 2), (13, 3)]
    let staged = try Set(made.map(\.0)).map { try store.stage([$0], digest([$0])) }
    try store.change(with: staged) { change in
      for (blob, from) in made {
        change.add(
          .derivation(
            Derivation(
              blob: try digest([blob]), from: try digest([from]), steps: [], tool: "t",
              at: try change.moment())))
      }
    }
    let plan = try store.erasurePlan(of: person)
    #expect(plan.erasedFileCount == 4 && plan.sharedFileCount == 0)
    #expect(try store.erase(person, before: nil, reason: "asked"))
    let left = try [1, 2, 3, 11, 12, 13, 21, 22].filter { store.blobs.contains(try digest([$0])) }
    #expect(left == [3, 12, 13, 22])
    let kept = try allRecords(store).compactMap { record in
      if case .derivation(let derivation) = record { derivation } else { nil }
    }
    #expect(try Set(kept.map(\.blob)) == [digest([22]), digest([13])])
    #expect(try store.checkup().faults == [])
  }
}
