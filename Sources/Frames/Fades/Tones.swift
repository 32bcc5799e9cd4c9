/// The brightness of a frame in a few hundred places: enough to tell a mixture of two pictures from a picture between
/// them.
struct Tones: Sendable {
  /// Places along the longer side and across.
  static let along = 32
  static let across = 18

  /// In 16ths of a step of brightness.
  let values: [Int16]
  /// The variance of `values`.
  let variance: Int

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

  /// Whether this frame is a mixture of an earlier one and a later one, as in a fade.
  ///
  /// In a fade every place changes evenly, so the frame is the mean of the two. A pan or a zoom over soft shapes can look
  /// so, too, but it only moves what is in the picture: the contrast of the whole stays. A mean of two pictures has less
  /// contrast than they have, and how much less follows from how they differ.
  func isMixture(of earlier: Tones, and later: Tones) -> Bool {
    var (apart, off, sum, squares, own, product) = (0, 0, 0, 0, 0, 0)
    for place in values.indices {
      let (before, behind) = (Int(earlier.values[place]), Int(later.values[place]))
      let (value, difference) = (Int(values[place]), behind - before)
      apart += abs(difference)
      off += abs(2 * value - before - behind)
      sum += difference
      squares += difference * difference
      own += value
      product += value * difference
    }
    let count = values.count
    let change = Self.variance(sum, squares, count)
    guard apart > FadeRule.leastChange * count, change > FadeRule.leastPattern else { return false }
    // What only gets lighter or darker changes as the picture itself does: that is the light, or a fade to black.
    let common = (product * count - own * sum) / (count * count)
    if Double(common) * Double(common) > 0.96 * Double(change) * Double(variance) { return false }
    // How far it is from the mean of the two, beside how far they are apart: at a hard cut that is a half.
    let unevenness = Double(off) / Double(2 * apart)
    // What its contrast lacks, beside what that of a mixture lacks.
    let lost = 2 * Double(earlier.variance + later.variance - 2 * variance) / Double(change)
    return unevenness <= 0.33 && lost >= 0.5 || unevenness <= 0.44 && lost >= 0.6
  }
}

/// What a fade from one shot to another is told by.
enum FadeRule {
  /// How many frames before and behind one it is compared with.
  static let distances = [1, 2, 3, 4, 6, 8, 12, 16]
  static let reach = 16
  /// The mean change between the two, in 16ths of a step of brightness: less is noise.
  static let leastChange = 5 * 16
  /// The variance of that change, in the same units squared: less is a change of light.
  static let leastPattern = 9 * 256
  /// Frames that are mixtures with no more others than this between them are of one fade.
  static let longestGap = 8
}
