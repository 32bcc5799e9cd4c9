/// What is measured of one picture.
public enum Measure: String, CaseIterable, Hashable, Sendable {
  // Those that weigh most come first.
  case subject, framing, sharpness, resolution, exposure, contrast, noise, compression, clutter
  case border, collage, screenshot
  // These only inform.
  case backlight, vignette, sharpening, color, text, tilt
}

/// A part of the upright picture, in its own pixels.
public struct PixelBox: Hashable, Sendable {
  public let x: Int
  public let y: Int
  public let width: Int
  public let height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// One measure of one picture.
public struct MeasuredScore: Hashable, Sendable {
  /// 0 to 1, 1 is good; four decimals.
  public var score: Double
  /// What was measured, before it became a score; four decimals.
  public var value: Double
  /// The scores below which it warns and fails; `nil` for what only informs.
  public var warn: Double?
  public var fail: Double?
  /// Where it is worst.
  public var box: PixelBox?

  public init(
    score: Double, value: Double, warn: Double? = nil, fail: Double? = nil, box: PixelBox? = nil
  ) {
    self.score = score
    self.value = value
    self.warn = warn
    self.fail = fail
    self.box = box
  }
}

/// How one picture is lit, as sets are compared by it.
public struct Lighting: Hashable, Sendable {
  /// log2 of red over blue of the light, by edges and by what is brightest.
  public var color: Double
  /// log2 of its mean light, in stops; of the subject alone where the backdrop is plain.
  public var exposure: Double
  /// How the light changes over the picture, in stops from the left to the right and from the top down.
  public var across: Double
  public var down: Double
  /// The colours of the subject and of a plain backdrop in equal squares, five bytes each: what two pictures are
  /// compared by.
  public var swatches: [UInt8]

  public init(
    color: Double, exposure: Double, across: Double, down: Double, swatches: [UInt8] = []
  ) {
    self.color = color
    self.exposure = exposure
    self.across = across
    self.down = down
    self.swatches = swatches
  }
}

/// A difference of light, in stops.
public struct LightShift: Hashable, Sendable {
  public var exposure: Double
  /// Of red over blue.
  public var color: Double
  /// How brightness changes from the left to the right and from the top down.
  public var across: Double
  public var down: Double

  public static let zero = LightShift(exposure: 0, color: 0, across: 0, down: 0)

  public init(exposure: Double, color: Double, across: Double, down: Double) {
    self.exposure = exposure
    self.color = color
    self.across = across
    self.down = down
  }
}

/// All that is measured of one picture: what can't be measured of it is absent.
public struct PictureScores: Hashable, Sendable {
  /// The version of the formulas and thresholds. Scores of another version are made again.
  public static let metric = "quality/4"

  /// Of the upright picture, and as it was measured.
  public var original: PixelSize
  public var analysis: PixelSize
  public var scores: [Measure: MeasuredScore] = [:]
  /// Nothing where the picture is too dark or too small to tell.
  public var lighting: Lighting?
  /// The direction that the picture is smeared in, in degrees from the horizontal, counter-clockwise,
  /// where its softness is that of motion.
  public var motion: Int?
  /// Whether see-through parts were laid over white.
  public var isOverWhite = false

  public init(original: PixelSize, analysis: PixelSize) {
    self.original = original
    self.analysis = analysis
  }

  public subscript(measure: Measure) -> MeasuredScore? {
    get { scores[measure] }
    set { scores[measure] = newValue }
  }

  /// As if some of it had not been measured.
  public func without(_ measures: [Measure]) -> PictureScores {
    var others = self
    for measure in measures { others[measure] = nil }
    return others
  }

  /// What could not be measured of this picture, in order.
  public var notMeasured: [Measure] { Measure.allCases.filter { scores[$0] == nil } }
}
