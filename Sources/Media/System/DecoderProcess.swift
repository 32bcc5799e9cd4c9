internal import CDecoderServer
internal import Decoding
internal import Files
internal import Model
internal import POSIX
internal import Synchronization

/// A running `castbook-media`, `castbook-streams` or `castbook-vision`. It decodes one file after
/// another, each in a child process with limits of memory and time: a file's failures are reported
/// and never harm this process.
final class DecoderProcess: Sendable {
  /// Why the program could not be started.
  enum StartFailure: Error {
    case noProgram
    /// The program exists, but the system has no process or descriptor left.
    case noProcess
  }

  /// The maximum length of a file in bytes.
  static let fileLimit = Int(CASTBOOK_DECODER_FILE_LIMIT)
  /// The maximum length of an answer in bytes.
  static let answerLimit = Int(CASTBOOK_DECODER_ANSWER_LIMIT)

  /// The time in seconds that the program has to send its greeting, also on a busy machine.
  private static let greetingSeconds = 20

  /// This process's end of the socket.
  let socket: Int32
  let process: pid_t

  /// The stages of the process.
  private enum State {
    case starting
    /// It has sent its greeting.
    case running
    /// It has ended; `exitCode` is `nil` if a signal ended it.
    case over(exitCode: Int?)
  }

  private let state = Mutex(State.starting)

  init(_ program: FilePath) throws(StartFailure) { (process, socket) = try Self.start(program) }

  deinit {
    close(socket)
    if case .over = state.withLock({ $0 }) { return }
    // It may be decoding a file that no task waits for.
    kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
  }

  /// Interrupts the current file: the process ends, and a waiting caller gets `unavailable`.
  func interrupt() { shutdown(socket, shutBoth) }

  private static func start(_ program: FilePath) throws(StartFailure) -> (pid_t, Int32) {
    let variables = variables.compactMap { variable in
      unsafe getenv(variable).map { unsafe "\(variable)=\(String(cString: $0))" }
    }
    let started = unsafe program.withCString { path in
      Result { () throws(SocketProgram.Failure) in
        try unsafe SocketProgram(
          path, name: program.name.text, discardsErrors: true, variables: variables)
      }
    }
    do {
      let program = try started.get()
      WorkMeter.recordStart()
      return (program.process, program.socket)
    } catch .notSpawned(let code) where ![EAGAIN, ENOMEM, EMFILE, ENFILE].contains(code) {
      throw .noProgram
    } catch {
      throw .noProcess
    }
  }

  /// The program's environment variables: the library search path and the options of sanitizers.
  private static let variables = [
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS",
  ]

  #if canImport(Glibc)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    private var shutBoth: Int32 { Int32(SHUT_RDWR) }
  #else
    private static let noSignal: Int32 = 0
    private var shutBoth: Int32 { SHUT_RDWR }
  #endif

  /// Waits for the greeting. Returns an outcome only if the process ends without one.
  private func greeted<Answer>() -> DecoderOutcome<Answer>? {
    switch state.withLock({ $0 }) {
    case .running: return nil
    case .over(let exitCode): return .notRunning(exitCode: exitCode)
    case .starting: break
    }
    var greeting: UInt32 = 0
    if unsafe withUnsafeMutableBytes(of: &greeting, { unsafe receive($0) }),
      greeting == UInt32(CASTBOOK_DECODER_GREETING)
    {
      state.withLock { $0 = .running }
      return nil
    }
    let exitCode = exitCode()
    state.withLock { $0 = .over(exitCode: exitCode) }
    return .notRunning(exitCode: exitCode)
  }

  /// Returns the exit code of a program that has closed its socket and so is about to end. A
  /// program that doesn't end is killed.
  private func exitCode() -> Int? {
    var status: Int32 = 0
    for _ in 0..<1000 {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process { return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : nil }
      if ended < 0, errno != EINTR { return nil }
      usleep(1000)
    }
    kill(process, SIGKILL)
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
    return nil
  }

  /// Whether it has sent its greeting, so a file can be sent without waiting.
  var isRunning: Bool { if case .running = state.withLock({ $0 }) { true } else { false } }

