internal import Files
package import Library
internal import Model
package import Transfers

/// A team's library in an object store, and this machine's copy of it.
///
/// The store only ever gets new objects: files, and segments with records. A segment commits what
/// it contains. Every method may be interrupted at any point and run again. `docs/remote-format.md`
/// describes the objects, and [0036](../../docs/decisions/0036-team-store.md) explains why they
/// can't be lost.
///
/// ```swift
/// let team = TeamStore(process, of: library.store, state: state, environment: .ofThisMachine)
/// let pushed = try team.push { print($0) }
/// ```
package struct TeamStore<Store: ObjectStore> {
  let store: Store
  let library: LibraryStore
  let state: RemoteState
  /// The team's keys if the store is sealed; `nil` if it isn't.
  let keys: TeamKeys?
  /// Whether the store refuses to overwrite an object on request.
  let supportsConditionalPut: Bool
  let environment: TeamEnvironment
  /// The number of objects below one prefix above which a list counts as endless.
  package var maximumListedObjects = 10_000_000
  private let identity = IdentityCheck()

  /// Whether the prefix was verified to be this library's, which never changes.
  private final class IdentityCheck {
    var hasPassed = false
  }

  package init(
    _ store: Store, of library: LibraryStore, state: RemoteState, keys: TeamKeys? = nil,
    supportsConditionalPut: Bool = false, environment: TeamEnvironment
  ) {
    (self.store, self.library) = (store, library)
    (self.state, self.keys, self.environment) = (state, keys, environment)
    self.supportsConditionalPut = supportsConditionalPut
  }

  // MARK: Requests

  /// Sends a request that must succeed, and returns the answer.
  func send(_ request: StoreRequest, for action: TeamStoreError.Action) throws -> StoreResponse {
    let answer = try store.send(request)
    guard answer.isSuccess || Self.alreadyExists(request, answer) else {
      throw TeamStoreError(answer, action)
    }
    return answer
  }

  /// Whether the store refused an upload because the object exists. That is not a failure: its key
  /// determines its contents.
  static func alreadyExists(_ request: StoreRequest, _ answer: StoreResponse) -> Bool {
    if case .put(let upload) = request {
      upload.failsIfExists && answer.status == 412
    } else {
      false
    }
  }

  /// Sends requests that must succeed, and calls `each` with their answers.
  func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests, _ action: TeamStoreError.Action,
    accepting status: Int? = nil, each: (StoreRequest, StoreResponse) throws -> Void
  ) throws {
    try store.exchange(requests) { request, result in
      try each(request, Self.successfulResponse(result, action, accepting: status))
    }
  }

  /// Returns the answer to a request that must succeed.
  static func successfulResponse(
    _ result: Result<StoreResponse, TransferFailure>, _ action: TeamStoreError.Action,
    accepting status: Int? = nil
  ) throws -> StoreResponse {
    switch result {
    case .success(let answer) where answer.isSuccess || answer.status == status: return answer
    case .success(let answer): throw TeamStoreError(answer, action)
    case .failure(let failure): throw TeamStoreError.unanswered(failure)
    }
  }

  /// Reads objects, many at a time.
  ///
  /// - Parameter skipsMissing: Whether to skip objects that are gone, instead of throwing.
  func read(
    _ keys: [String], limit: Int, skipsMissing: Bool, each: (String, [UInt8]) throws -> Void
  ) throws {
    let requests = keys.lazy.map { StoreRequest.get(key: $0, into: nil, limit: limit) }
    try perform(requests, .read, accepting: skipsMissing ? 404 : nil) { request, answer in
      guard answer.isSuccess, case .get(let key, _, _) = request else { return }
      try each(key, answer.bytes)
    }
  }

  /// Lists all objects below a prefix, page by page. Returns the time of the first page by the
  /// store's clock.
  @discardableResult
  func list(
    _ prefix: String, after: String? = nil, each: ([ObjectPage.Object]) throws -> Void
  ) throws -> Instant {
    var token: String?
    var firstPageDate: Instant?
    var lastKey = after ?? ""
    var objectCount = 0
    var emptyCount = 0
    repeat {
      let answer = try send(
        .list(prefix: prefix, after: after, token: token), for: .list)
      guard let page = answer.page else {
        throw TeamStoreError.unanswered(TransferFailure(.badAnswer, "no list of objects"))
      }
      guard let date = answer.date else { throw TeamStoreError.noDate }
      firstPageDate = firstPageDate ?? date
      // Overlapping or unsorted pages would make objects look lost.
      for object in page.objects {
        guard object.key.hasPrefix(prefix),
          lastKey.isEmpty || lastKey.utf8.lexicographicallyPrecedes(object.key.utf8)
        else {
          throw TeamStoreError.unanswered(
            TransferFailure(.badAnswer, "the list of objects contradicts itself"))
        }
        lastKey = object.key
      }
      objectCount += page.objects.count
      emptyCount = page.objects.isEmpty ? emptyCount + 1 : 0
      guard objectCount <= maximumListedObjects else {
        throw Self.endless(prefix, "more than \(maximumListedObjects) objects")
      }
      guard emptyCount <= Self.maximumEmptyPages else {
        throw Self.endless(prefix, "\(emptyCount) empty pages in a row")
      }
      try each(page.objects)
      token = page.next
    } while token != nil
    guard let firstPageDate else { throw TeamStoreError.noDate }
    return firstPageDate
  }

  /// The maximum number of empty pages in a row: some stores return pages emptied by a filter.
  private static var maximumEmptyPages: Int { 100 }

  private static func endless(_ prefix: String, _ found: String) -> TeamStoreError {
    .unanswered(TransferFailure(.badAnswer, "the list of \(prefix) has no end: \(found)"))
  }

  // MARK: The library at the store

  /// Returns the manifest in a store; `nil` if there is none.
  package static func manifest(in store: Store) throws -> RemoteManifest? {
    let answer = try store.send(.get(key: RemoteLayout.manifestKey, into: nil, limit: 1 << 16))
    if answer.status == 404, answer.code != "NoSuchBucket" { return nil }
    guard answer.isSuccess else { throw TeamStoreError(answer, .read) }
    return try RemoteManifest(bytes: answer.bytes)
  }

  /// Claims the prefix for this library, unless it is claimed already.
  ///
  /// - Throws: `TeamStoreError.otherLibrary` if another library has claimed it.
  package func claim() throws {
    if try Self.manifest(in: store) == nil {
      let manifest = RemoteManifest(library: library.id, sealedBy: keys?.identifier)
      try put(RemoteLayout.manifestKey, manifest.bytes, type: "application/json")
    }
    // Another machine may have claimed it at the same time: the last write counts.
    try requireIdentity()
  }

  /// Throws unless the prefix belongs to this library and is sealed as `keys` say.
  func requireIdentity() throws {
    if identity.hasPassed { return }
    guard let manifest = try Self.manifest(in: store) else { throw TeamStoreError.noLibrary }
    guard manifest.library == library.id else {
      throw TeamStoreError.otherLibrary(found: manifest.library, expected: library.id)
    }
    guard manifest.sealedBy == keys?.identifier else {
      throw manifest.sealedBy == nil
        ? TeamStoreError.notSealed : keys == nil ? .sealed : .wrongKey
    }
    identity.hasPassed = true
  }

  /// Stores a small object. Returns the time of the answer by the store's clock.
  @discardableResult
  func put(
    _ key: String, _ bytes: [UInt8], type: String, seconds: Int? = nil, failsIfExists: Bool? = nil
  ) throws -> Instant {
    var upload = StoreRequest.Upload(key, .bytes(bytes), SHA256.digest(of: bytes), type: type)
    upload.seconds = seconds
    upload.failsIfExists = failsIfExists ?? supportsConditionalPut
    guard let date = try send(.put(upload), for: .write).date else { throw TeamStoreError.noDate }
    return date
  }

  /// A new name for an upload or a mark.
  func newULID() throws -> ULID {
    // Names only have to be unique: the protocol doesn't use their time.
    guard let identity = ULID(at: Instant(milliseconds: 0), random: environment.random(10)) else {
      throw TeamStoreError.noMemory
    }
    return identity
  }
}

extension ObjectStore {
  /// Sends requests like `perform`, and turns a failure of all of them, such as the end of the
  /// transport program, into an error of the team's store.
  func exchange<Requests: Sequence<StoreRequest>>(
    _ requests: Requests,
    each: (StoreRequest, Result<StoreResponse, TransferFailure>) throws -> Void
  ) throws {
    do {
      try perform(requests, each: each)
    } catch let failure as TransferFailure {
      throw TeamStoreError.unanswered(failure)
    }
  }

  /// Sends one request and returns the answer, regardless of its status.
  func send(_ request: StoreRequest) throws -> StoreResponse {
    do {
      return try answer(request)
    } catch let failure as TransferFailure {
      throw TeamStoreError.unanswered(failure)
    }
  }
}
