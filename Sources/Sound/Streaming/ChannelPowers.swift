internal import CSound

/// The powers of each channel, and of left and right mixed together, without their constant
/// offsets.
struct ChannelPowers {
  private var sums: [Double]
  private var squares: [Double]
  private var mixed = 0.0
  private var count = 0.0

  init(channels: Int) {
    sums = Array(repeating: 0, count: channels)
    squares = sums
  }

  mutating func add(_ block: castbook_sound_sums_t, of channel: Int) {
    sums[channel] += block.sum
    squares[channel] += block.squares
  }

  /// Adds the length of a block of all channels, and the sum `mixed` of the squares of left
  /// plus right.
  mutating func add(count: Int, mixed: Double) {
    self.mixed += mixed
    self.count += Double(count)
  }

  /// The index of the loudest channel, the first of equals.
  var loudest: Int {
    let powers = powers
    return powers.indices.reduce(0) { powers[$1] > powers[$0] ? $1 : $0 }
  }

  /// Returns the mean of a channel's samples, or `nil` when there are none.
  func offset(of channel: Int) -> Double? { count > 0 ? sums[channel] / count : nil }

  /// How far the quietest channel lies below the loudest, in decibels, or `nil` for a single
  /// channel or silence.
  var imbalance: Double? {
    let powers = powers
    guard powers.count > 1, let quietest = powers.min(), let loudest = powers.max(), loudest > 0
    else { return nil }
    return Decibels.ratio(loudest, to: quietest)
  }

  /// How loud the first two channels are when mixed to one, compared with the louder of them,
  /// in decibels. It is `nil` for a single channel or silence.
  var mixLoss: Double? {
    let powers = powers
    guard powers.count > 1 else { return nil }
    let louder = max(powers[0], powers[1])
    guard louder > 0 else { return nil }
    let mean = (sums[0] + sums[1]) / count
    let together = max(0, mixed / count - mean * mean) / 4
    return Decibels.ratio(together, to: louder)
  }

  /// The mean square of each channel without its offset.
  private var powers: [Double] {
    guard count > 0 else { return sums.map { _ in 0 } }
    return zip(sums, squares).map { sum, squares in
      let mean = sum / count
      let power = squares / count - mean * mean
      // What is left of a constant signal is the rounding error of its sums.
      return power > 1e-12 * squares / count ? power : 0
    }
  }
}
