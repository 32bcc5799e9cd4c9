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

extension Look {
  init(_ frame: SmallFrame) {
    let pixels = frame.width * frame.height
    var luma = [Int32](repeating: 0, count: pixels)
    var counts = [Int](repeating: 0, count: 64)
    var sum = 0
    var squares = 0
    unsafe frame.rgb.withUnsafeBufferPointer { rgb in
      unsafe luma.withUnsafeMutableBufferPointer { luma in
        for pixel in 0..<pixels {
          let red = unsafe Int(rgb[3 * pixel])
          let green = unsafe Int(rgb[3 * pixel + 1])
          let blue = unsafe Int(rgb[3 * pixel + 2])
          counts[(red >> 6) << 4 | (green >> 6) << 2 | blue >> 6] += 1
          // The weights of Rec. 601, which add up to 256.
          let light = 77 * red + 150 * green + 29 * blue
          unsafe luma[pixel] = Int32(light)
          sum += light
          squares += (light >> 8) * (light >> 8)
        }
      }
    }
    let plane = Plane(width: frame.width, height: frame.height, values: luma)
    let isWide = frame.width >= frame.height
    blocks = plane.means(
      across: isWide ? Self.blocksAlong : Self.blocksAcross,
      down: isWide ? Self.blocksAcross : Self.blocksAlong)
    tones = Tones(
      plane.means(
        across: isWide ? Tones.pointsAlong : Tones.pointsAcross,
        down: isWide ? Tones.pointsAcross : Tones.pointsAlong
      ).map { Int16($0 >> 4) })
    colours = counts.map { Int32($0 * Self.fullShare / pixels) }
    pattern = Self.pattern(of: plane)
    mean = (sum / pixels) >> 8
    variance = max(0, squares / pixels - mean * mean)
  }

  /// Returns eight rows of bits, each of which says whether a point is darker than its right
  /// neighbour.
  ///
  /// Two levels of brightness are too little to count, so a plain wall with a little
  /// noise has the same pattern in every frame.
  private static func pattern(of plane: Plane) -> UInt64 {
    let means = plane.means(across: 9, down: 8)
    var pattern: UInt64 = 0
    for row in 0..<8 {
      for column in 0..<8 {
        let left = means[9 * row + column]
        let isBrighter = means[9 * row + column + 1] > left + Int32(2 * level)
        pattern = pattern << 1 | (isBrighter ? 1 : 0)
      }
    }
    return pattern
  }
}

/// The brightness of a frame's pixels, in 256ths of a level.
private struct Plane {
  let width: Int
  let height: Int
  let values: [Int32]

  /// Returns the means of a grid of blocks, row by row. Blocks overlap where there are fewer
  /// pixels than blocks.
  func means(across: Int, down: Int) -> [Int32] {
    var means: [Int32] = []
    means.reserveCapacity(across * down)
    unsafe values.withUnsafeBufferPointer { values in
      for row in 0..<down {
        let rows = Self.span(row, of: down, in: height)
        for column in 0..<across {
          let columns = Self.span(column, of: across, in: width)
          var sum = 0
          for y in rows {
            for x in columns { unsafe sum += Int(values[y * width + x]) }
          }
          means.append(Int32(sum / (rows.count * columns.count)))
        }
      }
    }
    return means
  }

  /// Returns the pixels that a block covers along one side, at least one.
  private static func span(_ block: Int, of blocks: Int, in side: Int) -> Range<Int> {
    let start = block * side / blocks
    return start..<max(start + 1, (block + 1) * side / blocks)
  }
}
