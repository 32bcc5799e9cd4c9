package import Model

extension DecodedStream {
  /// The response as it is sent through the pipe.
  package var answer: [UInt8] { Array(json.compactText.utf8) }

  /// Parses a response. Returns `nil` when the bytes are not valid.
  package init?(answer: [UInt8]) {
    let bounds = JSONParser.Bounds(depth: 6)
    guard let json = try? JSONParser.parse(answer, bounds: bounds) else { return nil }
    self.init(json: json)
  }

  /// The response as JSON.
  package var json: JSONValue {
    [
      "sound": sound.map(\.json),
      "film": film.map(\.json),
      "cuts": .array(cuts.map(\.json)),
      "private": .array(privateMetadata.sorted().map { .string($0.rawValue) }),
      "copy": copy.map(\.json),
      "errors": .integer(errors),
      "firstError": firstError.map { .string($0) },
      "isCut": .boolean(isTruncated),
      "problem": problem.map(\.json),
    ]
  }

  /// Parses a response. Returns `nil` when a field is missing, out of range or
  /// inconsistent.
  package init?(json: JSONValue) {
    self.init()
    guard let errors = json["errors"]?.integer, errors >= 0, let isCut = json["isCut"]?.boolean,
      let cuts = json["cuts"]?.array, cuts.count <= SoundCut.maximumCount
    else { return nil }
    self.errors = errors
    self.isTruncated = isCut
    for cut in cuts {
      guard let cut = SoundCut(json: cut) else { return nil }
      self.cuts.append(cut)
    }
    if let sound = json["sound"] {
      guard let facts = SoundFacts(json: sound) else { return nil }
      self.sound = facts
    }
    if let film = json["film"] {
      guard let facts = FilmFacts(json: film) else { return nil }
      self.film = facts
    }
    privateMetadata = Set(
      (json["private"]?.array ?? []).compactMap(\.string).compactMap(
        PrivateMetadata.init(rawValue:)))
    if let copy = json["copy"] {
      guard let known = ClipCopy(json: copy) else { return nil }
      self.copy = known
    }
    firstError = json["firstError"]?.string.map { String($0.prefix(200)) }
    if let problem = json["problem"] {
      guard let known = Problem(json: problem) else { return nil }
      self.problem = known
    }
  }
}

extension DecodedStream.Problem {
  /// The problem as JSON: a string, or an object for the cases with a value.
  fileprivate var json: JSONValue {
    switch self {
    case .unreadable: "unreadable"
    case .unknownContainer: "unknown"
    case .empty: "empty"
    case .outOfMemory: "out-of-memory"
    case .noDecoder(let codec): ["noDecoder": .string(codec)]
    case .invalidHeader(let what): ["senseless": .string(what)]
    case .notFound: "not-there"
    case .noKeyframe: "no-start"
    case .noEncoder: "no-coder"
    case .unsupportedCodec: "not-taken"
    case .tooLarge: "too-large"
    }
  }

  /// Parses a problem. Returns `nil` for an unknown one, and shortens the decoder's
  /// messages.
  fileprivate init?(json: JSONValue) {
    if let what = json["senseless"]?.string {
      self = .invalidHeader(String(what.prefix(80)))
      return
    }
    if let codec = json["noDecoder"]?.string {
      self = .noDecoder(codec: String(codec.prefix(40)))
      return
    }
    switch json.string {
    case "unreadable": self = .unreadable
    case "unknown": self = .unknownContainer
    case "empty": self = .empty
    case "out-of-memory": self = .outOfMemory
    case "not-there": self = .notFound
    case "no-start": self = .noKeyframe
    case "no-coder": self = .noEncoder
    case "not-taken": self = .unsupportedCodec
    case "too-large": self = .tooLarge
    default: return nil
    }
  }
}

extension ClipCopy {
  /// The copy as JSON, with times in milliseconds.
  fileprivate var json: JSONValue {
    [
      "start": .integer(start), "end": .integer(end), "bytes": .integer(byteCount),
      "lostSound": lostSound > 0 ? .integer(lostSound) : nil,
    ]
  }

  /// Parses a copy. Returns `nil` unless it has bytes and ends after it starts, within
  /// about 11 days.
  fileprivate init?(json: JSONValue) {
    let times = 0...1_000_000_000
    guard let start = json["start"]?.integer, let end = json["end"]?.integer,
      let bytes = json["bytes"]?.integer, times.contains(start), times.contains(end), start < end,
      bytes > 0
    else { return nil }
    let lost = json["lostSound"]?.integer ?? 0
    guard times.contains(lost) else { return nil }
    self.init(start: start, end: end, byteCount: bytes, lostSound: lost)
  }
}
