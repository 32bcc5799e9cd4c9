internal import POSIX
internal import Synchronization

/// How this program reacts to Ctrl-C and to a closed pipe.
///
/// The first SIGINT only cancels the task, so the work can stop at a safe point and clean up;
/// then the program calls `endByInterrupt()`. A second SIGINT kills the process at once.
///
/// ```swift
/// Signals.prepare()
/// do {
///   try await Signals.cancellingOnInterrupt { try await check(files) }
/// } catch is CancellationError {
///   Signals.endByInterrupt()
/// }
/// ```
public enum Signals {
  /// Installs the handlers for SIGINT and SIGPIPE. Call it once, before any other thread starts.
  ///
  /// SIGPIPE is ignored from here on, and child processes inherit that: reset it when starting one
  /// (`POSIX_SPAWN_SETSIGDEF`).
  public static func prepare() {
    // A global is initialized at its first use, which must not happen inside the handler.
    _ = interruptions.load(ordering: .relaxed)
    _ = InterruptWatch.input.load(ordering: .relaxed)
    _ = signal(SIGPIPE, SIG_IGN)
    install(SIGINT, countInterrupt)
  }

  /// Makes SIGTERM and SIGHUP (a terminal that closes) count as Ctrl-C. For programs that run until
  /// they are stopped, such as a server.
  public static func treatTerminationAsInterrupt() {
    for number in [SIGTERM, SIGHUP] { install(number, countTermination) }
  }

  /// Installs a handler, unless the parent process had the signal ignored.
  private static func install(
    _ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    guard !isIgnored(number) else { return }
    var action = sigaction()
    setHandler(of: &action, to: handler)
    // Interrupted reads and writes resume after the signal; `poll` and `sleep` still return early.
    action.sa_flags = Int32(SA_RESTART)
    _ = unsafe sigaction(number, &action, nil)
  }

  /// Runs work in a task of its own, which the first SIGINT cancels.
  ///
  /// Without a thread to spare for watching, only the second SIGINT has an effect.
  public static func cancellingOnInterrupt<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task(operation: work)
    InterruptWatch.start { task.cancel() }
    // A signal may have arrived before it was watched for.
    if interrupted { task.cancel() }
    return try await task.value
  }

  /// Whether the user asked to stop. It is cheap enough to check between any two files.
  public static var interrupted: Bool { interruptions.load(ordering: .relaxed) > 0 }

  /// Ends the process by SIGINT, which the parent process recognises as Ctrl-C.
  public static func endByInterrupt() -> Never { end(by: SIGINT) }

  /// Ends the process quietly by SIGPIPE, as programs do whose reader has gone (`castbook list |
  /// head`).
  static func endByClosedPipe() -> Never { end(by: SIGPIPE) }

  /// Restores the signal's default action, unblocks it and raises it.
  private static func end(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var only = sigset_t()
    _ = unsafe sigemptyset(&only)
    _ = unsafe sigaddset(&only, number)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &only, nil)
    _ = raise(number)
    // Reached only when the default action could not be restored: exit with the code that shells
    // use for this signal.
    _exit(128 + number)
  }

  /// Whether the parent process had the signal ignored. A shell starts background jobs with SIGINT
  /// ignored; they must not begin to handle it.
  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    guard unsafe sigaction(number, nil, &current) == 0 else { return false }
    #if canImport(Glibc)
      let handler = unsafe current.__sigaction_handler.sa_handler
    #else
      let handler = unsafe current.__sigaction_u.__sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Sets the handler, whose field has a different name in each C library.
  private static func setHandler(
    of action: inout sigaction, to handler: @escaping @convention(c) (Int32) -> Void
  ) {
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
  }
}

/// How many signals to stop have arrived. An atomic is the only state a handler may change.
private let interruptions = Atomic<Int>(0)

/// The SIGINT handler. It may use only async-signal-safe functions: an atomic, `signal`,
/// `raise` and `write`.
private func countInterrupt(_ number: Int32) {
  guard interruptions.add(1, ordering: .relaxed).oldValue > 0 else { return InterruptWatch.wake() }
  _ = signal(SIGINT, SIG_DFL)
  // Delivered as soon as this handler returns.
  _ = raise(SIGINT)
}

/// The handler for SIGTERM and SIGHUP, under the same restriction as `countInterrupt(_:)`.
private func countTermination(_ number: Int32) { interruptions.add(1, ordering: .relaxed) }
