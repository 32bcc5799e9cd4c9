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
  ///
  /// - Throws: What the work throws.
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) throws -> Value? {
    let executor = HereExecutor()
    let ending = Ending<Value>()
    Task(executorPreference: executor) {
      let result: Result<Value, any Error>
      do {
        result = .success(try await work())
      } catch {
        result = .failure(error)
      }
      ending.result.withLock { $0 = result }
    }
    while true {
      executor.runAll()
      if let result = ending.result.withLock({ $0 }) { return try result.get() }
      guard executor.arrival.wait(timeout: .now() + .seconds(120)) == .success else { return nil }
    }
  }

  private final class Ending<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }
}
