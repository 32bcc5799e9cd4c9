internal import FixtureScenes

/// How a picture is written into a TIFF.
struct TIFFCoding {
  enum Color {
    /// 1, 8 or 16 bits of grey.
    case grey(Int)
    case palette
    case rgb
    case rgb16
    /// Four values; the kind of the last one is 0 for unspecified, 1 for premultiplied alpha, 2 for
    /// plain alpha.
    case rgba(Int)
    /// Four values of 16 bits with alpha; the low eight bits are zero.
    case rgba16
    case cmyk
  }

  enum Compression: Int {
    case none = 1
    case lzw = 5
    case deflate = 8
    case packBits = 32773
  }

  var color = Color.rgb
  var compression = Compression.none
  var rowsPerStrip: Int?
  /// Whether it has tiles of 16 by 16 instead of strips.
  var isTiled = false
  /// Whether each channel is stored separately instead of pixel by pixel.
  var isPlanar = false
  var orientation: UInt16?
  /// Bit 0 is a smaller version of another page, bit 2 a mask.
  var subfileType: UInt32?
  var extra: [TIFFEntry] = []
}

extension Picture {
  /// The picture as a directory of a TIFF.
  func tiffPage(
    _ coding: TIFFCoding = TIFFCoding(), _ order: ByteOrder = .little
  ) throws(FixtureError) -> TIFFDirectory {
    var page = TIFFDirectory(entries: tiffEntries(coding), isTiled: coding.isTiled)
    let rows = (0..<height).map { tiffRow($0, coding, order) }
    let (samples, depth) = coding.channels
    var parts: [[[UInt8]]]
    if coding.isTiled {
      parts = tiles(of: rows, pixelBytes: samples * depth / 8)
    } else {
      let count = coding.rowsPerStrip ?? height
      let planes =
        coding.isPlanar
        ? (0..<samples).map { plane in
          rows.map { row in stride(from: plane, to: row.count, by: samples).map { row[$0] } }
        } : [rows]
      parts = planes.flatMap { plane in
        stride(from: 0, to: height, by: count).map { Array(plane[$0..<min(height, $0 + count)]) }
      }
    }
    for part in parts { page.parts.append(try coding.packed(part)) }
    return page
  }

  private func tiffEntries(_ coding: TIFFCoding) -> [TIFFEntry] {
    let (samples, depth) = coding.channels
    var entries = [
      TIFFEntry(256, .shorts([UInt16(width)])), TIFFEntry(257, .shorts([UInt16(height)])),
      TIFFEntry(258, .shorts([UInt16](repeating: UInt16(depth), count: samples))),
      TIFFEntry(259, .shorts([UInt16(coding.compression.rawValue)])),
      TIFFEntry(262, .shorts([coding.photometric])), TIFFEntry(277, .shorts([UInt16(samples)])),
    ]
    entries += coding.extra
    if coding.isTiled {
      entries += [TIFFEntry(322, .shorts([16])), TIFFEntry(323, .shorts([16]))]
    } else {
      entries.append(TIFFEntry(278, .shorts([UInt16(coding.rowsPerStrip ?? height)])))
    }
    if let turned = coding.orientation { entries.append(TIFFEntry(274, .shorts([turned]))) }
    if let kind = coding.subfileType { entries.append(TIFFEntry(254, .longs([kind]))) }
    if coding.isPlanar { entries.append(TIFFEntry(284, .shorts([2]))) }
    switch coding.color {
    case .rgba16: entries.append(TIFFEntry(338, .shorts([2])))
    case .rgba(let kind): entries.append(TIFFEntry(338, .shorts([UInt16(kind)])))
    case .cmyk: entries.append(TIFFEntry(332, .shorts([1])))
    case .palette:
      let map = (0..<3).flatMap { channel in paletteColors(16).map { UInt16($0[channel]) * 257 } }
      entries.append(TIFFEntry(320, .shorts(map)))
    default: break
    }
    return entries
  }

