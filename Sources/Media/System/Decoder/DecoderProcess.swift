internal import CDecoderServer
internal import Decoding
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What decoding one file may take.
struct DecoderLimits {
  var memory: Int
  /// Time of a processor: a slow machine, or one with other work, is no reason to give up.
  var processorSeconds = 10
  /// Time on the clock, for a decoder that waits for ever.
  var clockSeconds = 60
}

/// `castbook-media` at work: a process that decodes one file after another, each in a process of its
/// own with limits of memory and time. What becomes of those is told, never suffered here.
final class DecoderProcess: Sendable {
  /// What came of one file.
  enum Outcome {
    case picture(DecodedPicture)
    /// Its process died; by a signal, as far as that is known.
    case crashed(signal: Int?)
    case outOfTime
    /// The system had no process or memory for it, or castbook-media itself is gone.
    case unable
  }

  private let socket: Int32
  /// Its number, as the system counts processes.
  let process: pid_t

  /// Starts the program; nothing when there is none, or the system can't start it.
  init?(_ program: FilePath) {
    guard let started = Self.start(program) else { return nil }
    (process, socket) = started
  }

  deinit {
    close(socket)
    // It may be in the middle of a file that nobody waits for any longer.
    kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
  }

  private static func start(_ program: FilePath) -> (pid_t, Int32)? {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, streamKind, 0, &ends) == 0 else { return nil }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(theirs) }
    // Descriptors are passed on only where that is said below.
    _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
    _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
    guard let process = spawn(program, input: theirs) else {
      close(ours)
      return nil
    }
    return (process, ours)
  }

  private static func spawn(_ program: FilePath, input: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // In a group of its own: Ctrl-C is for castbook, which ends the process when it is done.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var process: pid_t = 0
    let name = unsafe strdup("castbook-media")
    defer { unsafe free(name) }
    let variables = unsafe Self.variables.compactMap { variable in
      unsafe getenv(variable).flatMap { unsafe strdup("\(variable)=\(String(cString: $0))") }
    }
    defer { unsafe variables.forEach { unsafe free($0) } }
    let arguments = unsafe [name, nil]
    let environment = unsafe variables.map { unsafe Optional($0) } + [nil]
    let code = unsafe program.withCString { path in
      unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
    }
    return code == 0 ? process : nil
  }

  /// What the program needs of the environment: where its libraries lie.
  private static let variables = [
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS",
  ]

  #if canImport(Glibc)
    private static let streamKind = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
    private static let streamKind = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #endif

  /// Has one file decoded within limits. After `unable` the process is of no more use.
  func decode(_ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits) -> Outcome {
    // castbook-media keeps the limits itself; this is for one that does not answer at all.
    var longest = timeval(tv_sec: limits.clockSeconds + 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest, size)
    _ = unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &longest, size)
    var request = castbook_decoder_request_t(
      magic: UInt32(CASTBOOK_DECODER_MAGIC), format: format.rawValue,
      processor_seconds: UInt32(limits.processorSeconds),
      clock_seconds: UInt32(limits.clockSeconds), memory_limit: UInt64(limits.memory),
      byte_count: UInt64(bytes.count))
    let isSent =
      unsafe withUnsafeBytes(of: &request) { unsafe send($0) }
      && bytes.withUnsafeBytes { unsafe send($0) }
    var answer = castbook_decoder_answer_t()
    guard isSent, unsafe withUnsafeMutableBytes(of: &answer, { unsafe receive($0) }) else {
      return .unable
    }
    switch Int(answer.status) {
    case CASTBOOK_DECODER_ANSWERED: return picture(byteCount: answer.byte_count)
    case CASTBOOK_DECODER_CRASHED:
      return .crashed(signal: answer.signal > 0 ? Int(answer.signal) : nil)
    case CASTBOOK_DECODER_OUT_OF_TIME: return .outOfTime
    default: return .unable
    }
  }

  private func picture(byteCount: UInt64) -> Outcome {
    guard byteCount <= CASTBOOK_DECODER_ANSWER_LIMIT else { return .unable }
    var text = [UInt8](repeating: 0, count: Int(byteCount))
    guard unsafe text.withUnsafeMutableBytes({ unsafe receive($0) }) else { return .unable }
    let json = try? JSONParser.parse(text, bounds: JSONParser.Bounds(depth: 4))
    return json.flatMap(DecodedPicture.init(json:)).map(Outcome.picture) ?? .crashed(signal: nil)
  }

  private func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let sent = unsafe sendBytes(socket, rest.baseAddress, rest.count, Self.noSignal)
      if sent > 0 {
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[sent..<rest.count])
      } else if sent == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }

  private func receive(_ memory: UnsafeMutableRawBufferPointer) -> Bool {
    var rest = unsafe memory
    while unsafe !rest.isEmpty {
      let got = unsafe receiveBytes(socket, rest.baseAddress, rest.count)
      if got > 0 {
        unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[got..<rest.count])
      } else if got == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// The system's `send`, under a name that does not hide ours.
private func sendBytes(
  _ socket: Int32, _ start: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  unsafe send(socket, start, count, flags)
}

private func receiveBytes(_ socket: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe recv(socket, start, count, 0)
}
