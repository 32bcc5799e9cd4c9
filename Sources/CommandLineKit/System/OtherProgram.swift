#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Another program that goes on in this one's place: with its terminal, its signals and its number.
public enum OtherProgram {
  /// Returns only where that can't be done, and why.
  public static func goOn(with path: [UInt8], _ words: [[UInt8]]) -> SystemError {
    // What this program ignores, the next one would, too.
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
    return SystemError(code: code)
  }

  /// Starts a program that is found by its name and goes on by itself; whether it could be started.
  public static func start(_ name: String, _ word: String) -> Bool {
    var attributes = posix_spawnattr_t()
    guard unsafe posix_spawnattr_init(&attributes) == 0 else { return false }
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var usual = sigset_t()
    _ = unsafe sigemptyset(&usual)
    for number in [SIGPIPE, SIGINT, SIGTERM] { _ = unsafe sigaddset(&usual, number) }
    _ = unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(name), strdup(word), nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    return unsafe posix_spawnp(&process, name, nil, &attributes, &arguments, environ) == 0
  }
}
