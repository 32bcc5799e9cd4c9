/// The pixels of a region that are in front of its backdrop.
///
/// The backdrop is what is flat or changes gradually and is connected with the region's border.
struct SubjectMask {
  let width: Int
  let height: Int
  /// Whether each pixel belongs to a subject, in rows from the top.
  private(set) var isSubject: [Bool]
  /// The share of the region that is backdrop.
  let backdrop: Double
  /// The share of each side that the largest part of the backdrop covers: top, bottom, left, right.
  let sides: [Double]
  /// The largest part's share of all flat areas that touch the border, from 0 to 1.
  let largestPartShare: Double
  /// The range of the backdrop's hues, independent of brightness, in levels.
  let hueRange: Int

  /// The maximum difference in any channel between neighbours on a backdrop without noise.
  private static let flatRange = 6.0
  /// The maximum difference from the nearby backdrop of a pixel that belongs to it, even in a
  /// narrow gap.
  private static let similarRange = 8.0
  /// The maximum distance from a flat area that the backdrop grows, in pixels.
  private static let maximumGrowth = 12
  /// The minimum area of a flat part of the backdrop, as a share of the region.
  private static let minimumPartShare = 0.004

  /// Separates the subjects of a region from its backdrop.
  init(_ pixels: SheetPixels, _ region: SheetRegion) {
    let part = RegionPixels(pixels, region)
    width = part.width
    height = part.height
    let noise = part.noise
    let calm = noise > 1.2 ? part.smoothed : part
    let remainingNoise = noise > 1.2 ? noise / 2.5 : noise
    var marks = calm.flat(
      within: Int(Self.flatRange + 1.5 * remainingNoise), bending: Int(2 + remainingNoise))
    let largest = Self.keepBackdrop(&marks, width, height)
    largestPartShare = largest.share
    hueRange = part.tints(of: largest.members)
    Self.grow(&marks, part, within: Int(Self.similarRange + 2.5 * noise))
    isSubject = marks.map { $0 == 0 }
    let (width, height) = (width, height)
    func share(_ indices: StrideTo<Int>, from minimum: UInt8) -> Double {
      var (all, marked) = (0, 0)
      for index in indices {
        all += 1
        marked += marks[index] >= minimum ? 1 : 0
      }
      return Double(marked) / Double(max(1, all))
    }
    backdrop = share(stride(from: 0, to: marks.count, by: 1), from: Self.kept)
    sides = [
      stride(from: 0, to: width, by: 1),
      stride(from: (height - 1) * width, to: marks.count, by: 1),
      stride(from: 0, to: marks.count, by: width),
      stride(from: width - 1, to: marks.count, by: width),
    ].map { share($0, from: Self.largest) }
  }

  /// A pixel of a flat area; unmarked pixels are 0.
  private static let flat: UInt8 = 1
  /// A pixel of the backdrop.
  private static let kept: UInt8 = 2
  /// A pixel of the backdrop's largest part.
  private static let largest: UInt8 = 3

  /// Whether subjects are in front of one plain backdrop, which covers most of at least three
  /// sides.
  var isPlain: Bool {
    backdrop > 0.2 && largestPartShare > 0.8 && hueRange <= 60 && sides.count { $0 > 0.65 } >= 3
  }

  /// Keeps the large flat parts that touch the border as backdrop; returns the largest one and its
  /// share of them.
  private static func keepBackdrop(
    _ marks: inout [UInt8], _ width: Int, _ height: Int
  ) -> (share: Double, members: [Int]) {
    let minimum = Int(Double(width * height) * minimumPartShare)
    var sum = 0
    var best: [Int] = []
    for index in marks.indices where marks[index] == flat {
      let part = follow(&marks, width, from: index)
      if part.touches, part.members.count >= minimum {
        sum += part.members.count
        if part.members.count > best.count { best = part.members }
      } else {
        for member in part.members { marks[member] = 0 }
      }
    }
    for member in best { marks[member] = largest }
    return (Double(best.count) / Double(max(1, sum)), best)
  }

