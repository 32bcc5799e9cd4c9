internal import Decoding
internal import Model

/// What came of having a picture's pixels decoded in a process of its own.
struct PixelReply {
  let outcome: PixelOutcome
  /// Whether more memory might lead to another outcome, and nobody has been told of any pixel yet.
  let wantsMemory: Bool

  init(_ outcome: PixelOutcome, wantsMemory: Bool = false) {
    self.outcome = outcome
    self.wantsMemory = wantsMemory
  }

  /// What the process and its pixels say together.
  init(
    _ outcome: DecoderOutcome<DecodedPicture>, _ state: PixelStream.State, _ format: DecodedFormat,
    _ limits: DecoderLimits
  ) {
    switch state {
    case .declined: self.init(.declined)
    case .broken(let words): self.init(.failed(words))
    case .header, .rows, .whole:
      let said = Self.outcome(outcome, isWhole: state == .whole, format, limits)
      let isUntouched = state == .header
      self.init(said, wantsMemory: isUntouched && OutsideProof.isForWantOfMemory(outcome))
    }
  }

  private static func outcome(
    _ outcome: DecoderOutcome<DecodedPicture>, isWhole: Bool, _ format: DecodedFormat,
    _ limits: DecoderLimits
  ) -> PixelOutcome {
    let name = format.mediaFormat.name
    switch outcome {
    case .answered(let picture):
      switch picture.problem {
      case nil, .endMarkMissing:
        return isWhole ? .whole : .failed("its decoder returned too few rows")
      case .outOfMemory: return .noMemory
      case .some(let problem): return .failed(words(of: problem))
      }
    case .crashed(let signal):
      let how = signal.map { " (signal \($0))" } ?? ""
      return .failed("the \(name) decoder crashed on it\(how)")
    case .outOfTime:
      return .failed("decoding it takes more than \(limits.processorSeconds) s of processor time")
    case .outOfClock:
      return .failed("decoding it took more than \(limits.clockSeconds) s")
    case .stopped:
      return .failed("the system stopped its decoder, probably for lack of memory")
    case .answerTooLong: return .failed("its decoder returned too much data")
    case .unable: return .failed("the system had no process or memory to decode it")
    case .notRunning(let code):
      let what = "castbook-media, which decodes \(name),"
      return .failed(
        code.map { "\(what) exits with code \($0) at start" }
          ?? "\(what) can't be started; install castbook and castbook-media in the same folder")
    }
  }

  private static func words(of problem: DecodedPicture.Problem) -> String {
    switch problem {
    case .corrupt(let what): "its data can't be decoded: \(what)"
    case .truncated: "the data end too early"
    case .otherSize(let stated, let decoded):
      "the header says \(stated) px, the picture has \(decoded) px"
    case .tooManyPixels(let pixels):
      "it has \(pixels) pixels; Castbook decodes at most \(DecodedPicture.pixelLimit)"
    case .unsupported(let what): "Castbook can't decode it: \(what)"
    case .endMarkMissing, .outOfMemory: "its data can't be decoded"
    }
  }
}

extension DecodedFormat {
  var mediaFormat: MediaFormat {
    switch self {
    case .heic: .heic
    case .avif: .avif
    case .gif: .gif
    case .tiff: .tiff
    }
  }
}
