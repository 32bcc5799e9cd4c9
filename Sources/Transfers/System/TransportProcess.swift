package import Model
internal import POSIX
internal import Synchronization

/// A running `castbook-transport`, the only program that opens connections. It ends with this object, or if this process
/// ends in any way.
///
/// One thread uses it. Requests and answers overlap, so that all connections are busy.
package final class TransportProcess: ObjectStore {
  private let socket: Int32
  private let process: pid_t
  /// Whether the work is to be given up, which is asked several times a second.
  private let isCancelled: () -> Bool
  /// Called about once a second while all requests wait.
  package var onWait: ((TransferWait) -> Void)?
  private var reader = TransferMessage.Reader()
  /// What is still to be written.
  private var outbox: [UInt8] = []
  private var written = 0
  private var lastNumber = 0
  /// Why it can't be used any more.
  private var failure: StoreFailure?

  /// The maximum number of requests that wait for answers, and of bytes that wait to be written.
  private static let maximumRequestCount = 96
  private static let maximumOutboxBytes = 16 << 20
  /// How often it is looked, at intervals of 5 ms, whether the program has ended by itself.
  private static let maximumEndSteps = 100

  /// Starts the program and has it find the keys of a store.
  ///
  /// - Parameters:
  ///   - program: The path of `castbook-transport`; `nil` if it is missing.
  ///   - isCancelled: Returns whether the work is to be given up. Requests then throw `CancellationError`.
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
  /// - Parameter environment: The variables of the program; `nil` for those of this one.
  package init(
    _ program: FilePath?, _ access: ProviderAccess, environment: [String: String]? = nil,
    isCancelled: @escaping () -> Bool
  ) throws {
    (process, socket) = try Self.start(program, environment)
    self.isCancelled = isCancelled
    outbox = TransferMessage.openProviders(access).bytes
    try waitUntilOpen()
  }

  private func waitUntilOpen() throws {
    var isOpen = false
    while !isOpen {
      for message in try exchange() {
        switch message {
        case .answer(_, let result): _ = try result.get()
        case .callAnswer(_, let result): _ = try result.get()
        default: throw Self.senseless
        }
        isOpen = true
      }
    }
  }

  deinit {
    close(socket)
    var status: Int32 = 0
    // It ends by itself, after it has ended a command for a key, unless it hangs.
    for _ in 0..<Self.maximumEndSteps {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process || ended < 0 && errno != EINTR { return }
      _ = poll(nil, 0, 5)
    }
    kill(process, SIGKILL)
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR { continue }
  }

  package func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests, each: (StoreRequest, Result<StoreAnswer, StoreFailure>) throws -> Void
  ) throws {
    try perform(requests, as: TransferMessage.request) { request, message in
      guard case .answer(_, let result) = message else { throw Self.senseless }
      try each(request, result)
    }
  }

  /// Makes calls, many of them concurrently, and passes each with its answer to `each`, in the order of the answers.
  ///
  /// Calls are taken from the sequence as others end. If `each` throws, the rest is given up.
  package func perform<Calls: Sequence<ProviderCall>>(
    calls: Calls, each: (ProviderCall, Result<ProviderAnswer, CallFailure>) throws -> Void
  ) throws {
    try perform(calls, as: TransferMessage.call) { call, message in
      guard case .callAnswer(_, let result) = message else { throw Self.senseless }
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
        for answer in try exchange() {
          guard let number = answer.answeredNumber,
            let request = waiting.removeValue(forKey: number)
          else { throw Self.senseless }
          try each(request, answer)
        }
      }
    } catch {
      // Answers to requests that were given up would come between those of later ones.
      if !waiting.isEmpty { failure = StoreFailure(.noProgram, "the work was given up") }
      throw error
    }
  }

  private static let senseless = StoreFailure(
    .noProgram, "castbook-transport is of another version; install both programs together")

  /// Writes and reads what is possible within a tenth of a second, and returns the answers that are complete.
  private func exchange() throws -> [TransferMessage] {
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
        if case .waiting(let wait) = message { onWait?(wait) } else { answers.append(message) }
      }
    } catch {
      throw Self.senseless
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
      throw ended()
    }
  }

  private func readSome() throws {
    try unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { memory in
      let count = unsafe recv(socket, memory.baseAddress, memory.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        unsafe reader.add(UnsafeRawBufferPointer(rebasing: memory[..<count]))
      } else if count == 0 || ![EINTR, EAGAIN].contains(errno) {
        throw ended()
      }
    }
  }

  private func ended() -> StoreFailure {
    let failure = StoreFailure(.noProgram, "castbook-transport ended")
    self.failure = failure
    return failure
  }

  /// Starts the program with the environment of this one, in which it looks for keys and proxies. A command for keys may
  /// ask for a password on standard error.
  private static func start(
    _ program: FilePath?, _ environment: [String: String]? = nil
  ) throws(StoreFailure) -> (pid_t, Int32) {
    guard let program else { throw StoreFailure(.noProgram, "castbook-transport is missing") }
    let started = unsafe program.withCString { path in
      try? unsafe SocketProgram(
        path, name: program.name.text, discardsErrors: false,
        variables: environment?.map { "\($0)=\($1)" }.sorted())
    }
    guard let started else {
      throw StoreFailure(.noProgram, "castbook-transport can't be started")
    }
    return (started.process, started.socket)
  }

  #if canImport(Glibc)
    private static let sendFlags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
  #else
    private static let sendFlags = MSG_DONTWAIT
  #endif
}
