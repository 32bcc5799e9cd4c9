import Foundation
import Synchronization

/// Does several things at once, each on a thread of its own: they wait for one another, which the threads
/// that all tests share must not.
final class SideBySide: Sendable {
  /// What a deed throws that finds something that should not be.
  struct Unexpected: Error {
    let what: String

    init(_ what: String) { self.what = what }
  }

  private let failures = Mutex<[any Error]>([])

  private init() {}

  /// Ends when all of them have ended; throws what the first of them threw.
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
