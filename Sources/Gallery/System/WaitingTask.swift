internal import POSIX

/// A task that waits for other machines, on threads of its own: two of them could hold up every other request on the few
/// threads on which tasks run.
enum WaitingTask {
  static func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: ThreadExecutor.shared) { await work() }
  }
}
