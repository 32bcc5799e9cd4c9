internal import Library
internal import Media
internal import Synchronization

/// Files that are staged from several threads and wait to be kept in a library: copies of pictures,
/// and sheets beside their views.
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

  /// Adds the facts of a file that was staged.
  func add(_ facts: FileFacts) { kept.withLock { $0.facts.append(facts) } }
}
