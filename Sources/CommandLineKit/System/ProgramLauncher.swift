internal import POSIX

/// Starts other programs beside this one.
///
/// The signals that `Signals.prepare()` changed are reset, since a started program inherits ignored
/// ones.
public enum ProgramLauncher {
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
