import Dispatch
internal import Files
import Library
import Media
import Model
import Synchronization

/// Stores files in a library as `add` does, without decoding them: two threads read, hash and write
/// them, they are made durable together, and one record names them. This is `add`'s share of the
/// work of `durable batch2`.
struct Storing {
  let list: FilePath
  let folder: FilePath

  func run() throws {
    let text = String(decoding: try FileSystem.read(list, limit: 1 << 26), as: UTF8.self)
    let paths = text.split(separator: "\n").compactMap { FilePath(String($0)) }
    if !LibraryStore.exists(at: folder) { try LibraryStore.create(at: folder) }
    let store = try LibraryStore(at: folder)
    let start = Clock.seconds
    let threads = 2
    let kept = Mutex<[Int: BlobFolder.StagedBlob]>([:])
    let failures = Mutex<[any Error]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      do {
        for number in stride(from: thread, to: paths.count, by: threads) {
          let bytes = try FileSystem.read(paths[number], limit: 1 << 40)
          let digest = SHA256.digest(of: bytes)
          let staged = try store.stage(bytes, digest)
          kept.withLock { $0[number] = staged }
        }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    if let failure = failures.withLock({ $0.first }) { throw failure }
    let staged = kept.withLock { kept in kept.sorted { $0.key < $1.key }.map(\.value) }
    try store.change(with: staged) { change in
      var revision = ElementRevision(
        element: try change.newIdentity(), at: try change.moment(), kind: .character,
        handle: try Handle("corpus"), name: "")
      revision.references = staged.map { Reference(blob: $0.digest, role: .unsorted, file: "") }
      change.add(.revision(revision))
    }
    print("\(staged.count) files kept: \(Clock.text(Clock.seconds - start)) s")
  }
}
