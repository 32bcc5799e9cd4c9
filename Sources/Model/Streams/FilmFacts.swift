/// What decoding a clip told of it, where a header alone would have to be believed.
public struct FilmFacts: Hashable, Sendable {
  /// As ffmpeg calls it: `h264`, `hevc`, `prores`.
  public var codec: String
  public var pixelFormat: String
  /// Bits a colour of a pixel.
  public var depth: Int
  /// As it is coded,
  public var codedSize: PixelSize
  /// and as it is shown: turned, and with its pixels square.
  public var size: PixelSize
  /// A quarter turn clockwise for each 90.
  public var rotation: Int
  /// By the times of its frames.
  public var framesPerSecond: Double?
  /// Whether some frames stand longer than others.
  public var isVariable: Bool
  /// How many were decoded.
  public var frameCount: Int
  /// From the first frame's beginning to the last one's end, in thousandths.
  public var milliseconds: Int
  /// What the container says of that.
  public var claimedMilliseconds: Int?
  /// Whether its light is that of a high dynamic range: `smpte2084`, `arib-std-b67`.
  public var hdrTransfer: String?
  /// How many tracks of pictures there are; the first is measured.
  public var tracks: Int
  /// Which rows of a frame were taken first, where it is interlaced: its other rows were taken half a frame later.
  public var fieldOrder: FieldOrder?
  /// How much of the sound is heard before the first frame, in thousandths; 0 where nothing is.
  public var soundLead = 0
  /// What was seen in it, where that was asked for.
  public var seen: FilmSeen?

  public init(
    codec: String, pixelFormat: String, depth: Int, codedSize: PixelSize, size: PixelSize,
    rotation: Int = 0, framesPerSecond: Double? = nil, isVariable: Bool = false, frameCount: Int,
    milliseconds: Int, claimedMilliseconds: Int? = nil, hdrTransfer: String? = nil, tracks: Int = 1,
    fieldOrder: FieldOrder? = nil, seen: FilmSeen? = nil
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
    self.seen = seen
  }
}

/// Which field of an interlaced frame comes first.
public enum FieldOrder: String, CaseIterable, Sendable {
  /// The rows 0, 2, 4 …
  case top
  /// The rows 1, 3, 5 …
  case bottom
}

/// What was seen of a clip's frames.
public struct FilmSeen: Hashable, Sendable {
  /// Which measures these are.
  public static let version = "film/2"

  public var version = Self.version
  /// The first frames behind hard cuts, from 0; at most 100. None found does not mean that there is none.
  public var cuts: [FilmMoment] = []
  /// Fades from one shot to another, or from and to black: in them a frame shows two shots at once. At most 100.
  public var fades: [TimeSpan] = []
  /// The frames that would serve best as references: the best of each shot, best first, then others.
  public var stills: [FilmStill] = []
  /// Shots that none of the stills is of, and why; at most 100.
  public var leftOut: [LeftOutShot] = []

  public init() {}
}

/// A shot that no still was taken of.
public struct LeftOutShot: Hashable, Sendable {
  public enum Reason: String, CaseIterable, Sendable {
    /// All of it is black, white or of one tone, or too close to a cut or a fade.
    case blank
    /// All of it is much softer than the rest.
    case blurred
    /// It looks like a shot that gave a still.
    case alike
    /// Other shots are sharper, and there were not enough stills for all.
    case number
  }

  public let span: TimeSpan
  public let reason: Reason

  public init(_ span: TimeSpan, _ reason: Reason) {
    self.span = span
    self.reason = reason
  }
}

/// A frame of a clip.
public struct FilmMoment: Hashable, Sendable {
  /// From 0.
  public let frame: Int
  public let milliseconds: Int

  public init(frame: Int, milliseconds: Int) {
    self.frame = frame
    self.milliseconds = milliseconds
  }
}

/// A frame that would serve as a reference.
public struct FilmStill: Hashable, Sendable {
  public let moment: FilmMoment
  /// Beside the sharpest frame of the clip, 0 to 1.
  public let sharpness: Double
  /// How much it looks like the most alike of those before it in the list, 0 to 1; nothing for the first.
  public let likeness: Double?
  /// The number of the shot that it is of, from 0.
  public let shot: Int

  public init(moment: FilmMoment, sharpness: Double, likeness: Double?, shot: Int = 0) {
    self.moment = moment
    self.sharpness = sharpness
    self.likeness = likeness
    self.shot = shot
  }
}
