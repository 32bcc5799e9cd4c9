internal import Files
internal import Model
internal import POSIX

/// A command of the user that prints the keys of a store, as Amazon's tools run it.
enum KeyCommand {
  /// Keys, and the moment at which they end.
  struct Keys: Hashable, Sendable {
    let credentials: StoreCredentials
    let expires: Instant?
  }

  /// Why there are no keys.
  struct Failure: Error {
    /// The problem, without anything that the command printed on its output.
    let words: String
  }

  private static let timeoutSeconds = 60
  private static let maximumBytes = 1 << 16

  /// Runs a command with the shell and reads the keys that it prints.
  static func run(_ command: String) throws(Failure) -> Keys {
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
    guard let keys = keys(in: bytes) else { throw Failure(words: "printed no keys") }
    return keys
  }

  /// Reads what the command prints: an object with `Version` 1 and the keys. Returns `nil` for anything else.
  static func keys(in bytes: [UInt8]) -> Keys? {
    guard
      let json = try? JSONParser.parse(
        bytes, bounds: JSONParser.Bounds(byteCount: maximumBytes, depth: 8)),
      json["Version"]?.integer == 1, let access = json["AccessKeyId"]?.string, !access.isEmpty,
      let secret = json["SecretAccessKey"]?.string, !secret.isEmpty
    else { return nil }
    let token = json["SessionToken"]?.string
    return Keys(
      credentials: StoreCredentials(
        accessKey: access, secretKey: secret, sessionToken: token?.isEmpty == true ? nil : token),
      expires: (json["Expiration"]?.string).flatMap(HTTPDate.listed))
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

/// A clock that no user sets, and that goes on while the machine sleeps.
enum MonotonicClock {
  static var milliseconds: Int {
    var time = timespec()
    #if canImport(Glibc)
      unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    #else
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    #endif
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
