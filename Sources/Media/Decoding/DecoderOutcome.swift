internal import CDecoderServer
internal import Decoding
internal import Model

/// The result of decoding one file in a separate process.
enum DecoderOutcome<Answer: Sendable>: Sendable {
  /// The decoder answered. The answer itself can still report a damaged file.
  case answered(Answer)
  /// The decoder process died; `signal` is the signal that ended it, or `nil` if that is
  /// unknown.
  case crashed(signal: Int?)
  /// The decoder used all the processor time in its limits.
  case outOfTime
  /// The decoder used all the wall-clock time in its limits.
  case outOfClock
  /// The decoder process was killed from outside, most often by the system for lack of
  /// memory.
  case stopped
  /// The decoder sent a longer answer than any answer may be.
  case answerTooLong
  /// The system had no process or memory for the decoder, or the decoder program ended
  /// midway.
  case unable
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
    case .unable: return .undecided(.noProcess)
    case .stopped: return .undecided(.stopped)
    case .outOfClock: return .undecided(.tooSlow(seconds: limits.clockSeconds))
    case .answerTooLong: return .tooComplex(what: tooLong)
    case .crashed(let signal):
      let signalNote = signal.map { " (signal \($0))" } ?? ""
      return .corrupt(what: "the \(format.name) decoder crashed on it\(signalNote)")
    case .outOfTime:
      return .tooComplex(
        what: "decoding it takes more than \(limits.processorSeconds) s of processor time")
    }
  }
}

/// An answer that a decoder process writes about a file.
protocol DecoderAnswer: Sendable {
  /// Creates an answer from the bytes that the process wrote, or returns `nil` if they are
  /// malformed.
  init?(answer: [UInt8])
  /// The answer that stands for a process that ran out of memory.
  static var outOfMemory: Self { get }
}

extension DecodedPicture: DecoderAnswer {
  static var outOfMemory: DecodedPicture { DecodedPicture(problem: .outOfMemory) }
}

extension DecodedStream: DecoderAnswer {
  static var outOfMemory: DecodedStream { DecodedStream(problem: .outOfMemory) }
}

/// A request to decode one file: what to read, in which format, and within which limits.
///
/// The initializers cover the kinds of requests: a picture in memory, a part of an open sound
/// or clip, and a copy of a clip.
struct DecoderRequest: Sendable {
  /// The place where the decoder finds the file's bytes.
  enum File: Sendable {
    /// The bytes are sent to the process with the request.
    case bytes([UInt8])
    /// The process receives a descriptor and reads the file itself.
    case open(SharedFile)
  }

  /// The file to decode.
  let file: File
  /// The limits that the decoder enforces on itself.
  let limits: DecoderLimits
  /// The number that selects the decoder for the file's format.
  private let format: UInt32
  /// The first millisecond, sample or frame that is requested, depending on the kind of
  /// request.
  private var first = 0
  /// The end of the requested range, or 0 if the request has none.
  private var last = 0
  /// The index of the channel whose samples are requested.
  private var channel = 0
  /// The options of a copied clip, or `nil` for other requests.
  private var copying: ClipCopyWish?

  /// Creates a request for a picture whose bytes are in memory.
  init(_ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits) {
    file = .bytes(bytes)
    self.format = format.rawValue
    self.limits = limits
  }

  /// Creates a request for a part of a sound or clip; `first` and `last` depend on the
  /// options.
  init(
    _ open: SharedFile, as format: StreamFormat, within limits: DecoderLimits, first: Int = 0,
    last: Int = 0, channel: Int = 0
  ) {
    file = .open(open)
    self.format = format.rawValue
    self.limits = limits
    self.first = first
    self.last = last
    self.channel = channel
  }

  /// Creates a request for a copy of a clip.
  init(
    _ open: SharedFile, as format: StreamFormat, within limits: DecoderLimits,
    copying options: ClipCopyWish
  ) {
    self.init(open, as: format, within: limits, first: options.start, last: options.end ?? 0)
    copying = options
  }

  /// The fixed-size header that is sent ahead of the file's bytes.
  var head: castbook_decoder_request_t {
    let count =
      switch file {
      case .bytes(let bytes): bytes.count
      case .open: 0
      }
    var options = limits.wishes
    if let copying { options.formUnion(copying.wishes) }
    func number(_ value: Int?) -> UInt64 { UInt64(max(0, value ?? 0)) }
    return castbook_decoder_request_t(
      magic: UInt32(CASTBOOK_DECODER_MAGIC), format: format,
      processor_seconds: UInt32(limits.processorSeconds),
      clock_seconds: UInt32(limits.clockSeconds), memory_limit: UInt64(limits.memory),
      byte_count: UInt64(count), wishes: options.rawValue, first: number(first),
      last: number(last), channel: number(channel), earliest: number(copying?.earliest),
      latest: number(copying?.latest), enough: number(copying?.enough),
      longest: number(copying?.longest), most_bytes: number(copying?.mostBytes),
      most_bits: number(copying?.film?.mostBits),
      width: UInt32(clamping: copying?.film?.size.width ?? 0),
      height: UInt32(clamping: copying?.film?.size.height ?? 0),
      every: UInt32(clamping: copying?.film?.every ?? 0), unused: 0)
  }
}
