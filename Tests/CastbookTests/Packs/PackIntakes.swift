import Archive
import Bundles
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

@Suite("The files of a pack")
struct PackIntakes {
  /// A pack in a folder and a library to import it into.
  private struct Scene {
    let receiver: Cast
    let pack: FilePath

    init() async throws {
      receiver = try await Cast()
      pack = receiver.scratch.path("cast")
      let folder = URL(filePath: pack.text)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try await Self.pack.value.copy(into: folder)
    }

    private static let pack = Task {
      let sender = try await Cast()
      try await sender.add(.character, "@mira", [try Cast.starter("mira-front.jpg")])
      try await sender.add(.voice, "@speaker", [try Cast.starter("mira-voice.wav")])
      try await sender.add(.place, "@street", [try Fixtures.path("clips/mira-3.0s.mp4")])
      let zip = sender.scratch.path("cast.zip")
      _ = try await Pack(["@mira", "@speaker", "@street"].map { try HandleReference($0) }, to: zip)
        .run(in: sender.library)
      let pack = sender.scratch.path("cast")
      let files = try ZipFiles(zip)
      for file in files.files {
        let path = pack.appending(file.name.text.utf8)
        try FileSystem.createFolders(path.folder)
        try FileSystem.create(path, files.bytes(of: file.name, limit: .max), isDurable: false)
      }
      return try ModelFolder(of: URL(filePath: pack.text), from: sender)
    }

    /// The stored files of the receiver, with those that wait under temporary names.
    var receivedNames: [String] {
      get throws {
        let blobs = receiver.library.store.blobs.folder
        return try FileSystem.names(in: blobs).flatMap { name in
          try FileSystem.names(in: blobs.appending(name)).map {
            String(decoding: $0, as: UTF8.self)
          }
        }
      }
    }

    /// Stages the files, those above a size piece by piece.
    func stage(
      _ opened: OpenedPack, inMemoryUpTo limit: Int, on staging: BlobStaging?
    ) async throws -> (files: Int, bytes: Int) {
      var intake = PackIntake(
        opened.files, opened.verified, named: pack, library: receiver.library)
      intake.maximumBytesInMemory = limit
      let manifest = try #require(opened.verified.manifest)
      return try await intake.stage(manifest.files, on: staging)
    }
  }

  @Test("are staged with equal facts, whether they are copied through memory or piece by piece")
  func facts() async throws {
    let scene = try await Scene()
    let opened = try OpenedPack(scene.pack)
    let store = scene.receiver.library.store
    var found: [[FileFacts]] = []
    for limit in [Int.max, 0] {
      let preview = try await scene.stage(opened, inMemoryUpTo: limit, on: nil)
      #expect(try scene.receivedNames.isEmpty)
      let staging = BlobStaging(store: store)
      let new = try await scene.stage(opened, inMemoryUpTo: limit, on: staging)
      #expect(new == preview && new.files == 3)
      #expect(staging.staged.count == 3)
      #expect(try scene.receivedNames.count == 3)
      found.append(staging.facts.sorted { $0.path.text < $1.path.text })
      store.discard(staging.staged)
      #expect(try scene.receivedNames.isEmpty)
    }
    #expect(found[0].map(\.path.text) == ["mira-3.0s.mp4", "mira-front.jpg", "mira-voice.wav"])
    #expect(found[0] == found[1])
  }

  /// Ways to change a file behind the back of a command that has verified it.
  enum Change: CaseIterable { case otherBytes, shorter, longer, removed }

