/// What a frame looks like, in a few hundred numbers by which two frames can be compared.
struct Look: Sendable {
  /// The number of blocks along the longer side whose brightness is compared.
  static let blocksAlong = 10
  /// The number of blocks along the shorter side.
  static let blocksAcross = 9
  static let blockCount = blocksAlong * blocksAcross
  /// One level of brightness, in the units of `blocks`.
  static let level = 256
  /// The sum of all shares in `colours`.
  static let fullShare = 1 << 16

  /// The mean brightness of each block, in 256ths of a level.
  let blocks: [Int32]
  /// The shares of 64 colours (four levels of each primary), which add up to about `fullShare`.
  let colours: [Int32]
  /// The brightness of a finer grid of points, by which fades are found.
  let tones: Tones
  /// One bit for each of 64 points: whether it is darker than its right neighbour by more
  /// than two levels.
  let pattern: UInt64
  /// The mean brightness, in whole levels.
  let mean: Int
  /// The variance of the brightness, in whole levels squared.
  let variance: Int
}

extension Look {
  /// Whether the frame shows nothing: it is black, white or a single colour.
  var isBlank: Bool {
    // Below the first limit and above the second a picture has no tones left; a standard
    // deviation of 6 levels is what a grey wall with the noise of a phone has.
    mean < 12 || mean > 243 || variance < 36
  }

  /// Returns the sum over all blocks of their differences in brightness, in 256ths of a
  /// level.
  func difference(to other: Look) -> Int {
    var sum = 0
    for index in blocks.indices { sum += Int(abs(blocks[index] - other.blocks[index])) }
    return sum
  }

  /// Returns the share of pixels that would have to change their colour, from 0 to `fullShare`.
  func colourDistance(to other: Look) -> Int {
    var sum = 0
    for index in colours.indices { sum += Int(abs(colours[index] - other.colours[index])) }
    return sum / 2
  }

  /// Returns how similar two frames look, from 0 to `fullShare`.
  ///
  /// It is the smallest of the similarities of their patterns, their colours and their
  /// brightness.
  func likeness(to other: Look) -> Int {
    // The patterns of two unrelated pictures agree in half of their 64 bits.
    let differing = (pattern ^ other.pattern).nonzeroBitCount
    let patterns = Self.fullShare * max(0, 32 - differing) / 32
    let cut = CutRule.certainCutStep * Self.level * Self.blockCount
    let light = Self.fullShare * max(0, cut - difference(to: other)) / cut
    return max(0, min(patterns, light, Self.fullShare - colourDistance(to: other)))
  }
}
