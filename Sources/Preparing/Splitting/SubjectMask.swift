/// Which pixels of a region stand before its backdrop. The backdrop is what is flat, or falls off softly, and
/// hangs together with the frame.
struct SubjectMask {
  let width: Int
  let height: Int
  /// One a pixel, rows from the top: whether it belongs to something.
  private(set) var isSubject: [Bool]
  /// The share of the region that is backdrop,
  let backdrop: Double
  /// and the share of each side that its largest part has: top, bottom, left, right.
  let sides: [Double]
  /// How much of what is flat and touches the frame hangs together, 0 to 1.
  let unity: Double
  /// How far its colours differ, apart from how light they are: in levels.
  let tints: Int

  /// Neighbours on a backdrop without noise differ by no more, in any channel.
  private static let flatRange = 6.0
  /// What is as like the backdrop nearby as this belongs to it, however narrow the place.
  private static let likeRange = 8.0
  /// How far from what is flat the backdrop may reach, in pixels.
  private static let farthest = 12
  /// A flat part that is smaller is none of the backdrop.
  private static let leastPart = 0.004

  init(_ pixels: SheetPixels, _ region: SheetRegion) {
    let part = RegionPixels(pixels, region)
    width = part.width
    height = part.height
    let noise = part.noise
    let calm = noise > 1.2 ? part.smoothed : part
    let left = noise > 1.2 ? noise / 2.5 : noise
    var marks = calm.flat(
      within: Int(Self.flatRange + 1.5 * left), bending: Int(2 + left))
    let largest = Self.keepBackdrop(&marks, width, height)
    unity = largest.share
    tints = part.tints(of: largest.members)
    Self.grow(&marks, part, within: Int(Self.likeRange + 2.5 * noise))
    isSubject = marks.map { $0 == 0 }
    let (width, height) = (width, height)
    func share(_ places: StrideTo<Int>, from least: UInt8) -> Double {
      var (all, marked) = (0, 0)
      for place in places {
        all += 1
        marked += marks[place] >= least ? 1 : 0
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

  /// Marks of pixels: 0 is nothing.
  private static let flat: UInt8 = 1
  private static let kept: UInt8 = 2
  private static let largest: UInt8 = 3

  /// Whether things stand before one plain backdrop: it fills most of three sides at the least.
  var isPlain: Bool {
    backdrop > 0.2 && unity > 0.8 && tints <= 60 && sides.count { $0 > 0.65 } >= 3
  }

  /// Of what is flat, keeps the large parts that touch the frame; the largest one, and its share of them.
  private static func keepBackdrop(
    _ marks: inout [UInt8], _ width: Int, _ height: Int
  ) -> (share: Double, members: [Int]) {
    let least = Int(Double(width * height) * leastPart)
    var sum = 0
    var best: [Int] = []
    for place in marks.indices where marks[place] == flat {
      let part = follow(&marks, width, from: place)
      if part.touches, part.members.count >= least {
        sum += part.members.count
        if part.members.count > best.count { best = part.members }
      } else {
        for member in part.members { marks[member] = 0 }
      }
    }
    for member in best { marks[member] = largest }
    return (Double(best.count) / Double(max(1, sum)), best)
  }

  /// Marks as kept what is flat and hangs together with a place; whether it touches the frame.
  private static func follow(
    _ marks: inout [UInt8], _ width: Int, from place: Int
  ) -> (members: [Int], touches: Bool) {
    var members = [place]
    var touches = false
    marks[place] = kept
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

  /// Lets the backdrop grow into what is not flat but has its colour: the gap between an arm and a body, the
  /// softened rim of a thing. Each pixel is compared with the flat one that it was reached from.
  private static func grow(_ marks: inout [UInt8], _ part: RegionPixels, within range: Int) {
    let (width, height) = (part.width, part.height)
    var edge: [(place: Int, seed: Int)] = []
    for place in marks.indices where marks[place] != 0 { edge.append((place, place)) }
    for _ in 0..<farthest {
      var next: [(place: Int, seed: Int)] = []
      for (place, seed) in edge {
        let (y, x) = place.quotientAndRemainder(dividingBy: width)
        func visit(_ other: Int) {
          guard marks[other] == 0, part.isLike(other, seed, range) else { return }
          marks[other] = marks[seed]
          next.append((other, seed))
        }
        if x > 0 { visit(place - 1) }
        if x < width - 1 { visit(place + 1) }
        if y > 0 { visit(place - width) }
        if y < height - 1 { visit(place + width) }
      }
      edge = next
    }
  }
}

/// The pixels of a region alone.
struct RegionPixels {
  let width: Int
  let height: Int
  private let rgb: [UInt8]

  init(_ pixels: SheetPixels, _ region: SheetRegion) {
    width = region.width
    height = region.height
    var rgb: [UInt8] = []
    rgb.reserveCapacity(3 * width * height)
    for y in region.rows {
      let start = 3 * (y * pixels.width + region.columns.lowerBound)
      rgb += pixels.rgb[start..<start + 3 * region.width]
    }
    self.rgb = rgb
  }

  private init(width: Int, height: Int, rgb: [UInt8]) {
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  func color(_ place: Int) -> (Int, Int, Int) {
    (Int(rgb[3 * place]), Int(rgb[3 * place + 1]), Int(rgb[3 * place + 2]))
  }

  func isLike(_ place: Int, _ other: Int, _ range: Int) -> Bool {
    for channel in 0..<3 {
      let difference = Int(rgb[3 * place + channel]) - Int(rgb[3 * other + channel])
      if difference > range || difference < -range { return false }
    }
    return true
  }

  /// How far red and blue differ from green in some places, where nine tenths of them are.
  func tints(of places: [Int]) -> Int {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 511), count: 2)
    for place in places {
      let green = Int(rgb[3 * place + 1])
      counts[0][Int(rgb[3 * place]) - green + 255] += 1
      counts[1][Int(rgb[3 * place + 2]) - green + 255] += 1
    }
    let spreads = counts.map { counts -> Int in
      var seen = 0
      var first: Int?
      for (value, count) in counts.enumerated() {
        seen += count
        if first == nil, 20 * seen > places.count { first = value }
        if 20 * seen >= 19 * places.count { return value - (first ?? value) }
      }
      return 0
    }
    return spreads.max() ?? 0
  }

  /// How strong noise is in the calmer half of it: a standard deviation, in levels.
  var noise: Double {
    guard width > 2, height > 2 else { return 0 }
    var counts = [Int](repeating: 0, count: 1021)
    var all = 0
    for y in stride(from: 1, to: height, by: 3) {
      for x in stride(from: 1, to: width - 1, by: 2) {
        let place = 3 * (y * width + x) + 1
        counts[abs(2 * Int(rgb[place]) - Int(rgb[place - 3]) - Int(rgb[place + 3]))] += 1
        all += 1
      }
    }
    // Two fifths of such sums lie below 0.524 times their deviation, which is the noise's times √6.
    var seen = 0
    for (value, count) in counts.enumerated() {
      seen += count
      if 5 * seen >= 2 * all { return Double(value) / 1.284 }
    }
    return 0
  }

  /// Each pixel the mean of three by three.
  var smoothed: RegionPixels {
    var across = [Int](repeating: 0, count: rgb.count)
    for y in 0..<height {
      for x in 0..<width {
        let place = 3 * (y * width + x)
        let (left, right) = (x > 0 ? place - 3 : place, x < width - 1 ? place + 3 : place)
        for channel in 0..<3 {
          across[place + channel] =
            Int(rgb[left + channel]) + Int(rgb[place + channel]) + Int(rgb[right + channel])
        }
      }
    }
    var means = [UInt8](repeating: 0, count: rgb.count)
    for y in 0..<height {
      let (above, below) = (y > 0 ? -3 * width : 0, y < height - 1 ? 3 * width : 0)
      for place in 3 * y * width..<3 * (y + 1) * width {
        means[place] = UInt8(
          (across[place + above] + across[place] + across[place + below] + 4) / 9)
      }
    }
    return RegionPixels(width: width, height: height, rgb: means)
  }

  /// Marks with 1 each pixel around which the colours differ by no more than a range, or by a little more
  /// where they rise and fall evenly, as soft shadows do.
  func flat(within range: Int, bending: Int) -> [UInt8] {
    let (low, high) = extremesAcross
    let row = 3 * width
    var marks = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      let (above, below) = (y > 0 ? -row : 0, y < height - 1 ? row : 0)
      for x in 0..<width {
        let (left, right) = (x > 0 ? -3 : 0, x < width - 1 ? 3 : 0)
        var isFlat: UInt8 = 1
        for place in 3 * (y * width + x)..<3 * (y * width + x) + 3 {
          let least = min(low[place], low[place + above], low[place + below])
          let most = max(high[place], high[place + above], high[place + below])
          let found = Int(most) - Int(least)
          if found <= range { continue }
          let twice = 2 * Int(rgb[place])
          let across = Int(rgb[place + left]) + Int(rgb[place + right]) - twice
          let down = Int(rgb[place + above]) + Int(rgb[place + below]) - twice
          if found > range + Self.slope || abs(across) > bending || abs(down) > bending {
            isFlat = 0
          }
        }
        marks[y * width + x] = isFlat
      }
    }
    return marks
  }

  /// How much steeper than it is flat an even slope may be.
  private static let slope = 10

  /// The least and the greatest of each pixel and its neighbours to both sides.
  private var extremesAcross: (low: [UInt8], high: [UInt8]) {
    var (low, high) = (rgb, rgb)
    for y in 0..<height {
      for x in 0..<width {
        for place in 3 * (y * width + x)..<3 * (y * width + x) + 3 {
          if x > 0 {
            low[place] = min(low[place], rgb[place - 3])
            high[place] = max(high[place], rgb[place - 3])
          }
          if x < width - 1 {
            low[place] = min(low[place], rgb[place + 3])
            high[place] = max(high[place], rgb[place + 3])
          }
        }
      }
    }
    return (low, high)
  }
}
