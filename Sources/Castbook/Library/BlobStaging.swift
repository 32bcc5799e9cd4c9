internal import Library
internal import Media
internal import Synchronization

/// Bytes that wait to be kept in a library, from whichever thread they came: copies of pictures, and sheets
/// beside their views. What nobody was told of when it was broken off is among them.
final class BlobStaging: Sendable {
  private let store: LibraryStore
  private let kept = Mutex<(staged: [BlobFolder.Staged], facts: [FileFacts])>(([], []))

  init(store: LibraryStore) { self.store = store }

  var staged: [BlobFolder.Staged] { kept.withLock { $0.staged } }
  var facts: [FileFacts] { kept.withLock { $0.facts } }

  func stage(_ bytes: [UInt8], _ digest: Digest) -> Result<BlobFolder.Staged?, any Error> {
    do throws(LibraryError) {
      let staged = try store.stage(bytes, digest)
      kept.withLock { $0.staged.append(staged) }
      return .success(staged)
    } catch {
      return .failure(ElementLibraryError(error))
    }
  }

  func note(_ facts: FileFacts) { kept.withLock { $0.facts.append(facts) } }
}
