extension Look {
  /// Measures a frame.
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

  /// Returns eight rows of bits, each of which tells whether a point is darker than its right
  /// neighbour.
  ///
  /// Two levels of brightness are too little to count, so that a plain wall with a little
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
