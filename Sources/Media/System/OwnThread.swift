#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs work that waits for another process on a thread of its own. A task that waited itself would
/// occupy one of the few threads on which all files are processed.
enum OwnThread {
  /// Runs `work` and returns its value.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let job = unsafe Unmanaged.passRetained(Job { continuation.resume(returning: work()) })
      guard unsafe !start(job) else { return }
      // The system has no thread to spare, so this one waits.
      unsafe job.takeRetainedValue().work()
    }
  }

  private final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  private static func start(_ job: Unmanaged<Job>) -> Bool {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    guard unsafe pthread_create(&thread, nil, body, job.toOpaque()) == 0 else { return false }
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
    return true
  }

  #if canImport(Glibc)
    private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
      {
        unsafe run($0)
        return nil
      }
  #else
    private static let body: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? =
      {
        unsafe run($0)
        return nil
      }
  #endif

  private static func run(_ state: UnsafeMutableRawPointer?) {
    guard let state = unsafe state else { return }
    unsafe Unmanaged<Job>.fromOpaque(state).takeRetainedValue().work()
  }
}
