internal import Model

/// How far plain background reaches into a picture from each of its sides, and the colours of its edges.
struct PlainMargins {
  /// Pixels of the original.
  private(set) var left = 0
  private(set) var right = 0
  private(set) var top = 0
  private(set) var bottom = 0
  private let picture: AnalysisPicture

  /// Of the edges' colours alone.
  init(edgesOf picture: AnalysisPicture) { self.picture = picture }

  init(_ picture: AnalysisPicture) {
    self.init(edgesOf: picture)
    let (width, height) = (picture.size.width, picture.size.height)
    let rows = (0..<height).prefix { isPlain(row: $0) }.count
    // A picture that is plain all over has no content to crop to.
    guard rows < height else { return }
    top = original(rows, of: height, picture.original.height)
    let lower = (0..<height).reversed().prefix { isPlain(row: $0) }.count
    bottom = original(lower, of: height, picture.original.height)
    let columns = (0..<width).prefix { isPlain(column: $0) }.count
    left = original(columns, of: width, picture.original.width)
    let further = (0..<width).reversed().prefix { isPlain(column: $0) }.count
    right = original(further, of: width, picture.original.width)
  }

  /// What is plain in the small picture, in pixels of the original; the line where it ends is left out.
  private func original(_ lines: Int, of side: Int, _ whole: Int) -> Int {
    max(0, lines - 1) * whole / side
  }

  private func isPlain(row: Int) -> Bool {
    isPlain(start: 3 * row * picture.size.width, step: 3, count: picture.size.width)
  }

  private func isPlain(column: Int) -> Bool {
    isPlain(start: 3 * column, step: 3 * picture.size.width, count: picture.size.height)
  }

  /// How far values next to each other may differ on a backdrop, for noise, and along a whole line, for
  /// light that falls off; and how many may differ more.
  private static let nearby = 10
  private static let along = 28
  private static let strays = 200

  private func isPlain(start: Int, step: Int, count: Int) -> Bool {
    let rgb = picture.rgb
    let most = count / Self.strays
    for channel in 0..<3 {
      let middle = median(start + channel, step, count)
      var (jumps, far) = (0, 0)
      var last = Int(rgb[start + channel])
      for place in 0..<count {
        let value = Int(rgb[start + channel + place * step])
        if abs(value - last) > Self.nearby { jumps += 1 }
        if abs(value - middle) > Self.along { far += 1 }
        if jumps > most || far > most { return false }
        last = value
      }
    }
    return true
  }

  private func median(_ start: Int, _ step: Int, _ count: Int) -> Int {
    var counts = [Int](repeating: 0, count: 256)
    for place in 0..<count { counts[Int(picture.rgb[start + place * step])] += 1 }
    return Self.median(of: counts, count)
  }

  private static func median(of counts: [Int], _ count: Int) -> Int {
    var passed = 0
    for (value, number) in counts.enumerated() {
      passed += number
      if 2 * passed >= count { return value }
    }
    return 0
  }

  // MARK: Colours of edges

  /// Bars are of one colour.
  private static let alike = 20

  /// Whether the upper and the lower edge have about the same colour,
  var areEndsAlike: Bool {
    let (width, height) = (picture.size.width, picture.size.height)
    return areAlike(0, 3 * (height - 1) * width, step: 3, count: width)
  }

  /// and the left and the right one.
  var areSidesAlike: Bool {
    let (width, height) = (picture.size.width, picture.size.height)
    return areAlike(0, 3 * (width - 1), step: 3 * width, count: height)
  }

  private func areAlike(_ one: Int, _ other: Int, step: Int, count: Int) -> Bool {
    (0..<3).allSatisfy { channel in
      let values = [one, other].map { median($0 + channel, step, count) }
      return abs(values[0] - values[1]) <= Self.alike
    }
  }

  /// The colour that is in the middle of those at the upper and the lower edge.
  var aboveAndBelow: PixelColor {
    let (width, height) = (picture.size.width, picture.size.height)
    return color { counts, channel in
      for row in Set([0, height - 1]) {
        for column in 0..<width {
          counts[Int(picture.rgb[3 * (row * width + column) + channel])] += 1
        }
      }
    }
  }

  /// The same of the left and the right edge.
  var beside: PixelColor {
    let (width, height) = (picture.size.width, picture.size.height)
    return color { counts, channel in
      for column in Set([0, width - 1]) {
        for row in 0..<height {
          counts[Int(picture.rgb[3 * (row * width + column) + channel])] += 1
        }
      }
    }
  }

  private func color(_ count: (inout [Int], Int) -> Void) -> PixelColor {
    let values = (0..<3).map { channel in
      var counts = [Int](repeating: 0, count: 256)
      count(&counts, channel)
      return UInt8(Self.median(of: counts, counts.reduce(0, +)))
    }
    return PixelColor(red: values[0], green: values[1], blue: values[2])
  }
}
