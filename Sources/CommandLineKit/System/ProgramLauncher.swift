internal import POSIX

/// Runs other programs, either in place of this process or beside it.
///
/// Both ways reset the signals that `Signals.prepare()` changed: a started program inherits ignored
/// signals.
public enum ProgramLauncher {
  /// Replaces this process with the program at `path`, which keeps the terminal and the process id.
  ///
  /// Returns only on failure, with the reason.
  public static func replaceProcess(with path: [UInt8], _ words: [[UInt8]]) -> SystemErrorNumber {
    // A signal that this program ignores would be ignored by the next one too.
    _ = signal(SIGPIPE, SIG_DFL)
    _ = signal(SIGINT, SIG_DFL)
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + words).map { word in
      unsafe strdup(word.map(CChar.init(bitPattern:)) + [0])
    }
    unsafe arguments.append(nil)
    let name = path.map(CChar.init(bitPattern:)) + [0]
    _ = unsafe execv(name, arguments)
    let code = errno
    unsafe arguments.forEach { unsafe free($0) }
    return SystemErrorNumber(code: code)
  }

  /// Starts the program `name`, found in `$PATH`, with one argument, and doesn't wait for it.
  ///
  /// Returns whether it could be started. The child is never waited for, so use this only near the
  /// end of a process or for programs that outlive it, such as a browser.
  public static func start(_ name: String, _ word: String) -> Bool {
    var attributes = posix_spawnattr_t()
    guard unsafe posix_spawnattr_init(&attributes) == 0 else { return false }
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var defaultSignals = sigset_t()
    _ = unsafe sigemptyset(&defaultSignals)
    for number in [SIGPIPE, SIGINT, SIGTERM] { _ = unsafe sigaddset(&defaultSignals, number) }
    _ = unsafe posix_spawnattr_setsigdefault(&attributes, &defaultSignals)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(name), strdup(word), nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    return unsafe posix_spawnp(&process, name, nil, &attributes, &arguments, environ) == 0
  }
}
