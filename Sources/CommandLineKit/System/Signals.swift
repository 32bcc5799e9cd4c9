internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How this program meets Ctrl-C and a closed pipe.
///
/// The first SIGINT only sets `interrupted`, so that the work can stop at a good place and put
/// things right; then the program calls `endByInterrupt()`. A second SIGINT kills at once.
public enum Signals {
  /// Installs both answers. Call it once, before any other thread starts.
  ///
  /// SIGPIPE is ignored from here on, and a program started by this one inherits that: reset it
  /// when starting one (`POSIX_SPAWN_SETSIGDEF`).
  public static func prepare() {
    // A global is made at its first use, which must not happen inside the handler.
    _ = interruptions.load(ordering: .relaxed)
    _ = signal(SIGPIPE, SIG_IGN)
    hear(SIGINT, countInterrupt)
  }

  /// Has a word of the system to end, and a terminal that closes, count as Ctrl-C: for programs that run until
  /// somebody stops them.
  public static func alsoHearEndings() {
    for number in [SIGTERM, SIGHUP] { hear(number, countEnding) }
  }

  private static func hear(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    guard !isIgnored(number) else { return }
    var action = sigaction()
    setHandler(of: &action, to: handler)
    // Reads and writes elsewhere go on after the signal; `poll` and `sleep` still end early.
    action.sa_flags = Int32(SA_RESTART)
    _ = unsafe sigaction(number, &action, nil)
  }

  /// Whether the user asked to stop. Cheap enough to ask between any two files.
  public static var interrupted: Bool { interruptions.load(ordering: .relaxed) > 0 }

  /// Ends the process in the way the parent recognises as Ctrl-C.
  public static func endByInterrupt() -> Never { end(by: SIGINT) }

  /// Ends the process quietly, as a program does whose reader went away (`castbook list | head`).
  static func endByClosedPipe() -> Never { end(by: SIGPIPE) }

  private static func end(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var only = sigset_t()
    _ = unsafe sigemptyset(&only)
    _ = unsafe sigaddset(&only, number)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &only, nil)
    _ = raise(number)
    // Reached only where the signal could not be restored: the shell's number for the same end.
    _exit(128 + number)
  }

  /// A shell starts background jobs with SIGINT ignored; they must not begin to listen to it.
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

private let interruptions = Atomic<Int>(0)

/// Runs inside the signal: an atomic and two functions POSIX allows there, nothing else.
private func countInterrupt(_ number: Int32) {
  guard interruptions.add(1, ordering: .relaxed).oldValue > 0 else { return }
  _ = signal(SIGINT, SIG_DFL)
  // Delivered as soon as this handler returns.
  _ = raise(SIGINT)
}

/// Runs inside the signal, as the one above.
private func countEnding(_ number: Int32) { interruptions.add(1, ordering: .relaxed) }
