internal import POSIX

/// Runs work that waits for another process on a thread of its own. A task that waited itself would
/// occupy one of the few threads on which all files are processed.
package enum OwnThread {
  /// Starts some work while the caller continues. Without a thread to spare, it is not done.
  package static func start(_ work: @escaping @Sendable () -> Void) {
    _ = DetachedThread.start(work)
  }

  /// Returns the value of `work`. Runs it on the current thread if no other can be started.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let job = { @Sendable in continuation.resume(returning: work()) }
      // Without a thread to spare, this one waits.
      if !DetachedThread.start(job) { job() }
    }
  }
}
