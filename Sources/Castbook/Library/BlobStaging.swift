internal import Library
internal import Media
internal import Synchronization

/// Files that are staged from several threads and wait to be kept in a library: copies of pictures,
/// sheets beside their views, and the files of a pack.
///
/// If the work is cancelled, it also has the files whose results were never delivered, so that all
/// of them can be discarded.
final class BlobStaging: Sendable {
  private let store: LibraryStore
  /// The staged files and their facts, guarded by a lock.
  private let kept = Mutex<(staged: [BlobFolder.StagedBlob], facts: [FileFacts])>(([], []))

  init(store: LibraryStore) { self.store = store }

  /// The files that have been staged so far.
  var staged: [BlobFolder.StagedBlob] { kept.withLock { $0.staged } }
  /// The facts of the staged files, as far as they were noted.
  var facts: [FileFacts] { kept.withLock { $0.facts } }

  /// Stages a file, from any thread.
  @discardableResult
  func stage(_ bytes: [UInt8], _ digest: Digest) throws(LibraryError) -> BlobFolder.StagedBlob {
    let staged = try store.stage(bytes, digest)
    kept.withLock { $0.staged.append(staged) }
    return staged
  }

  /// Copies a file of any length and stages it, from any thread. Returns its path until the change
  /// is made.
  ///
  /// - Throws: `CopyFault` if the file can't be read, or has other bytes than its digest says.
  func stage(_ file: CopySource) throws -> FilePath {
    let staged = try store.stage(file)
    kept.withLock { $0.staged.append(staged) }
    return store.path(of: staged)
  }

  /// Adds the facts of a file that was staged.
  func add(_ facts: FileFacts) { kept.withLock { $0.facts.append(facts) } }
}
