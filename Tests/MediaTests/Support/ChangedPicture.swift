import CEncoders
import FormatSupport
import Foundation
import TestSupport
import Testing

/// A picture in memory that tests change and encode again, as people do with theirs.
struct ChangedPicture {
  var width: Int
  var height: Int
  var rgba: [UInt8]

  init(width: Int, height: Int, rgba: [UInt8]) {
    self.width = width
    self.height = height
    self.rgba = rgba
  }

  /// Decodes a JPEG of the fixtures.
  init(_ name: String) throws {
    try self.init(bytes: try Fixtures.bytes(name))
  }

  init(bytes: [UInt8]) throws {
    var (width, height): (Int32, Int32) = (0, 0)
    var out = castbook_bytes()
    try #require(castbook_jpeg_decode(bytes, bytes.count, &width, &height, &out))
    defer { castbook_bytes_free(&out) }
    self.init(
      width: Int(width), height: Int(height),
      rgba: Array(UnsafeBufferPointer(start: out.start, count: out.count)))
  }

  /// Computes every pixel from its position.
  private func made(
    _ width: Int, _ height: Int, _ pixel: (Int, Int) -> [UInt8]
  ) -> ChangedPicture {
    var rgba: [UInt8] = []
    rgba.reserveCapacity(width * height * 4)
    for y in 0..<height {
      for x in 0..<width { rgba += pixel(x, y) }
    }
    return ChangedPicture(width: width, height: height, rgba: rgba)
  }

  private func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    Array(rgba[(y * width + x) * 4..<(y * width + x) * 4 + 4])
  }

  /// The picture in another size: means of what each pixel covers, or the nearest pixel.
  func resized(_ newWidth: Int, _ newHeight: Int) -> ChangedPicture {
    made(newWidth, newHeight) { x, y in
      let columns = x * width / newWidth..<max(x * width / newWidth + 1, (x + 1) * width / newWidth)
      let rows =
        y * height / newHeight..<max(y * height / newHeight + 1, (y + 1) * height / newHeight)
      var sums = [0, 0, 0, 0]
      for row in rows {
        for column in columns {
          for value in 0..<4 { sums[value] += Int(rgba[(row * width + column) * 4 + value]) }
        }
      }
      return sums.map { UInt8($0 / (columns.count * rows.count)) }
    }
  }

  /// The picture without a share of each side.
  func cropped(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0)
    -> ChangedPicture
  {
    let (first, upper) = (Int(left * Double(width)), Int(top * Double(height)))
    return made(
      width - first - Int(right * Double(width)), height - upper - Int(bottom * Double(height))
    ) { pixel($0 + first, $1 + upper) }
  }

  func brightened(_ factor: Double) -> ChangedPicture {
    var copy = self
    for index in rgba.indices where index % 4 != 3 {
      copy.rgba[index] = UInt8(min(255, Double(rgba[index]) * factor))
    }
    return copy
  }

  var mirrored: ChangedPicture { made(width, height) { pixel(width - 1 - $0, $1) } }

  func jpeg(
    quality: Int = 90, progressive: Bool = false, arithmetic: Bool = false, across: Int = 2,
    down: Int = 2, restart: Int = 0, optimised: Bool = false
  ) throws -> [UInt8] {
    var options = castbook_jpeg_options()
    options.width = Int32(width)
    options.height = Int32(height)
    options.kind = Int32(castbook_jpeg_rgb)
    options.quality = Int32(quality)
    options.luma_across = Int32(across)
    options.luma_down = Int32(down)
    options.progressive = progressive
    options.arithmetic = arithmetic
    options.optimised = optimised
    options.restart_interval = Int32(restart)
    options.jfif = true
    var out = castbook_bytes()
    try #require(castbook_jpeg_encode(rgba, &options, &out))
    return moved(&out)
  }

  func webp(lossless: Bool = false) throws -> [UInt8] {
    var options = castbook_webp_options(
      width: Int32(width), height: Int32(height), lossless: lossless, quality: 80, alpha: false)
    var out = castbook_bytes()
    try #require(castbook_webp_encode(rgba, &options, &out))
    return moved(&out)
  }

  func heif(av1: Bool) throws -> [UInt8] {
    var options = castbook_heif_options(
      width: Int32(width), height: Int32(height), av1: av1, grey: false, depth: 8, chroma: 420,
      lossless: false, quality: 70, primaries: 1)
    var out = castbook_bytes()
    let rgb = stride(from: 0, to: rgba.count, by: 4).flatMap { rgba[$0..<$0 + 3] }
    try #require(castbook_heif_encode(rgb, &options, &out))
    return moved(&out)
  }

  /// A PNG with alpha, without compression.
  var png: [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      rows += rgba[y * width * 4..<(y + 1) * width * 4]
    }
    return PNGBytes.file(
      header: PNGBytes.header(width, height, 8, 6), data: [PNGBytes.stored(rows)])
  }

  /// A bitmap of 24 bits.
  var bmp: [UInt8] {
    func little(_ number: Int) -> [UInt8] { Bytes.big(number).reversed() }
    let padding = [UInt8](repeating: 0, count: (4 - width * 3 % 4) % 4)
    var rows: [UInt8] = []
    for y in (0..<height).reversed() {
      for x in 0..<width { rows += pixel(x, y)[..<3].reversed() }
      rows += padding
    }
    let file: [UInt8] = Array("BM".utf8) + little(54 + rows.count) + little(0) + little(54)
    let size: [UInt8] = little(40) + little(width) + little(height) + [1, 0, 24, 0] + little(0)
    let rest: [UInt8] = little(rows.count) + little(2835) + little(2835) + little(0) + little(0)
    return file + size + rest + rows
  }

  private func moved(_ out: inout castbook_bytes) -> [UInt8] {
    defer { castbook_bytes_free(&out) }
    return Array(UnsafeBufferPointer(start: out.start, count: out.count))
  }
}
