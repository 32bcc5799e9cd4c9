package import Library
package import Media
internal import Synchronization

/// Files that are staged from several threads and wait to be kept in a library: copies of pictures,
/// sheets beside their views, and the files of a pack.
///
/// If the work is cancelled, it also has the files whose results were never delivered, so that all
/// of them can be discarded.
package final class BlobStaging: Sendable {
  private let store: LibraryStore
  private let kept = Mutex(Kept())

  /// The staged files and their facts.
  private struct Kept {
    var staged: [BlobFolder.StagedBlob] = []
    var facts: [FileFacts] = []
    /// The copies with their facts, which are added only for those that are kept.
    var copies: [Digest: (blob: BlobFolder.StagedBlob, facts: FileFacts)] = [:]
  }

  package init(store: LibraryStore) { self.store = store }

  /// The files that have been staged so far.
  package var staged: [BlobFolder.StagedBlob] { kept.withLock { $0.staged } }
  /// The facts of the staged files, as far as they were noted.
  package var facts: [FileFacts] { kept.withLock { $0.facts } }

  /// Stages a file, from any thread.
  @discardableResult
  package func stage(_ bytes: [UInt8], _ digest: Digest) throws(LibraryError)
    -> BlobFolder.StagedBlob
  {
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
  package func add(_ facts: FileFacts) { kept.withLock { $0.facts.append(facts) } }

  /// Returns the staged copy with a digest; `nil` if there is none.
  package func copy(_ digest: Digest) -> BlobFolder.StagedBlob? {
    kept.withLock { $0.copies[digest]?.blob }
  }
}

extension BlobStaging: CopyStaging {
  package func stage(_ bytes: [UInt8], _ found: Inspection) throws {
    guard let digest = found.facts.digest else { return }
    let blob = try stage(bytes, digest)
    let facts = found.factsWithScores
    kept.withLock { $0.copies[digest] = (blob, facts) }
  }

  /// A copy that waits to be kept, with its facts and how it was made.
  package struct WaitingCopy {
    package let facts: FileFacts
    package let digest: Digest
    package let from: Digest
    package let steps: [PreparationStep]
  }

  /// Returns the copy that was staged for a file; `nil` if there is none.
  package func waitingCopy(for file: PreparedFile) -> WaitingCopy? {
    guard let made = file.preparedCopy, let from = file.before.facts.digest,
      case .staged = made.kept?.location, let digest = made.kept?.digest,
      let facts = kept.withLock({ $0.copies[digest]?.facts })
    else { return nil }
    return WaitingCopy(facts: facts, digest: digest, from: from, steps: made.steps)
  }
}
