extension FilmFacts {
  /// The facts as a decoding process sends them.
  package var json: JSONValue {
    [
      "codec": .string(codec),
      "pixelFormat": .string(pixelFormat),
      "depth": .integer(depth),
      "codedSize": codedSize.sides,
      "size": size.sides,
      "rotation": .integer(rotation),
      "framesPerSecond": framesPerSecond.map(JSONValue.decimal),
      "isVariable": .boolean(isVariable),
      "frameCount": .integer(frameCount),
      "milliseconds": .integer(milliseconds),
      "claimedMilliseconds": claimedMilliseconds.map { .integer($0) },
      "hdrTransfer": hdrTransfer.map { .string($0) },
      "tracks": .integer(tracks),
      "fieldOrder": fieldOrder.map { .string($0.rawValue) },
      "soundLead": soundLead > 0 ? .integer(soundLead) : nil,
      "seen": observations.map(\.json),
    ]
  }

  /// Reads facts that another process sent; `nil` when any value is missing or impossible.
  package init?(json: JSONValue) {
    guard let codec = json["codec"]?.name, let pixelFormat = json["pixelFormat"]?.name,
      let depth = json["depth"]?.whole(in: 1...64),
      let codedSize = json["codedSize"].flatMap(PixelSize.init(sides:)),
      let size = json["size"].flatMap(PixelSize.init(sides:)),
      let rotation = json["rotation"]?.whole(in: 0...270), rotation.isMultiple(of: 90),
      let rate = json.number("framesPerSecond", in: 0...100_000),
      let isVariable = json["isVariable"]?.boolean,
      let frameCount = json["frameCount"]?.whole(in: MeasureBounds.samples),
      let milliseconds = json["milliseconds"]?.whole(in: MeasureBounds.samples),
      let claimed = json.whole("claimedMilliseconds", in: MeasureBounds.samples),
      let tracks = json["tracks"]?.whole(in: 1...10_000)
    else { return nil }
    self.init(
      codec: codec, pixelFormat: pixelFormat, depth: depth, codedSize: codedSize, size: size,
      rotation: rotation, framesPerSecond: rate, isVariable: isVariable,
      frameCount: frameCount, milliseconds: milliseconds, claimedMilliseconds: claimed,
      tracks: tracks)
    if let transfer = json["hdrTransfer"] {
      guard let known = transfer.name else { return nil }
      hdrTransfer = known
    }
    if let order = json["fieldOrder"] {
      guard let known = order.string.flatMap(FieldOrder.init(rawValue:)) else { return nil }
      fieldOrder = known
    }
    guard let lead = json.whole("soundLead", in: MeasureBounds.samples) else { return nil }
    soundLead = lead ?? 0
    if let seen = json["seen"] {
      guard let known = FilmObservations(json: seen) else { return nil }
      self.observations = known
    }
  }
}

extension FilmObservations {
  /// The maximum number of entries in each list.
  package static let maximumCount = 100

  /// The observations as a decoding process sends them.
  package var json: JSONValue {
    [
      "version": .string(version),
      "cuts": .array(cuts.map { $0.json([]) }),
      "stills": .array(stills.map(\.json)),
      "fades": fades.isEmpty ? nil : .array(fades.map(\.bounds)),
      "leftOut": skippedShots.isEmpty ? nil : .array(skippedShots.map(\.json)),
    ]
  }

  /// Reads observations that another process sent; `nil` when any value is missing or impossible.
  package init?(json: JSONValue) {
    self.init()
    guard let version = json["version"]?.string, Self.isVersion(version),
      let cuts = json["cuts"]?.array, cuts.count <= Self.maximumCount,
      let stills = json["stills"]?.array, stills.count <= Self.maximumCount
    else { return nil }
    self.version = version
    for cut in cuts {
      guard let moment = FilmMoment(json: cut) else { return nil }
      self.cuts.append(moment)
    }
    for still in stills {
      guard let still = FilmStill(json: still) else { return nil }
      self.stills.append(still)
    }
    let (fades, shots) = (json["fades"]?.array ?? [], json["leftOut"]?.array ?? [])
    guard fades.count <= Self.maximumCount, shots.count <= Self.maximumCount else { return nil }
    for fade in fades {
      guard let span = TimeSpan(json: fade) else { return nil }
      self.fades.append(span)
    }
    for shot in shots {
      guard let shot = SkippedShot(json: shot) else { return nil }
      skippedShots.append(shot)
    }
  }

  /// Whether the text is a name and a number: `film/1`.
  private static func isVersion(_ text: String) -> Bool {
    text.utf8.count <= 12 && text.hasPrefix("film/")
      && text.utf8.dropFirst(5).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

extension FilmMoment {
  /// The moment as JSON, with further members.
  fileprivate func json(_ others: [JSONValue.Member]) -> JSONValue {
    .object(
      [.init("frame", .integer(frame)), .init("milliseconds", .integer(milliseconds))] + others)
  }

  fileprivate init?(json: JSONValue) {
    guard let frame = json["frame"]?.whole(in: MeasureBounds.samples),
      let milliseconds = json["milliseconds"]?.whole(in: MeasureBounds.samples)
    else { return nil }
    self.init(frame: frame, milliseconds: milliseconds)
  }
}

extension FilmStill {
  fileprivate var json: JSONValue {
    moment.json(
      [.init("sharpness", .decimal(sharpness))]
        + (likeness.map { [.init("likeness", .decimal($0))] } ?? [])
        + (shot > 0 ? [.init("shot", .integer(shot))] : []))
  }

  fileprivate init?(json: JSONValue) {
    guard let moment = FilmMoment(json: json), let sharpness = json["sharpness"]?.number(in: 0...1),
      let likeness = json.number("likeness", in: 0...1),
      let shot = json.whole("shot", in: 0...10_000)
    else { return nil }
    self.init(moment: moment, sharpness: sharpness, likeness: likeness, shot: shot ?? 0)
  }
}

extension TimeSpan {
  /// The start and the end in milliseconds.
  fileprivate var bounds: JSONValue { ["start": .integer(start), "end": .integer(end)] }

  fileprivate init?(json: JSONValue) {
    guard let start = json["start"]?.whole(in: MeasureBounds.samples),
      let end = json["end"]?.whole(in: MeasureBounds.samples), start <= end
    else { return nil }
    self.init(start: start, end: end)
  }
}

extension SkippedShot {
  fileprivate var json: JSONValue {
    [
      "start": .integer(span.start), "end": .integer(span.end), "reason": .string(reason.rawValue),
    ]
  }

  fileprivate init?(json: JSONValue) {
    guard let span = TimeSpan(json: json),
      let reason = json["reason"]?.string.flatMap(Reason.init(rawValue:))
    else { return nil }
    self.init(span, reason)
  }
}

extension PixelSize {
  fileprivate var sides: JSONValue { ["width": .integer(width), "height": .integer(height)] }

  /// Reads two sides small enough that their product fits in an `Int`.
  fileprivate init?(sides json: JSONValue) {
    let sides = 1...Int(Int32.max)
    guard let width = json["width"]?.whole(in: sides), let height = json["height"]?.whole(in: sides)
    else { return nil }
    self.init(width: width, height: height)
  }
}
