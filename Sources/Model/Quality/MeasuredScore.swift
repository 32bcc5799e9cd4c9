/// The result of one measure of one picture.
public struct MeasuredScore: Hashable, Sendable {
  /// The score from 0 to 1, where 1 is good, with four decimals.
  public var score: Double
  /// The measured value behind the score, with four decimals.
  public var value: Double
  /// The scores below which the measure warns and fails; `nil` for a measure that only informs.
  public var warn: Double?
  public var fail: Double?
  /// The part of the picture where the measure is worst.
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
