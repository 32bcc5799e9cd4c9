internal import FixtureScenes

/// A PNG file as a list of chunks that can be changed before it is written.
struct PNGFile {
  struct Chunk {
    var name: String
    var data: [UInt8]
    /// Whether it is written with a wrong checksum.
    var isDamaged = false

    init(_ name: String, _ data: [UInt8] = []) {
      self.name = name
      self.data = data
    }

    fileprivate var bytes: [UInt8] {
      var bytes: [UInt8] = []
      let body = [UInt8](name) + data
      bytes.append(UInt32(data.count), .big)
      bytes += body
      bytes.append(isDamaged ? ~crc32(body) : crc32(body), .big)
      return bytes
    }
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  var chunks: [Chunk]

  var bytes: [UInt8] { Self.signature + chunks.flatMap(\.bytes) }

  /// Inserts chunks after the header, or before the first with this name.
  func with(_ added: [Chunk], before name: String? = nil) -> PNGFile {
    var copy = self
    let index = name.flatMap { name in chunks.firstIndex { $0.name == name } } ?? 1
    copy.chunks.insert(contentsOf: added, at: index)
    return copy
  }

  func without(_ name: String) -> PNGFile {
    PNGFile(chunks: chunks.filter { $0.name != name })
  }

  /// Changes the data of every chunk with this name.
  func changing(_ name: String, _ change: (inout Chunk) -> Void) -> PNGFile {
    var copy = self
    for index in copy.chunks.indices where copy.chunks[index].name == name {
      change(&copy.chunks[index])
    }
    return copy
  }

  /// The picture data cut into chunks of `size` bytes.
  func splitting(into size: Int) -> PNGFile {
    PNGFile(
      chunks: chunks.flatMap { chunk in
        guard chunk.name == "IDAT" else { return [chunk] }
        return stride(from: 0, to: chunk.data.count, by: size).map {
          Chunk("IDAT", Array(chunk.data[$0..<min(chunk.data.count, $0 + size)]))
        }
      })
  }

  static func header(width: UInt32, height: UInt32, depth: Int, color: Int, interlaced: Bool)
    -> Chunk
  {
    var data: [UInt8] = []
    data.append(width, .big)
    data.append(height, .big)
    return Chunk("IHDR", data + [UInt8(depth), UInt8(color), 0, 0, interlaced ? 1 : 0])
  }
}

/// How a picture is written as PNG.
struct PNGCoding {
  enum Color: Int, CaseIterable {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    var depths: [Int] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }

    var channels: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  var color = Color.rgb
  var depth = 8
  var isInterlaced = false
}

extension Picture {
  func png(_ coding: PNGCoding = PNGCoding()) throws(FixtureError) -> PNGFile {
    var chunks = [
      PNGFile.header(
        width: UInt32(width), height: UInt32(height), depth: coding.depth,
        color: coding.color.rawValue, interlaced: coding.isInterlaced)
    ]
    if coding.color == .palette {
      chunks.append(PNGFile.Chunk("PLTE", paletteColors(1 << coding.depth).flatMap { $0 }))
    }
    chunks.append(PNGFile.Chunk("IDAT", try zlib(scanlines(coding))))
    chunks.append(PNGFile.Chunk("IEND"))
    return PNGFile(chunks: chunks)
  }

  /// The data before compression: rows, each after a filter byte.
  func scanlines(_ coding: PNGCoding) -> [UInt8] {
    let samples = samples(coding)
    // Column and row of the first pixel, then the steps, of Adam7's passes.
    let passes =
      coding.isInterlaced
      ? [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
      ] : [(0, 0, 1, 1)]
    var lines: [UInt8] = []
    for (left, top, across, down) in passes where left < width && top < height {
      var before: [UInt8] = []
      for y in stride(from: top, to: height, by: down) {
        var row: [UInt16] = []
        for x in stride(from: left, to: width, by: across) {
          let at = (y * width + x) * coding.color.channels
          row += samples[at..<(at + coding.color.channels)]
        }
        let packed = packed(row, depth: coding.depth)
        let step = max(1, coding.color.channels * coding.depth / 8)
        lines += filtered(packed, before: before, step: step, depth: coding.depth)
        before = packed
      }
    }
    return lines
  }

