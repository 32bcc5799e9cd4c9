internal import Files
internal import Library
package import Model
internal import Transfers

/// The result of fetching files.
package struct FetchOutcome: Hashable, Sendable {
  /// The files that were fetched, and their total length.
  package internal(set) var fetched: [Digest] = []
  package internal(set) var byteCount = 0
  /// The files that the store doesn't have.
  package internal(set) var absent: [Digest] = []
  /// The files whose objects in the store have the wrong bytes.
  package internal(set) var damaged: [Digest] = []
}

extension TeamStore {
  /// The maximum length of a fetched file in bytes.
  private static var maximumFileBytes: Int { 1 << 40 }
  /// The maximum number and total length of files that are made durable together.
  private static var maximumBatchFiles: Int { 4000 }
  private static var maximumBatchBytes: Int { 256 << 20 }
  /// The maximum length of an object that is received in memory instead of in its own file.
  private static var maximumBytesInMemory: Int { 128 << 10 }

  /// Fetches missing files from the store. If it is interrupted, what has arrived stays.
  package func fetch(
    _ blobs: [Digest], progress: (SyncProgress) -> Void = { _ in }
  ) throws -> FetchOutcome {
    try requireIdentity()
    var outcome = FetchOutcome()
    var seen: Set<Digest> = []
    var wanted = blobs.filter { seen.insert($0).inserted && !library.blobs.contains($0) }
    let total = wanted.count
    // A file usually has one upload; if that is damaged, there may be another.
    var tried: Set<String> = []
    while !wanted.isEmpty {
      var finder = UploadFinder(of: wanted, names: names)
      var uploads: [(blob: Digest, upload: StoredUpload)] = []
      wanted = []
      // The first files arrive while others are looked for.
      repeat {
        wanted += try receive(uploads, lookingForMore: &finder, &outcome) { count in
          progress(SyncProgress(.receivingFiles, count, of: total))
        }
        uploads = []
        for blob in finder.takeFinished() {
          if let upload = finder.found[blob]?.first(where: { !tried.contains($0.key) }) {
            tried.insert(upload.key)
            uploads.append((blob, upload))
          } else if finder.found[blob] == nil {
            outcome.absent.append(blob)
          } else {
            outcome.damaged.append(blob)
          }
        }
      } while !uploads.isEmpty || !finder.isFinished
    }
    return outcome
  }

  /// Receives files and stores them under their names. Returns those that were gone or had the
  /// wrong bytes.
  ///
  /// - Parameter finder: A search for more files, which advances by one step meanwhile.
  private func receive(
    _ uploads: [(blob: Digest, upload: StoredUpload)], lookingForMore finder: inout UploadFinder,
    _ outcome: inout FetchOutcome, _ progress: (Int) -> Void
  ) throws -> [Digest] {
    var received: [BlobFolder.StagedBlob] = []
    var receivedBytes = 0
    // The files and the paths of the objects, by key; the path is `nil` for one received in memory.
    var places: [String: (blob: Digest, path: FilePath?)] = [:]
    var problem: (any Error)?
    var wrong: [Digest] = []
    func commit() throws {
      // What was erased meanwhile is not put back.
      let placed = try library.place(received)
      outcome.fetched += placed.map(\.digest)
      outcome.byteCount += placed.reduce(0) { $0 + $1.byteCount }
      let names = Set(placed.map(\.digest))
      library.discard(received.filter { !names.contains($0.digest) })
      (received, receivedBytes) = ([], 0)
    }
    defer {
      for case (_, let path?) in places.values { try? FileSystem.remove(path) }
      library.discard(received)
    }
    let gets = uploads.lazy.compactMap { blob, upload -> StoreRequest? in
      do {
        let isSmall = upload.byteCount <= Self.maximumBytesInMemory
        let path = isSmall ? nil : try library.temporaryBlobPath()
        places[upload.key] = (blob, path)
        return .get(
          key: upload.key, into: path, limit: min(upload.byteCount, Self.maximumFileBytes))
      } catch {
        problem = error
        return nil
      }
    }
    let requests = [AnySequence(finder.requests), AnySequence(gets)].lazy.joined()
    try store.exchange(requests) { request, result in
      if case .list = request { return try finder.add(Self.required(result, .list), to: request) }
      guard case .get(let key, _, _) = request, let (blob, path) = places.removeValue(forKey: key)
      else { return }
      defer { progress(outcome.fetched.count + received.count) }
      switch result {
      case .success(let answer) where answer.isSuccess:
        guard let file = try staged(answer, in: path, as: blob) else { return wrong.append(blob) }
        received.append(file)
        receivedBytes += file.byteCount
        if received.count >= Self.maximumBatchFiles || receivedBytes >= Self.maximumBatchBytes {
          try commit()
        }
      case .success(let answer):
        if let path { try? FileSystem.remove(path) }
        guard answer.status == 404 else { throw TeamStoreError(answer, .read) }
        wrong.append(blob)
      case .failure(let failure):
        if let path { try? FileSystem.remove(path) }
        guard failure.isUnusableAnswer else { throw TeamStoreError.unanswered(failure) }
        wrong.append(blob)
      }
    }
    try commit()
    if let problem { throw problem }
    return wrong
  }

  /// Checks an object that has arrived, in a file or in memory, and stages it in the library.
  /// Returns `nil` if its bytes are not the file's.
  private func staged(
    _ answer: StoreAnswer, in path: FilePath?, as blob: Digest
  ) throws -> BlobFolder.StagedBlob? {
    if let path {
      if try open(path), let file = try library.adopt(path, as: blob) { return file }
      try? FileSystem.remove(path)
      return nil
    }
    guard let bytes = opened(answer.bytes), SHA256.digest(of: bytes) == blob else { return nil }
    return try library.stage(bytes, blob)
  }
}
