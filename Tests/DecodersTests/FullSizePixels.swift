import Decoding
import FormatSupport
import Model
import Synchronization
import TestSupport
import Testing

@testable import Decoders

@Suite("Pixels at their full size", .timeLimit(.minutes(30)))
struct FullSizePixels {
  private static let names = ["heic", "avif", "gif", "tif", "webp"].flatMap(
    Fixtures.names(ofFormat:))

  /// Rows as the measured picture has them: 8 bits per sample, flattened onto white.
  private func measured(_ sink: GatheredPixels) throws -> (SmallPicture, PixelLayout) {
    let layout = try #require(sink.layout)
    let rows = sink.values
    try #require(rows.count == layout.rowBytes * layout.size.height)
    let raster = try #require(AnalysisReduction(layout.size, layout.colors))
    for row in 0..<layout.size.height {
      let line = rows[row * layout.rowBytes..<(row + 1) * layout.rowBytes]
      let values =
        layout.depth == 8
        ? Array(line) : stride(from: line.startIndex, to: line.endIndex, by: 2).map { line[$0 + 1] }
      raster.add(overWhite(values, layout))
    }
    return (try #require(raster.picture), layout)
  }

  private func overWhite(_ values: [UInt8], _ layout: PixelLayout) -> [UInt8] {
    guard layout.hasAlpha else { return values }
    let white = layout.colors == .cmyk ? 0 : 255
    return stride(from: 0, to: values.count, by: layout.channels).flatMap { start in
      let alpha = Int(values[start + layout.channels - 1])
      return values[start..<start + layout.colors.channels].map {
        UInt8((Int($0) * alpha + white * (255 - alpha) + 127) / 255)
      }
    }
  }

  @Test("are those that a picture is measured by", arguments: names)
  func same(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let format = Fixtures.format(of: name)
    let proven = unsafe bytes.withUnsafeBytes {
      unsafe Decoder.decode($0, as: format, options: .picture)
    }
    guard proven.problem == nil || proven.problem == .endMarkerMissing, let small = proven.small
    else { return }
    let sink = GatheredPixels()
    let picture = unsafe bytes.withUnsafeBytes {
      unsafe Decoder.pixels($0, as: format, into: sink)
    }
    try #require(picture.problem == nil)
    let (found, layout) = try measured(sink)
    #expect(layout.size == small.codedSize)
    #expect(layout.colors == small.colors)
    try #require(found.pixels.count == small.pixels.count)
    let far = zip(found.pixels, small.pixels).map { abs(Int($0) - Int($1)) }
    guard format != .webp else {
      // It is measured by its planes, in which chroma has half the size.
      #expect(!layout.hasAlpha || proven.channels == 4)
      #expect(far.reduce(0, +) < 4 * far.count, "\(name)")
      return
    }
    #expect(layout.hasAlpha == (proven.alpha == .used) || name.hasSuffix("unused.tif"))
    // A value that was rounded twice may differ by one.
    let isExact = layout.depth == 8 && !name.contains("premultiplied")
    #expect(far.max() ?? 0 <= (isExact ? 0 : 2))
  }

  @Test("are never valid if the picture is not", arguments: names)
  func damaged(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let format = Fixtures.format(of: name)
    let sink = GatheredPixels()
    let picture = unsafe bytes.withUnsafeBytes {
      unsafe Decoder.pixels($0, as: format, into: sink)
    }
    guard picture.problem == nil else { return }
    let layout = try #require(sink.layout)
    #expect(sink.values.count == layout.rowBytes * layout.size.height)
    switch Fixtures.decoded(bytes, format).problem {
    case nil, .endMarkerMissing: break
    // Further pictures of the file are reported when it is proven.
    case .unsupported(let words) where words.contains("after the first"): break
    case .some(let problem):
      #expect(
        ["gif-cut-third-frame.gif", "tiff-second-page-bits-5-6-5.tif"].contains(name), "\(problem)")
    }
  }

