import Castbook
import Foundation
import TestSupport
import Testing

@Suite("Prepared copies in a library", .timeLimit(.minutes(30)))
struct PreparedElements {
  private static func preparation(_ names: [String] = ["kling-o3"]) throws -> Preparation {
    Preparation(targets: try Fixtures.targets(names))
  }

  @discardableResult
  private static func prepare(
    _ cast: Cast, _ handle: String, into folder: PreparedFolder? = nil,
    _ change: (inout PreparationOptions) -> Void = { _ in }
  ) async throws -> Preparation.Outcome {
    var preparation = try preparation()
    change(&preparation.options)
    let reference = try HandleReference(handle)
    let files = FileList([.element(try cast.library.files(of: reference))])
    return try await preparation.run(files, in: cast.library, into: folder)
  }

  private static func mira() async throws -> Cast {
    let cast = try await Cast()
    try await cast.add(
      .character, "@mira",
      [Fixtures.path("trouble/IMG_2041.HEIC"), Fixtures.path("trouble/IMG_2038.JPG")])
    return cast
  }

  @Test("are beside their originals, and show reports how they were made")
  func shown() async throws {
    let cast = try await Self.mira()
    let outcome = try await Self.prepare(cast, "@mira")
    #expect(outcome.summary.prepared == 2)
    let details = try Show(HandleReference("@mira")).run(in: cast.library)
    #expect(details.files.map(\.copies.count) == [1, 1])
    let copy = try #require(details.files[0].copies.first)
    #expect(copy.facts?.format == .jpeg)
    #expect(copy.derivation.from == details.files[0].reference.blob)
    #expect(copy.words.hasSuffix("saved as JPEG, quality 97"))
    // The element itself is unchanged.
    #expect(details.files.map(\.checked?.facts.format) == [.heic, .jpeg])
    #expect(details.revision.sequence == 1)
  }

  @Test("are not made twice: an original and its steps have one copy")
  func again() async throws {
    let cast = try await Self.mira()
    let first = try await Self.prepare(cast, "@mira")
    let second = try await Self.prepare(cast, "@mira")
    #expect(
      first.files.map(\.preparedCopy?.facts.digest)
        == second.files.map(\.preparedCopy?.facts.digest)
    )
    let details = try Show(HandleReference("@mira")).run(in: cast.library)
    #expect(details.files.map(\.copies.count) == [1, 1])
  }

  @Test("come back after an index was lost, and doctor finds no problem")
  func rebuilt() async throws {
    let cast = try await Self.mira()
    try await Self.prepare(cast, "@mira")
    let before = try Show(HandleReference("@mira")).run(in: cast.library)
    try await cast.losingTheIndex()
    let after = try Show(HandleReference("@mira")).run(in: cast.library)
    #expect(
      after.files.map { $0.copies.map(\.derivation) }
        == before.files.map { $0.copies.map(\.derivation) })
    #expect(
      after.files.map { $0.copies.map(\.facts?.image) }
        == before.files.map { $0.copies.map(\.facts?.image) })
  }

  @Test("are written to a folder with the proof of how they were made")
  func written() async throws {
    let cast = try await Self.mira()
    let scratch = try TemporaryFolder()
    let folder = try PreparedFolder(at: scratch.path("ready"), replacing: false)
    let outcome = try await Self.prepare(cast, "@mira", into: folder)
    let written = outcome.written.compactMap(\.self)
    #expect(written.map(\.name) == ["IMG_2041.jpg", "IMG_2038.JPG"])
    for (file, path) in zip(outcome.files, written) {
      let bytes = try Data(contentsOf: URL(filePath: path.path.text))
      #expect(bytes.count == file.preparedCopy?.facts.byteCount)
    }
    let proof = try JSONParser.parse(
      Array(Data(contentsOf: scratch.url.appending(path: "ready/prepare.json"))))
    #expect(proof["castbook"]?.string == "prepare/1")
    #expect(proof["files"]?.array?.count == 2)
  }

  @Test("A file that passes as it is has no copy, and its element no new record")
  func nothing() async throws {
    let cast = try await Cast()
    try await cast.add(.product, "@mug", [Fixtures.path("starter/mug-front.jpg")])
    let outcome = try await Self.prepare(cast, "@mug")
    #expect(outcome.summary.readyAsIs == 1)
    #expect(try Show(HandleReference("@mug")).run(in: cast.library).files[0].copies.isEmpty)
  }

  @Test("A copy is erased with its original, and not before")
  func erased() async throws {
    let cast = try await Self.mira()
    let outcome = try await Self.prepare(cast, "@mira")
    let copy = try #require(outcome.files[0].preparedCopy?.facts.digest)
    let blob = URL(filePath: cast.library.folder.text)
      .appending(path: "blobs/\(copy.hex.prefix(2))/\(copy.hex)")
    #expect(FileManager.default.fileExists(atPath: blob.path()))
    let mira = try HandleReference("@mira")
    _ = try EraseElement(mira).plan(in: cast.library).run(in: cast.library, reason: "asked for")
    #expect(!FileManager.default.fileExists(atPath: blob.path()))
  }
}
