import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite("A TIFF at its full size", .timeLimit(.minutes(30)))
struct TIFFPixels {
  /// Expects a file's values to be delivered as given.
  private func expect(
    _ tiff: BuiltTIFF, _ colors: SmallPicture.Colors, hasAlpha: Bool = false,
    _ comment: Comment? = nil, _ pixel: ([Int]) -> [Int]
  ) async throws {
    let sink = GatheredPixels()
    let outcome = await Inspector.sample.pixels(tiff.bytes, as: .tiff, of: nil, into: sink)
    #expect(outcome == .complete, comment)
    #expect(sink.isWhole, comment)
    let size = PixelSize(width: tiff.width, height: tiff.height)
    #expect(
      sink.layout
        == PixelLayout(
          size: size, colors: colors, hasAlpha: hasAlpha, depth: tiff.depth > 8 ? 16 : 8), comment)
    let found = tiff.depth > 8 ? sink.deepValues.map(Int.init) : sink.values.map(Int.init)
    #expect(found == tiff.mapped(pixel), comment)
  }

  /// A value of `depth` bits scaled to eight or sixteen.
  private func scaled(_ value: Int, _ depth: Int) -> Int {
    let maximum = depth > 8 ? 65_535 : 255
    return Int((Double(value) * Double(maximum) / Double((1 << depth) - 1)).rounded())
  }

  @Test("is as it was stored, in any layout", arguments: 1...16)
  func depths(depth: Int) async throws {
    for (samples, photometric, colors) in [
      (1, 1, SmallPicture.Colors.grey), (3, 2, .rgb), (4, 5, .cmyk),
    ] {
      for pieces in [BuiltTIFF.Pieces.strips(rows: 1000), .strips(rows: 3), .tiles(side: 16)] {
        for isPlanar in [false, true] where !isPlanar || samples > 1 {
          var tiff = BuiltTIFF(37, 19, samples: samples, depth: depth, photometric: photometric)
          tiff.pieces = pieces
          tiff.isPlanar = isPlanar
          tiff.isBigEndian = depth % 2 == 0
          try await expect(tiff, colors, "\(samples) \(pieces) \(isPlanar)") { values in
            values.map { scaled($0, depth) }
          }
        }
      }
    }
  }

  @Test("is inverted if its values say that zero is white")
  func inverted() async throws {
    for depth in [1, 8, 12, 16] {
      let tiff = BuiltTIFF(9, 5, samples: 1, depth: depth, photometric: 0)
      try await expect(tiff, .grey) { [(depth > 8 ? 65_535 : 255) - scaled($0[0], depth)] }
    }
  }

  @Test("has alpha that darkens nothing, in any layout", arguments: [false, true])
  func alpha(isPlanar: Bool) async throws {
    for depth in [8, 10, 16] {
      for (samples, photometric, colors) in [
        (2, 1, SmallPicture.Colors.grey), (4, 2, .rgb), (5, 5, .cmyk),
      ] {
        var tiff = BuiltTIFF(21, 18, samples: samples, depth: depth, photometric: photometric)
        tiff.isPlanar = isPlanar
        tiff.pieces = isPlanar ? .tiles(side: 16) : .strips(rows: 4)
        tiff.extra = [2]
        try await expect(tiff, colors, hasAlpha: true) { $0.map { scaled($0, depth) } }
        // Premultiplied colours are restored.
        tiff.extra = [1]
        try await expect(tiff, colors, hasAlpha: true) { values in
          let darkened = values.map { scaled($0, depth) }
          guard let alpha = darkened.last else { return [] }
          let maximum = depth > 8 ? 65_535 : 255
          return darkened.dropLast().map { value in
            alpha == 0 ? 0 : min(maximum, (value * maximum + alpha / 2) / alpha)
          } + [alpha]
        }
        // An unspecified channel is ignored.
        tiff.extra = [0]
        try await expect(tiff, colors) { $0.dropLast().map { scaled($0, depth) } }
      }
    }
  }

  @Test("has the colors of its palette", arguments: [1, 2, 4, 8])
  func palette(depth: Int) async throws {
    let count = 1 << depth
    for (samples, isPlanar) in [(1, false), (2, false), (2, true)] {
      var tiff = BuiltTIFF(21, 7, samples: samples, depth: depth, photometric: 3)
      let table = (0..<3 * count).map { 257 * ($0 * 31 % 256) }
      tiff.tags[320] = table
      tiff.extra = samples > 1 ? [2] : []
      tiff.isPlanar = isPlanar
      tiff.pieces = .tiles(side: 16)
      try await expect(tiff, .rgb, hasAlpha: samples > 1) { values in
        (0..<3).map { table[$0 * count + values[0]] / 257 }
          + values.dropFirst().map { $0 * 255 / (count - 1) }
      }
    }
  }

  @Test("has its lightness, and its other channels around the middle")
  func lab() async throws {
    for (photometric, depth) in [(8, 8), (9, 8), (8, 16), (9, 16)] {
      let tiff = BuiltTIFF(11, 6, samples: 3, depth: depth, photometric: photometric)
      let middle = 1 << (depth - 1)
      try await expect(tiff, .lab, "\(photometric) \(depth)") { values in
        let others = values.dropFirst().map { photometric == 8 ? $0 ^ middle : $0 }
        if depth == 8 { return [values[0]] + others }
        func wide(_ value: Int) -> Int { min(65_535, (value * 257 + 128) / 256) }
        return [photometric == 8 ? values[0] : wide(values[0])] + others.map(wide)
      }
    }
  }

  @Test("has the colors of luma and chroma by its own coefficients")
  func film() async throws {
    // Red of BT.709 in limited range, and of BT.601 in full range.
    for (tags, luma) in [
      ([532: [16, 235, 128, 240, 128, 240]], [63, 102, 240]),
      ([:], [76, 85, 255]),
    ] as [([Int: [Int]], [Int])] {
      var tiff = SampleTIFF(
        width: 3, height: 2, photometric: 6, subsampling: (1, 1),
        data: (0..<6).flatMap { _ in luma.map(UInt8.init) })
      tiff.ratios = tags
      if !tags.isEmpty { tiff.ratios[529] = [2126, 7152, 722] }
      let sink = GatheredPixels()
      #expect(
        await Inspector.sample.pixels(tiff.bytes, as: .tiff, of: nil, into: sink) == .complete)
      let near = zip(sink.values, [255, 0, 0] + [255, 0, 0]).allSatisfy { abs(Int($0) - $1) <= 2 }
      #expect(near, "\(sink.values)")
    }
  }

  @Test(
    "is delivered at the size and with the colors of its page",
    arguments: [
      ("tiff-two-pages.tif", 32, 40), ("tiff-thumbnail-first.tif", 16, 20),
      ("tiff-orientation-6.tif", 40, 32), ("tiff-jpeg.tif", 32, 40),
    ])
  func fixtures(name: String, width: Int, height: Int) async throws {
    let sink = GatheredPixels()
    let bytes = try Fixtures.bytes("odd/\(name)")
    #expect(await Inspector.sample.pixels(bytes, as: .tiff, of: nil, into: sink) == .complete)
    #expect(sink.layout?.size == PixelSize(width: width, height: height))
    #expect(sink.isWhole)
  }

  @Test("is refused with a message if it is ambiguous")
  func refused() async throws {
    let plain = BuiltTIFF(5, 5, samples: 4, depth: 8, photometric: 5)
    var inks = plain
    inks.tags[332] = [2]
    var signed = plain
    signed.tags[339] = [2, 2, 2, 2]
    var lab = BuiltTIFF(5, 5, samples: 4, depth: 8, photometric: 8)
    lab.extra = [1]
    let mask = BuiltTIFF(5, 5, samples: 1, depth: 1, photometric: 4)
    for (tiff, words) in [
      (inks, "inks other than cyan, magenta, yellow and black"),
      (signed, "values that are not plain integers"),
      (lab, "premultiplied colours that can't be restored"),
      (mask, "a rare pixel format"),
    ] {
      let sink = GatheredPixels()
      let outcome = await Inspector.sample.pixels(tiff.bytes, as: .tiff, of: nil, into: sink)
      #expect(outcome == .failed("Castbook can't decode it: \(words)"))
      #expect(sink.received.layouts.isEmpty)
    }
  }

  @Test("that is damaged in the middle is reported, though rows were delivered")
  func damaged() async throws {
    var tiff = BuiltTIFF(400, 400, samples: 3, depth: 8, photometric: 2)
    tiff.pieces = .strips(rows: 10)
    let sink = GatheredPixels()
    let outcome = await Inspector.sample.pixels(
      tiff.bytes(withoutPart: 30), as: .tiff, of: nil, into: sink)
    guard case .failed(let words) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(words == "the data end too early")
    #expect(!sink.isWhole)
    #expect(sink.received.byteCount > 0)
    for name in ["tiff-bad-lzw", "tiff-jpeg-bad-code", "tiff-strip-outside", "tiff-cut"] {
      let bytes = try Fixtures.bytes("odd/\(name).tif")
      let outcome = await Inspector.sample.pixels(bytes, as: .tiff, of: nil, into: GatheredPixels())
      guard case .failed = outcome else {
        Issue.record("\(name): \(outcome)")
        continue
      }
    }
  }
}
