internal import Model

/// How far a plain background extends into a picture from each side, and the colours of its edges.
struct PlainMargins {
  /// The width of the plain margin at the left, in pixels of the original.
  private(set) var left = 0
  /// The width of the plain margin at the right, in pixels of the original.
  private(set) var right = 0
  /// The height of the plain margin at the top, in pixels of the original.
  private(set) var top = 0
  /// The height of the plain margin at the bottom, in pixels of the original.
  private(set) var bottom = 0
  private let picture: AnalysisPicture

  /// Creates margins for comparing the colours of edges; the widths stay 0.
  init(edgesOf picture: AnalysisPicture) { self.picture = picture }

  /// Measures the plain margins of a picture; they stay 0 for a picture that is plain all over.
  init(_ picture: AnalysisPicture) {
    self.init(edgesOf: picture)
    let (width, height) = (picture.size.width, picture.size.height)
    let rows = (0..<height).prefix { isPlain(row: $0) }.count
    // A picture that is plain all over has no content to crop to.
    guard rows < height else { return }
    top = original(rows, of: height, picture.original.height)
    let plainRowsBelow = (0..<height).reversed().prefix { isPlain(row: $0) }.count
    bottom = original(plainRowsBelow, of: height, picture.original.height)
    let columns = (0..<width).prefix { isPlain(column: $0) }.count
    left = original(columns, of: width, picture.original.width)
    let plainColumnsRight = (0..<width).reversed().prefix { isPlain(column: $0) }.count
    right = original(plainColumnsRight, of: width, picture.original.width)
  }

  /// Converts lines of the analysis picture to pixels of the original, leaving out the line at
  /// which the margin ends.
  private func original(_ lines: Int, of side: Int, _ whole: Int) -> Int {
    max(0, lines - 1) * whole / side
  }

  private func isPlain(row: Int) -> Bool {
    isPlain(start: 3 * row * picture.size.width, step: 3, count: picture.size.width)
  }

  private func isPlain(column: Int) -> Bool {
    isPlain(start: 3 * column, step: 3 * picture.size.width, count: picture.size.height)
  }

  /// The maximum difference between neighbouring values on a backdrop, which allows for noise.
  private static let noiseRange = 10
  /// The maximum difference from a line's median, which allows for light that falls off.
  private static let falloffRange = 28
  /// One value in this many may differ by more.
  private static let strayDivisor = 200

  /// Returns whether a row or a column of values is plain in all channels.
  private func isPlain(start: Int, step: Int, count: Int) -> Bool {
    let rgb = picture.rgb
    let maximumStrays = count / Self.strayDivisor
    for channel in 0..<3 {
      let middle = median(start + channel, step, count)
      var (jumpCount, farCount) = (0, 0)
      var last = Int(rgb[start + channel])
      for index in 0..<count {
        let value = Int(rgb[start + channel + index * step])
        if abs(value - last) > Self.noiseRange { jumpCount += 1 }
        if abs(value - middle) > Self.falloffRange { farCount += 1 }
        if jumpCount > maximumStrays || farCount > maximumStrays { return false }
        last = value
      }
    }
    return true
  }

  private func median(_ start: Int, _ step: Int, _ count: Int) -> Int {
    var counts = [Int](repeating: 0, count: 256)
    for index in 0..<count { counts[Int(picture.rgb[start + index * step])] += 1 }
    return Self.median(of: counts, count)
  }

  /// Returns the median of a histogram with `count` entries.
  private static func median(of counts: [Int], _ count: Int) -> Int {
    var passed = 0
    for (value, number) in counts.enumerated() {
      passed += number
      if 2 * passed >= count { return value }
    }
    return 0
  }

  // MARK: Colours of edges

  /// The maximum difference between the colours of two bars of one pair.
  private static let barRange = 20

  /// Whether the upper and the lower edge have nearly the same colour.
  var hasMatchingTopAndBottom: Bool {
    let (width, height) = (picture.size.width, picture.size.height)
    return areAlike(0, 3 * (height - 1) * width, step: 3, count: width)
  }

  /// Whether the left and the right edge have nearly the same colour.
  var hasMatchingSides: Bool {
    let (width, height) = (picture.size.width, picture.size.height)
    return areAlike(0, 3 * (width - 1), step: 3 * width, count: height)
  }

  /// Returns whether two lines have nearly the same median colour.
  private func areAlike(_ one: Int, _ other: Int, step: Int, count: Int) -> Bool {
    (0..<3).allSatisfy { channel in
      let values = [one, other].map { median($0 + channel, step, count) }
      return abs(values[0] - values[1]) <= Self.barRange
    }
  }

  /// The median colour of the upper and the lower edge.
  var topAndBottomColor: PixelColor {
    let (width, height) = (picture.size.width, picture.size.height)
    return color { counts, channel in
      for row in Set([0, height - 1]) {
        for column in 0..<width {
          counts[Int(picture.rgb[3 * (row * width + column) + channel])] += 1
        }
      }
    }
  }

  /// The median colour of the left and the right edge.
  var sideColor: PixelColor {
    let (width, height) = (picture.size.width, picture.size.height)
    return color { counts, channel in
      for column in Set([0, width - 1]) {
        for row in 0..<height {
          counts[Int(picture.rgb[3 * (row * width + column) + channel])] += 1
        }
      }
    }
  }

  /// Returns the median colour of the values that `count` adds to a histogram for each channel.
  private func color(_ count: (inout [Int], Int) -> Void) -> PixelColor {
    let values = (0..<3).map { channel in
      var counts = [Int](repeating: 0, count: 256)
      count(&counts, channel)
      return UInt8(Self.median(of: counts, counts.reduce(0, +)))
    }
    return PixelColor(red: values[0], green: values[1], blue: values[2])
  }
}
