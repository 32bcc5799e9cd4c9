internal import POSIX

/// A command of the user that prints a secret, such as one of a password manager.
package enum ShellCommand {
  /// Why there is no output.
  package struct Failure: Error {
    /// The problem, without anything that the command printed on its output.
    package let words: String

    package init(words: String) { self.words = words }
  }

  private static let timeoutSeconds = 60
  private static let maximumBytes = 1 << 16

  /// Runs a command with the shell and returns what it printed. It may ask for a password on the terminal.
  package static func output(of command: String) throws(Failure) -> [UInt8] {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Failure(words: "can't be started") }
    let (output, input) = (ends[0], ends[1])
    defer { close(output) }
    _ = fcntl(output, F_SETFD, FD_CLOEXEC)
    let process = spawn(command, output: input)
    close(input)
    guard let process else { throw Failure(words: "can't be started") }
    let bytes = read(output)
    if bytes == nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
    guard let bytes else { throw Failure(words: "took too long or printed too much") }
    guard status == 0 else { throw Failure(words: "failed") }
    return bytes
  }

  private static func spawn(_ command: String, output: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // It must not read the requests of castbook. A password prompt opens the terminal itself.
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    let words = unsafe (["/bin/sh", "-c", command] as [String]).map { unsafe strdup($0) }
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, "/bin/sh", &actions, nil, words + [nil], environ)
    return code == 0 ? process : nil
  }

  /// Reads to the end; `nil` if that takes too long or is too much.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    let start = MonotonicClock.milliseconds
    while bytes.count <= maximumBytes {
      let left = timeoutSeconds * 1000 - (MonotonicClock.milliseconds - start)
      var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0, unsafe poll(&source, 1, Int32(left)) > 0 else { return nil }
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe POSIX.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { return nil }
      if count > 0 { bytes += part[..<count] }
    }
    return nil
  }
}
