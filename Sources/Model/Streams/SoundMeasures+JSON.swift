/// The JSON form in which a measuring process reports a sound. A reader trusts nothing: one value
/// out of bounds makes the whole report invalid.
extension SoundMeasures {
  /// The measures as the process sends them.
  package var json: JSONValue {
    [
      "version": .string(version),
      "channel": .integer(channel),
      "badSamples": .integer(badSamples),
      "mixLoss": mixLoss.map(JSONValue.decimal),
      "imbalance": imbalance.map(JSONValue.decimal),
      "peak": peak.map(JSONValue.decimal),
      "offset": offset.map(JSONValue.decimal),
      "loudness": loudness.json,
      "truePeak": truePeak.json,
      "clippedRuns": .integer(clippedRuns),
      "crowding": crowding.json,
      "signalToNoise": signalToNoise.json,
      "gatedShare": .decimal(gatedShare),
      "treble": treble.json,
      "contentHertz": contentHertz.json,
      "activeShare": .decimal(activeShare),
      "voicedShare": voicedShare.json,
      "steadyShare": steadyShare.json,
      "movingShare": movingShare.json,
      "decaySeconds": decaySeconds.json,
      "pitchSpread": pitchSpread.json,
      "pitch": pitch.map(\.json),
      "syllablesPerSecond": syllablesPerSecond.json,
      "longestPauseSeconds": .decimal(longestPauseSeconds),
      "spans": .array(spans.map(\.json)),
      "waveform": .string(Hex.text(of: waveform)),
    ]
  }

  /// Reads measures that another process sent; `nil` when any value is missing or out of bounds.
  package init?(json: JSONValue) {
    self.init()
    guard let version = json["version"]?.string, Self.isVersion(version),
      let channel = json["channel"]?.whole(in: 0...511),
      let badSamples = json["badSamples"]?.whole(in: MeasureBounds.samples),
      let clippedRuns = json["clippedRuns"]?.whole(in: MeasureBounds.samples)
    else { return nil }
    self.version = version
    self.channel = channel
    self.badSamples = badSamples
    self.clippedRuns = clippedRuns
    guard readLevels(json), readShares(json), readVoice(json), readSpans(json) else { return nil }
  }

