internal import POSIX

/// A task that waits for other machines, on separate threads: on the few threads that run tasks,
/// two of them could block all other requests.
enum WaitingTask {
  static func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: ThreadExecutor.shared) { await work() }
  }
}
