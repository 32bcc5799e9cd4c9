/// What a picture looks like in 64 bits, `phash/1`: copies that were resized, coded anew or made a
/// little brighter differ in few of them. `docs/decisions/0012-phash.md` states it to the last bit.
public struct PerceptualHash: Hashable, Sendable {
  /// Of the upright picture: the first of its bits is the highest one.
  public let bits: UInt64
  /// Of its mirror image.
  public let mirrored: UInt64

  public init(bits: UInt64, mirrored: UInt64) {
    self.bits = bits
    self.mirrored = mirrored
  }

  /// The hash of a plane; nothing where it is not 64 × 64.
  public init?(_ plane: LumaPlane) {
    guard plane.width == LumaPlane.side, plane.height == LumaPlane.side else { return nil }
    let low = Self.lowFrequencies(of: Self.halved(plane))
    bits = Self.bits(low)
    // A mirror image has the odd waves the other way round.
    mirrored = Self.bits(low.indices.map { $0 % 2 == 1 ? -low[$0] : low[$0] })
  }

  /// How many bits of two hashes differ.
  public static func distance(_ left: UInt64, _ right: UInt64) -> Int {
    (left ^ right).nonzeroBitCount
  }

  /// How many bits differ between two upright pictures.
  public func distance(to other: PerceptualHash) -> Int { Self.distance(bits, other.bits) }

  /// How many bits differ between a picture and the mirror image of another.
  public func distance(toMirrorOf other: PerceptualHash) -> Int {
    Self.distance(bits, other.mirrored)
  }

  /// Samples of a side that the waves are found in, and waves of a side that count.
  private static let side = 32
  private static let waves = 8

  /// Sums of four samples: 32 × 32 values up to 1020.
  private static func halved(_ plane: LumaPlane) -> [Int] {
    var sums = [Int](repeating: 0, count: side * side)
    for (place, sample) in plane.samples.enumerated() {
      let (row, column) = place.quotientAndRemainder(dividingBy: 2 * side)
      sums[row / 2 * side + column / 2] += Int(sample)
    }
    return sums
  }

  /// The 8 × 8 lowest of the discrete cosine transform, without scale; rows are of one frequency down.
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

  /// A bit for each value, one where it is above the median of all; the first is the highest.
  private static func bits(_ low: [Int]) -> UInt64 {
    let sorted = low.sorted()
    let twiceMedian = sorted[low.count / 2 - 1] + sorted[low.count / 2]
    return low.reduce(0) { $0 << 1 | (2 * $1 > twiceMedian ? 1 : 0) }
  }

  /// 16384 · cos((2 · column + 1) · wave · π / 64), eight rows of 32.
  private static let cosine: [Int] = (0..<waves).flatMap { wave in
    (0..<side).map { column in
      // In 64ths of π, of which the cosine is known for a quarter of the circle.
      let angle = (2 * column + 1) * wave % 128
      let half = min(angle, 128 - angle)
      return half <= 32 ? quarter[half] : -quarter[64 - half]
    }
  }

  /// 16384 · cos(n · π / 64), to the nearest whole number, for n from 0 to 32.
  private static let quarter = [
    16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137, 14811, 14449, 14053, 13623,
    13160, 12665, 12140, 11585, 11003, 10394, 9760, 9102, 8423, 7723, 7005, 6270, 5520, 4756, 3981,
    3196, 2404, 1606, 804, 0,
  ]
}
