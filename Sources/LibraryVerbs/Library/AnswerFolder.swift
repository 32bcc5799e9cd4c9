internal import Files
internal import Library

/// The answers to requests that have a key, so that a repeated request is answered and not carried
/// out again: `cache/answers-1/9f2c….json` in a library, by the SHA-256 of the key.
///
/// Any of them may be deleted at any time, as the erasure of an element does with all. A folder
/// that can't be used keeps nothing.
package struct AnswerFolder: Sendable {
  /// The number of answers that are kept.
  package static let maximumCount = 1000
  /// The number of days for which an answer is kept.
  package static let maximumDays = 7
  /// The maximum size of an answer in bytes.
  package static let maximumByteCount = 1 << 20
  /// The maximum size of all answers in bytes.
  private static let maximumTotal = 64 << 20

  private let library: ElementLibrary
  private let cache: FilePath
  private let folder: FilePath

  package init(of library: ElementLibrary) {
    self.library = library
    cache = library.folder.appending("cache".utf8)
    folder = cache.appending("answers-1".utf8)
  }

  /// Returns the SHA-256 by which a request is compared with the first one of its key.
  package static func digest(of request: [UInt8]) -> Digest { SHA256.digest(of: request) }

  private static func name(_ key: String) -> String { SHA256.digest(of: Array(key.utf8)).hex }

  /// Whether the folders exist and are not links, which may lead anywhere.
  private var isUsable: Bool {
    [cache, folder].allSatisfy { FileSystem.status($0)?.isFolder == true }
  }

  private func makeFolders() {
    if FileSystem.status(cache) == nil { try? FileSystem.makePrivateFolder(cache) }
    guard FileSystem.status(cache)?.isFolder == true, FileSystem.status(folder) == nil else {
      return
    }
    try? FileSystem.makePrivateFolder(folder)
  }

  // MARK: Answers

  /// Returns the answer to the first request with a key; `nil` if there is none, or it is too old.
  package func answer(to key: String) -> [UInt8]? {
    let path = folder.appending("\(Self.name(key)).json".utf8)
    guard isUsable, let status = FileSystem.status(path), status.isFile, isRecent(status) else {
      return nil
    }
    return try? TextFile.read(path, limit: Self.maximumByteCount).get()
  }

  /// Keeps the answer to the first request with a key, and deletes answers that are too old or too
  /// many.
  package func keep(_ answer: [UInt8], to key: String) {
    guard answer.count <= Self.maximumByteCount else { return }
    makeFolders()
    guard isUsable else { return }
    let path = folder.appending("\(Self.name(key)).json".utf8)
    try? AtomicFile.writePrivate(answer, to: path, replacing: true)
    removeOld()
  }

  /// Whether a file was written within the last days. The clock may have been set back a little.
  private func isRecent(_ status: FileStatus) -> Bool {
    let age = library.store.environment.now() - status.modified / 1_000_000
    return (-3_600_000...Self.maximumDays * 86_400_000).contains(age)
  }

  private func removeOld() {
    guard let names = try? FileSystem.names(in: folder) else { return }
    var files: [(path: FilePath, status: FileStatus)] = []
    for name in names {
      let path = folder.appending(name)
      guard let status = FileSystem.status(path) else { continue }
      if status.isFile, isRecent(status) {
        files.append((path, status))
      } else {
        try? FileSystem.removeAll(path)
      }
    }
    files.sort {
      ($1.status.modified, $1.path.bytes.count) < ($0.status.modified, $0.path.bytes.count)
    }
    var total = 0
    for (index, file) in files.enumerated() {
      total += file.status.byteCount
      // A locked file belongs to a request that is being carried out.
      guard index >= Self.maximumCount || total > Self.maximumTotal, file.path.suffix != "lock"
      else { continue }
      try? FileSystem.remove(file.path)
    }
  }

  // MARK: Requests

  /// Keeps other requests with the same key waiting as long as it exists, in all processes.
  package final class Lock {
    private let file: LockedFile

    fileprivate init(_ file: LockedFile) { self.file = file }

    // A request that waits for the file finds a new one there.
    deinit { try? FileSystem.remove(file.path) }
  }

  /// Waits until no other request with a key is carried out. Returns `nil` if the folder can't be
  /// used.
  ///
  /// - Throws: `CancellationError` if the task is cancelled.
  package func lock(_ key: String) async throws -> Lock? {
    makeFolders()
    let path = folder.appending("\(Self.name(key)).lock".utf8)
    while isUsable {
      let file: LockedFile?
      do { file = try LockedFile(path) } catch { return nil }
      if let file { return Lock(file) }
      try await Task.sleep(for: .milliseconds(50))
    }
    return nil
  }
}
