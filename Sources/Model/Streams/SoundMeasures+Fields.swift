/// The measures as a measuring process reports them. A reader trusts nothing: one value out of
/// bounds makes the whole report invalid.
extension SoundMeasures: StoredObject {
  /// The maximum number of spans.
  private static let maximumSpans = 200
  /// The maximum number of columns in a waveform.
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
  /// The maximum number of cuts reported for one sound.
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