  /// One row of pixels before compression.
  private func tiffRow(_ y: Int, _ coding: TIFFCoding, _ order: ByteOrder) -> [UInt8] {
    let range = (y * width)..<((y + 1) * width)
    var row: [UInt8] = []
    switch coding.color {
    case .grey(let depth):
      let grey = grey[range]
      if depth == 16 { grey.forEach { row.append(UInt16($0) * 257, order) } }
      return switch depth {
      case 1: packed(grey.map { $0 > 127 ? 1 : 0 }, depth: 1)
      case 8: Array(grey)
      default: row
      }
    case .palette: return packed(indices(in: paletteColors(16))[range].map(UInt16.init), depth: 4)
    case .cmyk:
      return invertedInks[(range.lowerBound * 4)..<(range.upperBound * 4)].map { 255 - $0 }
    case .rgb, .rgb16, .rgba, .rgba16:
      for x in 0..<width {
        let (red, green, blue, alpha) = color(x, y)
        switch coding.color {
        case .rgb16: [red, green, blue].forEach { row.append(UInt16($0) * 257, order) }
        case .rgba16: [red, green, blue, alpha].forEach { row.append(UInt16($0) << 8, order) }
        case .rgba(1):
          row += [red, green, blue].map { UInt8(Int($0) * Int(alpha) / 255) } + [alpha]
        case .rgba: row += [red, green, blue, alpha]
        default: row += [red, green, blue]
        }
      }
      return row
    }
  }

  /// Squares of 16 by 16, the last ones padded, each as its rows.
  private func tiles(of rows: [[UInt8]], pixelBytes: Int) -> [[[UInt8]]] {
    let side = 16 * pixelBytes
    return stride(from: 0, to: height, by: 16).flatMap { top in
      stride(from: 0, to: width * pixelBytes, by: side).map { left in
        (top..<(top + 16)).map { y in
          let row = y < height ? rows[y][left..<min(rows[y].count, left + side)] : []
          return row + [UInt8](repeating: 0, count: side - row.count)
        }
      }
    }
  }
}

extension TIFFCoding {
  /// Values per pixel, and bits of each.
  fileprivate var channels: (samples: Int, depth: Int) {
    switch color {
    case .grey(let depth): (1, depth)
    case .palette: (1, 4)
    case .rgb: (3, 8)
    case .rgb16: (3, 16)
    case .rgba, .cmyk: (4, 8)
    case .rgba16: (4, 16)
    }
  }

  fileprivate var photometric: UInt16 {
    switch color {
    case .grey: 1
    case .palette: 3
    case .rgb, .rgb16, .rgba, .rgba16: 2
    case .cmyk: 5
    }
  }

  fileprivate func packed(_ rows: [[UInt8]]) throws(FixtureError) -> [UInt8] {
    switch compression {
    case .none: rows.flatMap(\.self)
    case .deflate: try zlib(rows.flatMap(\.self))
    case .packBits: rows.flatMap(packBits)
    case .lzw: tiffLZW(rows.flatMap(\.self))
    }
  }
}

/// A row as runs of equal bytes and of others.
private func packBits(_ row: [UInt8]) -> [UInt8] {
  var packed: [UInt8] = []
  var others: [UInt8] = []
  func flush() {
    if !others.isEmpty { packed += [UInt8(others.count - 1)] + others }
    others = []
  }
  var start = 0
  while start < row.count {
    var end = start + 1
    while end < row.count, row[end] == row[start], end - start < 128 { end += 1 }
    if end - start >= 3 {
      flush()
      packed += [UInt8(257 - (end - start)), row[start]]
      start = end
    } else {
      others.append(row[start])
      start += 1
      if others.count == 128 { flush() }
    }
  }
  flush()
  return packed
}

/// TIFF's kind of LZW: the highest bit first, and codes grow one entry early.
private func tiffLZW(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  var pending = 0
  var pendingBits = 0
  var size = 9
  func put(_ code: Int) {
    pending = pending << size | code
    pendingBits += size
    while pendingBits >= 8 {
      out.append(UInt8(pending >> (pendingBits - 8) & 0xFF))
      pendingBits -= 8
    }
    pending &= (1 << pendingBits) - 1
  }
  var known: [Int: Int] = [:]
  var next = 258
  put(256)
  guard var current = bytes.first.map(Int.init) else { return [] }
  for byte in bytes.dropFirst() {
    let key = current << 8 | Int(byte)
    if let code = known[key] {
      current = code
      continue
    }
    put(current)
    current = Int(byte)
    known[key] = next
    next += 1
    if next > 4094 {
      put(256)
      known = [:]
      next = 258
      size = 9
    } else if next > (1 << size) - 1 {
      size += 1
    }
  }
  put(current)
  // The reader's table has one more entry at this point.
  if next + 1 > (1 << size) - 1, size < 12 { size += 1 }
  put(257)
  if pendingBits > 0 { out.append(UInt8(pending << (8 - pendingBits) & 0xFF)) }
  return out
}