  @Test("are no longer decoded when they are not consumed", arguments: ["heic", "gif", "tif"])
  func declined(suffix: String) throws {
    for name in Fixtures.names(ofFormat: suffix) {
      let bytes = try Fixtures.bytes("odd/\(name)")
      let sink = GatheredPixels(declining: true)
      _ = unsafe bytes.withUnsafeBytes {
        unsafe Decoder.pixels($0, as: Fixtures.format(of: name), into: sink)
      }
      #expect(sink.values.isEmpty, "\(name)")
    }
  }
}

@Suite("A row of pixels")
struct PixelRows {
  @Test(
    "has equal colors from luma and chroma at low and high bit depths", arguments: [10, 12, 16])
  func film(depth: Int) {
    let values: [UInt8] = (0..<255).map { UInt8($0) }
    let (y, cb, cr) = (values, Array(values.reversed()), values.map { $0 &* 7 })
    for (matrix, isNarrow) in [
      (ColorMatrix.standard(isNarrow: false), false), (.standard(isNarrow: true), true),
      (ColorMatrix(red: 0.2126, blue: 0.0722, isNarrow: true), true),
    ] {
      var rgb = [UInt8](repeating: 0, count: 3 * y.count)
      ColorRow.convert(y, cb, cr, across: 1, matrix, into: &rgb)
      let row = PixelRow(
        PixelLayout(
          size: PixelSize(width: y.count, height: 1), colors: .rgb, depth: 16))
      // Full range ends with all bits set; limited range is eight bits followed by zeros.
      func deep(_ value: UInt8, from middle: Int) -> UInt16 {
        let step = isNarrow ? Double(1 << (depth - 8)) : Double((1 << depth) - 1) / 255
        let distance = (Double(Int(value) - middle) * step).rounded()
        return UInt16(clamping: (middle << (depth - 8)) + Int(distance))
      }
      row.put(
        deep: y.map { deep($0, from: 0) }, cb.map { deep($0, from: 128) },
        cr.map { deep($0, from: 128) }, across: 1, DeepScale(matrix, depth: depth))
      let bytes = row.bytes
      let found = stride(from: 0, to: bytes.count, by: 2).map {
        (Int(bytes[$0]) + Int(bytes[$0 + 1]) * 256 + 128) / 257
      }
      #expect(zip(found, rgb).allSatisfy { abs($0 - Int($1)) <= 1 })
    }
  }

  @Test(
    "restores colors from premultiplied alpha, and leaves zero where alpha is zero",
    arguments: [8, 16])
  func lightened(depth: Int) {
    let size = PixelSize(width: 256, height: 1)
    let row = PixelRow(PixelLayout(size: size, colors: .grey, hasAlpha: true, depth: depth))
    let line: [UInt8] = (0..<256).flatMap { value -> [UInt8] in
      let pair = [UInt8(value / 2), UInt8(value)]
      return depth == 8 ? pair : pair.flatMap { [$0, $0] }
    }
    unsafe line.withUnsafeBytes {
      unsafe row.unpack($0, 256, samples: 2, kept: 2, depth: depth, isScaled: true)
    }
    row.unpremultiply()
    let bytes = row.bytes
    let step = depth / 8
    let found = stride(from: 0, to: bytes.count, by: 2 * step).map { Int(bytes[$0 + step - 1]) }
    #expect(found[0] == 0)
    for value in 1..<256 { #expect(abs(found[value] - value / 2 * 255 / value) <= 1, "\(value)") }
  }

  @Test("writes no more than the buffer has room for")
  func room() {
    let row = PixelRow(PixelLayout(size: PixelSize(width: 3, height: 1), colors: .rgb))
    row.put(colors: [UInt8](repeating: 9, count: 300), from: 2)
    row.put([1, 2, 3, 4, 5, 6], channel: 0, from: 1)
    row.put([1, 2, 3], channel: 3)
    row.put([1, 2, 3], channel: 0, from: 3)
    #expect(row.bytes == [0, 0, 0, 1, 0, 0, 2, 9, 9])
  }
}
