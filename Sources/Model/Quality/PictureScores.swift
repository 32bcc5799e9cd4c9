/// Everything that was measured of one picture. A measure that could not be taken is absent.
///
/// ```swift
/// scores[.sharpness]?.score  // 0.8731
/// scores.notMeasured         // [.subject, .framing]
/// ```
public struct PictureScores: Hashable, Sendable {
  /// The version of the formulas and thresholds. Scores of another version are measured again.
  public static let metric = "quality/6"

  /// The size of the upright picture, and the size at which it was measured.
  public var original: PixelSize
  public var analysis: PixelSize
  /// The scores of the measures that could be taken.
  public var scores: [Measure: MeasuredScore] = [:]
  /// The light in the picture; `nil` when it is too dark or too small to tell.
  public var lighting: Lighting?
  /// The direction in which the picture is smeared, in degrees counter-clockwise from the
  /// horizontal; `nil` when it isn't blurred by motion.
  public var motion: Int?
  /// Whether transparent parts were flattened onto white.
  public var isOverWhite = false

  public init(original: PixelSize, analysis: PixelSize) {
    self.original = original
    self.analysis = analysis
  }

  /// The score of a measure; `nil` when it could not be taken.
  public subscript(measure: Measure) -> MeasuredScore? {
    get { scores[measure] }
    set { scores[measure] = newValue }
  }

  /// Returns the scores without some measures, as if these had not been taken.
  public func without(_ measures: [Measure]) -> PictureScores {
    var others = self
    for measure in measures { others[measure] = nil }
    return others
  }

  /// The measures that could not be taken, in order.
  public var notMeasured: [Measure] { Measure.allCases.filter { scores[$0] == nil } }
}
