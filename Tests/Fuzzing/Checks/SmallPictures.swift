import Decoding
import Model

@testable import Media

/// Measured pictures, and the profiles of their colours.
enum SmallPictures {
  /// The invariants of a small picture, in every orientation.
  static func look(at small: SmallPicture, _ profile: [UInt8]?) throws {
    if let native = small.statistics {
      let pixels = small.codedSize.pixelCount
      try must(native.pairs <= pixels && native.equal <= native.pairs, "too many pairs")
      try must(native.equalExtremes <= native.equal, "too many equal pairs at the ends")
      for grid in [native.across, native.down] {
        try must(
          zip(grid.excess, grid.counted).allSatisfy {
            $0 <= NativeStatistics.Grid.maximumExcess * $1
          }, "more levels than differences can add")
      }
    }
    var facts = ImageFacts(codedSize: small.codedSize, depth: 8, channels: 3)
    // The expensive half is equal for all of them.
    facts.orientation = .rightMirrored
    facts.color = profile.flatMap { ICCProfile(ByteView($0)) }?.colorSpace ?? .untagged
    let picture = AnalysisPicture(small, profile: profile, facts)
    try must(picture?.original == facts.size, "it is not measured")
    try must(
      picture?.size == small.size.upright(facts.orientation), "measured in another size")
  }

  /// Applies a profile of any bytes to pictures of a few colours.
  static func profile(_ bytes: [UInt8]) throws {
    let size = PixelSize(width: 6, height: 4)
    for colors in [SmallPicture.Colors.grey, .rgb, .cmyk, .lab] {
      let pixels = (0..<colors.channels * size.pixelCount).map { UInt8($0 * 37 % 256) }
      guard
        let small = SmallPicture(
          codedSize: size, colors: colors, pixels: pixels, statistics: nil)
      else { throw Breach("no picture of \(colors)") }
      for color in [ColorSpace.profile("any"), .cmyk(nil), .sRGB] {
        let seen = ColorLibrary.sRGB(small, profile: bytes, color)
        try must(seen.count == 3 * size.pixelCount, "\(seen.count) values")
        try must(
          seen == ColorLibrary.sRGB(small, profile: bytes, color), "not the same a second time")
      }
    }
  }
}
