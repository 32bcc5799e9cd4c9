internal import Decoding
internal import Files
internal import Model

/// The result of decoding one file in a separate process.
enum DecoderOutcome<Answer: Sendable>: Sendable {
  /// The decoder answered. The answer itself can still report a damaged file.
  case answered(Answer)
  /// The decoder process died; `signal` is the signal that ended it, or `nil` if that is
  /// unknown.
  case crashed(signal: Int?)
  /// The decoder used all the processor time in its limits.
  case processorTimeExceeded
  /// The decoder used all the wall-clock time in its limits.
  case timedOut
  /// The decoder process was killed from outside, most often by the system for lack of
  /// memory.
  case killed
  /// The decoder sent a longer answer than any answer may be.
  case answerTooLong
  /// The system had no process or memory for the decoder, or the decoder program ended
  /// midway.
  case unavailable
  /// The decoder program does not exist, or exited before it reported that it was ready.
  case notRunning(exitCode: Int?)
}

extension DecoderOutcome {
  /// Returns the problem to report for a file without an answer, or `nil` if the decoder
  /// answered.
  ///
  /// - Parameters:
  ///   - format: The format of the file, for the message.
  ///   - limits: The limits of the decoding; messages state the one that was exceeded.
  ///   - tooLong: The words for a file whose answer was longer than any answer may be.
  func problem(
    _ format: MediaFormat, within limits: DecoderLimits, tooLong: String
  ) -> FileProblem? {
    switch self {
    case .answered: return nil
    case .notRunning(let exitCode): return .noDecoder(format, exitCode: exitCode)
    case .unavailable: return .undecided(.noProcess)
    case .killed: return .undecided(.stopped)
    case .timedOut: return .undecided(.tooSlow(seconds: limits.clockSeconds))
    case .answerTooLong: return .tooComplex(what: tooLong)
    case .crashed(let signal):
      let signalNote = signal.map { " (signal \($0))" } ?? ""
      return .corrupt(what: "the \(format.name) decoder crashed on it\(signalNote)")
    case .processorTimeExceeded:
      return .tooComplex(
        what: "decoding it takes more than \(limits.processorSeconds) s of processor time")
    }
  }
}

extension DecoderOutcome<DecodedPicture> {
  /// Whether decoding failed, probably for lack of memory.
  ///
  /// A crash counts, because some libraries crash when an allocation fails.
  var ranOutOfMemory: Bool {
    switch self {
    case .crashed: true
    case .answered(let picture): picture.problem == .outOfMemory
    case .notRunning, .unavailable, .killed, .timedOut, .processorTimeExceeded, .answerTooLong:
      false
    }
  }

  /// Whether more memory may lead to a better result, either to a proof or to a reduced picture.
  var mayNeedMoreMemory: Bool {
    if case .answered(let picture) = self, picture.exceedsMemory { return true }
    return ranOutOfMemory
  }
}

/// An answer that a decoder process writes about a file.
protocol DecoderAnswer: Sendable {
  /// Creates an answer from the bytes that the process wrote, or returns `nil` if they are
  /// malformed.
  init?(answer: [UInt8])
  /// The answer that stands for a process that ran out of memory.
  static var outOfMemory: Self { get }
  /// The maximum number of bytes of an answer. A longer one is not read.
  static var maximumBytes: Int { get }
}

extension DecoderAnswer {
  static var maximumBytes: Int { DecoderProcess.answerLimit }
}

extension DecodedPicture: DecoderAnswer {
  static var outOfMemory: DecodedPicture { DecodedPicture(problem: .outOfMemory) }
}

extension DecodedStream: DecoderAnswer {
  static var outOfMemory: DecodedStream { DecodedStream(problem: .outOfMemory) }
}