  /// Whether the text is a name and a number: `voice/1`.
  private static func isVersion(_ text: String) -> Bool {
    text.utf8.count <= 12 && text.hasPrefix("voice/")
      && text.utf8.dropFirst(6).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Reads levels in decibels; `false` when one is missing or out of bounds.
  private mutating func readLevels(_ json: JSONValue) -> Bool {
    guard let mixLoss = json.number("mixLoss", in: MeasureBounds.decibels),
      let imbalance = json.number("imbalance", in: MeasureBounds.decibels),
      let peak = json.number("peak", in: MeasureBounds.decibels),
      let offset = json.number("offset", in: -1000...1000),
      let loudness = Measured(json: json["loudness"], in: MeasureBounds.decibels),
      let truePeak = Measured(json: json["truePeak"], in: MeasureBounds.decibels),
      let signalToNoise = Measured(json: json["signalToNoise"], in: MeasureBounds.decibels),
      let treble = Measured(json: json["treble"], in: MeasureBounds.decibels),
      let crowding = Measured(json: json["crowding"], in: 0...1e9)
    else { return false }
    self.mixLoss = mixLoss
    self.imbalance = imbalance
    self.peak = peak
    self.offset = offset
    self.loudness = loudness
    self.truePeak = truePeak
    self.signalToNoise = signalToNoise
    self.treble = treble
    self.crowding = crowding
    return true
  }

  /// Reads shares of time; `false` when one is missing or out of bounds.
  private mutating func readShares(_ json: JSONValue) -> Bool {
    guard let gatedShare = json["gatedShare"]?.number(in: 0...1),
      let activeShare = json["activeShare"]?.number(in: 0...1),
      let voicedShare = Measured(json: json["voicedShare"], in: 0...1),
      let steadyShare = Measured(json: json["steadyShare"], in: 0...1),
      let movingShare = Measured(json: json["movingShare"], in: 0...1)
    else { return false }
    self.gatedShare = gatedShare
    self.activeShare = activeShare
    self.voicedShare = voicedShare
    self.steadyShare = steadyShare
    self.movingShare = movingShare
    return true
  }

  /// Reads values of the voice; `false` when one is missing or out of bounds.
  private mutating func readVoice(_ json: JSONValue) -> Bool {
    guard let contentHertz = Measured(json: json["contentHertz"], in: MeasureBounds.hertz),
      let decaySeconds = Measured(json: json["decaySeconds"], in: MeasureBounds.seconds),
      let pitchSpread = Measured(json: json["pitchSpread"], in: 0...1000),
      let syllablesPerSecond = Measured(json: json["syllablesPerSecond"], in: 0...1000),
      let longestPause = json["longestPauseSeconds"]?.number(in: MeasureBounds.seconds)
    else { return false }
    if let pitch = json["pitch"] {
      guard let range = PitchRange(json: pitch) else { return false }
      self.pitch = range
    }
    self.contentHertz = contentHertz
    self.decaySeconds = decaySeconds
    self.pitchSpread = pitchSpread
    self.syllablesPerSecond = syllablesPerSecond
    longestPauseSeconds = longestPause
    return true
  }

  /// Reads the spans and the waveform; `false` when one is missing or out of bounds.
  private mutating func readSpans(_ json: JSONValue) -> Bool {
    guard let spans = json["spans"]?.array, spans.count <= MeasureBounds.spans,
      let waveform = json["waveform"]?.string, waveform.utf8.count <= 2 * MeasureBounds.columns,
      let columns = Hex.bytes(of: waveform)
    else { return false }
    for span in spans {
      guard let span = SoundSpan(json: span) else { return false }
      self.spans.append(span)
    }
    self.waveform = columns
    return true
  }
}

/// The bounds of numbers in reports about sounds and clips.
enum MeasureBounds {
  /// Sample offsets and counts, enough for months at any rate.
  static let samples = 0...1 << 48
  static let decibels = -1000.0...1000.0
  static let hertz = 0.0...10_000_000.0
  static let seconds = 0.0...100_000_000.0
  /// The maximum number of spans.
  static let spans = 200
  /// The maximum number of columns in a waveform.
  static let columns = 2000
}

// MARK: Cuts

extension SoundCut {
  /// The maximum number of cuts reported for one sound.
  package static let maximumCount = 20

  /// The cut as a measuring process sends it.
  package var json: JSONValue {
    [
      "start": .integer(start),
      "end": .integer(end),
      "score": .decimal(score),
      "signalToNoise": signalToNoise.json,
      "clippedRuns": .integer(clippedRuns),
      "speechShare": .decimal(speechShare),
      "levelSpread": .decimal(levelSpread),
      "pitchSpread": pitchSpread.json,
      "faults": .array(faults.map { .string($0.rawValue) }),
    ]
  }

  /// Reads a cut that another process sent; `nil` when any value is missing, repeated or out of
  /// bounds.
  package init?(json: JSONValue) {
    guard let (start, end) = json.range,
      let score = json["score"]?.number(in: 0...1),
      let signalToNoise = Measured(json: json["signalToNoise"], in: MeasureBounds.decibels),
      let clippedRuns = json["clippedRuns"]?.whole(in: MeasureBounds.samples),
      let speechShare = json["speechShare"]?.number(in: 0...1),
      let levelSpread = json["levelSpread"]?.number(in: 0...1000),
      let pitchSpread = Measured(json: json["pitchSpread"], in: 0...1000),
      let names = json["faults"]?.array, names.count <= Fault.allCases.count
    else { return nil }
    let faults = names.compactMap { $0.string.flatMap(Fault.init(rawValue:)) }
    guard faults.count == names.count, Set(faults).count == faults.count else { return nil }
    self.init(
      start: start, end: end, score: score, signalToNoise: signalToNoise, clippedRuns: clippedRuns,
      speechShare: speechShare, levelSpread: levelSpread, pitchSpread: pitchSpread, faults: faults)
  }
}

// MARK: Parts

extension SoundSpan {
  fileprivate var json: JSONValue {
    ["kind": .string(kind.rawValue), "start": .integer(start), "end": .integer(end)]
  }

