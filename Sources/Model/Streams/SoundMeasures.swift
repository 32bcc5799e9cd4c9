/// The measures of a sound, all taken from its louder channel. Levels are in decibels unless a name
/// says otherwise.
public struct SoundMeasures: Hashable, Sendable {
  /// The current version of the measures; numbers of different versions are not compared.
  public static let version = "voice/1"

  /// The version with which these measures were taken.
  public var version = Self.version
  /// The index of the measured channel.
  public var channel = 0
  /// The number of samples that are not numbers.
  public var badSamples = 0
  /// The level of left and right mixed together, relative to the louder one alone; `nil` for a
  /// single channel.
  public var mixLoss: Double?
  /// How far the quietest channel is below the loudest; `nil` for a single channel.
  public var imbalance: Double?
  /// The largest sample relative to full scale; `nil` when all samples are 0.
  public var peak: Double?
  /// The mean of all samples as a share of full scale, which should be 0. `nil` when an earlier
  /// version measured the sound.
  public var offset: Double?
  /// The integrated loudness according to EBU R128, in LUFS.
  public var loudness = Measured.unknown(.tooShort)
  /// The true peak according to EBU R128, relative to full scale.
  public var truePeak = Measured.unknown(.tooShort)
  /// The number of flat tops: runs of samples at the file's own peak.
  public var clippedRuns = 0
  /// The number of samples near the peak for each sample slightly below it.
  public var crowding = Measured.unknown(.noSpeech)
  /// How far the voice is above the background in pauses.
  public var signalToNoise = Measured.unknown(.noSpeech)
  /// The share of time that is digitally silent.
  public var gatedShare = 0.0
  /// The level between 4.3 and 7 kHz relative to the level between 0.3 and 3.4 kHz; a negative
  /// number.
  public var treble = Measured.unknown(.noSpeech)
  /// The highest frequency above the noise, in hertz.
  public var contentHertz = Measured.unknown(.noSpeech)
  /// The share of time outside of pauses.
  public var activeShare = 0.0
  /// The share of the active time in which a voice sounds.
  public var voicedShare = Measured.unknown(.tooShort)
  /// The share of neighboring windows between which the pitch doesn't move at all, as in a tone.
  public var steadyShare = Measured.unknown(.noSpeech)
  /// The share of neighboring windows between which the pitch moves as that of a voice does.
  public var movingShare = Measured.unknown(.noSpeech)
  /// How long sounds take to decay, in seconds, measured at their ends.
  public var decaySeconds = Measured.unknown(.fewDecays)
  /// How far apart the pitches of different stretches are, in semitones.
  public var pitchSpread = Measured.unknown(.noSpeech)
  /// The pitch of the voice; `nil` when there is none.
  public var pitch: PitchRange?
  /// The number of syllable peaks per second of active time.
  public var syllablesPerSecond = Measured.unknown(.noSpeech)
  /// The duration of the longest pause, in seconds.
  public var longestPauseSeconds = 0.0
  /// Spans with something remarkable, in the order of their starts: the worst of each kind, not
  /// all.
  public var spans: [SoundSpan] = []
  /// The largest sample of each of up to 2000 equal parts, in 255ths of full scale.
  public var waveform: [UInt8] = []

  public init() {}
}

/// The range of a voice's pitch, in hertz.
public struct PitchRange: Hashable, Sendable {
  public let median: Double
  /// The pitch that a twentieth of the time lies below.
  public let low: Double
  /// The pitch that a twentieth of the time lies above.
  public let high: Double

  public init(median: Double, low: Double, high: Double) {
    self.median = median
    self.low = low
    self.high = high
  }
}

/// A part of a sound with something remarkable in it.
public struct SoundSpan: Hashable, Sendable {
  /// What is remarkable about a span.
  public enum Kind: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    case clipped, badSamples = "bad-samples", pause, gated, pitchJump = "pitch-jump"
  }

  public let kind: Kind
  /// The first sample of the span, counted in one channel from 0.
  public let start: Int
  /// The sample after the last one of the span.
  public let end: Int

  public init(_ kind: Kind, start: Int, end: Int) {
    self.kind = kind
    self.start = start
    self.end = end
  }
}

/// A stretch of a sound that could be cut out as a voice sample.
public struct SoundCut: Hashable, Sendable {
  /// The first sample of the stretch, counted in one channel from 0.
  public let start: Int
  /// The sample after the last one of the stretch.
  public let end: Int
  /// The score from 0 to 1; the best cut is proposed.
  public let score: Double
  /// The signal-to-noise ratio inside the stretch.
  public let signalToNoise: Measured
  /// The number of flat tops inside the stretch.
  public let clippedRuns: Int
  /// The share of the whole stretch in which a voice sounds.
  public let speechShare: Double
  /// How much the levels of its seconds differ, in decibels.
  public let levelSpread: Double
  /// How far apart its pitches are, in semitones.
  public let pitchSpread: Measured
  /// The reasons against the stretch; empty for a good sample.
  public let faults: [Fault]

  /// A reason against using a stretch as a voice sample.
  public enum Fault: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    case clipped
    case noisy
    /// A voice sounds in too little of the stretch.
    case littleSpeech = "little-speech"
    /// The level of the voice varies too much.
    case unsteady
    case pitchJump = "pitch-jump"
    /// The stretch begins or ends while someone is speaking.
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
