internal import POSIX

/// A task that waits for other machines, on separate threads: on the few threads that run tasks,
/// two of them could block all other requests.
enum WaitingTask {
  static func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: ThreadExecutor.shared) { await work() }
  }

  /// Returns what work gives that waits for another program or machine.
  static func value<Value: Sendable>(
    of work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await Task(executorPreference: ThreadExecutor.shared) { try await work() }.value
  }
}
