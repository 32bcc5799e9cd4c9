import Colors
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
    let picture = try? AnalysisPicture(small, profile: nil, facts)
    try must(picture?.original == facts.size, "it is not measured")
    try must(
      picture?.size == small.size.upright(facts.orientation), "measured in another size")
  }

  /// Applies a profile of any bytes to pictures of a few colours, as `castbook-media` does.
  static func profile(_ bytes: [UInt8]) throws {
    let count = 24
    for colors in [SmallPicture.Colors.grey, .rgb, .cmyk, .lab] {
      for (hasAlpha, depth) in [(false, 8), (true, 8), (false, 16)] {
        let kind = ColorPipeline.Kind(
          profile: bytes, color: .untagged, colors: colors, hasAlpha: hasAlpha, depth: depth)
        guard let pipeline = ColorPipeline(kind) else { continue }
        let pixels = (0..<kind.pixelBytes * count).map { UInt8($0 * 37 % 256) }
        let seen = converted(pixels, count, by: pipeline, kind)
        try must(seen == converted(pixels, count, by: pipeline, kind), "not the same a second time")
        guard let tables = pipeline.shaper else { continue }
        try must(
          ColorShaper(contributions: tables.contributions) == tables, "tables that are refused")
      }
    }
  }

  private static func converted(
    _ pixels: [UInt8], _ count: Int, by pipeline: ColorPipeline, _ kind: ColorPipeline.Kind
  ) -> [UInt8] {
    var colors = [UInt8](repeating: 0, count: kind.convertedBytes * count)
    pixels.withUnsafeBytes { pixels in
      colors.withUnsafeMutableBytes { colors in
        guard let from = pixels.baseAddress, let into = colors.baseAddress else { return }
        pipeline.convert(from, count: count, into: into)
      }
    }
    return colors
  }

  /// Reads the messages about colours, which either side may send in any form.
  static func session(_ bytes: [UInt8]) throws {
    if let session = ColorSession(bytes: bytes) {
      try must(session.bytes == bytes, "a request that is written differently")
    }
    if let answer = ColorSession.Answer(bytes: bytes) {
      try must(answer.bytes == bytes, "an answer that is written differently")
      let shaper = ColorShaper(contributions: answer.tables)
      try must(
        shaper == nil || answer.tables.allSatisfy { $0.magnitude <= 1 << 29 }, "a huge table")
    }
  }
}
