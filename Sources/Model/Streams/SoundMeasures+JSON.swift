/// What a process that measures sounds says of one: whoever reads it takes nothing on trust, and anything
/// out of bounds is no answer at all.
extension SoundMeasures {
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

  package init?(json: JSONValue) {
    self.init()
    guard let version = json["version"]?.string, Self.isVersion(version),
      let channel = json["channel"]?.whole(in: 0...511),
      let badSamples = json["badSamples"]?.whole(in: Bounds.samples),
      let clippedRuns = json["clippedRuns"]?.whole(in: Bounds.samples)
    else { return nil }
    self.version = version
    self.channel = channel
    self.badSamples = badSamples
    self.clippedRuns = clippedRuns
    guard readLevels(json), readShares(json), readVoice(json), readPlaces(json) else { return nil }
  }

  /// A name and a number: `voice/1`.
  private static func isVersion(_ text: String) -> Bool {
    text.utf8.count <= 12 && text.hasPrefix("voice/")
      && text.utf8.dropFirst(6).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private mutating func readLevels(_ json: JSONValue) -> Bool {
    guard let mixLoss = json.number("mixLoss", in: Bounds.decibels),
      let imbalance = json.number("imbalance", in: Bounds.decibels),
      let peak = json.number("peak", in: Bounds.decibels),
      let offset = json.number("offset", in: -1000...1000),
      let loudness = Measured(json: json["loudness"], in: Bounds.decibels),
      let truePeak = Measured(json: json["truePeak"], in: Bounds.decibels),
      let signalToNoise = Measured(json: json["signalToNoise"], in: Bounds.decibels),
      let treble = Measured(json: json["treble"], in: Bounds.decibels),
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

  private mutating func readVoice(_ json: JSONValue) -> Bool {
    guard let contentHertz = Measured(json: json["contentHertz"], in: Bounds.hertz),
      let decaySeconds = Measured(json: json["decaySeconds"], in: Bounds.seconds),
      let pitchSpread = Measured(json: json["pitchSpread"], in: 0...1000),
      let syllablesPerSecond = Measured(json: json["syllablesPerSecond"], in: 0...1000),
      let longestPause = json["longestPauseSeconds"]?.number(in: Bounds.seconds)
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

  private mutating func readPlaces(_ json: JSONValue) -> Bool {
    guard let spans = json["spans"]?.array, spans.count <= Bounds.spans,
      let waveform = json["waveform"]?.string, waveform.utf8.count <= 2 * Bounds.columns,
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

/// What numbers of sounds can be at all.
enum Bounds {
  /// Places and counts of samples: months at any rate.
  static let samples = 0...1 << 48
  static let decibels = -1000.0...1000.0
  static let hertz = 0.0...10_000_000.0
  static let seconds = 0.0...100_000_000.0
  static let spans = 200
  static let columns = 2000
}

// MARK: Cuts

extension SoundCut {
  /// How many are told of one sound at most.
  package static let most = 20

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

  package init?(json: JSONValue) {
    guard let (start, end) = json.range,
      let score = json["score"]?.number(in: 0...1),
      let signalToNoise = Measured(json: json["signalToNoise"], in: Bounds.decibels),
      let clippedRuns = json["clippedRuns"]?.whole(in: Bounds.samples),
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
    guard let median = json["median"]?.number(in: Bounds.hertz),
      let low = json["low"]?.number(in: Bounds.hertz),
      let high = json["high"]?.number(in: Bounds.hertz), low <= median, median <= high
    else { return nil }
    self.init(median: median, low: low, high: high)
  }
}

extension Measured {
  fileprivate var json: JSONValue {
    switch self {
    case .value(let number): .decimal(number)
    case .atLeast(let number): ["atLeast": .decimal(number)]
    case .unknown(let reason): .string(reason.rawValue)
    }
  }

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
  /// A number within bounds.
  func number(in bounds: ClosedRange<Double>) -> Double? {
    let number: Double? =
      switch self {
      case .integer(let whole): Double(whole)
      case .number(let text): Double(text)
      default: nil
      }
    return number.flatMap { bounds.contains($0) ? $0 : nil }
  }

  func whole(in bounds: ClosedRange<Int>) -> Int? {
    integer.flatMap { bounds.contains($0) ? $0 : nil }
  }

  /// What may be left out: under a key, a number within bounds or none; no answer where there is
  /// something else.
  func number(_ key: String, in bounds: ClosedRange<Double>) -> Double?? {
    guard let json = self[key] else { return .some(nil) }
    return json.number(in: bounds).map { .some($0) }
  }

  func whole(_ key: String, in bounds: ClosedRange<Int>) -> Int?? {
    guard let json = self[key] else { return .some(nil) }
    return json.whole(in: bounds).map { .some($0) }
  }

  /// Under `start` and `end`, a part that is not empty.
  fileprivate var range: (start: Int, end: Int)? {
    guard let start = self["start"]?.whole(in: Bounds.samples),
      let end = self["end"]?.whole(in: Bounds.samples), start < end
    else { return nil }
    return (start, end)
  }

  /// What a library calls something: a short name of plain letters.
  var name: String? {
    guard let text = string, (1...40).contains(text.utf8.count) else { return nil }
    let isPlain = text.unicodeScalars.allSatisfy { letter in
      letter.isASCII
        && (letter.properties.isAlphabetic || "0123456789_-.+".unicodeScalars.contains(letter))
    }
    return isPlain ? text : nil
  }
}
