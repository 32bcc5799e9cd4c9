/// Facts about a clip that were found by decoding it, instead of believing its header.
public struct FilmFacts: Hashable, Sendable {
  /// The name of the codec in FFmpeg: `h264`, `hevc`, `prores`.
  public var codec: String
  /// The name of the pixel format in FFmpeg: `yuv420p`.
  public var pixelFormat: String
  /// The number of bits per color component.
  public var depth: Int
  /// The size of a frame as it is coded.
  public var codedSize: PixelSize
  /// The size of a frame as it is shown: rotated, and with square pixels.
  public var size: PixelSize
  /// The clockwise rotation in degrees, a multiple of 90.
  public var rotation: Int
  /// The frame rate according to the times of the frames; `nil` if it is unknown.
  public var framesPerSecond: Double?
  /// Whether some frames are shown longer than others.
  public var isVariable: Bool
  public var frameCount: Int
  /// The duration from the start of the first frame to the end of the last.
  public var milliseconds: Int
  /// The duration that the container states.
  public var claimedMilliseconds: Int?
  /// The transfer function of a high dynamic range: `smpte2084`, `arib-std-b67`. `nil` for a
  /// standard range.
  public var hdrTransfer: String?
  /// The number of video tracks; the first one is measured.
  public var tracks: Int
  /// The field that is shown first when the clip is interlaced; the other rows were taken half a
  /// frame later. `nil` for a progressive clip.
  public var fieldOrder: FieldOrder?
  /// How much of the sound is heard before the first frame, in milliseconds; 0 when none is.
  public var soundLead = 0
  /// What was observed in the frames, when that was requested.
  public var observations: FilmObservations?

  public init(
    codec: String, pixelFormat: String, depth: Int, codedSize: PixelSize, size: PixelSize,
    rotation: Int = 0, framesPerSecond: Double? = nil, isVariable: Bool = false, frameCount: Int,
    milliseconds: Int, claimedMilliseconds: Int? = nil, hdrTransfer: String? = nil, tracks: Int = 1,
    fieldOrder: FieldOrder? = nil, seen: FilmObservations? = nil
  ) {
    self.codec = codec
    self.pixelFormat = pixelFormat
    self.depth = depth
    self.codedSize = codedSize
    self.size = size
    self.rotation = rotation
    self.framesPerSecond = framesPerSecond
    self.isVariable = isVariable
    self.frameCount = frameCount
    self.milliseconds = milliseconds
    self.claimedMilliseconds = claimedMilliseconds
    self.hdrTransfer = hdrTransfer
    self.tracks = tracks
    self.fieldOrder = fieldOrder
    self.observations = seen
  }
}

/// The field of an interlaced frame that is shown first.
public enum FieldOrder: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
  /// The rows 0, 2, 4 …
  case top
  /// The rows 1, 3, 5 …
  case bottom
}

/// What was observed in a clip's frames.
public struct FilmObservations: Hashable, Sendable {
  /// The current version of the measures.
  public static let version = "film/2"

  /// The version with which these observations were made.
  public var version = Self.version
  /// The first frames after hard cuts, at most 100. A cut that isn't found may still exist.
  public var cuts: [FilmMoment] = []
  /// Fades between two shots, or from and to black, in which a frame shows two shots at once; at
  /// most 100.
  public var fades: [TimeSpan] = []
  /// The frames that would serve best as references: the best of each shot, best first, and then
  /// others.
  public var stills: [FilmStill] = []
  /// The shots without a still, and why; at most 100.
  public var skippedShots: [SkippedShot] = []

  public init() {}
}

/// A shot without a chosen still.
public struct SkippedShot: Hashable, Sendable {
  /// The reason why no still was chosen.
  public enum Reason: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    /// All of the shot is black, white or of one tone, or too close to a cut or a fade.
    case blank
    /// All of the shot is much softer than the rest.
    case blurred
    /// The shot looks like another one that has a still.
    case alike
    /// Other shots are sharper, and there were not enough stills for all.
    case number
  }

  /// The time of the shot in the clip.
  public let span: TimeSpan
  public let reason: Reason

  public init(_ span: TimeSpan, _ reason: Reason) {
    self.span = span
    self.reason = reason
  }
}

/// The position of a frame in a clip.
public struct FilmMoment: Hashable, Sendable {
  public let frame: Int
  /// The time at which the frame is shown.
  public let milliseconds: Int

  public init(frame: Int, milliseconds: Int) {
    self.frame = frame
    self.milliseconds = milliseconds
  }
}

/// A frame that would serve as a reference.
public struct FilmStill: Hashable, Sendable {
  public let moment: FilmMoment
  /// The sharpness relative to the sharpest frame of the clip, from 0 to 1.
  public let sharpness: Double
  /// The likeness to the most similar still before it in the list, from 0 to 1; `nil` for the
  /// first.
  public let likeness: Double?
  /// The index of the shot that the frame belongs to.
  public let shot: Int

  public init(moment: FilmMoment, sharpness: Double, likeness: Double?, shot: Int = 0) {
    self.moment = moment
    self.sharpness = sharpness
    self.likeness = likeness
    self.shot = shot
  }
}

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
