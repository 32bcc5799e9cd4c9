import Dispatch
import Files
import Media
import Model
import Synchronization
import Testing

@testable import Library

@Suite("Files that are being added to a library")
struct Staging {
  @Test("may be the first ones, several at once: whichever finds no folder makes it")
  func together() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let nursery = library.root.appending("blobs/.new".utf8)
    let failures = Mutex<[String]>([])
    for _ in 0..<1000 {
      let waiting = Atomic<Int>(4)
      let staged = Mutex<[BlobFolder.StagedBlob]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { number in
        // So that they begin together, on a machine with enough processors.
        waiting.subtract(1, ordering: .relaxed)
        for _ in 0..<1000 where waiting.load(ordering: .relaxed) > 0 { continue }
        let bytes = [UInt8](repeating: UInt8(number), count: 10)
        do {
          let digest = SHA256.digest(of: bytes)
          let file = try store.stage(bytes, digest)
          staged.withLock { $0.append(file) }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      store.discard(staged.withLock { $0 })
      FileSystem.removeFolder(nursery)
    }
    #expect(failures.withLock { $0 } == [])
  }
}
