import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Texts about an erased element in other records, and files that came back from providers.
@Suite("Erased texts and clips")
struct ErasedTexts {
  private let library: TestLibrary
  private let store: LibraryStore
  private let mira: ULID
  private let mug: ULID

  private static let clip = [UInt8]("Zappelfilm that came back".utf8)

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    mira = try store.register("qwzmira", name: "Vexo Mirandula", files: [[1]]) {
      $0.aliases = ["米拉"]
    }
    mug = try store.register("mug", .product, name: "Mug", files: [[2]])
  }

  private func digest(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  private func revision(_ element: ULID) throws -> Digest {
    try #require(try store.contents { try $0.entries(of: element).first?.revision })
  }

  private func export(_ bundle: UInt8, of element: ULID, _ handle: String) throws -> Record {
    let blob = try digest([element == mira ? 1 : 2])
    return .export(
      ExportRecord(
        bundle: try digest([100, bundle]), target: "t", profile: try digest([3]),
        shot: ExportRecord.Shot(path: "shot.md", sha256: try digest([4])),
        elements: [
          ExportRecord.Element(
            element: element, revision: try revision(element), handle: try Handle(handle),
            blobs: [ExportRecord.Sent(from: blob, sent: blob)])
        ], at: Instant(milliseconds: 1_790_000_000_000)))
  }

  /// Records an export of each element, and takes with notes.
  private func addTakes(_ notes: [(bundle: UInt8, note: String)]) throws {
    let exports = [try export(1, of: mira, "qwzmira"), try export(2, of: mug, "mug")]
    let blob = try digest(Self.clip)
    let staged = try store.stage(Self.clip, blob)
    try store.change(with: [staged]) { change in
      for export in exports { change.add(export) }
      for (bundle, note) in notes {
        change.add(
          .take(
            Take(
              export: try digest([100, bundle]), blob: bundle == 1 ? blob : nil, result: .kept,
              cost: Cost(amount: "0.10", currency: "USD"), note: note, at: try change.moment())))
      }
    }
  }

  private func takes() throws -> [Take] {
    let days = try store.log.days()
    let segments = try days.flatMap { try store.log.segments(of: $0.day) }
    let lines = try segments.flatMap { try store.log.lines(of: $0).map(Array.init) ?? [] }
    return try lines.compactMap { line in
      if case .take(let take) = try Record(line: line.bytes) { take } else { nil }
    }.sorted { $0.at < $1.at }
  }

  /// Files of the library that contain a text.
  private func traces(of text: String) throws -> [String] {
    let root = URL(filePath: library.root.text)
    let walk = try #require(FileManager.default.enumerator(atPath: root.path))
    return walk.compactMap { $0 as? String }.filter { name in
      (try? Data(contentsOf: root.appending(path: name)))?.range(of: Data(text.utf8)) != nil
    }
  }

  @Test("include notes on its clips, and notes that name it as a whole word in any script")
  func notes() throws {
    try addTakes([
      (1, "turns too early"), (2, "better than QWZMIRA's last one"), (2, "as VEXO mirandula did"),
      (2, "和米拉一起"), (2, "with @qwzmira_voice"), (2, "Mirandula alone"), (2, ""),
    ])
    let plan = try store.erasurePlan(of: mira)
    #expect(plan.remarkCount == 4)
    #expect(plan.clips.map(\.blob) == [try digest(Self.clip)])
    #expect(try store.erase(mira, before: nil, reason: "asked"))
    #expect(
      try takes().map(\.note) == ["", "", "", "", "with @qwzmira_voice", "Mirandula alone", ""])
    for text in ["turns too early", "米拉", "VEXO", "vexo mirandula", "QWZMIRA's"] {
      #expect(try traces(of: text) == [], "\(text)")
    }
    #expect(try store.checkup().faults == [])
    let before = try store.everything()
    try library.deleteIndex()
    #expect(try library.open().everything() == before)
  }

  @Test("include clips on request, and their cost stays", arguments: [false, true])
  func clips(takes isErasing: Bool) throws {
    try addTakes([(1, "note")])
    let name = try digest(Self.clip)
    #expect(try store.erase(mira, before: nil, takes: isErasing, reason: "asked"))
    #expect(store.blobs.contains(name) == !isErasing)
    #expect(try traces(of: "Zappelfilm").isEmpty == isErasing)
    #expect(try takes().map(\.cost?.amount) == ["0.10"])
    #expect(try takes().map(\.blob) == [isErasing ? nil : name])
    #expect(try store.checkup().faults == [])
    try library.deleteIndex()
    #expect(try library.open().checkup().faults == [])
  }

  @Test("include previews of its files, and those of others stay")
  func previews() throws {
    let (own, other) = (try digest([1]), try digest([2]))
    for blob in [own, other] {
      store.previews.keep([7], of: blob, .page(side: 320), temporaryName: "x")
    }
    #expect(try store.erase(mira, before: nil, reason: "asked"))
    #expect(FileSystem.status(store.previews.path(of: own, .page(side: 320))) == nil)
    #expect(FileSystem.status(store.previews.path(of: other, .page(side: 320))) != nil)
  }

  @Test("include hashes of its pictures, and those of others are found as before")
  func hashes() throws {
    var facts: [FileFacts] = []
    for byte in [UInt8(1), 2] {
      var fact = FileFacts(path: library.root)
      fact.digest = try digest([byte])
      fact.format = .jpeg
      fact.perceptual = PerceptualHash(bits: UInt64(byte) << 40, mirrored: 9)
      facts.append(fact)
    }
    try store.recordFacts(facts, missing: [])
    let look = PerceptualHash(bits: 2 << 40, mirrored: 0xFFFF)
    #expect(try store.pictures(near: look, radius: 4, limit: 9).count == 2)
    let inode = FileSystem.status(store.hashFilePath)?.identity
    #expect(try store.erase(mira, before: nil, reason: "asked"))
    #expect(
      FileSystem.status(store.hashFilePath) != nil
        && FileSystem.status(store.hashFilePath)?.identity != inode)
    #expect(try store.pictures(near: look, radius: 4, limit: 9).map(\.blob) == [digest([2])])
    #expect(try store.checkup().faults == [])
  }

  @Test("are removed element by element from one segment, and the offsets of others stay right")
  func oneSegment() throws {
    var elements: [ULID] = []
    try store.change { change in
      for number in 0..<6 {
        let element = try change.newIdentity()
        elements.append(element)
        var revision = ElementRevision(
          element: element, at: try change.moment(), kind: .character,
          handle: try Handle("one_\(number)"), name: "Knallname\(number)")
        revision.notes = String(repeating: "n", count: 10 * number)
        change.add(.revision(revision))
      }
    }
    for number in [3, 0, 5] {
      #expect(try store.erase(elements[number], before: nil, reason: "asked"))
      #expect(try traces(of: "Knallname\(number)") == [])
      #expect(try traces(of: "knallname\(number)") == [])
      #expect(try store.checkup().faults == [])
    }
    for number in [1, 2, 4] {
      let found = try store.contents { contents in
        try contents.entries(of: elements[number]).first.flatMap {
          try contents.revision($0.revision)?.revision.name
        }
      }
      #expect(found == "Knallname\(number)")
      #expect(try store.contents { try $0.search("knallname\(number)", limit: 9) }.count == 1)
    }
  }

  @Test("are removed from every segment that contains them")
  func twins() throws {
    let day = try #require(Day("2026-10-01"))
    let line = try #require(
      try store.contents { contents in
        try contents.entries(of: mira).first.flatMap { try contents.revision($0.revision) }
      }.flatMap { Record.revision($0.revision).line })
    let other = try #require(
      try store.contents { contents in
        try contents.entries(of: mug).first.flatMap { try contents.revision($0.revision) }
      }.flatMap { Record.revision($0.revision).line })
    try store.log.commit(store.log.draft([line, other], on: day), temporaryName: "x")
    let again = try library.open()
    #expect(try again.erase(mira, before: nil, reason: "asked"))
    #expect(try traces(of: "Mirandula") == [])
    #expect(try again.checkup().faults == [])
    try library.deleteIndex()
    #expect(try library.open().checkup().faults == [])
  }
}
