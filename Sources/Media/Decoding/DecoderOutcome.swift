internal import CDecoderServer
internal import Decoding
internal import Files
internal import Model

/// What came of one file that was decoded elsewhere.
enum DecoderOutcome<Answer: Sendable>: Sendable {
  case answered(Answer)
  /// Its process died; by a signal, as far as that is known.
  case crashed(signal: Int?)
  /// It took all the time of a processor that it was given,
  case outOfTime
  /// or all time on the clock.
  case outOfClock
  /// Somebody ended its process from outside: most often the system, for memory.
  case stopped
  /// It had more to say than anybody listens to.
  case answerTooLong
  /// The system had no process or memory for it, or the program ended in the middle of it.
  case unable
  /// The program is not there, or ended before it could say that it runs.
  case notRunning(exitCode: Int?)
}

extension DecoderOutcome {
  /// What is wrong where there is no answer; `tooLong` says so of one that was not heard to its end.
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
      let how = signal.map { " (signal \($0))" } ?? ""
      return .corrupt(what: "the \(format.name) decoder crashed on it\(how)")
    case .outOfTime:
      return .tooComplex(
        what: "decoding it takes more than \(limits.processorSeconds) s of processor time")
    }
  }
}

/// What a decoder says of a file.
protocol DecoderAnswer: Sendable {
  /// What it wrote; nothing where that is no answer.
  init?(answer: [UInt8])
  static var outOfMemory: Self { get }
}

extension DecodedPicture: DecoderAnswer {
  static var outOfMemory: DecodedPicture { DecodedPicture(problem: .outOfMemory) }
}

extension DecodedStream: DecoderAnswer {
  static var outOfMemory: DecodedStream { DecodedStream(problem: .outOfMemory) }
}

/// What is asked of a decoder, and of which file.
struct DecoderRequest: Sendable {
  enum File: Sendable {
    case bytes([UInt8])
    case open(SharedFile)
  }

  let file: File
  let limits: DecoderLimits
  private let format: UInt32
  private var first = 0
  private var last = 0
  private var channel = 0
  private var copying: ClipCopyWish?

  init(_ bytes: [UInt8], as format: DecodedFormat, within limits: DecoderLimits) {
    file = .bytes(bytes)
    self.format = format.rawValue
    self.limits = limits
  }

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

  /// A copy of a clip.
  init(
    _ open: SharedFile, as format: StreamFormat, within limits: DecoderLimits,
    copying wish: ClipCopyWish
  ) {
    self.init(open, as: format, within: limits, first: wish.start, last: wish.end ?? 0)
    copying = wish
  }

  var head: castbook_decoder_request_t {
    let count =
      switch file {
      case .bytes(let bytes): bytes.count
      case .open: 0
      }
    var wishes = limits.wishes
    if let copying { wishes.formUnion(copying.wishes) }
    func number(_ value: Int?) -> UInt64 { UInt64(max(0, value ?? 0)) }
    return castbook_decoder_request_t(
      magic: UInt32(CASTBOOK_DECODER_MAGIC), format: format,
      processor_seconds: UInt32(limits.processorSeconds),
      clock_seconds: UInt32(limits.clockSeconds), memory_limit: UInt64(limits.memory),
      byte_count: UInt64(count), wishes: wishes.rawValue, first: number(first),
      last: number(last), channel: number(channel), earliest: number(copying?.earliest),
      latest: number(copying?.latest), enough: number(copying?.enough),
      longest: number(copying?.longest), most_bytes: number(copying?.mostBytes),
      most_bits: number(copying?.film?.mostBits),
      width: UInt32(clamping: copying?.film?.size.width ?? 0),
      height: UInt32(clamping: copying?.film?.size.height ?? 0),
      every: UInt32(clamping: copying?.film?.every ?? 0), unused: 0)
  }
}