  @Test(
    "that changed since they were verified are refused, and none is left in the library",
    arguments: Change.allCases, [Int.max, 0])
  func changed(change: Change, limit: Int) async throws {
    let scene = try await Scene()
    let opened = try OpenedPack(scene.pack)
    let manifest = try #require(opened.verified.manifest)
    let last = try #require(manifest.files.filter { $0.name != PackLayout.recordsName }.last)
    let path = scene.pack.appending(last.name.utf8)
    var bytes = try FileSystem.read(path, limit: 1 << 30)
    switch change {
    case .otherBytes: bytes[bytes.count / 2] ^= 1
    case .shorter: bytes.removeLast(10)
    case .longer: bytes += [UInt8](repeating: 0, count: 3 << 20)
    case .removed: break
    }
    try FileSystem.remove(path)
    if change != .removed { try FileSystem.create(path, bytes, isDurable: false) }
    let staging = BlobStaging(store: scene.receiver.library.store)
    await #expect(throws: (any Error).self) {
      _ = try await scene.stage(opened, inMemoryUpTo: limit, on: staging)
    }
    scene.receiver.library.store.discard(staging.staged)
    #expect(try scene.receivedNames.isEmpty)
    await #expect(throws: (any Error).self) {
      _ = try await scene.stage(opened, inMemoryUpTo: limit, on: nil)
    }
  }

  @Test("that are stored already are not copied again", arguments: [Int.max, 0])
  func stored(limit: Int) async throws {
    let scene = try await Scene()
    _ = try await ImportPack(scene.pack).run(in: scene.receiver.library)
    let names = try scene.receivedNames
    let staging = BlobStaging(store: scene.receiver.library.store)
    let new = try await scene.stage(
      OpenedPack(scene.pack), inMemoryUpTo: limit, on: staging)
    #expect(new == (0, 0) && staging.staged.count == 3 && staging.facts.isEmpty)
    #expect(try scene.receivedNames == names)
  }

  @Test(
    "that add would not accept are refused piece by piece as in memory",
    arguments: ["starter/mira-front.jpg", "starter/mira-voice.wav", "clips/mira-3.0s.mp4"],
    [Int.max, 0])
  func refused(name: String, limit: Int) async throws {
    let receiver = try await Cast()
    // Only the second half of it: a file that is not of the format that its name says.
    let whole = try FileSystem.read(Fixtures.path(name), limit: 1 << 30)
    let bytes = Array(whole.suffix(whole.count / 2))
    let moment = Instant(milliseconds: 1_795_132_800_000)
    let element = try #require(ULID(at: moment, random: [UInt8](repeating: 7, count: 10)))
    var revision = ElementRevision(
      element: element, at: moment, kind: .character, handle: try Handle("mira"), name: "Mira")
    let digest = SHA256.digest(of: bytes)
    revision.references = [
      Reference(blob: digest, role: .front, file: try #require(FilePath(name)).name.text)
    ]
    let line = try #require(Record.revision(revision).line)
    let draft = PackDraft(
      name: "mira",
      elements: [
        PackManifest.Element(
          element: element, latest: SHA256.digest(of: line), handle: "mira", kind: "character",
          isDependency: false)
      ], records: [line], blobs: [(digest, bytes.count, .bytes(bytes))])
    let pack = receiver.scratch.path("mira")
    for file in try draft.files(hash: SHA256.digest) {
      let path = pack.appending(file.name.text.utf8)
      try FileSystem.createFolders(path.folder)
      try file.write(to: path)
    }
    let opened = try OpenedPack(pack)
    try #require(opened.verified.findings.isEmpty)
    let staging = BlobStaging(store: receiver.library.store)
    for staging in [staging, nil] {
      var intake = PackIntake(
        opened.files, opened.verified, named: pack, library: receiver.library)
      intake.maximumBytesInMemory = limit
      let manifest = try #require(opened.verified.manifest)
      await #expect(throws: BundleRefusal.self) {
        _ = try await intake.stage(manifest.files, on: staging)
      }
    }
    // The copy that was examined is discarded with the others.
    receiver.library.store.discard(staging.staged)
    #expect(
      try FileSystem.names(in: receiver.library.store.blobs.folder.appending(".new".utf8)).isEmpty)
  }
}
