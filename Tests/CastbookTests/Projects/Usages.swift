import Castbook
import Files
import Foundation
import Library
import Media
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Uses")
struct Usages {
  private let moment = Instant(milliseconds: 1_795_176_000_000)

  private func bytes(_ path: FilePath) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path.text)))
  }

  private func digest(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  /// Writes records as later verbs do.
  private func record(
    _ film: Film, blobs: [[UInt8]] = [], _ records: (Change) throws -> [Record]
  ) throws {
    let store = try film.library().store
    let staged = try blobs.map { try store.stage($0, digest($0)) }
    try store.change(with: staged) { change in
      for record in try records(change) { change.add(record) }
    }
  }

  private func question(_ text: String) throws -> UsageSubject {
    try UsageSubject(#require(FilePath(text)))
  }

  @Test("A file is found in its present and former elements, and in projects that pin it")
  func holders() async throws {
    let film = try Film()
    try await film.add("mug", .product, ["mug-front.jpg", "mug-top.jpg"])
    try await film.add("cup", .product, ["mug-top.jpg"])
    try film.use("@mug")
    try await film.edit("@mug") { $0.notes = [1: "x"] }
    try await film.edit("@mug") { $0.drop = [2] }
    let path = try Fixtures.path("starter/mug-top.jpg")
    let usage = try WhereUsed(.path(path)).run(in: film.library())
    let lines = usage.holders.map {
      "\($0.element.handle.name) \($0.sequences) \($0.isCurrent) \($0.role?.rawValue ?? "")"
    }
    #expect(Set(lines) == ["mug [1, 2] false top", "cup [1] true top"])
    #expect(usage.projects.map(\.sequence) == [1])
    try film.update()
    #expect(try WhereUsed(.path(path)).run(in: film.library()).projects.isEmpty)
    let hex = try digest(bytes(path)).hex
    for text in [hex, "sha256-\(hex)", String(hex.prefix(8)), String(hex.prefix(11)).uppercased()] {
      #expect(try WhereUsed(question(text)).run(in: film.library()).holders.count == 2)
    }
    #expect(throws: ElementLibraryError.self) {
      try WhereUsed(question("0123456789")).run(in: film.library())
    }
  }

  @Test("A document of rights is reported as one")
  func documents() async throws {
    let film = try Film()
    let paper = film.scratch.path("release.txt")
    try Data("She agrees.".utf8).write(to: URL(filePath: paper.text))
    try await film.add("mug") { $0.rights.document = paper }
    let usage = try WhereUsed(.path(paper)).run(in: film.library())
    #expect(usage.holders.map(\.isDocument) == [true])
    #expect(usage.holders.map(\.role) == [nil])
  }

  @Test("A clip that came back leads to its export, and to the elements in it")
  func takes() async throws {
    let film = try Film()
    try await film.add("mug")
    let found = try film.library().find("@mug")
    let file = found.revision.revision.references[0].blob
    let clip = Array("a film".utf8)
    let copy = Array("a smaller picture".utf8)
    let bundle = try digest([1])
    try record(film, blobs: [clip, copy]) { change in
      let export = ExportRecord(
        bundle: bundle, target: "fal.kling-v3.i2v", profile: try digest([2]),
        shot: ExportRecord.Shot(path: "lobby.md", sha256: try digest([3])),
        elements: [
          ExportRecord.Element(
            element: found.element, revision: found.revision.digest, handle: found.handle,
            blobs: [ExportRecord.Sent(from: file, sent: try digest(copy))])
        ], at: moment)
      return [
        .export(export),
        .take(
          Take(export: bundle, blob: try digest(clip), result: .kept, seed: "7", at: moment)),
        .take(Take(export: bundle, result: .rejected, at: moment.next)),
      ]
    }
    try await film.edit("@mug") { $0.texts.name = "Red mug" }
    let path = film.scratch.path("take.mp4")
    try Data(clip).write(to: URL(filePath: path.text))
    let library = try film.library()
    let usage = try WhereUsed(.path(path)).run(in: library)
    #expect(usage.takes.map(\.seed) == ["7"])
    #expect(usage.exports.map(\.export.target) == ["fal.kling-v3.i2v"])
    #expect(usage.exports[0].export.elements.map(\.handle.name) == ["mug"])
    #expect(usage.exports[0].sequences == [found.revision.digest: 1])
    #expect(usage.exports[0].takes.map(\.result) == [.rejected, .kept])
    // The file that was sent, its original, and the element lead there, too.
    for text in ["@mug", "@mug:1", try digest(copy).hex, file.hex] {
      #expect(
        try WhereUsed(question(text)).run(in: library).exports.map(\.export.bundle) == [bundle])
    }
    #expect(try WhereUsed(question("@mug:2")).run(in: library).exports.isEmpty)
    let json = UsageJSON.usage(usage)
    #expect(json["takes"]?.array?[0]["bundle"]?.string == bundle.hex)
    let sent = json["exports"]?.array?[0]["elements"]?.array?[0]["files"]?.array?[0]
    #expect(sent?["from"]?.string == file.hex)
    // A withdrawn note is no longer reported.
    try record(film) { change in
      try change.contents.takes.of(try digest(clip), limit: 9).map { take in
        let line = try #require(Record.take(take).line)
        return .withdrawal(Withdrawal(record: try digest(line), at: moment))
      }
    }
    #expect(try WhereUsed(.path(path)).run(in: film.library()).isEmpty)
  }

  @Test("An old export of a project counts, however many others follow it")
  func oldExports() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    let found = try film.library().find("@mug")
    let project = try film.project.id
    func export(_ number: Int, of project: ULID?) -> Record {
      .export(Film.export(number, of: found, project: project))
    }
    try record(film) { _ in
      [export(0, of: project)] + (1...10_000).map { export($0, of: nil) }
    }
    try await film.edit("@mug") { $0.texts.name = "Red mug" }
    try film.update()
    #expect(try film.status("mug").shots == ["lobby.md"])
    var query = LedgerQuery()
    #expect(try query.run(in: film.library()).isTruncated)
    query.element = try HandleReference("@mug")
    #expect(try query.run(in: film.library()).isTruncated)
    for element in [query.element, nil] {
      query.element = element
      query.project = project
      let ledger = try query.run(in: film.library())
      #expect(ledger.entries.count == 1 && !ledger.isTruncated)
    }
    query.project = nil
    query.since = Day("2199-01-01")
    #expect(try !query.run(in: film.library()).isTruncated)
  }

  @Test("Copies of copies lead back to the picture, and it to them")
  func derivations() async throws {
    let film = try Film()
    try await film.add("mug")
    let original = try film.library().find("@mug").revision.revision.references[0].blob
    let first = Array("first copy".utf8)
    let second = Array("second copy".utf8)
    try record(film, blobs: [first, second]) { _ in
      [
        .derivation(
          Derivation(
            blob: try digest(first), from: original, steps: ["resize"], tool: "castbook", at: moment
          )),
        .derivation(
          Derivation(
            blob: try digest(second), from: try digest(first), steps: [], tool: "castbook",
            at: moment)),
        // A cycle, which no tool writes.
        .derivation(
          Derivation(
            blob: try digest(first), from: try digest(second), steps: [], tool: "odd", at: moment)),
      ]
    }
    let library = try film.library()
    let usage = try WhereUsed(question(digest(second).hex)).run(in: library)
    #expect(usage.origins.count == 3)
    #expect(usage.origins[0].from == (try digest(first)))
    #expect(usage.origins.contains { $0.from == original })
    #expect(usage.holders.map(\.blob) == [original])
    #expect(usage.projects.isEmpty)
    let back = try WhereUsed(question(original.hex)).run(in: library)
    #expect(back.results.map(\.blob).prefix(2) == [try digest(first), try digest(second)])
    #expect(back.origins.isEmpty)
  }

  @Test("A voice reports its speakers, an element its looks")
  func relations() async throws {
    let film = try Film()
    try await film.addCast()
    let library = try film.library()
    #expect(
      try WhereUsed(question("@mira_voice")).run(in: library).speakers.map(\.handle.name) == [
        "mira"
      ])
    #expect(
      try WhereUsed(question("@mira")).run(in: library).looks.map(\.handle.name) == ["mira_coat"])
    #expect(try WhereUsed(question("@mug")).run(in: library).isEmpty)
  }

  @Test(
    "A word is an element, a SHA-256 or a path",
    arguments: [
      ("@mira", "element"), ("sha256-9f2c41ab", "blob"), ("9F2C41AB", "blob"), ("9f2c41a", "path"),
      ("./9f2c41ab", "path"), ("9f2c41abx", "path"), (String(repeating: "a", count: 65), "path"),
      ("mira.jpg", "path"),
    ])
  func words(text: String, kind: String) throws {
    let found =
      switch try question(text) {
      case .element, .identity: "element"
      case .blob: "blob"
      case .path: "path"
      case .bundle: "bundle"
      }
    #expect(found == kind)
  }
}