  fileprivate init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let (start, end) = json.range
    else { return nil }
    self.init(kind, start: start, end: end)
  }
}

extension PitchRange {
  fileprivate var json: JSONValue {
    ["median": .decimal(median), "low": .decimal(low), "high": .decimal(high)]
  }

  fileprivate init?(json: JSONValue) {
    guard let median = json["median"]?.number(in: MeasureBounds.hertz),
      let low = json["low"]?.number(in: MeasureBounds.hertz),
      let high = json["high"]?.number(in: MeasureBounds.hertz), low <= median, median <= high
    else { return nil }
    self.init(median: median, low: low, high: high)
  }
}

extension Measured {
  /// A number, an object with a lower bound, or the reason why there is no number.
  fileprivate var json: JSONValue {
    switch self {
    case .value(let number): .decimal(number)
    case .atLeast(let number): ["atLeast": .decimal(number)]
    case .unknown(let reason): .string(reason.rawValue)
    }
  }

  /// Reads a number within bounds or a reason; `nil` for anything else.
  fileprivate init?(json: JSONValue?, in bounds: ClosedRange<Double>) {
    if let number = json?.number(in: bounds) {
      self = .value(number)
    } else if let number = json?["atLeast"]?.number(in: bounds) {
      self = .atLeast(number)
    } else if let reason = json?.string.flatMap(Reason.init(rawValue:)) {
      self = .unknown(reason)
    } else {
      return nil
    }
  }
}

extension JSONValue {
  /// Returns the number if it is within bounds; `nil` otherwise.
  func number(in bounds: ClosedRange<Double>) -> Double? {
    let number: Double? =
      switch self {
      case .integer(let whole): Double(whole)
      case .number(let text): Double(text)
      default: nil
      }
    return number.flatMap { bounds.contains($0) ? $0 : nil }
  }

  /// Returns the whole number if it is within bounds; `nil` otherwise.
  func whole(in bounds: ClosedRange<Int>) -> Int? {
    integer.flatMap { bounds.contains($0) ? $0 : nil }
  }

  /// Reads an optional number within bounds.
  ///
  /// - Returns: `.some(nil)` when the key is absent, and `nil` when its value is not a number
  ///   within bounds.
  func number(_ key: String, in bounds: ClosedRange<Double>) -> Double?? {
    guard let json = self[key] else { return .some(nil) }
    return json.number(in: bounds).map { .some($0) }
  }

  /// Reads an optional whole number within bounds, with the same two kinds of `nil` as
  /// `number(_:in:)`.
  func whole(_ key: String, in bounds: ClosedRange<Int>) -> Int?? {
    guard let json = self[key] else { return .some(nil) }
    return json.whole(in: bounds).map { .some($0) }
  }

  /// The range of samples under `start` and `end`; `nil` when it is missing or empty.
  fileprivate var range: (start: Int, end: Int)? {
    guard let start = self["start"]?.whole(in: MeasureBounds.samples),
      let end = self["end"]?.whole(in: MeasureBounds.samples), start < end
    else { return nil }
    return (start, end)
  }

  /// The short name of ASCII letters, digits and signs that a library uses; `nil` for anything
  /// else.
  var name: String? {
    guard let text = string, (1...40).contains(text.utf8.count) else { return nil }
    let isPlain = text.unicodeScalars.allSatisfy { letter in
      letter.isASCII
        && (letter.properties.isAlphabetic || "0123456789_-.+".unicodeScalars.contains(letter))
    }
    return isPlain ? text : nil
  }
}
