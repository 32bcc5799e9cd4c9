/// An embedded typeface, read from its tables.
///
/// The tables `glyf`, `loca` and `hmtx` are those of OpenType; `chrs`, `comp` and `pair`
/// are Castbook's own (Sources/CTypefaces/README.md).
final class Face: Sendable {
  /// The number of units in the em, at least 1.
  let unitsPerEm: Int
  /// The tables of the typeface.
  private let bytes: [UInt8]
  /// The range of each table in `bytes`.
  private let tables: [String: Range<Int>]
  /// The characters that have glyphs, in ascending order.
  private let runs: [Run]
  /// The number of glyphs with an advance of their own. All further ones have the last
  /// advance.
  private let measuredGlyphs: Int
  /// Whether offsets of glyphs are stored in four bytes.
  private let hasLongOffsets: Bool
  /// The number of kerning classes for the left and the right glyph of a pair.
  private let classes: (left: Int, right: Int)

  /// Consecutive characters with consecutive glyphs.
  private struct Run: Sendable {
    let characters: Range<UInt32>
    let glyph: Int
  }

  /// Inflates a typeface and reads its directory.
  init(_ typeface: EmbeddedTypeface) {
    let bytes = typeface.bytes
    self.bytes = bytes
    tables = Self.tables(in: bytes)
    let (head, heights) = (tables["head"]?.lowerBound ?? 0, tables["hhea"]?.lowerBound ?? 0)
    unitsPerEm = max(1, bytes.number16(head + 18))
    hasLongOffsets = bytes.number16(head + 50) == 1
    measuredGlyphs = max(1, bytes.number16(heights + 34))
    let characters = tables["chrs"] ?? 0..<0
    runs = stride(from: characters.lowerBound, to: characters.upperBound, by: 12).map { offset in
      let first = UInt32(bytes.number32(offset))
      return Run(
        characters: first..<first + UInt32(bytes.number32(offset + 4)),
        glyph: bytes.number32(offset + 8))
    }
    let pairs = tables["pair"]?.lowerBound
    classes = pairs.map { (bytes.number16($0 + 2), bytes.number16($0 + 4)) } ?? (0, 0)
  }

  /// Reads the directory of tables.
  private static func tables(in bytes: [UInt8]) -> [String: Range<Int>] {
    var tables: [String: Range<Int>] = [:]
    for index in 0..<bytes.number16(4) {
      let entry = 12 + 16 * index
      let name = String(decoding: bytes[entry..<entry + 4], as: UTF8.self)
      let start = bytes.number32(entry + 8)
      tables[name] = start..<start + bytes.number32(entry + 12)
    }
    return tables
  }

  /// Returns the bytes of a table; empty when the typeface has none of this name.
  func table(_ name: String) -> ArraySlice<UInt8> { bytes[tables[name] ?? 0..<0] }

  /// The ranges of characters that have glyphs, in ascending order.
  var characters: [ClosedRange<UInt32>] {
    runs.map { $0.characters.lowerBound...$0.characters.upperBound - 1 }
  }

  /// Returns the glyph of a character, or `nil` when there is none.
  func glyph(of scalar: Unicode.Scalar) -> Int? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].characters.upperBound <= scalar.value {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < runs.count, runs[low].characters.contains(scalar.value) else { return nil }
    return runs[low].glyph + Int(scalar.value - runs[low].characters.lowerBound)
  }

  /// The characters that can also be written as a letter with combining marks.
  var composed: [Unicode.Scalar] {
    let table = tables["comp"] ?? 0..<0
    return stride(from: table.lowerBound, to: table.upperBound, by: 4)
      .compactMap { Unicode.Scalar(UInt32(bytes.number32($0))) }
  }

  /// Returns the distance from a glyph to the next one, in units.
  func advance(of glyph: Int) -> Int { bytes.number16(metrics(of: glyph)) }

  /// The offset of a glyph's horizontal metrics.
  private func metrics(of glyph: Int) -> Int {
    (tables["hmtx"]?.lowerBound ?? 0) + 4 * min(glyph, measuredGlyphs - 1)
  }

  /// The distance from a glyph's origin to its left edge, in units.
  private func leftBearing(of glyph: Int) -> Int {
    let extra = max(0, glyph - measuredGlyphs + 1)
    return bytes.signed16(metrics(of: glyph) + 2 + 2 * extra)
  }

  /// Returns what is added to the advance of a glyph in front of another one, in units;
  /// usually negative or zero.
  func kerning(_ first: Int, _ second: Int) -> Int {
    guard let start = tables["pair"]?.lowerBound else { return 0 }
    let count = bytes.number16(start)
    guard first < count, second < count else { return 0 }
    let left = bytes.number16(start + 6 + 4 * first)
    let right = bytes.number16(start + 6 + 4 * second + 2)
    return bytes.signed16(start + 6 + 4 * count + 2 * (left * classes.right + right))
  }

  /// Returns the shape of a glyph in units; empty for a space.
  func outline(of glyph: Int) -> Outline {
    var outline = contours(of: glyph, depth: 0)
    guard let start = dataOffset(of: glyph) else { return outline }
    let shift = leftBearing(of: glyph) - bytes.signed16(start + 2)
    if shift != 0 { outline.move(x: shift, y: 0) }
    return outline
  }

  /// The offset of a glyph's data; `nil` when it has none.
  private func dataOffset(of glyph: Int) -> Int? {
    guard let offsets = tables["loca"]?.lowerBound, let data = tables["glyf"]?.lowerBound
    else { return nil }
    let (start, end) =
      hasLongOffsets
      ? (bytes.number32(offsets + 4 * glyph), bytes.number32(offsets + 4 * glyph + 4))
      : (2 * bytes.number16(offsets + 2 * glyph), 2 * bytes.number16(offsets + 2 * glyph + 2))
    return start < end ? data + start : nil
  }

  /// Reads the contours of a glyph, and of the glyphs that it consists of up to a depth of
  /// four.
  private func contours(of glyph: Int, depth: Int) -> Outline {
    guard depth < 4, let start = dataOffset(of: glyph) else { return Outline() }
    var reader = GlyphReader(bytes, at: start)
    guard reader.contourCount < 0 else { return reader.contours() }
    var outline = Outline()
    for part in reader.parts() {
      var contours = contours(of: part.glyph, depth: depth + 1)
      contours.transform(part)
      outline.contours += contours.contours
    }
    return outline
  }
}

extension [UInt8] {
  /// Returns the big-endian number of two bytes at an offset, or 0 beyond the end.
  func number16(_ offset: Int) -> Int {
    offset >= 0 && offset + 1 < count ? Int(self[offset]) << 8 | Int(self[offset + 1]) : 0
  }

  /// Returns the signed number of two bytes at an offset.
  func signed16(_ offset: Int) -> Int { Int(Int16(truncatingIfNeeded: number16(offset))) }

  /// Returns the number of four bytes at an offset.
  func number32(_ offset: Int) -> Int { number16(offset) << 16 | number16(offset + 2) }
}
