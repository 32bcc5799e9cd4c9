import TestSupport

/// A TIFF made value by value, in any layout of its pixels, for comparing its decoded values with
/// the original ones.
struct BuiltTIFF {
  enum Pieces {
    case strips(rows: Int)
    case tiles(side: Int)
  }

  var width: Int
  var height: Int
  var samples = 3
  var depth = 8
  /// The meaning of its values, by TIFF's number.
  var photometric = 2
  var pieces = Pieces.strips(rows: 1000)
  var isPlanar = false
  /// The meaning of its further values: 0 is unspecified, 1 premultiplied alpha, 2 plain alpha.
  var extra: [Int] = []
  var isBigEndian = false
  /// Further tags of 16-bit numbers.
  var tags: [Int: [Int]] = [:]
  /// All values of all pixels, row by row.
  var values: [Int]

  /// Makes a TIFF with random values that depend on a seed.
  init(
    _ width: Int, _ height: Int, samples: Int, depth: Int, photometric: Int, seed: Int = 1
  ) {
    var generator = SeededGenerator(seed: seed + depth * 100 + samples)
    self.width = width
    self.height = height
    self.samples = samples
    self.depth = depth
    self.photometric = photometric
    values = (0..<width * height * samples).map { _ in
      Int.random(in: 0..<(1 << depth), using: &generator)
    }
  }

  func value(_ x: Int, _ y: Int, _ sample: Int) -> Int {
    values[(y * width + x) * samples + sample]
  }

  /// Every pixel of every row, transformed by its values.
  func mapped(_ pixel: ([Int]) -> [Int]) -> [Int] {
    stride(from: 0, to: values.count, by: samples).flatMap {
      pixel(Array(values[$0..<$0 + samples]))
    }
  }

  private func number(_ number: Int, _ count: Int) -> [UInt8] {
    isBigEndian ? Bytes.big(number, count) : Bytes.little(number, count)
  }

  /// Packed values, the high bit first; those of two bytes in the byte order of the file.
  private func packed(_ values: [Int]) -> [UInt8] {
    if depth == 16 { return values.flatMap { number($0, 2) } }
    var bytes = [UInt8](repeating: 0, count: (values.count * depth + 7) / 8)
    for (index, value) in values.enumerated() {
      for bit in 0..<depth where value >> (depth - 1 - bit) & 1 == 1 {
        let offset = index * depth + bit
        bytes[offset / 8] |= 0x80 >> UInt8(offset % 8)
      }
    }
    return bytes
  }

  /// The bytes of each strip or tile; the padding beyond the edges of the picture is noise.
  var parts: [[UInt8]] {
    (isPlanar ? Array(0..<samples).map { [$0] } : [Array(0..<samples)]).flatMap { layer in
      switch pieces {
      case .strips(let rows):
        return stride(from: 0, to: height, by: rows).map { top in
          (top..<min(height, top + rows)).flatMap { y in
            packed((0..<width).flatMap { x in layer.map { value(x, y, $0) } })
          }
        }
      case .tiles(let side):
        return stride(from: 0, to: height, by: side).flatMap { top in
          stride(from: 0, to: width, by: side).map { left in
            (top..<top + side).flatMap { y in
              packed(
                (left..<left + side).flatMap { x in
                  layer.map { x < width && y < height ? value(x, y, $0) : (x * y) % (1 << depth) }
                })
            }
          }
        }
      }
    }
  }

  var bytes: [UInt8] { file(parts) }

  /// The file with one strip or tile beyond its end.
  func bytes(withoutPart missing: Int) -> [UInt8] { file(parts, missing: missing) }

  /// The file with only zeros in one strip, in runs of up to 128 of them.
  var withZeros: [UInt8] {
    let rowBytes = width * samples * depth / 8
    var row: [UInt8] = (0..<rowBytes / 128).flatMap { _ in [0x81, 0] as [UInt8] }
    if rowBytes % 128 > 0 { row += [UInt8(truncatingIfNeeded: 1 - rowBytes % 128), 0] }
    return file([(0..<height).flatMap { _ in row }], compression: 32_773, rowsPerStrip: height)
  }

  private func file(
    _ parts: [[UInt8]], missing: Int? = nil, compression: Int = 1, rowsPerStrip: Int? = nil
  ) -> [UInt8] {
    var file = (isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49]) + number(42, 2)
    var offsets: [Int] = []
    var offset = 8
    for part in parts {
      offsets.append(offset)
      offset += part.count + part.count % 2
    }
    file += number(offset, 4)
    if let missing { offsets[missing] = 1 << 30 }
    for part in parts { file += part + [UInt8](repeating: 0, count: part.count % 2) }
    var entries: [(tag: Int, size: Int, values: [Int])] = [
      (256, 4, [width]), (257, 4, [height]), (258, 2, Array(repeating: depth, count: samples)),
      (259, 2, [compression]), (262, 2, [photometric]), (277, 2, [samples]),
    ]
    switch pieces {
    case .strips(let rows):
      entries += [
        (273, 4, offsets), (278, 4, [rowsPerStrip ?? rows]), (279, 4, parts.map(\.count)),
      ]
    case .tiles(let side):
      entries += [
        (322, 4, [side]), (323, 4, [side]), (324, 4, offsets), (325, 4, parts.map(\.count)),
      ]
    }
    if isPlanar { entries.append((284, 2, [2])) }
    if !extra.isEmpty { entries.append((338, 2, extra)) }
    for (tag, values) in tags { entries.append((tag, 2, values)) }
    entries.sort { $0.tag < $1.tag }
    var behind: [UInt8] = []
    let end = offset + 2 + 12 * entries.count + 4
    file += number(entries.count, 2)
    for entry in entries {
      let data = entry.values.flatMap { number($0, entry.size) }
      file +=
        number(entry.tag, 2) + number(entry.size == 2 ? 3 : 4, 2) + number(entry.values.count, 4)
      if data.count <= 4 {
        file += data + [UInt8](repeating: 0, count: 4 - data.count)
      } else {
        file += number(end + behind.count, 4)
        behind += data + [UInt8](repeating: 0, count: data.count % 2)
      }
    }
    return file + number(0, 4) + behind
  }
}
