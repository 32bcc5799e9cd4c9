internal import Colors
internal import Model

/// The colours that a PNG states as numbers: white and primaries in `cHRM`, a curve in `gAMA`.
struct PNGColors {
  /// The name of a known colour space, or a description of what is known.
  let colorSpace: ColorSpace
  /// An ICC profile of these colours; `nil` if the colour space has a name.
  let profile: [UInt8]?

  /// The x and y of white, red, green and blue in 100,000ths.
  private typealias Points = [Int]

  private static let sRGB: Points = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]
  private static let spaces: [(name: String, points: Points)] = [
    ("Display P3", [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]),
    ("Adobe RGB", [31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000]),
    ("BT.2020", [31270, 32900, 70800, 29200, 17000, 79700, 13100, 4600]),
  ]
  /// The largest difference from the points of a known space, because writers round differently.
  private static let tolerance = 1000
  /// Exponents near 1/2.2, with which writers state the curves of these spaces.
  private static let usualGammas = 44_000...47_000

  /// Returns `nil` if the file states no valid numbers.
  init?(gamma: Int?, chromaticities: ByteView?) {
    let gamma = gamma.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    let points = chromaticities.map { data in (0..<8).map { data.u32($0 * 4) ?? -1 } }
      .flatMap { Self.areColors($0) ? $0 : nil }
    guard gamma != nil || points != nil else { return nil }
    let isUsual = gamma.map(Self.usualGammas.contains) ?? true
    let words = gamma.flatMap { gamma in
      isUsual ? nil : "gamma \(Decimal.text(100_000, over: gamma, digits: 2))"
    }
    guard let points, !Self.are(points, Self.sRGB) else {
      colorSpace = words.map { .named($0) } ?? .sRGB
      profile = nil
      return
    }
    let known = Self.spaces.first { Self.are(points, $0.points) }
    if isUsual, let known {
      colorSpace = .named(known.name)
      profile = nil
      return
    }
    colorSpace = .named(
      [known?.name ?? "primaries of its own", words].compactMap(\.self).joined(separator: ", "))
    profile = ColorProfile.bytes(points: points, gamma: gamma.map { 100_000 / Double($0) })
  }

  private static func are(_ points: Points, _ others: Points) -> Bool {
    zip(points, others).allSatisfy { abs($0 - $1) <= tolerance }
  }

  /// Whether the primaries span a triangle that contains white.
  private static func areColors(_ points: Points) -> Bool {
    guard points.allSatisfy({ (0...100_000).contains($0) }),
      stride(from: 1, to: 8, by: 2).allSatisfy({ points[$0] > 0 })
    else { return false }
    func side(_ first: Int, _ second: Int, _ third: Int) -> Int {
      (points[2 * second] - points[2 * first]) * (points[2 * third + 1] - points[2 * first + 1])
        - (points[2 * second + 1] - points[2 * first + 1]) * (points[2 * third] - points[2 * first])
    }
    let sides = [side(1, 2, 0), side(2, 3, 0), side(3, 1, 0)]
    return sides.allSatisfy { $0 > 0 } || sides.allSatisfy { $0 < 0 }
  }
}
