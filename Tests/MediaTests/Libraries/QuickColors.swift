import Colors
import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Colors by tables")
struct QuickColors {
  private typealias Kind = ColorPipeline.Kind

  /// Each pixel by both methods.
  private func both(
    _ pipeline: ColorPipeline, _ pixels: [UInt8], channels: Int
  ) -> (quick: [UInt8], exact: [UInt8]) {
    let count = pixels.count / channels
    var quick = [UInt8](repeating: 7, count: pixels.count)
    var exact = quick
    pixels.withUnsafeBytes { pixels in
      guard let from = pixels.baseAddress else { return }
      quick.withUnsafeMutableBytes { into in
        guard let into = into.baseAddress else { return }
        pipeline.convertQuickly(from, count: count, into: into)
      }
      exact.withUnsafeMutableBytes { into in
        guard let into = into.baseAddress else { return }
        pipeline.convert(from, count: count, into: into)
      }
    }
    return (quick, exact)
  }

  private func samples(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: count)
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  @Test(
    "differ by one at most from those of Little CMS",
    arguments: [
      "Display P3", "Adobe RGB", "BT.2020", "DCI-P3", "BT.601", "gamma 1.8", "gamma 2.2",
      "Display P3 PQ", "BT.2100 HLG",
    ])
  func named(name: String) throws {
    for hasAlpha in [false, true] {
      let kind = Kind(profile: nil, color: .named(name), colors: .rgb, hasAlpha: hasAlpha)
      let pipeline = try #require(ColorPipeline.of(kind))
      let channels = hasAlpha ? 4 : 3
      let pixels = samples(30_000 * channels)
      let (quick, exact) = both(pipeline, pixels, channels: channels)
      let far = zip(quick, exact).map { abs(Int($0) - Int($1)) }
      #expect(far.max() ?? 0 <= 1)
      // Most are exactly equal.
      #expect(far.count { $0 == 0 } > far.count * 9 / 10)
      guard hasAlpha else { continue }
      let alpha = stride(from: 3, to: pixels.count, by: 4)
      #expect(alpha.allSatisfy { quick[$0] == pixels[$0] })
    }
  }

  @Test("are used for common color spaces, and not without a matrix")
  func kinds() throws {
    for name in ["Display P3", "Adobe RGB", "BT.2020", "gamma 2.2"] {
      let kind = Kind(profile: nil, color: .named(name), colors: .rgb)
      #expect(try #require(ColorPipeline.of(kind)).hasTables, "\(name)")
    }
    let profile = try #require(
      Inspector.profile(of: Fixtures.bytes("odd/jpeg-icc-p3.jpg"), .jpeg))
    let embedded = Kind(profile: profile, color: .profile("Display P3"), colors: .rgb)
    #expect(try #require(ColorPipeline.of(embedded)).hasTables)
    let lab = Kind(profile: nil, color: .sRGB, colors: .lab)
    #expect(try #require(ColorPipeline.of(lab)).hasTables == false)
    let deep = Kind(profile: profile, color: .profile("Display P3"), colors: .rgb, depth: 16)
    #expect(try #require(ColorPipeline.of(deep)).hasTables == false)
  }

  @Test("are made once for many pictures, and again after many others")
  func known() throws {
    func pipeline(_ gamma: Int) throws -> ColorPipeline {
      let name = "gamma 2.\(gamma)"
      return try #require(
        ColorPipeline.of(Kind(profile: nil, color: .named(name), colors: .rgb, depth: 16)))
    }
    let first = try pipeline(10)
    #expect(try pipeline(10) === first)
    for gamma in 11..<40 { _ = try pipeline(gamma) }
    #expect(try pipeline(10) !== first)
    #expect(ColorPipeline.of(Kind(profile: [1, 2, 3], color: .sRGB, colors: .rgb)) == nil)
  }
}
