/// The facts as a decoding process sends them. One missing or impossible value makes all of them
/// invalid.
extension FilmFacts: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    codec = try fields.required("codec", \.codec)
    pixelFormat = try fields.required("pixelFormat", \.pixelFormat)
    depth = try fields.required("depth", \.depth, in: 1...64)
    codedSize = try fields.required("codedSize", \.codedSize)
    size = try fields.required("size", \.size)
    rotation = try fields.required("rotation", \.rotation, in: 0...270)
    framesPerSecond = try fields.optional("framesPerSecond", \.framesPerSecond, in: 0...100_000)
    isVariable = try fields.required("isVariable", \.isVariable)
    frameCount = try fields.required("frameCount", \.frameCount, in: FieldBounds.samples)
    milliseconds = try fields.required("milliseconds", \.milliseconds, in: FieldBounds.samples)
    claimedMilliseconds = try fields.optional(
      "claimedMilliseconds", \.claimedMilliseconds, in: FieldBounds.samples)
    hdrTransfer = try fields.optional("hdrTransfer", \.hdrTransfer)
    tracks = try fields.required("tracks", \.tracks, in: 1...10_000)
    fieldOrder = try fields.optional("fieldOrder", \.fieldOrder)
    soundLead = try fields.value("soundLead", \.soundLead, default: 0)
    observations = try fields.optional("seen", \.observations)
    try fields.require(
      [codec, pixelFormat, hdrTransfer ?? "-"].allSatisfy(\.isCodecName)
        && rotation.isMultiple(of: 90) && FieldBounds.samples.contains(soundLead),
      "a value is out of bounds")
  }
}

extension FilmObservations: StoredObject {
  /// The maximum number of entries in each list.
  package static let maximumCount = 100

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    version = try fields.required("version", \.version)
    cuts = try fields.required("cuts", \.cuts)
    stills = try fields.required("stills", \.stills)
    fades = try fields.value("fades", \.fades, default: [])
    skippedShots = try fields.value("leftOut", \.skippedShots, default: [])
    try fields.require(
      version.isVersion(of: "film")
        && [cuts.count, stills.count, fades.count, skippedShots.count]
          .allSatisfy { $0 <= Self.maximumCount },
      "a value is out of bounds")
  }
}

extension FilmMoment: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    frame = try fields.required("frame", \.frame, in: FieldBounds.samples)
    milliseconds = try fields.required("milliseconds", \.milliseconds, in: FieldBounds.samples)
  }
}

extension FilmStill: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    moment = try fields.inline(\.moment)
    sharpness = try fields.required("sharpness", \.sharpness, in: 0...1)
    likeness = try fields.optional("likeness", \.likeness, in: 0...1)
    shot = try fields.value("shot", \.shot, default: 0)
    try fields.require((0...10_000).contains(shot), "a value is out of bounds")
  }
}

extension TimeSpan: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    start = try fields.required("start", \.start, in: FieldBounds.samples)
    end = try fields.required("end", \.end, in: FieldBounds.samples)
    try fields.require(start <= end, "it ends before it starts")
  }
}

extension SkippedShot: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    span = try fields.inline(\.span)
    reason = try fields.required("reason", \.reason)
  }
}

/// A size whose sides are small enough that their product fits in an `Int`.
extension PixelSize: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    width = try fields.required("width", \.width, in: FieldBounds.sides)
    height = try fields.required("height", \.height, in: FieldBounds.sides)
  }
}
