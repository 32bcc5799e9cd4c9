internal import Decoding
internal import Files
package import Model

extension Inspector {
  /// The limits of decoding a sound or clip: enough for an hour of sound or a minute of a
  /// large picture.
  static let streamLimits = DecoderLimits(
    memory: 384 << 20, processorSeconds: 120, clockSeconds: 300)

  /// The memory for decoding a sound, which takes about 40 MB regardless of its length.
  private static let soundMemory = 128 << 20

  /// Proves and measures a sound or clip in a separate process.
  func prove(
    _ bytes: [UInt8], _ format: StreamFormat, _ found: inout Inspection, memory: Int?
  ) async {
    guard let file = SharedFile(bytes) else {
      found.facts.problems.append(.undecided(.noProcess))
      return
    }
    var limits = Self.streamLimits
    let limit = format.isAudioOnly ? Self.soundMemory : limits.memory
    limits.memory = min(limit, max(0, (memory ?? budget.total) - bytes.count))
    limits.options = [.voice, .film]
    let request = DecoderRequest(file, as: format, within: limits)
    let work = { @Sendable [streams] in
      await streams.answer(to: request) as DecoderOutcome<DecodedStream>
    }
    let outcome =
      if memory != nil { await work() } else {
        await budget.reserving(limits.memory + bytes.count, work)
      }
    let proof = StreamProof(outcome, found.facts.format ?? .unknown, format, limits)
    found.facts.merge(proof)
    let trailing = found.facts.trailing(ByteView(bytes)) { start, count in
      start < bytes.count ? Array(bytes[start..<min(bytes.count, start + count)]) : []
    }
    found.facts.checkWAVHeader(ByteView(bytes), trailing: trailing)
  }
}

/// The proof of a sound or clip, from what its decoder reported.
package struct StreamProof: Sendable {
  /// The problems of the file; empty if it is intact.
  package private(set) var problems: [FileProblem] = []
  /// The facts about the sound, or `nil` if no sample could be decoded.
  package private(set) var sound: SoundFacts?
  /// The facts about the pictures, or `nil` if no frame could be decoded.
  package private(set) var film: FilmFacts?
  /// The best stretches of the sound, best first; empty if they were not requested.
  package private(set) var cuts: [SoundCut] = []
  /// The kinds of private metadata that the container has.
  package private(set) var privateMetadata: Set<PrivateMetadata> = []

  /// The difference between claimed and decoded length that is accepted, in milliseconds.
  ///
  /// Lengths are rounded, and encoders pad the last frame.
  private static let toleranceMilliseconds = 100

  /// Judges the outcome of decoding a stream.
  init(
    _ outcome: DecoderOutcome<DecodedStream>, _ format: MediaFormat, _ stream: StreamFormat,
    _ limits: DecoderLimits
  ) {
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
      problems = [
        .notProven(format, why: codec.isEmpty ? "unknown encoding" : sanitized(codec))
      ]
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
