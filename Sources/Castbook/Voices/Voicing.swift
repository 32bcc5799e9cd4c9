internal import Drawing
internal import Library
internal import Media

/// The verb `voice`: measures sounds as voice samples, and cuts the best of them out.
///
/// ```swift
/// let voicing = Voicing(targets: [target])
/// let voice = await voicing.listen(to: path)
/// if let best = voice.cuts.first { let wav = try await voicing.wav(of: best, in: voice) }
/// ```
public struct Voicing: Sendable {
  public let targets: [CheckTarget]
  /// How long a cut may be, in thousandths of a second; nothing to look for none.
  public var cutLength: ClosedRange<Int>?
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?

  /// Five to eight seconds satisfy every provider.
  public static let usualLength = 5000...8000

  public init(targets: [CheckTarget], cutLength: ClosedRange<Int>? = nil) {
    self.targets = targets
    self.cutLength = cutLength
  }

  private var inspector: Inspector {
    Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
  }

  /// Listens to a sound or a clip, told under another name than that of its place.
  public func listen(to path: FilePath, at place: FilePath? = nil) async -> HeardVoice {
    let heard = await inspector.listen(to: place ?? path, cutting: cutLength)
    // What is to be cut is held to no target: its cut is.
    let checked = CheckedFile(
      heard.facts.named(path), cutLength == nil ? targets : [], isNamed: true, keepsHeld: false,
      isVoice: true)
    return HeardVoice(file: checked, cuts: heard.cuts, heard: heard)
  }

  /// A stretch as a WAV of 16 bits, of the channel that was measured.
  public func wav(of cut: SoundCut, in voice: HeardVoice) async throws -> [UInt8] {
    guard let sound = voice.file.facts.sound, let measures = sound.measures else {
      throw ElementLibraryError.failed("\(voice.path): no sound to cut")
    }
    do {
      let samples = try await inspector.samples(
        of: voice.heard, from: cut.start, to: cut.end, channel: measures.channel)
      return WAVFile.bytes(samples, rate: sound.rate)
    } catch {
      let finding = FileRules.findings(
        for: FileFacts(path: voice.path, problems: [error.problem])
      ).first
      throw ElementLibraryError.failed(
        "\(voice.path): \(finding?.message ?? "can't be cut")")
    }
  }

  /// What a cut comes to as a file of its own.
  public func check(_ wav: [UInt8], as name: FilePath) async -> CheckedFile {
    CheckedFile(
      await inspector.inspect(wav, as: name), targets, isNamed: true, keepsHeld: false,
      isVoice: true)
  }

  /// The sound as a picture, with what was found in it and the stretch that is proposed.
  public func picture(of voice: HeardVoice) -> [UInt8]? {
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
          isChoice: true))
    }
    return WaveformPicture(
      name: voice.path.name.text, facts: VoiceWords.summary(sound), seconds: sound.seconds,
      waveform: measures.waveform, stretches: stretches
    ).png
  }
}

/// A sound that was listened to.
public struct HeardVoice: Sendable {
  /// Its facts, and what the targets say of it.
  public let file: CheckedFile
  /// The best stretches of it, best first; none where none were asked for.
  public let cuts: [SoundCut]
  let heard: HeardFile

  public var path: FilePath { file.facts.path }
  public var sound: SoundFacts? { file.facts.sound }
}

/// A WAV of one channel and 16 bits, with nothing but its samples.
enum WAVFile {
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
  /// As it stands below a waveform.
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