  /// Marks the flat pixels that are connected with a pixel, and returns whether they touch the
  /// border.
  private static func follow(
    _ marks: inout [UInt8], _ width: Int, from index: Int
  ) -> (members: [Int], touches: Bool) {
    var members = [index]
    var touches = false
    marks[index] = kept
    var seen = 0
    while seen < members.count {
      let next = members[seen]
      seen += 1
      let x = next % width
      if x == 0 || x == width - 1 || next < width || next >= marks.count - width { touches = true }
      func visit(_ other: Int) {
        guard marks[other] == flat else { return }
        marks[other] = kept
        members.append(other)
      }
      if x > 0 { visit(next - 1) }
      if x < width - 1 { visit(next + 1) }
      if next >= width { visit(next - width) }
      if next < marks.count - width { visit(next + width) }
    }
    return (members, touches)
  }

  /// Extends the backdrop to pixels that aren't flat but have its colour, such as the gap between
  /// an arm and a body or the softened rim of an object.
  ///
  /// Each pixel is compared with the flat pixel from which it was reached.
  private static func grow(_ marks: inout [UInt8], _ part: RegionPixels, within range: Int) {
    let (width, height) = (part.width, part.height)
    var edge: [(index: Int, seed: Int)] = []
    for index in marks.indices where marks[index] != 0 { edge.append((index, index)) }
    for _ in 0..<maximumGrowth {
      var next: [(index: Int, seed: Int)] = []
      for (index, seed) in edge {
        let (y, x) = index.quotientAndRemainder(dividingBy: width)
        func visit(_ other: Int) {
          guard marks[other] == 0, part.isSimilar(other, seed, range) else { return }
          marks[other] = marks[seed]
          next.append((other, seed))
        }
        if x > 0 { visit(index - 1) }
        if x < width - 1 { visit(index + 1) }
        if y > 0 { visit(index - width) }
        if y < height - 1 { visit(index + width) }
      }
      edge = next
    }
  }
}

/// A copy of the pixels of one region.
struct RegionPixels {
  let width: Int
  let height: Int
  private let rgb: [UInt8]
}

extension RegionPixels {
  init(_ pixels: SheetPixels, _ region: SheetRegion) {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(3 * region.width * region.height)
    for y in region.rows {
      let start = 3 * (y * pixels.width + region.columns.lowerBound)
      rgb += pixels.rgb[start..<start + 3 * region.width]
    }
    self.init(width: region.width, height: region.height, rgb: rgb)
  }

  /// Returns the red, green and blue levels of a pixel.
  func color(_ index: Int) -> (Int, Int, Int) {
    (Int(rgb[3 * index]), Int(rgb[3 * index + 1]), Int(rgb[3 * index + 2]))
  }

  /// Returns whether two pixels differ by at most `range` in every channel.
  func isSimilar(_ index: Int, _ other: Int, _ range: Int) -> Bool {
    for channel in 0..<3 {
      let difference = Int(rgb[3 * index + channel]) - Int(rgb[3 * other + channel])
      if difference > range || difference < -range { return false }
    }
    return true
  }

