/// A program that was started with one end of a socket as its standard input. The caller owns the
/// other end and waits for the process.
package struct SocketProgram: Sendable {
  /// The process identifier.
  package let process: pid_t
  /// This process's end of the socket.
  package let socket: Int32

  /// Why a program could not be started.
  package enum Failure: Error {
    /// The system has no socket left.
    case noSocket
    /// The system's number for any other error.
    case notSpawned(Int32)
  }

  /// Starts a program.
  ///
  /// It has its own process group: Ctrl-C is for this process, which ends it when it is done.
  ///
  /// - Parameters:
  ///   - path: The path of the program.
  ///   - name: The name that it sees as its own.
  ///   - discardsErrors: Whether to discard its standard error; otherwise it shares this process's.
  ///   - variables: Its environment, each variable as `NAME=value`; `nil` for this process's.
  ///   - words: The words of its command line after its name.
  ///   - returnsOutput: Whether its standard output goes to the socket; otherwise it is discarded.
  package init(
    _ path: UnsafePointer<CChar>, name: String, discardsErrors: Bool, variables: [String]?,
    words: [String] = [], returnsOutput: Bool = false
  ) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Self.streamKind, 0, &ends) == 0 else { throw .noSocket }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(theirs) }
    // Only the program's own end is passed on, as its standard input.
    _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
    _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
    do {
      process = try unsafe Self.spawn(
        path, [name] + words, input: theirs, discardsErrors: discardsErrors,
        returnsOutput: returnsOutput, variables)
    } catch {
      close(ours)
      throw error
    }
    socket = ours
  }

  private static func spawn(
    _ path: UnsafePointer<CChar>, _ words: [String], input: Int32, discardsErrors: Bool,
    returnsOutput: Bool, _ variables: [String]?
  ) throws(Failure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    if returnsOutput {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, STDOUT_FILENO)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    if discardsErrors {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    let texts = unsafe (words + (variables ?? [])).map { unsafe strdup($0) }
    defer { unsafe texts.forEach { unsafe free($0) } }
    let arguments = unsafe Array(texts[..<words.count]) + [nil]
    let environment = unsafe Array(texts[words.count...]) + [nil]
    var process: pid_t = 0
    let code =
      unsafe variables == nil
      ? posix_spawn(&process, path, &actions, &attributes, arguments, environ)
      : posix_spawn(&process, path, &actions, &attributes, arguments, environment)
    guard code == 0 else { throw .notSpawned(code) }
    return process
  }

  #if canImport(Glibc)
    private static let streamKind = Int32(SOCK_STREAM.rawValue)
  #else
    private static let streamKind = SOCK_STREAM
  #endif
}
