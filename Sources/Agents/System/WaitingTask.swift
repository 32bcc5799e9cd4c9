internal import POSIX

/// Starts a task that may wait for files, other programs or a client: each of its parts has a
/// thread of its own.
func waitingTask<Value: Sendable>(
  _ work: @escaping @Sendable () async -> Value
) -> Task<Value, Never> {
  Task(executorPreference: ThreadExecutor.shared, operation: work)
}
