/// A 64-bit hash of a picture's looks, `phash/1`. Copies that were resized, re-encoded or slightly
/// brightened differ in few bits.
///
/// `docs/decisions/0012-phash.md` defines every bit.
public struct PerceptualHash: Hashable, Sendable {
  /// The hash of the upright picture; the highest bit is the first.
  public let bits: UInt64
  /// The hash of its mirror image.
  public let mirrored: UInt64

  public init(bits: UInt64, mirrored: UInt64) {
    self.bits = bits
    self.mirrored = mirrored
  }

  /// Computes the hash of a plane; `nil` when it is not 64 × 64.
  public init?(_ plane: LumaPlane) {
    guard plane.width == LumaPlane.side, plane.height == LumaPlane.side else { return nil }
    let low = Self.lowFrequencies(of: Self.halved(plane))
    bits = Self.bits(low)
    // In a mirror image, the waves with an odd number of half periods have the opposite sign.
    mirrored = Self.bits(low.indices.map { $0 % 2 == 1 ? -low[$0] : low[$0] })
  }

  /// Returns the number of bits in which two hashes differ.
  public static func distance(_ left: UInt64, _ right: UInt64) -> Int {
    (left ^ right).nonzeroBitCount
  }

  /// Returns the number of differing bits between two upright pictures.
  public func distance(to other: PerceptualHash) -> Int { Self.distance(bits, other.bits) }

  /// Returns the number of differing bits between this picture and the mirror image of another.
  public func distance(toMirrorOf other: PerceptualHash) -> Int {
    Self.distance(bits, other.mirrored)
  }

  /// The number of samples on a side that are transformed, and of frequencies that count in each
  /// direction.
  private static let side = 32
  private static let waves = 8

  /// Returns sums of four samples: 32 × 32 values of up to 1020.
  private static func halved(_ plane: LumaPlane) -> [Int] {
    var sums = [Int](repeating: 0, count: side * side)
    for (index, sample) in plane.samples.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: 2 * side)
      sums[row / 2 * side + column / 2] += Int(sample)
    }
    return sums
  }

  /// Returns the 8 × 8 lowest frequencies of the discrete cosine transform, unscaled. Each row has
  /// one vertical frequency.
  private static func lowFrequencies(of values: [Int]) -> [Int] {
    var across = [Int](repeating: 0, count: side * waves)
    for row in 0..<side {
      for wave in 0..<waves {
        across[row * waves + wave] = (0..<side).reduce(0) { sum, column in
          sum + values[row * side + column] * cosine[wave * side + column]
        }
      }
    }
    var low = [Int](repeating: 0, count: waves * waves)
    for down in 0..<waves {
      for wave in 0..<waves {
        low[down * waves + wave] = (0..<side).reduce(0) { sum, row in
          sum + across[row * waves + wave] * cosine[down * side + row]
        }
      }
    }
    return low
  }

  /// Returns one bit for each value, set when the value is above the median; the first value gives
  /// the highest bit.
  private static func bits(_ low: [Int]) -> UInt64 {
    let sorted = low.sorted()
    let twiceMedian = sorted[low.count / 2 - 1] + sorted[low.count / 2]
    return low.reduce(0) { $0 << 1 | (2 * $1 > twiceMedian ? 1 : 0) }
  }

  /// 16384 · cos((2 · column + 1) · wave · π / 64), in eight rows of 32.
  private static let cosine: [Int] = (0..<waves).flatMap { wave in
    (0..<side).map { column in
      // The angle is in 64ths of π; the table holds the cosines of a quarter of the circle.
      let angle = (2 * column + 1) * wave % 128
      let half = min(angle, 128 - angle)
      return half <= 32 ? quarter[half] : -quarter[64 - half]
    }
  }

  /// 16384 · cos(n · π / 64), rounded to whole numbers, for n from 0 to 32.
  private static let quarter = [
    16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137, 14811, 14449, 14053, 13623,
    13160, 12665, 12140, 11585, 11003, 10394, 9760, 9102, 8423, 7723, 7005, 6270, 5520, 4756, 3981,
    3196, 2404, 1606, 804, 0,
  ]
}