  private func samples(_ coding: PNGCoding) -> [UInt16] {
    let depth = coding.depth
    let grey = grey
    let palette = coding.color == .palette ? paletteColors(1 << depth) : []
    return (0..<(width * height)).flatMap { pixel -> [UInt16] in
      let color = rgba[(pixel * 4)..<(pixel * 4 + 4)]
      return switch coding.color {
      case .grey: [scaled(grey[pixel], depth)]
      case .greyAlpha: [scaled(grey[pixel], depth), scaled(color[pixel * 4 + 3], depth)]
      case .rgb: color.prefix(3).map { scaled($0, depth) }
      case .rgba: color.map { scaled($0, depth) }
      case .palette: [UInt16(nearest(Array(color.prefix(3)), in: palette))]
      }
    }
  }
}

/// A value of 0…255 scaled to `depth` bits.
private func scaled(_ value: UInt8, _ depth: Int) -> UInt16 {
  depth == 16 ? UInt16(value) * 257 : UInt16((Int(value) * ((1 << depth) - 1) + 127) / 255)
}

func packed(_ row: [UInt16], depth: Int) -> [UInt8] {
  if depth == 16 { return row.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
  let each = 8 / depth
  return stride(from: 0, to: row.count, by: each).map { start in
    var byte: UInt16 = 0
    for index in 0..<each where start + index < row.count {
      byte |= row[start + index] << UInt16((each - 1 - index) * depth)
    }
    return UInt8(byte)
  }
}

/// The row after the filter that leaves the smallest numbers.
private func filtered(_ row: [UInt8], before: [UInt8], step: Int, depth: Int) -> [UInt8] {
  let above = before.isEmpty ? [UInt8](repeating: 0, count: row.count) : before
  let filters: [Int] = depth < 8 ? [0] : [0, 1, 2, 3, 4]
  let tries = filters.map { filter -> [UInt8] in
    [UInt8(filter)]
      + row.indices.map { at in
        let left = at >= step ? Int(row[at - step]) : 0
        let up = Int(above[at])
        let corner = at >= step ? Int(above[at - step]) : 0
        let guess =
          switch filter {
          case 1: left
          case 2: up
          case 3: (left + up) / 2
          case 4: paeth(left, up, corner)
          default: 0
          }
        return row[at] &- UInt8(guess)
      }
  }
  let costs = tries.map { $0.dropFirst().reduce(0) { $0 + Int(Int8(bitPattern: $1).magnitude) } }
  return zip(tries, costs).min { $0.1 < $1.1 }?.0 ?? []
}

private func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
  let guess = left + up - corner
  let (a, b, c) = (abs(guess - left), abs(guess - up), abs(guess - corner))
  if a <= b && a <= c { return left }
  return b <= c ? up : corner
}

/// A palette of 2, 4, 16 or 256 colours.
func paletteColors(_ count: Int) -> [[UInt8]] {
  switch count {
  case 2: [[36, 38, 46], [208, 218, 214]]
  case 4: [[36, 38, 46], [208, 218, 214], [214, 48, 42], [38, 74, 188]]
  case 16:
    [
      [36, 38, 46], [214, 48, 42], [38, 74, 188], [238, 196, 32], [44, 148, 62], [255, 255, 255],
      [0, 0, 0], [184, 200, 220], [196, 210, 216], [208, 216, 208], [220, 222, 200],
      [90, 110, 90], [120, 110, 96], [150, 110, 110], [160, 160, 160], [230, 226, 194],
    ]
  default:
    // Three bits of red and green, two of blue.
    (0..<256).map { (index: Int) -> [UInt8] in
      [UInt8((index >> 5) * 255 / 7), UInt8(((index >> 2) & 7) * 255 / 7), UInt8((index & 3) * 85)]
    }
  }
}

func nearest(_ color: [UInt8], in palette: [[UInt8]]) -> Int {
  func distance(_ other: [UInt8]) -> Int {
    zip(color, other).reduce(0) { sum, pair in
      let difference = Int(pair.0) - Int(pair.1)
      return sum + difference * difference
    }
  }
  return palette.indices.min { distance(palette[$0]) < distance(palette[$1]) } ?? 0
}
