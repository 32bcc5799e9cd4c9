import FormatSupport
import TestSupport

@testable import Media
@testable import PNG

/// A small PNG made pixel by pixel, for comparing decoded values with the original ones.
struct SamplePNG {
  var width: Int
  var height: Int
  var depth: Int
  var color: PNGHeader.ColorType
  var isInterlaced = false
  /// All values of all pixels, row by row.
  var samples: [UInt16]
  /// The contents of the chunk `tRNS`.
  var transparency: [UInt8]?
  /// The contents of the chunk `PLTE`; grey by default.
  var palette: [UInt8]?

  /// The pass of Adam7 that contains a pixel, as the standard draws it.
  private static let passes = [
    [1, 6, 4, 6, 2, 6, 4, 6], [7, 7, 7, 7, 7, 7, 7, 7], [5, 6, 5, 6, 5, 6, 5, 6],
    [7, 7, 7, 7, 7, 7, 7, 7], [3, 6, 4, 6, 3, 6, 4, 6], [7, 7, 7, 7, 7, 7, 7, 7],
    [5, 6, 5, 6, 5, 6, 5, 6], [7, 7, 7, 7, 7, 7, 7, 7],
  ]

  /// The rows before compression, each after a filter that `generator` chooses.
  func rows(_ generator: inout SeededGenerator) -> [UInt8] {
    var rows: [UInt8] = []
    for pass in isInterlaced ? Array(1...7) : [0] {
      var before: [UInt8] = []
      for y in 0..<height {
        let columns = (0..<width).filter { pass == 0 || Self.passes[y % 8][$0 % 8] == pass }
        if columns.isEmpty { continue }
        let row = packed(columns.flatMap { pixel($0, y) })
        if before.isEmpty { before = [UInt8](repeating: 0, count: row.count) }
        let filter = Int.random(in: 0...4, using: &generator)
        rows.append(UInt8(filter))
        rows += filtered(row, before, filter)
        before = row
      }
    }
    return rows
  }

  func pixel(_ x: Int, _ y: Int) -> ArraySlice<UInt16> {
    let start = (y * width + x) * color.samples
    return samples[start..<start + color.samples]
  }

  private func packed(_ samples: [UInt16]) -> [UInt8] {
    if depth == 16 { return samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
    var bytes = [UInt8](repeating: 0, count: (samples.count * depth + 7) / 8)
    for (index, sample) in samples.enumerated() {
      let bit = index * depth
      bytes[bit / 8] |= UInt8(sample) << UInt8(8 - depth - bit % 8)
    }
    return bytes
  }

  private func filtered(_ row: [UInt8], _ before: [UInt8], _ filter: Int) -> [UInt8] {
    let step = max(1, color.samples * depth / 8)
    return row.indices.map { index in
      let left = index >= step ? Int(row[index - step]) : 0
      let above = Int(before[index])
      let corner = index >= step ? Int(before[index - step]) : 0
      let guess =
        switch filter {
        case 1: left
        case 2: above
        case 3: (left + above) / 2
        case 4: paeth(left, above, corner)
        default: 0
        }
      return row[index] &- UInt8(guess)
    }
  }

  private func paeth(_ left: Int, _ above: Int, _ corner: Int) -> Int {
    let guess = left + above - corner
    let distances = [left, above, corner].map { abs(guess - $0) }
    guard let nearest = distances.min() else { return 0 }
    return nearest == distances[0] ? left : nearest == distances[1] ? above : corner
  }

  /// A whole file of 8 bits a value, without filters.
  static func plain(
    _ width: Int, _ height: Int, _ color: PNGHeader.ColorType, bytes: [UInt8]
  ) -> [UInt8] {
    PNGBytes.plain(
      width, height, color: color.rawValue, samples: color.samples, bytes: bytes)
  }

  /// A whole file with filters, optionally interlaced.
  static func plain(
    _ width: Int, _ height: Int, _ color: PNGHeader.ColorType, isInterlaced: Bool = false,
    samples: [UInt16]
  ) -> [UInt8] {
    var generator = SeededGenerator(seed: width)
    return SamplePNG(
      width: width, height: height, depth: 8, color: color, isInterlaced: isInterlaced,
      samples: samples
    ).bytes(&generator)
  }

  /// The whole file, its data in parts of `partSize` bytes.
  func bytes(_ generator: inout SeededGenerator, partSize: Int = .max) -> [UInt8] {
    PNGBytes.file(
      header: PNGBytes.header(width, height, depth, color.rawValue, isInterlaced),
      before: (color == .palette
        ? [("PLTE", palette ?? [UInt8](repeating: 128, count: 3 << depth))] : [])
        + (transparency.map { [("tRNS", $0)] } ?? []),
      data: PNGBytes.parts(PNGBytes.stored(rows(&generator)), partSize))
  }
}

extension PNGBytes {
  /// A zlib stream of `count` zeros, compressed a hundredfold: one zero, then runs that repeat it.
  static func zeros(_ count: Int) -> [UInt8] {
    var writer = BitWriter()
    // The last block, with the fixed codes.
    writer.append(1, 1)
    writer.append(1, 2)
    writer.append(code: 0x30, 8)
    let runs = (count - 1) / 258
    for _ in 0..<runs {
      // A run of 258 is symbol 285 of the fixed code; distance 1 is symbol 0.
      writer.append(code: 0xC5, 8)
      writer.append(code: 0, 5)
    }
    for _ in 0..<(count - 1) % 258 { writer.append(code: 0x30, 8) }
    writer.append(code: 0, 7)
    return [0x78, 0x01] + writer.bytes + Bytes.big((count % 65_521) << 16 | 1)
  }

  private struct BitWriter {
    var bytes: [UInt8] = []
    private var bit = 0

    /// Appends bits of a number, the lowest first.
    mutating func append(_ number: Int, _ count: Int) {
      for index in 0..<count {
        if bit == 0 { bytes.append(0) }
        if number >> index & 1 == 1 { bytes[bytes.count - 1] |= 1 << UInt8(bit) }
        bit = (bit + 1) % 8
      }
    }

    /// Appends a Huffman code, whose bits are in reverse order.
    mutating func append(code: Int, _ count: Int) {
      for index in (0..<count).reversed() { append(code >> index, 1) }
    }
  }
}
