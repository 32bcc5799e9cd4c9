import Foundation
import Synchronization

/// Runs closures concurrently, each on its own thread: they wait for one another, which the threads
/// that all tests share must not.
final class SideBySide: Sendable {
  /// Thrown by a closure for a result that should not be.
  struct Unexpected: Error {
    let what: String

    init(_ what: String) { self.what = what }
  }

  private let failures = Mutex<[any Error]>([])

  private init() {}

  /// Returns when all have ended; throws the first error.
  static func run(_ deeds: [@Sendable () throws -> Void]) async throws {
    let crowd = SideBySide()
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let group = DispatchGroup()
      for deed in deeds {
        group.enter()
        Thread.detachNewThread {
          do { try deed() } catch { crowd.failures.withLock { $0.append(error) } }
          group.leave()
        }
      }
      group.notify(queue: .global()) { done.resume() }
    }
    if let failure = crowd.failures.withLock({ $0.first }) { throw failure }
  }
}
