internal import Files
internal import Library
package import Model
internal import Transfers

/// What a fetch of files has read.
package struct FetchOutcome: Hashable, Sendable {
  /// The files that are here now, and their length together.
  package internal(set) var fetched: [Digest] = []
  package internal(set) var byteCount = 0
  /// The files that the store doesn't have.
  package internal(set) var absent: [Digest] = []
  /// The files whose objects in the store have other bytes than their names say.
  package internal(set) var damaged: [Digest] = []
}

extension TeamStore {
  /// The longest file that is fetched.
  private static var maximumFileBytes: Int { 1 << 40 }
  /// The number of files, and of their bytes, that are made durable together.
  private static var maximumBatchFiles: Int { 4000 }
  private static var maximumBatchBytes: Int { 256 << 20 }
  /// The longest object that is received in memory instead of in a file of its own.
  private static var maximumBytesInMemory: Int { 128 << 10 }

  /// Reads files from the store that are not here. What arrived stays if it is interrupted.
  package func fetch(
    _ blobs: [Digest], progress: (SyncProgress) -> Void = { _ in }
  ) throws -> FetchOutcome {
    try requireIdentity()
    var outcome = FetchOutcome()
    var seen: Set<Digest> = []
    var wanted = blobs.filter { seen.insert($0).inserted && !library.blobs.contains($0) }
    let total = wanted.count
    // Files that most records name have one upload; a damaged one may have another.
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

  /// Receives files, and gives them their names. Returns those whose bytes are wrong.
  ///
  /// - Parameter finder: A search for more files, which goes on by one step meanwhile.
  private func receive(
    _ uploads: [(blob: Digest, upload: StoredUpload)], lookingForMore finder: inout UploadFinder,
    _ outcome: inout FetchOutcome, _ progress: (Int) -> Void
  ) throws -> [Digest] {
    var received: [BlobFolder.StagedBlob] = []
    var receivedBytes = 0
    // Where the objects go; `nil` for one that is received in memory.
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
        guard failure.reason == .badAnswer else { throw TeamStoreError.unanswered(failure) }
        wrong.append(blob)
      }
    }
    try commit()
    if let problem { throw problem }
    return wrong
  }

  /// Checks an object that has arrived, in a file or in memory, and puts it beside the stored files. Returns `nil` if its
  /// bytes are not those of the file.
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
