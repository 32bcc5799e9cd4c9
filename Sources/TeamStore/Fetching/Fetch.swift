internal import Files
internal import Library
internal import Model
internal import Transfers

/// A fetch: it gets missing files from the store.
struct Fetch<Store: ObjectStore> {
  private let team: TeamStore<Store>
  private let progress: (SyncProgress) -> Void
  /// The files that are still to be looked for.
  private var wanted: [Digest]
  private var finder: UploadFinder
  /// The number of files that were missing at the beginning.
  private var totalCount = 0
  /// The keys of the uploads that were requested.
  private var tried: Set<String> = []
  /// Files that have arrived and aren't stored under their names yet, and their total length.
  private var received: [BlobFolder.StagedBlob] = []
  private var receivedByteCount = 0
  private var outcome = FetchOutcome()

  /// The maximum length of a fetched file in bytes.
  private static var maximumFileBytes: Int { 1 << 40 }
  /// The maximum number and total length of files that are made durable together.
  private static var maximumBatchFiles: Int { 4000 }
  private static var maximumBatchBytes: Int { 256 << 20 }
  /// The maximum length of an object that is received in memory instead of in its own file.
  private static var maximumBytesInMemory: Int { 128 << 10 }

  private var library: LibraryStore { team.library }

  init(
    of blobs: [Digest], from team: TeamStore<Store>, progress: @escaping (SyncProgress) -> Void
  ) {
    (self.team, wanted, self.progress) = (team, blobs, progress)
    finder = UploadFinder(of: [], names: team.names)
  }

  /// A file that is being received.
  private struct Arrival {
    let blob: Digest
    /// The path of the object; `nil` if it is received in memory.
    let path: FilePath?
  }

  /// An upload of a wanted file.
  private struct Source {
    let blob: Digest
    let upload: StoredUpload
  }

  mutating func run() throws -> FetchOutcome {
    try team.requireIdentity()
    var seen: Set<Digest> = []
    wanted = wanted.filter { seen.insert($0).inserted && !library.blobs.contains($0) }
    totalCount = wanted.count
    // A file usually has one upload; if that is damaged, there may be another.
    while !wanted.isEmpty {
      finder = UploadFinder(of: wanted, names: team.names)
      wanted = []
      var sources: [Source] = []
      // The first files arrive while others are looked for.
      repeat {
        try receive(sources)
        sources = nextSources()
      } while !sources.isEmpty || !finder.isFinished
    }
    return outcome
  }

  /// The untried uploads of files whose search has ended.
  private mutating func nextSources() -> [Source] {
    var sources: [Source] = []
    for blob in finder.drainFinished() {
      if let upload = finder.found[blob]?.first(where: { !tried.contains($0.key) }) {
        tried.insert(upload.key)
        sources.append(Source(blob: blob, upload: upload))
      } else if finder.found[blob] == nil {
        outcome.missing.append(blob)
      } else {
        outcome.damaged.append(blob)
      }
    }
    return sources
  }

  /// Receives files and stores them under their names, while the search for more advances by one
  /// step. Those that are gone or have the wrong bytes are wanted again.
  private mutating func receive(_ sources: [Source]) throws {
    var arrivals: [String: Arrival] = [:]
    var problem: (any Error)?
    defer {
      for case let path? in arrivals.values.map(\.path) { try? FileSystem.remove(path) }
      library.discard(received)
      (received, receivedByteCount) = ([], 0)
    }
    let library = library
    let gets = sources.lazy.compactMap { source -> StoreRequest? in
      do {
        let upload = source.upload
        let isSmall = upload.byteCount <= Self.maximumBytesInMemory
        let path = isSmall ? nil : try library.temporaryBlobPath()
        arrivals[upload.key] = Arrival(blob: source.blob, path: path)
        return .get(
          key: upload.key, into: path, limit: min(upload.byteCount, Self.maximumFileBytes))
      } catch {
        problem = error
        return nil
      }
    }
    let requests = [AnySequence(finder.requests), AnySequence(gets)].lazy.joined()
    try team.store.exchange(requests) { request, result in
      if case .list = request {
        return try finder.add(TeamStore<Store>.successfulResponse(result, .list), to: request)
      }
      guard case .get(let key, _, _) = request, let arrival = arrivals.removeValue(forKey: key)
      else { return }
      try add(result, for: arrival)
    }
    try commit()
    if let problem { throw problem }
  }

  /// Adds a file that has arrived, or wants it again.
  private mutating func add(
    _ result: Result<StoreResponse, TransferFailure>, for arrival: Arrival
  ) throws {
    defer {
      progress(
        SyncProgress(.receivingFiles, outcome.fetched.count + received.count, of: totalCount))
    }
    switch result {
    case .success(let answer) where answer.isSuccess:
      guard let file = try staged(answer, for: arrival) else {
        return wanted.append(arrival.blob)
      }
      received.append(file)
      receivedByteCount += file.byteCount
      if received.count >= Self.maximumBatchFiles || receivedByteCount >= Self.maximumBatchBytes {
        try commit()
      }
    case .success(let answer):
      if let path = arrival.path { try? FileSystem.remove(path) }
      guard answer.status == 404 else { throw TeamStoreError(answer, .read) }
      wanted.append(arrival.blob)
    case .failure(let failure):
      if let path = arrival.path { try? FileSystem.remove(path) }
      guard failure.isUnusableAnswer else { throw TeamStoreError.unanswered(failure) }
      wanted.append(arrival.blob)
    }
  }

  /// Stores the files that have arrived under their names.
  private mutating func commit() throws {
    // What was erased meanwhile is not put back.
    let placed = try library.place(received)
    outcome.fetched += placed.map(\.digest)
    outcome.byteCount += placed.reduce(0) { $0 + $1.byteCount }
    let names = Set(placed.map(\.digest))
    library.discard(received.filter { !names.contains($0.digest) })
    (received, receivedByteCount) = ([], 0)
  }

  /// Checks an object that has arrived, in a file or in memory, and stages it in the library.
  /// Returns `nil` if its bytes are not the file's.
  private func staged(
    _ answer: StoreResponse, for arrival: Arrival
  ) throws -> BlobFolder.StagedBlob? {
    let blob = arrival.blob
    if let path = arrival.path {
      if try team.unsealInPlace(path), let file = try library.adopt(path, as: blob) { return file }
      try? FileSystem.remove(path)
      return nil
    }
    guard let bytes = team.unsealed(answer.bytes), SHA256.digest(of: bytes) == blob else {
      return nil
    }
    return try library.stage(bytes, blob)
  }
}
