internal import CLCMS
internal import CRaster

/// Converts colours of a profile with three curves and a matrix into sRGB by lookup tables.
///
/// The tables take a fraction of Little CMS's time. They are computed from its own values for
/// the profile, and `ColorPipeline` checks their results against its transform.
package struct ColorShaper: Equatable, Sendable {
  /// The amounts that each value of each channel contributes to linear red, green and blue.
  package let contributions: [Int32]

  /// The number of contributions: four for each of 256 values of three channels.
  private static let contributionCount = 3 * 256 * 4
  /// The largest contribution; three of them can be added.
  private static let maximumContribution = 128 * Int32(castbook_shaped_one)

  /// The sRGB value for each step of linear light.
  private static let shown: [UInt8] = {
    let steps = Int(castbook_shaped_steps)
    return (0...steps).map { step in
      let light = Double(step) / Double(steps)
      let value =
        light <= 0.0031308
        ? 12.92 * light : 1.055 * castbook_lcms_power(light, 1 / 2.4) - 0.055
      return UInt8((255 * min(1, max(0, value))).rounded())
    }
  }()

  /// Creates the tables that another process has built, or returns `nil` if they are impossible.
  package init?(contributions: [Int32]) {
    guard contributions.count == Self.contributionCount,
      contributions.allSatisfy({ abs(Int($0)) <= Self.maximumContribution })
    else { return nil }
    self.contributions = contributions
  }

  /// Builds the tables, or returns `nil` for profiles of another kind.
  init?(_ profile: cmsHPROFILE, to target: cmsHPROFILE) {
    let tables = [
      cmsSigAToB0Tag, cmsSigAToB1Tag, cmsSigAToB2Tag, cmsSigDToB0Tag, cmsSigDToB1Tag,
      cmsSigDToB2Tag,
    ]
    guard unsafe cmsIsMatrixShaper(profile) != 0, unsafe cmsIsMatrixShaper(target) != 0,
      !tables.contains(where: { unsafe cmsIsTag(profile, $0) != 0 }),
      let source = unsafe Self.primaries(of: profile),
      let inverse = unsafe Self.primaries(of: target).flatMap(Self.inverted)
    else { return nil }
    let tags = [cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag]
    var contributions: [Int32] = []
    contributions.reserveCapacity(3 * 256 * 4)
    for channel in 0..<3 {
      guard let tag = unsafe cmsReadTag(profile, tags[channel]) else { return nil }
      let curve = OpaquePointer(tag)
      // The contribution of one unit of this channel to each output channel.
      let weights = inverse.map { row in
        (0..<3).reduce(0) { $0 + row[$1] * source[$1][channel] }
      }
      guard weights.allSatisfy({ $0.magnitude < 64 }) else { return nil }
      for value in 0..<256 {
        let light = unsafe Double(cmsEvalToneCurveFloat(curve, Float(value) / 255))
        guard (-1...2).contains(light) else { return nil }
        contributions +=
          weights.map { Int32(($0 * light * Double(castbook_shaped_one)).rounded()) } + [0]
      }
    }
    self.contributions = contributions
  }

  /// Returns the primaries of a profile as rows of X, Y and Z, or `nil` if one is missing.
  private static func primaries(of profile: cmsHPROFILE) -> [[Double]]? {
    let tags = [cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag]
    let points = tags.compactMap { tag in
      unsafe cmsReadTag(profile, tag)?.assumingMemoryBound(to: cmsCIEXYZ.self).pointee
    }
    guard points.count == 3 else { return nil }
    return [points.map(\.X), points.map(\.Y), points.map(\.Z)]
  }

  /// Returns the inverse of a 3 × 3 matrix, or `nil` if it is nearly singular.
  private static func inverted(_ rows: [[Double]]) -> [[Double]]? {
    /// Returns the minor without a row and a column, with indices that wrap around.
    func minor(_ row: Int, _ column: Int) -> Double {
      let (below, last) = ((row + 1) % 3, (row + 2) % 3)
      let (right, end) = ((column + 1) % 3, (column + 2) % 3)
      return rows[below][right] * rows[last][end] - rows[below][end] * rows[last][right]
    }
    let determinant = (0..<3).reduce(0) { $0 + rows[0][$1] * minor(0, $1) }
    guard determinant.magnitude > 1e-6 else { return nil }
    return (0..<3).map { row in (0..<3).map { minor($0, row) / determinant } }
  }

  /// Converts `count` pixels of three values, or of four with alpha.
  package func convert(
    _ source: UnsafeRawPointer, count: Int, channels: Int, into colors: UnsafeMutableRawPointer
  ) {
    unsafe castbook_shape(
      colors.assumingMemoryBound(to: UInt8.self), source.assumingMemoryBound(to: UInt8.self), count,
      channels, contributions, Self.shown)
  }
}
