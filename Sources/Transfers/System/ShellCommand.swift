internal import POSIX

/// A user's command that prints a secret, such as a password manager's.
package enum ShellCommand {
  /// Why a command gave no usable output.
  package struct Failure: Error {
    /// The problem, without any of the command's output.
    package let message: String

    package init(message: String) { self.message = message }
  }

  private static let timeoutSeconds = 60
  /// The interval for checking whether the command was stopped.
  private static let pollMilliseconds = 100
  private static let maximumBytes = 1 << 16
  /// The maximum length of a command's input, in bytes.
  package static let maximumInputBytes = 1 << 14

  /// Runs a command in the shell and returns its output. The command may ask for a password on the
  /// terminal.
  ///
  /// A command that takes too long or prints too much is killed, together with every process that
  /// it started.
  ///
  /// - Parameters:
  ///   - input: What the command reads, at most `maximumInputBytes`; `nil` for nothing.
  ///   - caller: A socket to the program that waits for the output. When that program ends, the
  ///     command is killed.
  package static func output(
    of command: String, reading input: [UInt8]? = nil, for caller: Int32? = nil
  ) throws(Failure) -> [UInt8] {
    let source = try input.map(pipe(containing:))
    defer { if let source { close(source) } }
    var ends: [Int32] = [-1, -1]
    guard unsafe POSIX.pipe(&ends) == 0 else { throw Failure(message: "can't be started") }
    let (output, end) = (ends[0], ends[1])
    defer { close(output) }
    _ = fcntl(output, F_SETFD, FD_CLOEXEC)
    let process = spawn(command, input: source, output: end)
    close(end)
    guard let process else { throw Failure(message: "can't be started") }
    let terminal = TerminalLoan(to: process)
    defer { terminal?.end() }
    let bytes = read(output, of: process, caller)
    if bytes == nil { kill(-process, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
    guard let bytes else { throw Failure(message: "took too long or printed too much") }
    guard status == 0 else { throw Failure(message: "failed") }
    return bytes
  }

  /// Returns the reading end of a pipe that contains bytes.
  private static func pipe(containing bytes: [UInt8]) throws(Failure) -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard bytes.count <= maximumInputBytes, unsafe POSIX.pipe(&ends) == 0 else {
      throw Failure(message: "can't be started")
    }
    defer { close(ends[1]) }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    // A pipe holds this many bytes even if nothing reads them yet.
    let count = unsafe bytes.withUnsafeBytes { unsafe write(ends[1], $0.baseAddress, $0.count) }
    guard count == bytes.count else {
      close(ends[0])
      throw Failure(message: "can't be started")
    }
    return ends[0]
  }

  /// Starts the command in its own process group, which can be killed as a whole.
  private static func spawn(_ command: String, input: Int32?, output: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // The command must not read castbook's requests. A password prompt opens the terminal itself.
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    // Pool threads block most signals. A command that inherits this can't be stopped or interrupted
    // from its terminal, and its reads from there fail.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    let words = unsafe (["/bin/sh", "-c", command] as [String]).map { unsafe strdup($0) }
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(
      &process, "/bin/sh", &actions, &attributes, words + [nil], environ)
    return code == 0 ? process : nil
  }

  /// Reads to the end; `nil` if that takes too long, is too much, or the caller ends.
  private static func read(
    _ descriptor: Int32, of process: pid_t, _ caller: Int32?
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    let start = MonotonicClock.milliseconds
    while bytes.count <= maximumBytes {
      let left = timeoutSeconds * 1000 - (MonotonicClock.milliseconds - start)
      // The caller's socket is watched only for its end. A negative number means no socket.
      var sources = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: caller ?? -1, events: 0, revents: 0),
      ]
      let found = unsafe poll(&sources, 2, Int32(max(min(left, pollMilliseconds), 0)))
      guard left > 0, found >= 0 || errno == EINTR, sources[1].revents == 0 else { return nil }
      if found <= 0 {
        resumeIfStopped(process)
        continue
      }
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe POSIX.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { return nil }
      if count > 0 { bytes += part[..<count] }
    }
    return nil
  }

  /// Resumes a command that was stopped because it asked for its password just before it got the
  /// terminal.
  private static func resumeIfStopped(_ process: pid_t) {
    var information = unsafe siginfo_t()
    let options = WSTOPPED | WNOHANG
    guard unsafe waitid(P_PID, id_t(process), &information, options) == 0 else { return }
    if unsafe information.si_signo == SIGCHLD { kill(-process, SIGCONT) }
  }
}
