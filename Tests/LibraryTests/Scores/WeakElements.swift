import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Elements with weak pictures")
struct WeakElements {
  private let library: TestLibrary
  private let store: LibraryStore

  init() throws {
    library = try TestLibrary()
    store = try library.open()
  }

  /// Expects a list of weak elements, also after the index was deleted and its files examined
  /// again.
  private func expect(
    _ weak: [String], _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try store.weak() == weak, sourceLocation: location)
    try library.deleteIndex()
    let store = try library.open()
    #expect(try store.weak() == [], "before anybody looks", sourceLocation: location)
    try store.examine()
    #expect(try store.weak() == weak, "with another index", sourceLocation: location)
  }

  @Test("are listed newest first, with their number and the worst of them")
  func lists() throws {
    try store.register("mira", tags: ["lead"], files: [[1], [2], [9]])
    try store.register("mug", .product, files: [[1]])
    try store.register("fine", files: [[9], [10]])
    try store.register("gone", files: [[3]]) { $0.retired = true }
    try store.register("voice", .voice, files: [[11]])
    #expect(try store.weak() == [])
    try store.examine()
    let mira = "mira 2 error image.over-compressed"
    #expect(try store.weak(.product) == ["mug 1 warning image.cluttered"])
    #expect(try store.weak(.place) == [])
    #expect(try store.weak(tags: ["LEAD"]) == [mira])
    #expect(try store.weak(.product, tags: ["lead"]) == [])
    #expect(try store.weak(isRetired: true) == ["gone 1 warning image.blurred"])
    try expect(["mug 1 warning image.cluttered", mira])
  }

  @Test("are rated by kind: a busy background is normal for a place")
  func kinds() throws {
    try store.register("mira", files: [[1]])
    try store.register("market", .place, files: [[1]])
    try store.register("cellar", .place, files: [[2]])
    try store.examine()
    try expect([
      "cellar 1 error image.over-compressed", "mira 1 warning image.cluttered",
    ])
  }

  @Test("are found whether their files are examined before, with, or after them")
  func order() throws {
    try store.register("first", files: [[3]])
    try store.examine()
    // The file is already known.
    try store.register("second", files: [[3]])
    // With its facts, as adding does it.
    let blob = try Measured.digest(2)
    try store.change(with: [try store.stage([2], blob)], facts: [try Measured.facts(2)]) { change in
      var revision = ElementRevision(
        element: try change.newIdentity(), at: try change.moment(), kind: .product,
        handle: try Handle("third"), name: "")
      revision.references = [Reference(blob: blob, role: .front, file: "2.jpg")]
      change.add(.revision(revision))
    }
    try expect([
      "third 1 error image.over-compressed", "second 1 warning image.blurred",
      "first 1 warning image.blurred",
    ])
  }

  @Test("are no longer weak when a revision drops the picture, replaces it, or goes back")
  func revisions() throws {
    try store.register("mira", files: [[1], [2], [9]])
    try store.examine()
    let fine = try Measured.digest(9)
    let bad = try Measured.digest(2)
    try store.edit("mira") { $0.references.removeAll { $0.blob == bad } }
    try expect(["mira 1 warning image.cluttered"])
    try store.edit("mira") { revision in
      revision.references = [Reference(blob: fine, role: .front, file: "9.jpg")]
    }
    try expect([])
    try store.edit("mira") { revision in
      revision.references.append(Reference(blob: bad, role: .back, file: "2.jpg"))
    }
    try store.edit("mira") { $0.retired = true }
    try expect([])
    #expect(try store.weak(isRetired: true) == ["mira 1 error image.over-compressed"])
    try store.edit("mira") { $0.retired = false }
    try expect(["mira 1 error image.over-compressed"])
  }

  @Test(
    "count no dismissed finding, in any element with the file, until that is withdrawn")
  func dismissing() throws {
    try store.register("mira", files: [[1], [2]])
    try store.register("mug", .product, files: [[1]])
    try store.examine()
    try store.dismiss(2, "image.over-compressed")
    try expect(["mug 1 warning image.cluttered", "mira 2 warning image.cluttered"])
    try store.dismiss(2, "image.dark")
    let last = try store.dismiss(1, "image.cluttered")
    try expect([])
    // A finding dismissed twice ends when both are withdrawn.
    let again = try store.dismiss(1, "image.cluttered")
    try store.withdraw(last)
    try expect([])
    try store.withdraw(again)
    try expect(["mug 1 warning image.cluttered", "mira 1 warning image.cluttered"])
    let blob = try Measured.digest(1)
    let ever = try store.contents { try $0.allDismissals(of: blob) }
    #expect(ever.map { $0.end != nil } == [true, true])
    #expect(try store.contents { try $0.dismissals(of: blob) } == [])
  }

  @Test("are right in any order of dismissals and withdrawals")
  func late() throws {
    try store.register("mira", files: [[1], [3]])
    try store.examine()
    let at = Instant(milliseconds: 1_795_000_000_000)
    let dismissal = Record.dismissal(
      Dismissal(blob: try Measured.digest(3), rule: "image.blurred", reason: "so", at: at))
    let line = try #require(dismissal.line)
    let name = SHA256.digest(of: line)
    try store.withdraw(name)
    try store.change { $0.add(dismissal) }
    try expect(["mira 2 warning image.blurred"])
    try store.dismiss(3, "image.blurred")
    try expect(["mira 1 warning image.cluttered"])
  }

  @Test("are no longer weak after their pictures were measured again and are fine")
  func measuring() throws {
    try store.register("mira", files: [[1], [2]])
    try store.examine()
    var facts = try [1, 2].map { try Measured.facts($0) }
    for index in facts.indices { facts[index].weaknesses = [] }
    try store.recordScores(facts)
    #expect(try store.weak() == [])
    facts[1].weaknesses = [Weakness("image.dark", .warning, kinds: [.character])]
    try store.recordScores(facts)
    #expect(try store.weak() == ["mira 1 warning image.dark"])
  }

  @Test("of a fork are reported for both sides, and for their merge")
  func forks() throws {
    let mira = try store.register("mira", files: [[9]])
    try store.examine()
    let first = try #require(try store.contents { try $0.entries(named: "mira").first })
    for byte in [UInt8(2), 3] {
      let blob = try Measured.digest(byte)
      try store.change(with: [try store.stage([byte], blob)]) { change in
        var revision = try #require(try change.contents.revision(first.revision)).revision
        revision.parent = first.revision
        revision.sequence = 2
        revision.references = [Reference(blob: blob, role: .front, file: "\(byte).jpg")]
        revision.at = try change.moment()
        change.add(.revision(revision))
      }
    }
    try store.examine()
    try expect(["mira 1 warning image.blurred", "mira 1 error image.over-compressed"])
    let heads = try store.contents { try $0.entries(of: mira) }
    try store.change { change in
      var revision = try #require(try change.contents.revision(heads[0].revision)).revision
      revision.parent = heads[0].revision
      revision.merges = [heads[1].revision]
      revision.sequence = 3
      revision.at = try change.moment()
      change.add(.revision(revision))
    }
    try expect(["mira 1 warning image.blurred"])
  }

  @Test("are removed by an erasure, and stay if another element has the file")
  func erasing() throws {
    let mira = try store.register("mira", files: [[2], [3]])
    try store.register("mug", .product, files: [[2]])
    try store.examine()
    #expect(try store.erase(mira, before: nil, reason: "asked for"))
    try expect(["mug 1 error image.over-compressed"])
    let left = try store.contents { contents in
      try contents.index.sql.all("SELECT blob FROM score") { $0.integer(0) }.count
    }
    #expect(left == 1)
  }

  @Test("need no query per file as long as no picture is weak")
  func cost() throws {
    try store.register("mira", files: [[9], [10], [11]])
    try store.examine()
    try store.edit("mira") { $0.name = "Mira" }
    try store.dismiss(9, "image.dark")
    let texts = try store.contents { $0.index.sql.preparedTexts }
    let asked = texts.filter { $0.contains("FROM weakness") || $0.contains(" weak ") }
    #expect(asked == ["SELECT 1 FROM weakness LIMIT 1"])
  }
}
