import Files
import Media
import Model
import Synchronization
import TestSupport
import Testing

@testable import Library

/// A real library in a temporary folder, with a clock and randomness that tests set.
final class TestLibrary {
  let folder: TemporaryFolder
  let root: FilePath
  let environment: SystemEnvironment

  init(seed: Int = 1) throws {
    folder = try TemporaryFolder()
    root = folder.path("library")
    environment = SystemEnvironment.seeded(seed)
    try LibraryStore.create(at: root, environment: environment)
  }

  func open(acceptingLoss: Bool = false) throws -> LibraryStore {
    try LibraryStore(at: root, acceptingLoss: acceptingLoss, environment: environment)
  }

  /// Opens the library at another time, or with other answers of the system about its folder.
  func open(
    _ clock: SetClock? = nil, at other: FilePath? = nil,
    traits: @escaping @Sendable (FilePath) -> FolderTraits = { FolderTraits(ofLibrary: $0) }
  ) throws -> LibraryStore {
    try LibraryStore(
      at: other ?? root,
      environment: SystemEnvironment(
        now: clock?.tick ?? environment.now, random: environment.random, traits: traits))
  }

  /// Deletes the index.
  func deleteIndex() throws {
    for suffix in ["", "-wal", "-shm"] {
      let path = try #require(FilePath("\(root)/catalog.sqlite\(suffix)"))
      try FileSystem.remove(path)
    }
  }
}

/// A clock that tests set: it advances a second whenever it is read.
final class SetClock: Sendable {
  private let state = Mutex(1_795_176_000_000)

  static let day = 86_400_000
  /// A grace period for which no file is too new: files have the time of the real clock.
  static let noGrace = -100_000 * day

  var now: Int {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  func tick() -> Int {
    state.withLock { now in
      now += 1000
      return now
    }
  }
}

extension SystemEnvironment {
  /// A clock that starts at noon of 20 November 2026 and advances a second whenever it is read, and
  /// random numbers that are equal on every run.
  static func seeded(_ seed: Int) -> SystemEnvironment {
    let state = Shared(SeededGenerator(seed: seed))
    return SystemEnvironment(
      now: { state.tick() },
      random: { count in state.bytes(count) })
  }

  private final class Shared: Sendable {
    private let state: Mutex<(now: Int, generator: SeededGenerator)>

    init(_ generator: SeededGenerator) {
      state = Mutex((1_795_176_000_000, generator))
    }

    func tick() -> Int {
      state.withLock { state in
        state.now += 1000
        return state.now
      }
    }

    func bytes(_ count: Int) -> [UInt8] {
      state.withLock { state in
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &state.generator) }
      }
    }
  }
}

extension LibraryStore {
  /// Registers an element with texts and with files of these bytes.
  @discardableResult
  func register(
    _ handle: String, _ kind: ElementKind = .character, name: String = "", tags: [String] = [],
    files: [[UInt8]] = [], edit: (inout ElementRevision) -> Void = { _ in }
  ) throws -> ULID {
    var staged: [BlobFolder.StagedBlob] = []
    var references: [Reference] = []
    for (index, bytes) in files.enumerated() {
      let digest = SHA256.digest(of: bytes)
      staged.append(try stage(bytes, digest))
      references.append(Reference(blob: digest, role: .unsorted, file: "\(index).bin"))
    }
    return try change(with: staged) { change in
      let element = try change.newIdentity()
      var revision = ElementRevision(
        element: element, at: try change.moment(), kind: kind, handle: try Handle(handle),
        name: name)
      revision.tags = tags
      revision.references = references
      edit(&revision)
      change.add(.revision(revision))
      return element
    }
  }

  /// Makes a new revision of an element with a single latest one.
  func edit(_ name: String, _ edit: (inout ElementRevision) -> Void) throws {
    try change { change in
      let entry = try #require(try change.contents.entries(named: name).first)
      var revision = try #require(try change.contents.revision(entry.revision)).revision
      revision.parent = entry.revision
      revision.sequence = try change.contents.lastSequence(of: entry.element) + 1
      revision.at = try change.moment(after: revision.at)
      edit(&revision)
      change.add(.revision(revision))
    }
  }

  /// Everything that reading verbs return, as one text.
  func everything() throws -> String {
    try contents { contents in
      var lines: [String] = []
      for retired in [false, true] {
        var filter = Contents.Filter()
        filter.isRetired = retired
        for entry in try contents.list(filter, limit: 10_000) {
          lines.append("\(entry)")
          lines.append("\(try contents.revision(entry.revision) as Any)")
          lines.append("\(try contents.history(of: entry.element))")
          lines.append("\(try contents.looks(of: entry.element).map(\.handle))")
          lines.append("\(try contents.weakPictures(of: entry) as Any)")
          if let revision = try contents.revision(entry.revision)?.revision {
            for blob in revision.blobs {
              let found = try contents.scores.of(blob)
              lines.append("\(found?.metric ?? ""): \(found?.scores.map(StoredScores.text) ?? "")")
              lines.append("\(try contents.dismissals(of: blob))")
            }
          }
          lines.append("\(try contents.entries(named: entry.handle.name).map(\.position))")
          for word in entry.name.split(separator: " ") {
            lines.append("\(word): \(try contents.search(String(word), limit: 50).map(\.handle))")
          }
        }
        lines.append(
          "\(try contents.counts(retired: retired).sorted { $0.key.rawValue < $1.key.rawValue })")
      }
      return lines.joined(separator: "\n")
    }
  }
}
