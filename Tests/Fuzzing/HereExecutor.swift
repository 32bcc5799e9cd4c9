import Dispatch
import Synchronization

/// Runs asynchronous work on the calling thread, one step after another: handing each input to
/// another thread takes longer than most of them.
final class HereExecutor: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrival = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrival.signal()
  }

  private func runAll() {
    while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  /// The result of the work; `nil` if it waits two minutes for an event elsewhere, which is longer
  /// than castbook-media may take for an answer.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
    let executor = HereExecutor()
    let result = Result<Value>()
    Task(executorPreference: executor) {
      let value = await work()
      result.value.withLock { $0 = value }
    }
    while true {
      executor.runAll()
      if let value = result.value.withLock({ $0 }) { return value }
      guard executor.arrival.wait(timeout: .now() + .seconds(120)) == .success else { return nil }
    }
  }

  private final class Result<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
