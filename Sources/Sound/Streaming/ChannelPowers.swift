internal import CSound

/// How strong each channel is, and left and right together, without what stands still in them.
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

  /// What a block of all channels adds, of which `mixed` are the squares of left and right together.
  mutating func add(count: Int, mixed: Double) {
    self.mixed += mixed
    self.count += Double(count)
  }

  /// The loudest channel, the first of equals.
  var loudest: Int {
    let powers = powers
    return powers.indices.reduce(0) { powers[$1] > powers[$0] ? $1 : $0 }
  }

  /// The mean of a channel's samples; `nil` where there are none.
  func offset(of channel: Int) -> Double? {
    count > 0 ? sums[channel] / count : nil
  }

  /// How far the quietest lies under the loudest, in decibels.
  var imbalance: Double? {
    let powers = powers
    guard powers.count > 1, let quietest = powers.min(), let loudest = powers.max(), loudest > 0
    else { return nil }
    return Decibels.ratio(loudest, to: quietest)
  }

  /// How loud the first two are as one channel, beside the louder of them, in decibels.
  var mixLoss: Double? {
    let powers = powers
    guard powers.count > 1 else { return nil }
    let louder = max(powers[0], powers[1])
    guard louder > 0 else { return nil }
    let mean = (sums[0] + sums[1]) / count
    let together = max(0, mixed / count - mean * mean) / 4
    return Decibels.ratio(together, to: louder)
  }

  private var powers: [Double] {
    guard count > 0 else { return sums.map { _ in 0 } }
    return zip(sums, squares).map { sum, squares in
      let mean = sum / count
      let power = squares / count - mean * mean
      // What is left of a sound that stands still is the rounding of its sums.
      return power > 1e-12 * squares / count ? power : 0
    }
  }
}
