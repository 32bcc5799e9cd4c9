import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Odd pictures as they are measured", .timeLimit(.minutes(30)))
struct MeasuredFixtures {
  @Test("have a measurement if they can be shown, and equal facts without it")
  func all() async throws {
    var measured = 0
    let all = try Fixtures.names(in: "odd")
    let names = TestRun.some(all, 240)
    for name in names {
      let path = try Fixtures.path("odd/\(name)")
      let found = try await Inspector.sample.inspect(.path(path), depth: .appearance)
      let plain = try await Inspector.sample.inspect(.path(path), depth: .luma)
      #expect(found.facts == plain.facts, "\(name)")
      #expect(found.luma == plain.luma, "\(name)")
      #expect(plain.picture == nil, "\(name)")
      if !found.facts.isProven { #expect(found.picture == nil, "\(name)") }
      // Decoders disagree about a screen without sides.
      if name == "gif-screen-0.gif" { continue }
      #expect((found.picture == nil) == (found.luma == nil), "\(name)")
      guard let picture = found.picture else { continue }
      measured += 1
      #expect(picture.original == found.facts.image?.size, "\(name)")
      let alone = try await Inspector.sample.inspect(.path(path), depth: .picture)
      #expect(alone.picture == picture, "\(name)")
      #expect(alone.luma == nil, "\(name)")
      guard let luma = found.luma else { continue }
      Self.compare(luma, picture, found.facts.image, name)
    }
    // More than 250 files in total.
    #expect(measured * all.count > 250 * names.count, "\(measured) of \(names.count)")
  }

  /// Expects the mean of the lumas to be close to that of the small picture, if no profile changes
  /// them.
  private static func compare(
    _ luma: LumaPlane, _ picture: AnalysisPicture, _ image: ImageFacts?, _ name: String
  ) {
    // Alpha in separate planes is not part of the luma planes.
    guard image?.color.isSRGB == true, name != "tiff-alpha-planar.tif" else { return }
    let seen = stride(from: 0, to: picture.rgb.count, by: 3).reduce(0) { sum, index in
      sum + Int(Luma.of(picture.rgb[index], picture.rgb[index + 1], picture.rgb[index + 2]))
    }
    let mean = Double(seen) / Double(picture.size.pixelCount)
    let other = Double(luma.samples.reduce(0) { $0 + Int($1) }) / Double(luma.samples.count)
    #expect(abs(mean - other) < 4, "\(name): \(mean) and \(other)")
  }

  /// The families of fixtures that show one card, and the maximum distance from the best one.
  @Test(
    "have equal colors in all color spaces",
    arguments: [
      ("bmp-24-bit.bmp", "bmp-", ["32-bit", "top-down", "v4-srgb", "alpha-unused", "length-0"], 0),
      ("bmp-24-bit.bmp", "bmp-", ["565", "555"], 4.5),
      ("bmp-24-bit.bmp", "tiff-", ["icc-srgb", "fourth-channel", "list-first", "16-bit"], 0.01),
      ("bmp-24-bit.bmp", "tiff-", ["jpeg", "jpeg-444", "jpeg-restart", "jpeg-tables"], 16),
      ("bmp-8-bit.bmp", "bmp-", ["rle8", "os2", "os2-2"], 0),
      ("avif-lossless.avif", "avif-", ["444", "422", "10-bit", "12-bit", "grid"], 6),
      ("avif-lossless.avif", "heic-", ["lossless", "444", "422", "10-bit", "grid"], 6),
      ("avif-lossless.avif", "avif-", ["nclx-srgb", "icc-srgb", "nclx-nothing", "alpha-full"], 6),
      ("avif-lossless.avif", "heic-", ["nclx-srgb", "icc-srgb", "nclx-nothing", "alpha-full"], 6),
      ("png-rgb-8.png", "png-", ["rgba-8", "srgb"], 0),
      ("png-stored.png", "png-", ["rgb-16", "rgba-16"], 0),
      ("png-grey-8.png", "png-", ["grey-alpha-8"], 0),
      ("png-grey-16.png", "png-", ["grey-alpha-16"], 0),
      ("webp-lossless.webp", "webp-", ["lossy", "icc-srgb", "alpha-unused"], 5),
      ("png-rgb-8.png", "webp-", ["lossless"], 2), ("png-stored.png", "webp-", ["alpha-full"], 5),
      ("jpeg-444.jpg", "jpeg-", ["420", "422", "440", "411", "progressive", "arithmetic"], 4),
      (
        "gif-still.gif", "gif-", ["interlaced", "87a", "animated", "comment", "alpha-unused"], 0.01
      ),
    ] as [(String, String, [String], Double)])
  func families(best: String, family: String, names: [String], limit: Double) async throws {
    let reference = try await Inspector.sample.measured("odd/\(best)")
    let all = try Fixtures.names(in: "odd")
    for name in names {
      let file = try #require(all.first { $0.hasPrefix("\(family)\(name).") }, "\(family)\(name)")
      let picture = try await Inspector.sample.measured("odd/\(file)")
      guard picture.size == reference.size else {
        Issue.record("\(file) is \(picture.size), not \(reference.size)")
        continue
      }
      let distances = try picture.distances(to: reference)
      #expect(distances.allSatisfy { $0 <= limit }, "\(file): \(distances)")
    }
  }

  @Test(
    "are upright, however they are stored",
    arguments: [
      ("png-orientation-", 0.0), ("tiff-orientation-", 0), ("jpeg-orientation-", 3),
      ("heic-turned-", 3), ("avif-turned-", 3),
    ])
  func upright(family: String, limit: Double) async throws {
    let names = try Fixtures.names(in: "odd").filter { name in
      guard name.hasPrefix(family) else { return false }
      let rest = name.dropFirst(family.count)
      return ("1"..."8").contains(rest.prefix(1))
        && !["0", "5"].contains(rest.dropFirst().prefix(1))
    }
    #expect(names.count >= 8)
    let first = try await Inspector.sample.measured("odd/\(try #require(names.first))")
    for name in names {
      let picture = try await Inspector.sample.measured("odd/\(name)")
      #expect(picture.size == first.size, "\(name)")
      #expect(try picture.distance(to: first) <= limit, "\(name)")
      // Lossless pictures have equal neighbours, across and down as they are stored.
      if limit == 0, let native = picture.native, let other = first.native {
        let sums = [native, other].map {
          [$0.across.counted.reduce(0, +), $0.down.counted.reduce(0, +)]
        }
        #expect(sums[0] == sums[1], "\(name)")
      }
    }
  }

  @Test("are flattened onto white if they are transparent")
  func seeThrough() async throws {
    for (name, plain) in [
      ("png-transparent.png", "png-rgb-8.png"),
      ("webp-transparent-lossless.webp", "webp-lossless.webp"),
      ("heic-alpha.heic", "heic-444.heic"), ("avif-alpha.avif", "avif-444.avif"),
      ("gif-transparent.gif", "gif-still.gif"),
    ] {
      let picture = try await Inspector.sample.measured("odd/\(name)")
      let other = try await Inspector.sample.measured("odd/\(plain)")
      #expect(picture.isOverWhite, "\(name)")
      #expect(!other.isOverWhite, "\(plain)")
      // The lower half fades: no pixel gets darker.
      guard picture.size == other.size else { continue }
      let brighter = zip(picture.rgb, other.rgb).reduce(0) { $0 + Int($1.0) - Int($1.1) }
      #expect(brighter > picture.rgb.count, "\(name)")
    }
  }
}
