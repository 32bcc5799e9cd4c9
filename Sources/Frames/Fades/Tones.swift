/// The brightness of a frame at a few hundred points: enough to tell a mixture of two
/// pictures from a picture between them.
struct Tones: Sendable {
  /// The number of points along the longer side.
  static let pointsAlong = 32
  /// The number of points along the shorter side.
  static let pointsAcross = 18

  /// The brightness of each point, in 16ths of a level.
  let values: [Int16]
  let variance: Int

  /// Creates tones from the brightness of all points, and measures their variance.
  init(_ values: [Int16]) {
    self.values = values
    var (sum, squares) = (0, 0)
    for value in values {
      sum += Int(value)
      squares += Int(value) * Int(value)
    }
    variance = Self.variance(sum, squares, values.count)
  }

  private static func variance(_ sum: Int, _ squares: Int, _ count: Int) -> Int {
    guard count > 0 else { return 0 }
    return (squares * count - sum * sum) / (count * count)
  }

  /// Returns whether this frame is a mixture of an earlier and a later one, as in a fade.
  ///
  /// In a fade every point changes evenly, so the frame is the mean of the two. A pan or a
  /// zoom over soft shapes can look like that too, but it only moves what is in the picture:
  /// the contrast of the whole stays. A mean of two pictures has less contrast than they
  /// have, and how much less follows from how they differ.
  func isMixture(of earlier: Tones, and later: Tones) -> Bool {
    var (apart, off, sum, squares, own, product) = (0, 0, 0, 0, 0, 0)
    for index in values.indices {
      let (before, after) = (Int(earlier.values[index]), Int(later.values[index]))
      let (value, difference) = (Int(values[index]), after - before)
      apart += abs(difference)
      off += abs(2 * value - before - after)
      sum += difference
      squares += difference * difference
      own += value
      product += value * difference
    }
    let count = values.count
    let change = Self.variance(sum, squares, count)
    guard apart > FadeRule.minimumChange * count, change > FadeRule.minimumChangeVariance else {
      return false
    }
    // A picture that only gets lighter or darker changes as it is: by the light, or in a fade
    // to black.
    let common = (product * count - own * sum) / (count * count)
    if Double(common) * Double(common) > 0.96 * Double(change) * Double(variance) { return false }
    // The distance from the mean of the two, relative to how far they are apart; one half at
    // a hard cut.
    let unevenness = Double(off) / Double(2 * apart)
    // The contrast that is missing, relative to what a true mixture would lack.
    let lost = 2 * Double(earlier.variance + later.variance - 2 * variance) / Double(change)
    return unevenness <= 0.33 && lost >= 0.5 || unevenness <= 0.44 && lost >= 0.6
  }
}

/// The limits by which a fade from one shot to another is recognized.
enum FadeRule {
  /// The numbers of frames before and after a frame at which it is compared.
  static let distances = [1, 2, 3, 4, 6, 8, 12, 16]
  static let maximumDistance = 16
  /// The mean change between the two frames, in 16ths of a level of brightness; less is
  /// noise.
  static let minimumChange = 5 * 16
  /// The variance of that change, in the same units squared; less is a change of light.
  static let minimumChangeVariance = 9 * 256
  /// Two mixed frames with at most this distance between them belong to the same fade.
  static let maximumGap = 8
}
