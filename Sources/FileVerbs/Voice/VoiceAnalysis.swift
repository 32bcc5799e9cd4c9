internal import Drawing
internal import Media

/// The verb `voice`: measures sounds as voice samples, and cuts out the best stretches.
///
/// ```swift
/// let analysis = VoiceAnalysis(targets: [target], cutLength: VoiceAnalysis.defaultLength)
/// let voice = try await analysis.listen(to: ListedFile(path))
/// if let best = voice.cuts.first { let wav = try await analysis.wav(of: best, in: voice) }
/// ```
public struct VoiceAnalysis: Sendable {
  /// The targets that the sounds are checked against.
  public let targets: [CheckTarget]
  /// The length of the stretches to look for, in milliseconds; `nil` to look for none.
  public var cutLength: ClosedRange<Int>?
  /// The path of `castbook-media`; `nil` if it is beside the running program.
  public var decoder: FilePath?

  /// The default length of a stretch in milliseconds: five to eight seconds satisfy every provider.
  public static let defaultLength = 5000...8000

  /// Creates an analysis.
  public init(targets: [CheckTarget], cutLength: ClosedRange<Int>? = nil) {
    self.targets = targets
    self.cutLength = cutLength
  }

  /// The inspector that reads and measures the files.
  private var inspector: Inspector { Inspector(decoder: decoder) }

  /// Reads and measures a sound, or the sound of a clip. A file that can't be read is described by
  /// the findings of the result.
  public func listen(to file: ListedFile) async throws -> AnalyzedVoice {
    let heard =
      if let problem = file.problem {
        Inspection(FileFacts(path: file.path, problems: [problem]))
      } else {
        try await inspector.inspect(.stream(file.location, cutting: cutLength), depth: .facts)
      }
    // A recording to be cut isn't checked against the targets; the cut is.
    let checked = CheckedFile(
      heard.facts.named(file.path), cutLength == nil ? targets : [], isVoice: true)
    return AnalyzedVoice(file: checked, cuts: heard.cuts, heard: heard)
  }

  /// Returns a stretch as a WAV file of 16 bits with the one channel that was measured.
  ///
  /// - Throws: `FileVerbError` if the file has no sound, or can't be read again.
  public func wav(of cut: SoundCut, in voice: AnalyzedVoice) async throws -> [UInt8] {
    guard let sound = voice.file.facts.sound, let measures = sound.measures else {
      throw FileVerbError.failed("\(voice.path): no sound to cut")
    }
    do {
      let samples = try await inspector.samples(
        of: voice.heard, from: cut.start, to: cut.end, channel: measures.channel)
      return WAVFile.bytes(samples, rate: sound.rate)
    } catch {
      let finding = FileRules.findings(
        for: FileFacts(path: voice.path, problems: [error])
      ).first
      throw FileVerbError.failed(
        "\(voice.path): \(finding?.message ?? "can't be cut")")
    }
  }

  /// Checks a cut as a file of its own.
  public func check(_ wav: [UInt8], as name: FilePath) async throws -> CheckedFile {
    CheckedFile(
      try await inspector.inspect(.bytes(wav, name: name), depth: .facts).facts, targets,
      isVoice: true)
  }

  /// Returns a PNG of the waveform with the problems that were found and the proposed stretch;
  /// `nil` if the file has no measured sound.
  public func picture(of voice: AnalyzedVoice) -> [UInt8]? {
    guard let sound = voice.file.facts.sound, let measures = sound.measures else { return nil }
    let rate = Double(max(1, sound.rate))
    var stretches = measures.spans.filter { $0.kind != .pause }.map {
      WaveformPicture.Stretch(
        start: Double($0.start) / rate, end: Double($0.end) / rate, word: $0.kind.word)
    }
    if let best = voice.cuts.first {
      stretches.append(
        WaveformPicture.Stretch(
          start: Double(best.start) / rate, end: Double(best.end) / rate, word: "best cut",
          isProposal: true))
    }
    return WaveformPicture(
      name: voice.path.name.text, facts: VoiceWords.summary(sound), seconds: sound.seconds,
      waveform: measures.waveform, stretches: stretches
    ).png
  }
}

/// A sound that was read and measured.
public struct AnalyzedVoice: Sendable {
  /// The facts of the file, checked against the targets.
  public let file: CheckedFile
  /// The best stretches, best first; empty if none were requested.
  public let cuts: [SoundCut]
  /// The open result of the inspector, from which stretches can be decoded.
  let heard: Inspection

  /// The reported path of the file.
  public var path: FilePath { file.facts.path }
  /// The facts of the sound; `nil` if it could not be decoded.
  public var sound: SoundFacts? { file.facts.sound }
}

/// Writes WAV files of one channel and 16 bits with nothing but samples.
enum WAVFile {
  /// Returns a complete file.
  ///
  /// - Parameters:
  ///   - samples: The samples, in little-endian order.
  ///   - rate: The number of samples per second.
  static func bytes(_ samples: [UInt8], rate: Int) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return Array("RIFF".utf8) + number(36 + samples.count, 4) + Array("WAVEfmt ".utf8)
      + number(16, 4) + number(1, 2) + number(1, 2) + number(rate, 4) + number(2 * rate, 4)
      + number(2, 2) + number(16, 2) + Array("data".utf8) + number(samples.count, 4) + samples
  }
}

extension SoundSpan.Kind {
  /// The label of the stretch below a waveform.
  var word: String {
    switch self {
    case .clipped: "clipped"
    case .badSamples: "no numbers"
    case .pause: "pause"
    case .gated: "silenced"
    case .pitchJump: "pitch jumps"
    }
  }
}
