/// A thread of the system's own, for work that waits: a task that waited itself would occupy one of
/// the few threads on which all tasks run.
package enum DetachedThread {
  private final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Starts a thread that does some work. Returns `false` if the system has no thread to spare.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let job = unsafe Unmanaged.passRetained(Job(work))
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let result = unsafe pthread_create(
      &thread, nil,
      { state in
        // The parameter is optional in one C library only.
        let state: UnsafeMutableRawPointer? = unsafe state
        if let state = unsafe state {
          unsafe Unmanaged<Job>.fromOpaque(state).takeRetainedValue().work()
        }
        return nil
      }, job.toOpaque())
    guard result == 0 else {
      unsafe job.release()
      return false
    }
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
    return true
  }
}
