/// What was measured of a sound, all of one channel: the louder one. Decibels unless a name says otherwise.
public struct SoundMeasures: Hashable, Sendable {
  /// Which measures these are: another version's numbers are not compared with them.
  public static let version = "voice/1"

  public var version = Self.version
  /// The measured channel, from 0.
  public var channel = 0
  /// Samples that were no numbers.
  public var badSamples = 0
  /// How loud left and right are together, beside the louder one alone; nothing for one channel.
  public var mixLoss: Double?
  /// How far the quietest channel lies under the loudest; nothing for one channel.
  public var imbalance: Double?
  /// The largest sample, beside full scale; nothing where all are 0.
  public var peak: Double?
  /// The mean of all samples, as a share of full scale: a recording should have none. `nil` where an earlier version
  /// measured the sound.
  public var offset: Double?
  /// Integrated loudness by EBU R128, in LUFS.
  public var loudness = Measured.unknown(.tooShort)
  /// By EBU R128, beside full scale.
  public var truePeak = Measured.unknown(.tooShort)
  /// Flat tops: runs of samples at the file's own peak.
  public var clippedRuns = 0
  /// Samples near the peak, for one a little below it.
  public var crowding = Measured.unknown(.noSpeech)
  /// How far the voice lies over what is there in pauses.
  public var signalToNoise = Measured.unknown(.noSpeech)
  /// The share of the time in which there is nothing at all.
  public var gatedShare = 0.0
  /// How far what lies between 4.3 and 7 kHz is under what lies between 0.3 and 3.4 kHz, as a negative number.
  public var treble = Measured.unknown(.noSpeech)
  /// The highest frequency that rises over the noise, in hertz.
  public var contentHertz = Measured.unknown(.noSpeech)
  /// The share of the time that is not pause.
  public var activeShare = 0.0
  /// The share of that in which a voice sounds.
  public var voicedShare = Measured.unknown(.tooShort)
  /// The share of neighbours in which the pitch does not move at all: a tone.
  public var steadyShare = Measured.unknown(.noSpeech)
  /// The share of neighbours in which it moves as a voice's does.
  public var movingShare = Measured.unknown(.noSpeech)
  /// How long sounds take to die away, in seconds, by their ends.
  public var decaySeconds = Measured.unknown(.fewDecays)
  /// How far apart the pitch of its stretches lies, in semitones.
  public var pitchSpread = Measured.unknown(.noSpeech)
  public var pitch: PitchRange?
  /// Peaks of syllables a second, of the time that is not pause.
  public var syllablesPerSecond = Measured.unknown(.noSpeech)
  /// The longest pause, in seconds.
  public var longestPauseSeconds = 0.0
  /// Where something is to be seen, in the order of their beginnings; the worst of each kind, not all.
  public var spans: [SoundSpan] = []
  /// The largest sample of each of so many equal parts, as 255ths of full scale; at most 2000.
  public var waveform: [UInt8] = []

  public init() {}
}

/// The pitch of a voice, in hertz.
public struct PitchRange: Hashable, Sendable {
  public let median: Double
  /// A twentieth lies below,
  public let low: Double
  /// and a twentieth above.
  public let high: Double

  public init(median: Double, low: Double, high: Double) {
    self.median = median
    self.low = low
    self.high = high
  }
}

/// A part of a sound in which something is to be seen.
public struct SoundSpan: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case clipped, badSamples = "bad-samples", pause, gated, pitchJump = "pitch-jump"
  }

  public let kind: Kind
  /// In samples of a channel, from the first.
  public let start: Int
  /// Behind the last.
  public let end: Int

  public init(_ kind: Kind, start: Int, end: Int) {
    self.kind = kind
    self.start = start
    self.end = end
  }
}

/// A stretch of a sound that could be cut out as a voice sample.
public struct SoundCut: Hashable, Sendable {
  /// In samples of a channel, from the first.
  public let start: Int
  /// Behind the last.
  public let end: Int
  /// 0 to 1; the best is proposed.
  public let score: Double
  /// Measured inside of it alone.
  public let signalToNoise: Measured
  public let clippedRuns: Int
  /// The share of it in which a voice sounds, of all of it.
  public let speechShare: Double
  /// How much the level of its seconds differs, in decibels.
  public let levelSpread: Double
  public let pitchSpread: Measured
  /// What speaks against it; none when it is a good sample.
  public let faults: [Fault]

  public enum Fault: String, CaseIterable, Sendable {
    case clipped
    case noisy
    case littleSpeech = "little-speech"
    case unsteady
    case pitchJump = "pitch-jump"
    /// It begins or ends where somebody speaks.
    case noPause = "no-pause"
  }

  public init(
    start: Int, end: Int, score: Double, signalToNoise: Measured, clippedRuns: Int,
    speechShare: Double, levelSpread: Double, pitchSpread: Measured, faults: [Fault]
  ) {
    self.start = start
    self.end = end
    self.score = score
    self.signalToNoise = signalToNoise
    self.clippedRuns = clippedRuns
    self.speechShare = speechShare
    self.levelSpread = levelSpread
    self.pitchSpread = pitchSpread
    self.faults = faults
  }
}
