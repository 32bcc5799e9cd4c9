/// What a frame looks like, in a few hundred numbers that two frames are compared by.
struct Look: Sendable {
  /// Blocks across and down whose brightness is compared; along the longer side there are ten.
  static let blocksAlong = 10
  static let blocksAcross = 9
  static let blockCount = blocksAlong * blocksAcross
  /// What one step of brightness counts in `blocks`.
  static let step = 256
  /// What all pixels together count in `colours`.
  static let whole = 1 << 16

  /// The mean brightness of each block, in 256ths.
  let blocks: [Int32]
  /// The shares of 64 kinds of colour, four levels of each primary.
  let colours: [Int32]
  /// The brightness of more places, by which fades are found.
  let tones: Tones
  /// Whether each of 64 places is brighter than its left neighbour.
  let pattern: UInt64
  /// The mean of the brightness,
  let mean: Int
  /// and its variance; both in whole steps.
  let variance: Int
}

extension Look {
  /// Nothing can be seen in it: black, white, or one colour all over.
  var isBlank: Bool {
    // Below the first two and above the last a picture has no tones left; a spread of 6 steps is what
    // a grey wall with the noise of a phone has.
    mean < 12 || mean > 243 || variance < 36
  }

  /// How far the brightness of the blocks lies apart: the sum over all, in 256ths.
  func difference(to other: Look) -> Int {
    var sum = 0
    for place in blocks.indices { sum += Int(abs(blocks[place] - other.blocks[place])) }
    return sum
  }

  /// The share of pixels that would have to change their colour, of `whole`.
  func colourDistance(to other: Look) -> Int {
    var sum = 0
    for place in colours.indices { sum += Int(abs(colours[place] - other.colours[place])) }
    return sum / 2
  }

  /// How alike two frames look, 0 to `whole`: as far as their patterns, their colours and their
  /// brightness all are.
  func likeness(to other: Look) -> Int {
    // Patterns of pictures that have nothing in common agree in half of their 64 places.
    let differing = (pattern ^ other.pattern).nonzeroBitCount
    let patterns = Self.whole * max(0, 32 - differing) / 32
    let cut = CutRule.plainCut * Self.step * Self.blockCount
    let light = Self.whole * max(0, cut - difference(to: other)) / cut
    return max(0, min(patterns, light, Self.whole - colourDistance(to: other)))
  }
}
