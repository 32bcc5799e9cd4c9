package import Model
internal import POSIX
internal import Synchronization

/// A running `castbook-transport`, the only program that opens connections. It ends when this
/// object is released, or when this process ends for any reason.
///
/// Use it from one thread. Requests and answers overlap to keep all connections busy.
package final class TransportProcess: ObjectStore {
  private let socket: Int32
  private let process: pid_t
  /// Returns whether the work is cancelled; called several times a second.
  private let isCancelled: () -> Bool
  /// Called about once a second while all requests wait.
  package var onPause: ((TransferPause) -> Void)?
  private var reader = TransferMessage.Reader()
  /// The bytes to write, from `written` on.
  private var outbox: [UInt8] = []
  private var written = 0
  private var lastNumber = 0
  /// Why the program can't be used any more; `nil` while it can.
  private var failure: TransferFailure?

  /// The maximum number of unanswered requests, and of unwritten bytes.
  private static let maximumRequestCount = 96
  private static let maximumOutboxBytes = 16 << 20
  /// How many times to check, at intervals of 5 ms, whether the program has exited by itself.
  private static let maximumExitChecks = 100

  /// Starts the program and has it look up the keys of a store.
  ///
  /// - Parameters:
  ///   - program: The path of `castbook-transport`; `nil` if it is missing.
  ///   - isCancelled: Returns whether the work is cancelled. Requests then throw
  ///     `CancellationError`.
  package init(
    _ program: FilePath?, _ connection: StoreConnection, isCancelled: @escaping () -> Bool
  ) throws {
    (process, socket) = try Self.start(program)
    self.isCancelled = isCancelled
    outbox = TransferMessage.open(connection).bytes
    try waitUntilOpen()
  }

  /// Starts the program for calls to providers.
  ///
  /// - Parameter environment: The program's environment variables; `nil` for those of this process.
  package init(
    _ program: FilePath?, _ access: ProviderAccess, environment: [String: String]? = nil,
    isCancelled: @escaping () -> Bool
  ) throws {
    (process, socket) = try Self.start(program, environment)
    self.isCancelled = isCancelled
    outbox = TransferMessage.openProviders(access).bytes
    try waitUntilOpen()
  }

  /// Starts the program to keep a key or to forget it, and waits until that is done.
  ///
  /// - Returns: Where the key is kept; `nil` if it was forgotten and hadn't been kept.
  package static func perform(
    _ request: KeyRequest, _ program: FilePath?, isCancelled: @escaping () -> Bool
  ) throws -> KeptKey.Place? {
    let process = try TransportProcess(program, first: .keepKey(request), isCancelled: isCancelled)
    return KeptKey.Place(rawValue: String(decoding: try process.firstAnswer(), as: UTF8.self))
  }

  private init(
    _ program: FilePath?, first message: TransferMessage, isCancelled: @escaping () -> Bool
  ) throws {
    (process, socket) = try Self.start(program)
    self.isCancelled = isCancelled
    outbox = message.bytes
  }

  private func waitUntilOpen() throws { _ = try firstAnswer() }

  /// Waits for the answer to the first message, and returns its bytes.
  private func firstAnswer() throws -> [UInt8] {
    while true {
      for message in try pump() {
        switch message {
        case .answer(_, let result): return try result.get().bytes
        case .callAnswer(_, let result): return try result.get().bytes
        default: throw Self.versionMismatch
        }
      }
    }
  }

  deinit {
    close(socket)
    var status: Int32 = 0
    // It exits by itself, after ending any command for a key, unless it hangs.
    for _ in 0..<Self.maximumExitChecks {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process || ended < 0 && errno != EINTR { return }
      _ = poll(nil, 0, 5)
    }
    kill(process, SIGKILL)
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
  }

  package func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests,
    each: (StoreRequest, Result<StoreResponse, TransferFailure>) throws -> Void
  ) throws {
    try perform(requests, as: TransferMessage.request) { request, message in
      guard case .answer(_, let result) = message else { throw Self.versionMismatch }
      try each(request, result)
    }
  }

  /// Makes calls, many of them concurrently, and passes each with its answer to `each`, in the
  /// order in which answers arrive.
  ///
  /// Calls are taken from the sequence as earlier ones end. If `each` throws, the rest are
  /// cancelled.
  package func perform<Calls: Sequence<ProviderCall>>(
    calls: Calls, each: (ProviderCall, Result<ProviderResponse, TransferFailure>) throws -> Void
  ) throws {
    try perform(calls, as: TransferMessage.call) { call, message in
      guard case .callAnswer(_, let result) = message else { throw Self.versionMismatch }
      try each(call, result)
    }
  }

  private func perform<Requests: Sequence>(
    _ requests: Requests, as message: (Int, Requests.Element) -> TransferMessage,
    each: (Requests.Element, TransferMessage) throws -> Void
  ) throws {
    if let failure { throw failure }
    var waiting: [Int: Requests.Element] = [:]
    var iterator = requests.makeIterator()
    var isAtEnd = false
    do {
      while true {
        while !isAtEnd, waiting.count < Self.maximumRequestCount,
          outbox.count - written < Self.maximumOutboxBytes
        {
          guard let request = iterator.next() else {
            isAtEnd = true
            break
          }
          lastNumber += 1
          waiting[lastNumber] = request
          outbox += message(lastNumber, request).bytes
        }
        if waiting.isEmpty { return }
        for answer in try pump() {
          guard let number = answer.requestNumber,
            let request = waiting.removeValue(forKey: number)
          else { throw Self.versionMismatch }
          try each(request, answer)
        }
      }
    } catch {
      // Answers to the abandoned requests would mix with those of later ones.
      if !waiting.isEmpty { failure = TransferFailure(.noProgram, "the work was given up") }
      throw error
    }
  }

  private static let versionMismatch = TransferFailure(
    .noProgram, "castbook-transport is of another version; install both programs together")

  /// Writes and reads what it can within a tenth of a second, and returns the complete answers.
  private func pump() throws -> [TransferMessage] {
    if isCancelled() { throw CancellationError() }
    let wantsToWrite = written < outbox.count
    var source = pollfd(
      fd: socket, events: Int16(POLLIN) | (wantsToWrite ? Int16(POLLOUT) : 0), revents: 0)
    guard unsafe poll(&source, 1, 100) > 0 else { return [] }
    if source.revents & Int16(POLLOUT) != 0 { try writeSome() }
    guard source.revents & ~Int16(POLLOUT) != 0 else { return [] }
    try readSome()
    var answers: [TransferMessage] = []
    do {
      while let message = try reader.next() {
        if case .waiting(let wait) = message { onPause?(wait) } else { answers.append(message) }
      }
    } catch {
      throw Self.versionMismatch
    }
    return answers
  }

  private func writeSome() throws {
    let count = unsafe outbox.withUnsafeBytes { bytes in
      unsafe send(
        socket, bytes.baseAddress?.advanced(by: written), bytes.count - written,
        Self.sendFlags)
    }
    if count > 0 {
      written += count
      if written == outbox.count || written > 1 << 20 {
        outbox.removeSubrange(..<written)
        written = 0
      }
    } else if count < 0, ![EINTR, EAGAIN].contains(errno) {
      throw processEnded()
    }
  }

  private func readSome() throws {
    try unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { memory in
      let count = unsafe recv(socket, memory.baseAddress, memory.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        unsafe reader.append(UnsafeRawBufferPointer(rebasing: memory[..<count]))
      } else if count == 0 || ![EINTR, EAGAIN].contains(errno) {
        throw processEnded()
      }
    }
  }

  private func processEnded() -> TransferFailure {
    let failure = TransferFailure(.noProgram, "castbook-transport ended")
    self.failure = failure
    return failure
  }

  /// Starts the program in an environment where it looks for keys and proxies, by default this
  /// process's. A command for keys may ask for a password on standard error.
  private static func start(
    _ program: FilePath?, _ environment: [String: String]? = nil
  ) throws(TransferFailure) -> (pid_t, Int32) {
    guard let program else { throw TransferFailure(.noProgram, "castbook-transport is missing") }
    let started = unsafe program.withCString { path in
      try? unsafe SocketProgram(
        path, name: program.name.text, discardsErrors: false,
        variables: environment?.map { "\($0)=\($1)" }.sorted())
    }
    guard let started else {
      throw TransferFailure(.noProgram, "castbook-transport can't be started")
    }
    WorkMeter.recordStart()
    return (started.process, started.socket)
  }

  #if canImport(Glibc)
    private static let sendFlags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
  #else
    private static let sendFlags = MSG_DONTWAIT
  #endif
}
