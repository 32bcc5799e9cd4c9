import Synchronization

/// Runs asynchronous work on the thread that calls, one step after another: handing each input to
/// another thread takes longer than most of them.
final class HereExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  private func runAll() {
    while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  /// What the work comes to; nothing when it waits for something that happens elsewhere.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
    let executor = HereExecutor()
    let result = Result<Value>()
    Task(executorPreference: executor) {
      let value = await work()
      result.value.withLock { $0 = value }
    }
    executor.runAll()
    return result.value.withLock { $0 }
  }

  private final class Result<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
