/// The measures of a sound, all taken from its louder channel. Levels are in decibels unless a name
/// says otherwise.
public struct SoundMeasures: Hashable, Sendable {
  /// The current version of the measures; numbers of different versions are not compared.
  public static let version = "voice/1"

  /// The version with which these measures were taken.
  public var version = Self.version
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

/// The measures as a measuring process reports them. A reader trusts nothing: one value out of
/// bounds makes the whole report invalid.
extension SoundMeasures: StoredObject {
  private static let maximumSpans = 200
  private static let maximumColumns = 2000

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    version = try fields.required("version", \.version)
    channel = try fields.required("channel", \.channel, in: 0...511)
    badSamples = try fields.required("badSamples", \.badSamples, in: FieldBounds.samples)
    mixLoss = try fields.optional("mixLoss", \.mixLoss, in: FieldBounds.decibels)
    imbalance = try fields.optional("imbalance", \.imbalance, in: FieldBounds.decibels)
    peak = try fields.optional("peak", \.peak, in: FieldBounds.decibels)
    offset = try fields.optional("offset", \.offset, in: -1000...1000)
    loudness = try fields.measured("loudness", \.loudness, in: FieldBounds.decibels)
    truePeak = try fields.measured("truePeak", \.truePeak, in: FieldBounds.decibels)
    clippedRuns = try fields.required("clippedRuns", \.clippedRuns, in: FieldBounds.samples)
    crowding = try fields.measured("crowding", \.crowding, in: 0...1e9)
    signalToNoise = try fields.measured("signalToNoise", \.signalToNoise, in: FieldBounds.decibels)
    gatedShare = try fields.required("gatedShare", \.gatedShare, in: 0...1)
    treble = try fields.measured("treble", \.treble, in: FieldBounds.decibels)
    contentHertz = try fields.measured("contentHertz", \.contentHertz, in: FieldBounds.hertz)
    activeShare = try fields.required("activeShare", \.activeShare, in: 0...1)
    voicedShare = try fields.measured("voicedShare", \.voicedShare, in: 0...1)
    steadyShare = try fields.measured("steadyShare", \.steadyShare, in: 0...1)
    movingShare = try fields.measured("movingShare", \.movingShare, in: 0...1)
    decaySeconds = try fields.measured("decaySeconds", \.decaySeconds, in: FieldBounds.seconds)
    pitchSpread = try fields.measured("pitchSpread", \.pitchSpread, in: 0...1000)
    pitch = try fields.optional("pitch", \.pitch)
    syllablesPerSecond = try fields.measured(
      "syllablesPerSecond", \.syllablesPerSecond, in: 0...1000)
    longestPauseSeconds = try fields.required(
      "longestPauseSeconds", \.longestPauseSeconds, in: FieldBounds.seconds)
    spans = try fields.required("spans", \.spans)
    waveform = try fields.required("waveform") { HexBytes($0.waveform) }.bytes
    try fields.require(
      version.isVersion(of: "voice") && spans.count <= Self.maximumSpans
        && waveform.count <= Self.maximumColumns, "a value is out of bounds")
  }
}

extension SoundCut: StoredObject {
  package static let maximumCount = 20

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    start = try fields.required("start", \.start, in: FieldBounds.samples)
    end = try fields.required("end", \.end, in: FieldBounds.samples)
    score = try fields.required("score", \.score, in: 0...1)
    signalToNoise = try fields.measured("signalToNoise", \.signalToNoise, in: FieldBounds.decibels)
    clippedRuns = try fields.required("clippedRuns", \.clippedRuns, in: FieldBounds.samples)
    speechShare = try fields.required("speechShare", \.speechShare, in: 0...1)
    levelSpread = try fields.required("levelSpread", \.levelSpread, in: 0...1000)
    pitchSpread = try fields.measured("pitchSpread", \.pitchSpread, in: 0...1000)
    faults = try fields.required("faults", \.faults)
    try fields.require(start < end && Set(faults).count == faults.count, "a value is out of bounds")
  }
}

extension SoundSpan: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    kind = try fields.required("kind", \.kind)
    start = try fields.required("start", \.start, in: FieldBounds.samples)
    end = try fields.required("end", \.end, in: FieldBounds.samples)
    try fields.require(start < end, "it is empty")
  }
}

extension PitchRange: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    median = try fields.required("median", \.median, in: FieldBounds.hertz)
    low = try fields.required("low", \.low, in: FieldBounds.hertz)
    high = try fields.required("high", \.high, in: FieldBounds.hertz)
    try fields.require(low <= median && median <= high, "its values are out of order")
  }
}

/// A number, an object with a lower bound, or the reason why there is no number.
extension Measured: StoredValue {
  package static var expectation: String { "is not a measured value" }

  package init?(stored: JSONValue) {
    if let number = Double(stored: stored) {
      self = .value(number)
    } else if let number = stored["atLeast"].flatMap(Double.init(stored:)) {
      self = .atLeast(number)
    } else if let reason = Reason(stored: stored) {
      self = .unknown(reason)
    } else {
      return nil
    }
  }

  package var stored: JSONValue {
    switch self {
    case .value(let number): number.stored
    case .atLeast(let number): ["atLeast": number.stored]
    case .unknown(let reason): reason.stored
    }
  }
}

extension Fields {
  /// Returns a measured value that must be present, and within bounds if it is known.
  fileprivate mutating func measured(
    _ key: String, _ value: (Object) -> Measured, in bounds: ClosedRange<Double>
  ) throws(RecordError) -> Measured {
    let measured = try required(key, value)
    try require(measured.number.map(bounds.contains) ?? true, "\"\(key)\" is out of bounds")
    return measured
  }
}

/// The bounds of numbers in reports about sounds and clips.
enum FieldBounds {
  /// Sample offsets and counts, enough for months at any rate.
  static let samples = 0...1 << 48
  static let decibels = -1000.0...1000.0
  static let hertz = 0.0...10_000_000.0
  static let seconds = 0.0...100_000_000.0
  /// Sides of a picture in pixels.
  static let sides = 1...Int(Int32.max)
}

extension String {
  /// Whether the text is the short name of ASCII letters, digits and signs that a library uses.
  var isCodecName: Bool {
    (1...40).contains(utf8.count)
      && unicodeScalars.allSatisfy { letter in
        letter.isASCII
          && (letter.properties.isAlphabetic || "0123456789_-.+".unicodeScalars.contains(letter))
      }
  }

  /// Whether the text is this name and a number: `voice/1`.
  func isVersion(of name: String) -> Bool {
    utf8.count <= 12 && hasPrefix("\(name)/")
      && utf8.dropFirst(name.utf8.count + 1)
        .allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
