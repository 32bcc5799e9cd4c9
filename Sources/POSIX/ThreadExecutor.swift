/// Runs each part of a task on its own thread, for tasks that wait for other machines: on the few
/// threads that all tasks share, two of them could hold up everything else.
///
/// ```swift
/// Task(executorPreference: ThreadExecutor.shared) { try await send.run(plan, in: library) }
/// ```
package final class ThreadExecutor: TaskExecutor {
  package static let shared = ThreadExecutor()

  private init() {}

  package func enqueue(_ job: consuming ExecutorJob) {
    let part = UnownedJob(job)
    let run: @Sendable () -> Void = { [self] in
      unsafe part.runSynchronously(on: asUnownedTaskExecutor())
    }
    if !DetachedThread.start(run) { run() }
  }
}
