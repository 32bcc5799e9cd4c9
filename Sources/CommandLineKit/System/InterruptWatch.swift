internal import POSIX
internal import Synchronization

/// A thread that waits for an interrupt. A signal handler can't cancel a task, but it can write a
/// byte into a pipe.
enum InterruptWatch {
  /// The end of the pipe into which the handler writes, or -1 before there is one.
  static let input = Atomic<Int32>(-1)
  /// The other end, from which the thread reads.
  private static let output = Atomic<Int32>(-1)
  private static let reaction = Mutex<@Sendable () -> Void>({})

  /// Calls a function, on a thread of its own, when the process is interrupted. Each call replaces
  /// the function of the one before.
  static func start(_ body: @escaping @Sendable () -> Void) {
    reaction.withLock { $0 = body }
    guard output.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    output.store(ends[0], ordering: .relaxed)
    input.store(ends[1], ordering: .releasing)
    // Without a thread to spare, only the second signal has an effect.
    _ = DetachedThread.start(watch)
  }

  /// Wakes the thread. A signal handler may call it.
  static func wake() {
    let descriptor = input.load(ordering: .acquiring)
    guard descriptor >= 0 else { return }
    let code = errno
    var byte: UInt8 = 0
    _ = unsafe write(descriptor, &byte, 1)
    errno = code
  }

  /// Waits for the byte, then reacts.
  @Sendable private static func watch() {
    var byte: UInt8 = 0
    let descriptor = output.load(ordering: .relaxed)
    while unsafe read(descriptor, &byte, 1) < 0, errno == EINTR {}
    let react = reaction.withLock { $0 }
    react()
  }
}