  /// Returns the range in which nine tenths of the differences between red or blue and green lie.
  func tints(of indices: [Int]) -> Int {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 511), count: 2)
    for index in indices {
      let green = Int(rgb[3 * index + 1])
      counts[0][Int(rgb[3 * index]) - green + 255] += 1
      counts[1][Int(rgb[3 * index + 2]) - green + 255] += 1
    }
    let spreads = counts.map { counts -> Int in
      var seen = 0
      var first: Int?
      for (value, count) in counts.enumerated() {
        seen += count
        if first == nil, 20 * seen > indices.count { first = value }
        if 20 * seen >= 19 * indices.count { return value - (first ?? value) }
      }
      return 0
    }
    return spreads.max() ?? 0
  }

  /// The standard deviation of the noise in the calmer half of the region, in levels.
  var noise: Double {
    guard width > 2, height > 2 else { return 0 }
    var counts = [Int](repeating: 0, count: 1021)
    var all = 0
    for y in stride(from: 1, to: height, by: 3) {
      for x in stride(from: 1, to: width - 1, by: 2) {
        let index = 3 * (y * width + x) + 1
        counts[abs(2 * Int(rgb[index]) - Int(rgb[index - 3]) - Int(rgb[index + 3]))] += 1
        all += 1
      }
    }
    // Two fifths of such sums are below 0.524 times their deviation, which is √6 times that of the
    // noise.
    var seen = 0
    for (value, count) in counts.enumerated() {
      seen += count
      if 5 * seen >= 2 * all { return Double(value) / 1.284 }
    }
    return 0
  }

  /// The region with each pixel replaced by the mean of its 3 × 3 neighbourhood.
  var smoothed: RegionPixels {
    var across = [Int](repeating: 0, count: rgb.count)
    for y in 0..<height {
      for x in 0..<width {
        let index = 3 * (y * width + x)
        let (left, right) = (x > 0 ? index - 3 : index, x < width - 1 ? index + 3 : index)
        for channel in 0..<3 {
          across[index + channel] =
            Int(rgb[left + channel]) + Int(rgb[index + channel]) + Int(rgb[right + channel])
        }
      }
    }
    var means = [UInt8](repeating: 0, count: rgb.count)
    for y in 0..<height {
      let (above, below) = (y > 0 ? -3 * width : 0, y < height - 1 ? 3 * width : 0)
      for index in 3 * y * width..<3 * (y + 1) * width {
        means[index] = UInt8(
          (across[index + above] + across[index] + across[index + below] + 4) / 9)
      }
    }
    return RegionPixels(width: width, height: height, rgb: means)
  }

  /// Returns 1 for each pixel around which the colours differ by at most `range`, or by slightly
  /// more where they change evenly, as in soft shadows.
  func flat(within range: Int, bending: Int) -> [UInt8] {
    let (low, high) = (
      extremesAcross { min($0, $1, $2) }, extremesAcross { max($0, $1, $2) }
    )
    let row = 3 * width
    return [UInt8](unsafeUninitializedCapacity: width * height) { marks, count in
      for y in 0..<height {
        let (above, below) = (y > 0 ? -row : 0, y < height - 1 ? row : 0)
        for x in 0..<width {
          let (left, right) = (x > 0 ? -3 : 0, x < width - 1 ? 3 : 0)
          var isFlat: UInt8 = 1
          for index in 3 * count..<3 * count + 3 {
            let minimum = min(low[index], low[index + above], low[index + below])
            let maximum = max(high[index], high[index + above], high[index + below])
            let found = Int(maximum) - Int(minimum)
            if found <= range { continue }
            let twice = 2 * Int(rgb[index])
            let across = Int(rgb[index + left]) + Int(rgb[index + right]) - twice
            let down = Int(rgb[index + above]) + Int(rgb[index + below]) - twice
            if found > range + Self.slope || abs(across) > bending || abs(down) > bending {
              isFlat = 0
              break
            }
          }
          marks[count] = isFlat
          count += 1
        }
      }
    }
  }

  /// The additional range of an evenly changing area.
  private static let slope = 10

  /// Returns the minimum or the maximum of each value and its left and right neighbours.
  private func extremesAcross(_ extreme: (UInt8, UInt8, UInt8) -> UInt8) -> [UInt8] {
    let row = 3 * width
    return [UInt8](unsafeUninitializedCapacity: rgb.count) { values, count in
      for start in stride(from: 0, to: rgb.count, by: row) {
        for index in start..<start + row {
          values[index] = extreme(
            rgb[index], rgb[index < start + 3 ? index : index - 3],
            rgb[index < start + row - 3 ? index + 3 : index])
        }
      }
      count = rgb.count
    }
  }
}
