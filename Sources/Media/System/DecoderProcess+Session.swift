internal import CDecoderServer
internal import Decoding
internal import POSIX

/// Sessions, in which a child of the process reads and writes messages on the socket itself. Its
/// data may have taken the child over, so each exchange has a deadline that sending slowly can't
/// extend.
extension DecoderProcess {
  /// How an exchange of messages ended. Unless it is complete, the process can't be used again.
  enum ExchangeResult {
    case complete
    /// The process has ended, or the caller's task was cancelled.
    case ended
    /// The deadline has passed.
    case tooSlow
  }

  /// Begins a session and reads the answer to its request. `meanwhile` is called while the process
  /// works on it.
  func begin<Answer: DecoderAnswer>(
    _ request: DecoderRequest, within time: Duration, meanwhile: () -> Void = {}
  ) -> DecoderOutcome<Answer> {
    if let failure: DecoderOutcome<Answer> = send(request) { return failure }
    let deadline = ContinuousClock.now + time
    meanwhile()
    var head = castbook_decoder_answer_t()
    let result = unsafe withUnsafeMutableBytes(of: &head) { unsafe receive($0, until: deadline) }
    guard result == .complete else { return Self.outcome(of: result) }
    guard head.status == UInt32(CASTBOOK_DECODER_ANSWERED),
      head.byte_count <= UInt64(Answer.maximumBytes)
    else { return .crashed(signal: nil) }
    var bytes = [UInt8](repeating: 0, count: Int(head.byte_count))
    let rest = unsafe bytes.withUnsafeMutableBytes { unsafe receive($0, until: deadline) }
    guard rest == .complete else { return Self.outcome(of: rest) }
    return Answer(answer: bytes).map(DecoderOutcome.answered) ?? .crashed(signal: nil)
  }

  private static func outcome<Answer>(of result: ExchangeResult) -> DecoderOutcome<Answer> {
    result == .tooSlow ? .timedOut : .unavailable
  }

  /// Sends a message, and reads as many bytes as the reply has.
  func exchange(
    _ number: UInt32, _ bytes: UnsafeRawBufferPointer, into reply: UnsafeMutableRawBufferPointer,
    until deadline: ContinuousClock.Instant
  ) -> ExchangeResult {
    var number = number
    let head = unsafe withUnsafeBytes(of: &number) { unsafe send($0, until: deadline) }
    guard head == .complete else { return head }
    let sent = unsafe send(bytes, until: deadline)
    guard sent == .complete else { return sent }
    return unsafe receive(reply, until: deadline)
  }

  private func send(
    _ bytes: UnsafeRawBufferPointer, until deadline: ContinuousClock.Instant
  ) -> ExchangeResult {
    transfer(bytes.count, Int16(POLLOUT), until: deadline) { done in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      return unsafe POSIX.send(socket, rest.baseAddress, rest.count, Self.withoutWaiting)
    }
  }

  private func receive(
    _ memory: UnsafeMutableRawBufferPointer, until deadline: ContinuousClock.Instant
  ) -> ExchangeResult {
    transfer(memory.count, Int16(POLLIN), until: deadline) { done in
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[done...])
      return unsafe recv(socket, rest.baseAddress, rest.count, Self.withoutWaiting)
    }
  }

  /// Moves bytes piece by piece with `move`, which gets the number of bytes that are done.
  private func transfer(
    _ count: Int, _ event: Int16, until deadline: ContinuousClock.Instant,
    _ move: (_ done: Int) -> Int
  ) -> ExchangeResult {
    var done = 0
    while done < count {
      let moved = move(done)
      if moved > 0 {
        done += moved
        // Bytes that trickle never make the loop wait, so they are the ones that need this.
        if done < count, ContinuousClock.now >= deadline { return .tooSlow }
      } else if moved < 0, errno == EAGAIN || errno == EWOULDBLOCK {
        let result = wait(for: event, until: deadline)
        guard result == .complete else { return result }
      } else if moved == 0 || errno != EINTR {
        return .ended
      }
    }
    return .complete
  }

  /// Waits until the socket is ready. A cancelled task waits no longer than a moment.
  private func wait(
    for event: Int16, until deadline: ContinuousClock.Instant
  ) -> ExchangeResult {
    while !Task.isCancelled {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return .tooSlow }
      var source = pollfd(fd: socket, events: event, revents: 0)
      let pause = min(left, .milliseconds(100)).components
      let milliseconds = Int32(pause.attoseconds / 1_000_000_000_000_000) + 1
      if unsafe poll(&source, 1, milliseconds) > 0 { return .complete }
    }
    return .ended
  }

  #if canImport(Glibc)
    private static let withoutWaiting = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
  #else
    private static let withoutWaiting = MSG_DONTWAIT
  #endif
}
