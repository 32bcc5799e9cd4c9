internal import Files
internal import Library
internal import Model
internal import Transfers

/// The uploads of a push, which put files in the store under keys that aren't marked.
struct FileUploads<Store: ObjectStore> {
  private let team: TeamStore<Store>
  private let progress: (SyncProgress) -> Void
  /// The keys in the store of the files of the current segment.
  private(set) var keys: [Digest: String] = [:]
  /// The number of files that were sent, and their total length.
  private(set) var fileCount = 0
  private(set) var byteCount = 0
  /// All uploads when the push began, by the names of their files, if they fit on one page of a
  /// list.
  ///
  /// The push may rely on this list as long as it reads the marks again: uploads that were deleted
  /// meanwhile were marked before.
  private var listing: [Digest: [StoredUpload]]?
  private var isListed = false

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(to team: TeamStore<Store>, progress: @escaping (SyncProgress) -> Void) {
    (self.team, self.progress) = (team, progress)
  }

  /// A file that is to be written to the store.
  struct NewUpload {
    let blob: Digest
    let byteCount: Int
    let key: String
    let type: String
  }

  /// Forgets the keys of the previous segment's files.
  mutating func startSegment() { keys = [:] }

  /// Finds the uploads of files that a segment can rely on, and returns those still to be sent.
  ///
  /// - Throws: `MissingFiles` if files are neither in the store nor here.
  mutating func newUploads(of blobs: [Digest]) throws -> [NewUpload] {
    let open = try state.transaction {
      try blobs.filter { blob in
        if let key = keys[blob] { return try state.isMarked(key) }
        // A record in the store names it, so the file is there, unless an erasure has condemned it
        // since.
        return try !state.isStored(blob) || isMarked(blob)
      }
    }
    guard !open.isEmpty else { return [] }
    let found = try uploads(of: open)
    let formats = try team.formats(of: open)
    var uploads: [NewUpload] = []
    var absent: Set<Digest> = []
    try state.transaction {
      for blob in open {
        let byteCount = library.blobs.byteCount(of: blob)
        if let key = try usableKey(among: found[blob] ?? [], byteCount) {
          keys[blob] = key
        } else if let byteCount {
          let isUsed = try found[blob] != nil || isMarked(blob)
          let (key, type) = team.upload(
            of: blob, formats[blob], number: isUsed ? try team.newULID().text : "0")
          uploads.append(NewUpload(blob: blob, byteCount: byteCount, key: key, type: type))
        } else {
          absent.insert(blob)
        }
      }
    }
    guard absent.isEmpty else { throw MissingFiles(blobs: absent) }
    return uploads
  }

  /// Writes files to the store.
  ///
  /// - Throws: `MissingFiles` if files can't be read or don't match their digests.
  mutating func send(_ uploads: [NewUpload]) throws {
    guard !uploads.isEmpty else { return }
    var damaged: Set<Digest> = []
    var temporary: [String: FilePath] = [:]
    defer { for path in temporary.values { try? FileSystem.remove(path) } }
    let owners = Dictionary(uniqueKeysWithValues: uploads.map { ($0.key, $0) })
    var problem: (any Error)?
    let team = team
    // A sealed copy is created only when it is about to be sent.
    let requests = uploads.lazy.compactMap { upload -> StoreRequest? in
      do {
        let made = try team.request(for: upload.blob, key: upload.key, type: upload.type)
        temporary[upload.key] = made.temporary
        return made.request
      } catch let failure as TransferFailure where failure.reason == .digestMismatch {
        damaged.insert(upload.blob)
      } catch {
        problem = error
      }
      return nil
    }
    var count = 0
    try team.store.exchange(requests) { request, result in
      guard case .put(let upload) = request, let file = owners[upload.key] else { return }
      if let path = temporary.removeValue(forKey: upload.key) { try FileSystem.remove(path) }
      switch result {
      case .success(let answer)
      where answer.isSuccess || TeamStore<Store>.alreadyExists(request, answer):
        keys[file.blob] = upload.key
        fileCount += 1
        byteCount += file.byteCount
      case .success(let answer): throw TeamStoreError(answer, .write)
      case .failure(let failure):
        guard failure.reason == .digestMismatch || failure.reason == .fileFailed else {
          throw TeamStoreError.unanswered(failure)
        }
        damaged.insert(file.blob)
      }
      count += 1
      progress(SyncProgress(.sendingFiles, count, of: uploads.count))
    }
    if let problem { throw problem }
    // `doctor` examines files that can't be read or don't match their digests.
    guard damaged.isEmpty else { throw MissingFiles(blobs: damaged) }
  }

  /// Finds the uploads of files, with a single request for the whole push if the store has few.
  private mutating func uploads(of blobs: [Digest]) throws -> [Digest: [StoredUpload]] {
    if !isListed, blobs.count >= UploadFinder.minimumHitsPerPage {
      isListed = true
      guard let page = try team.send(.list(prefix: RemoteLayout.blobsPrefix), for: .list).page
      else {
        throw UploadFinder.noList
      }
      if page.next == nil {
        var uploads: [Digest: [StoredUpload]] = [:]
        for object in page.objects {
          guard let name = RemoteLayout.name(of: object.key) else { continue }
          uploads[name, default: []].append(
            StoredUpload(key: object.key, byteCount: object.byteCount))
        }
        listing = uploads
      }
    }
    guard let listing else { return try team.uploads(of: blobs) }
    var found: [Digest: [StoredUpload]] = [:]
    for blob in blobs {
      let uploads = team.names(of: blob).flatMap { listing[$0] ?? [] }
      if !uploads.isEmpty { found[blob] = uploads }
    }
    return found
  }

  /// Whether any upload of a file is marked.
  private func isMarked(_ blob: Digest) throws -> Bool {
    try team.names(of: blob).contains {
      try state.hasMarkedKey(beginning: RemoteLayout.blobPrefix($0))
    }
  }

  /// The key of an upload that isn't marked; `nil` if there is none.
  ///
  /// - Parameter byteCount: The length of the file, if it is here.
  private func usableKey(among uploads: [StoredUpload], _ byteCount: Int?) throws -> String? {
    try uploads.first { upload in
      // An upload of another length isn't the file, regardless of its name.
      try byteCount.map { team.objectByteCount(of: $0) == upload.byteCount } != false
        && !state.isMarked(upload.key)
    }?.key
  }
}

/// Files that a segment can't rely on, because they are missing or damaged here.
struct MissingFiles: Error {
  let blobs: Set<Digest>
}