  /// Sends a request, and returns an outcome only on failure. After `unavailable` and `notRunning`,
  /// the process can't be used again.
  func send<Answer>(_ request: DecoderRequest) -> DecoderOutcome<Answer>? {
    if !isRunning {
      wait(atMost: Self.greetingSeconds)
      if let outcome: DecoderOutcome<Answer> = greeted() { return outcome }
    }
    // The program keeps the limits itself; this is for one that does not answer at all.
    wait(atMost: request.limits.clockSeconds + 30)
    var head = request.header
    switch request.file {
    case .bytes(let bytes): return transmit(&head, bytes) ? nil : .unavailable
    case .open(let file):
      return unsafe castbook_decoder_send(socket, &head, file.descriptor) ? nil : .unavailable
    }
  }

  /// Limits the time that one read or write of the socket may take.
  private func wait(atMost seconds: Int) {
    var longest = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest, size)
    _ = unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &longest, size)
  }

  private func transmit(_ request: inout castbook_decoder_request_t, _ bytes: [UInt8]) -> Bool {
    unsafe withUnsafeBytes(of: &request) { unsafe send($0) }
      && bytes.withUnsafeBytes { unsafe send($0) }
  }

  /// Whether an answer can be read without waiting, now or within the given time.
  func hasAnswer(withinMilliseconds patience: Int32) -> Bool {
    var source = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&source, 1, patience) > 0
  }

  /// Reads the answer for the last file sent, and passes the data before it to `output`. If
  /// `output` refuses them, the process is interrupted.
  func answer<Answer: DecoderAnswer>(
    into output: (any DecoderOutput)? = nil
  ) -> DecoderOutcome<Answer> {
    var answer = castbook_decoder_answer_t()
    repeat {
      guard unsafe withUnsafeMutableBytes(of: &answer, { unsafe receive($0) }) else {
        return .unavailable
      }
      if Int(answer.status) == CASTBOOK_DECODER_PIXELS {
        guard let output, receiveData(byteCount: answer.byte_count, output) else {
          interrupt()
          return .unavailable
        }
      }
    } while Int(answer.status) == CASTBOOK_DECODER_PIXELS
    return outcome(answer)
  }

  private func receiveData(byteCount: UInt64, _ output: any DecoderOutput) -> Bool {
    let most = Int(CASTBOOK_DECODER_FRAME_LIMIT)
    guard byteCount <= UInt64(most) else { return false }
    return unsafe withUnsafeTemporaryAllocation(byteCount: most, alignment: 16) { memory in
      let frame = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<Int(byteCount)])
      return unsafe receive(frame) && output.append(UnsafeRawBufferPointer(frame))
    }
  }

  private func outcome<Answer: DecoderAnswer>(
    _ answer: castbook_decoder_answer_t
  ) -> DecoderOutcome<Answer> {
    switch Int(answer.status) {
    case CASTBOOK_DECODER_ANSWERED: return answered(byteCount: answer.byte_count)
    case CASTBOOK_DECODER_CRASHED:
      return .crashed(signal: answer.signal > 0 ? Int(answer.signal) : nil)
    case CASTBOOK_DECODER_OUT_OF_TIME: return .processorTimeExceeded
    case CASTBOOK_DECODER_OUT_OF_CLOCK: return .timedOut
    case CASTBOOK_DECODER_OUT_OF_MEMORY: return .answered(.outOfMemory)
    case CASTBOOK_DECODER_STOPPED: return .killed
    case CASTBOOK_DECODER_TOO_LONG: return .answerTooLong
    default: return .unavailable
    }
  }

  private func answered<Answer: DecoderAnswer>(byteCount: UInt64) -> DecoderOutcome<Answer> {
    guard byteCount <= UInt64(Answer.maximumBytes) else { return .unavailable }
    var answer = [UInt8](repeating: 0, count: Int(byteCount))
    guard unsafe answer.withUnsafeMutableBytes({ unsafe receive($0) }) else { return .unavailable }
    return Answer(answer: answer).map(DecoderOutcome.answered) ?? .crashed(signal: nil)
  }

  private func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let sent = unsafe POSIX.send(socket, rest.baseAddress, rest.count, Self.noSignal)
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
      let got = unsafe recv(socket, rest.baseAddress, rest.count, 0)
      if got > 0 {
        unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[got..<rest.count])
      } else if got == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
