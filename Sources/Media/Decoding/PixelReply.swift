internal import Decoding
internal import Model

/// The result of decoding a picture's full-size pixels in a separate process.
struct PixelReply {
  /// The outcome to report to the caller.
  let outcome: PixelOutcome
  /// Whether more memory may lead to another outcome, while the sink has not yet been called.
  let needsMemory: Bool

  init(_ outcome: PixelOutcome, needsMemory: Bool = false) {
    self.outcome = outcome
    self.needsMemory = needsMemory
  }

  /// Combines the process's outcome with the state of its pixel stream.
  init(
    _ outcome: DecoderOutcome<DecodedPicture>, _ state: PixelStream.State, _ format: DecodedFormat,
    _ limits: DecoderLimits
  ) {
    switch state {
    case .declined: self.init(.declined)
    case .broken(let words): self.init(.failed(words))
    case .header, .rows, .whole:
      let pixelOutcome = Self.outcome(outcome, isWhole: state == .whole, format, limits)
      let isUntouched = state == .header
      self.init(pixelOutcome, needsMemory: isUntouched && outcome.mayNeedMoreMemory)
    }
  }

  /// Returns the outcome of a stream that the sink neither declined nor found malformed.
  private static func outcome(
    _ outcome: DecoderOutcome<DecodedPicture>, isWhole: Bool, _ format: DecodedFormat,
    _ limits: DecoderLimits
  ) -> PixelOutcome {
    let name = format.mediaFormat.name
    switch outcome {
    case .answered(let picture):
      switch picture.problem {
      case nil, .endMarkerMissing:
        return isWhole ? .complete : .failed("its decoder returned too few rows")
      case .outOfMemory: return .outOfMemory
      case .some(let problem): return .failed(words(of: Proof.problem(problem, format.mediaFormat)))
      }
    case .timedOut: return .failed("decoding it took more than \(limits.clockSeconds) s")
    case .killed: return .failed("the system stopped its decoder, probably for lack of memory")
    case .unavailable: return .failed("the system had no process or memory to decode it")
    case .notRunning(let code):
      let what = "castbook-media, which decodes \(name),"
      return .failed(
        code.map { "\(what) exits with code \($0) at start" }
          ?? "\(what) can't be started; install castbook again, with castbook-media")
    case .crashed, .processorTimeExceeded, .answerTooLong:
      let problem = outcome.problem(
        format.mediaFormat, within: limits, tooLong: "its decoder returned too much data")
      return .failed(problem.map(words) ?? "")
    }
  }

  private static func words(of problem: FileProblem) -> String {
    switch problem {
    case .corrupt(let what), .truncated(let what), .tooComplex(let what): what
    case .tooManyPixels(let pixels, let limit):
      "it has \(pixels) pixels; Castbook decodes at most \(limit)"
    case .notProven(_, let why?): "Castbook can't decode it: \(why)"
    default: "its data can't be decoded"
    }
  }
}
