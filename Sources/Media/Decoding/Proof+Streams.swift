internal import Decoding
internal import Model

extension Proof {
  /// The difference between claimed and decoded length that is accepted, in milliseconds.
  ///
  /// Lengths are rounded, and encoders pad the last frame.
  private static let toleranceMilliseconds = 100

  /// Judges the outcome of decoding a sound or clip in a separate process.
  init(
    _ outcome: DecoderOutcome<DecodedStream>, _ format: MediaFormat, _ stream: StreamFormat,
    _ limits: DecoderLimits
  ) {
    self.init()
    if case .answered(let answer) = outcome {
      judge(answer, format, stream)
    } else {
      problems = [
        outcome.problem(format, within: limits, tooLong: "its decoder returned too much data")
      ].compactMap(\.self)
    }
  }

  /// Judges an answer: its own problem first, then the lengths, then errors in its parts.
  private mutating func judge(
    _ answer: DecodedStream, _ format: MediaFormat, _ stream: StreamFormat
  ) {
    cuts = answer.cuts
    privateMetadata = answer.privateMetadata
    switch answer.problem {
    case nil: break
    case .unreadable: problems = [.unreadable(reason: "its descriptor can't be read")]
    case .unknownContainer:
      let detail = answer.firstError.map { ": \(sanitized($0))" } ?? ""
      problems = [.corrupt(what: "its header can't be read as \(format.name)\(detail)")]
    case .empty: problems = [.corrupt(what: "it contains no sound and no pictures")]
    case .outOfMemory:
      problems = [.tooComplex(what: "decoding it needs more memory than is available")]
    case .noDecoder(let codec):
      // libav's word for an encoding whose name it doesn't know either.
      let isNamed = !codec.isEmpty && codec != "none"
      problems = [.notProven(format, why: isNamed ? sanitized(codec) : "unknown encoding")]
    case .invalidHeader(let what):
      problems = [.corrupt(what: "its header claims \(sanitized(what))")]
    case .notFound, .noKeyframe, .noEncoder, .unsupportedCodec, .tooLarge:
      problems = [.corrupt(what: "the file ends too early")]
    }
    guard problems.isEmpty else { return }
    if format.medium == .clip, answer.film == nil, answer.sound == nil {
      problems = [.corrupt(what: "it contains no pictures")]
      return
    }
    if let sound = answer.sound, sound.sampleCount > 0 { self.sound = sound }
    if let film = answer.film, film.frameCount > 0 { self.film = film }
    judgeLengths(answer, format, stream)
    if sound == nil, film == nil, problems.isEmpty {
      problems = [.corrupt(what: "no part of it can be decoded")]
    }
    if answer.errors > 0, !problems.contains(where: \.preventsProof) {
      let detail = answer.firstError.map { ": \(sanitized($0))" } ?? ""
      problems.append(
        .corrupt(
          what:
            "\(answer.errors) part\(answer.errors == 1 ? "" : "s") of it can't be decoded\(detail)")
      )
    }
  }

  /// Adds problems if samples are missing or the length differs from the header's.
  private mutating func judgeLengths(
    _ answer: DecodedStream, _ format: MediaFormat, _ stream: StreamFormat
  ) {
    if answer.isTruncated {
      problems.append(.truncated(what: "the file ends before all of its parts"))
    }
    // For a clip, the length of its pictures counts.
    if format.medium == .clip, film != nil { return }
    guard let stated = answer.sound else { return }
    guard stated.sampleCount > 0 else {
      problems.append(.corrupt(what: "it contains no samples"))
      return
    }
    guard let claim = stated.claimedMilliseconds, !answer.isTruncated else { return }
    let decoded = stated.milliseconds
    if claim - decoded > Self.toleranceMilliseconds, stream.countsSamples {
      problems.append(
        .truncated(
          what: "the header says \(Self.seconds(claim)) s, the file has \(Self.seconds(decoded)) s"
        ))
    }
  }

  /// Returns seconds with one decimal, such as `12.4`.
  private static func seconds(_ milliseconds: Int) -> String {
    let tenths = (milliseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Adds what libavformat does not report of a WAV: missing samples, and data after them.
  ///
  /// - Parameters:
  ///   - head: The beginning of the file.
  ///   - bytes: Returns the bytes of the file from an offset, fewer of them at its end.
  mutating func addWAVFacts(
    _ head: ByteView, fileBytes: Int, bytes: (_ start: Int, _ count: Int) -> [UInt8]
  ) {
    guard !problems.contains(where: \.preventsProof) else { return }
    let header = WAVHeader(head, fileBytes: fileBytes)
    sound?.trailing = header?.trailing(bytes: bytes)
    guard let missing = header?.missingBytes, missing > 0 else { return }
    problems.append(.truncated(what: "\((missing + 500) / 1000) kB of its samples are missing"))
  }
}

extension StreamFormat {
  /// The format as which libavformat reads a file, or `nil` if it does not read that format.
  init?(_ format: MediaFormat) {
    switch format {
    case .wav: self = .wav
    case .mp3: self = .mp3
    case .m4a, .mp4, .mov, .m4v: self = .film
    case .aac: self = .aac
    case .flac: self = .flac
    case .ogg: self = .ogg
    case .aiff: self = .aiff
    case .amr: self = .amr
    case .webm, .mkv: self = .matroska
    case .avi: self = .avi
    case .mpeg: self = .mpeg
    case .flv: self = .flv
    case .wmv: self = .asf
    default: return nil
    }
  }
}
