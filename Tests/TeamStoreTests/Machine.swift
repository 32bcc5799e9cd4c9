import Files
import Foundation
import Library
import Model
import Synchronization
import TeamStore
import TestSupport
import Transfers

/// A machine of a team: a library in its own folder, changed through the real store of records.
final class Machine: @unchecked Sendable {
  let folder: URL
  let store: FakeStore
  private(set) var library: LibraryStore
  private(set) var state: RemoteState
  /// How far the machine's clock is off, in seconds.
  var skew = 0
  private let seed: Int
  private let random: RandomBytes
  /// The keeper's key as this machine knows it; `nil` if it doesn't.
  var keeper: SigningKey?
  /// The bytes that its keys are derived from.
  var secret: [UInt8] { SHA256.digest(of: Array(folder.lastPathComponent.utf8)).bytes }
  /// The key with which it signs first.
  var key: MachineKey { MachineKey(secret, for: library.id, number: 0) }
  /// The last segment that a pull has listed.
  var lastListed = ""

  static let libraryID = ULID("01KAH6Q8W0CASTB00KTEAMST0R")

  init(
    _ folder: URL, _ store: FakeStore, seed: Int, isNew: Bool = true, place: String = "fake"
  ) throws {
    (self.folder, self.store, self.seed) = (folder, store, seed)
    random = RandomBytes(of: folder.lastPathComponent, seed)
    let path = FilePath(folder.path()) ?? .unnamed
    if isNew {
      try LibraryStore.create(at: path)
      // All machines of a team have the same library.
      try Data(#"{"format":1,"id":"\#(Self.libraryID?.text ?? "")"}"#.utf8).write(
        to: folder.appending(path: "castbook.json"))
    }
    library = try LibraryStore(at: path, environment: Self.environment(store, random))
    state = try RemoteState(of: path, place: place)
  }

  private static func environment(
    _ store: FakeStore, _ random: RandomBytes
  ) -> SystemEnvironment {
    SystemEnvironment(
      now: { store.state.withLock { $0.seconds * 1000 } }, random: { random.next($0) })
  }

  /// Opens the library again, as a command does after a crash.
  func restart() throws {
    let path = library.root
    library = try LibraryStore(at: path, environment: Self.environment(store, random))
    state = try RemoteState(of: path, place: "fake")
  }

  /// Whether the store is asked not to overwrite.
  var supportsConditionalPut = false
  /// The team's keys, for a store that is sealed.
  var keys: TeamKeys?

  /// The team's store as this machine sees it.
  ///
  /// - Parameter seconds: The machine's own clock; `nil` for a correct one.
  func team(
    _ around: @escaping (StoreRequest, () throws -> StoreResponse) throws -> StoreResponse = {
      try $1()
    }, seconds: (() -> Int)? = nil
  ) -> TeamStore<FakeConnection> {
    TeamStore(
      FakeConnection(store: store, around: around), of: library, state: state, keys: keys,
      supportsConditionalPut: supportsConditionalPut,
      environment: TeamEnvironment(
        machine: MachineInfo(
          owner: "person \(seed)", host: folder.lastPathComponent,
          fingerprint: SHA256.digest(of: Array(folder.path().utf8))),
        keeper: keeper, secret: { [secret] in secret },
        seconds: seconds ?? { [store] in store.state.withLock { $0.seconds } },
        random: { [random] in random.next($0) }))
  }

  // MARK: Changes

  /// Adds an element with one file, or changes an element: on one of its heads or all of them.
  @discardableResult
  func commit(
    _ bytes: [UInt8], on element: ULID? = nil, parents: [Digest] = [], retired: Bool = false,
    name: String = "x", notes: String = ""
  ) throws -> Digest {
    let digest = SHA256.digest(of: bytes)
    let staged = try library.stage(bytes, digest)
    return try library.change(with: [staged]) { change in
      let identity = try element ?? change.newIdentity()
      let handle = try Handle("e\(identity.text.lowercased().suffix(16))")
      var revision = ElementRevision(
        element: identity, at: try change.moment(), kind: .product, handle: handle, name: name)
      revision.notes = notes
      revision.sequence = try change.contents.lastSequence(of: identity) + 1
      revision.parent = parents.first
      revision.merges = Array(parents.dropFirst())
      revision.retired = retired
      revision.references = [Reference(blob: digest, role: .unsorted, file: "a.jpg")]
      change.add(.revision(revision))
      return SHA256.digest(of: Record.revision(revision).line ?? [])
    }
  }

  /// The latest revisions of each element.
  func heads() throws -> [ULID: Set<Digest>] {
    try library.contents { contents in
      var heads: [ULID: Set<Digest>] = [:]
      for entry in try Self.entries(contents) {
        heads[entry.element, default: []].insert(entry.revision)
      }
      return heads
    }
  }

  /// All revisions of all elements.
  func allRevisions() throws -> [Digest] {
    try library.contents { contents in
      try Set(Self.entries(contents).map(\.element)).flatMap { try contents.history(of: $0) }
    }
  }

  /// The latest revisions of all elements, retired ones included.
  private static func entries(_ contents: Contents) throws -> [ElementSummary] {
    var filter = Contents.Filter()
    let used = try contents.list(filter, limit: 1_000_000)
    filter.isRetired = true
    return try used + contents.list(filter, limit: 1_000_000)
  }
}

/// The unpredictable bytes of one machine, which are the same in each run.
private final class RandomBytes: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(of name: String, _ seed: Int) {
    let bytes = SHA256.digest(of: Array("\(name) \(seed)".utf8)).bytes
    generator = Mutex(SeededGenerator(seed: bytes.prefix(7).reduce(0) { $0 << 8 | Int($1) }))
  }

  func next(_ count: Int) -> [UInt8] {
    generator.withLock { generator in
      (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
  }
}
