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
      var uploads: [(blob: Digest, upload: StoredUpload)] = []
      let found = try self.uploads(of: wanted)
      for blob in wanted {
        if let upload = found[blob]?.first(where: { !tried.contains($0.key) }) {
          tried.insert(upload.key)
          uploads.append((blob, upload))
        } else if found[blob] == nil {
          outcome.absent.append(blob)
        } else {
          outcome.damaged.append(blob)
        }
      }
      wanted = try receive(uploads, &outcome) { count in
        progress(SyncProgress(.receivingFiles, count, of: total))
      }
    }
    return outcome
  }

  /// Receives files, and gives them their names. Returns those whose bytes are wrong.
  private func receive(
    _ uploads: [(blob: Digest, upload: StoredUpload)], _ outcome: inout FetchOutcome,
    _ progress: (Int) -> Void
  ) throws -> [Digest] {
    var received: [BlobFolder.StagedBlob] = []
    var receivedBytes = 0
    var paths: [String: (blob: Digest, path: FilePath)] = [:]
    var wrong: [Digest] = []
    func commit() throws {
      try library.place(received)
      outcome.fetched += received.map(\.digest)
      outcome.byteCount += receivedBytes
      (received, receivedBytes) = ([], 0)
    }
    defer {
      for (_, path) in paths.values { try? FileSystem.remove(path) }
      library.discard(received)
    }
    let requests = uploads.lazy.map { blob, upload -> StoreRequest in
      let path = try? library.temporaryBlobPath()
      if let path { paths[upload.key] = (blob, path) }
      return .get(
        key: upload.key, into: path, limit: min(upload.byteCount, Self.maximumFileBytes))
    }
    try store.exchange(requests) { request, result in
      guard case .get(let key, _, _) = request, let (blob, path) = paths.removeValue(forKey: key)
      else { throw TeamStoreError.unanswered(StoreFailure(.fileFailed, "no room for new files")) }
      defer { progress(outcome.fetched.count + received.count) }
      switch result {
      case .success(let answer) where answer.isSuccess:
        guard try open(path), let file = try library.adopt(path, as: blob) else {
          try? FileSystem.remove(path)
          return wrong.append(blob)
        }
        received.append(file)
        receivedBytes += file.byteCount
        if received.count >= Self.maximumBatchFiles || receivedBytes >= Self.maximumBatchBytes {
          try commit()
        }
      case .success(let answer) where answer.status == 404:
        try? FileSystem.remove(path)
        wrong.append(blob)
      case .success(let answer):
        try? FileSystem.remove(path)
        throw TeamStoreError(answer, .read)
      case .failure(let failure):
        try? FileSystem.remove(path)
        guard failure.reason == .badAnswer else { throw TeamStoreError.unanswered(failure) }
        wrong.append(blob)
      }
    }
    try commit()
    return wrong
  }
}
