/// One embedded typeface, read from its tables. Those that are TrueType's (`glyf`, `loca`, `hmtx`) are as
/// OpenType describes them; `chrs`, `comp` and `pair` are ours (Sources/CTypefaces/README.md).
final class Face: Sendable {
  let unitsPerEm: Int
  private let bytes: [UInt8]
  private let tables: [String: Range<Int>]
  private let runs: [Run]
  private let measuredGlyphs: Int
  private let hasLongPlaces: Bool
  private let classes: (left: Int, right: Int)

  /// Characters that follow one another, and whose glyphs do.
  private struct Run: Sendable {
    let characters: Range<UInt32>
    let glyph: Int
  }

  init(_ typeface: EmbeddedTypeface) {
    let bytes = typeface.bytes
    self.bytes = bytes
    tables = Self.tables(in: bytes)
    let (head, heights) = (tables["head"]?.lowerBound ?? 0, tables["hhea"]?.lowerBound ?? 0)
    unitsPerEm = max(1, bytes.number16(head + 18))
    hasLongPlaces = bytes.number16(head + 50) == 1
    measuredGlyphs = max(1, bytes.number16(heights + 34))
    let characters = tables["chrs"] ?? 0..<0
    runs = stride(from: characters.lowerBound, to: characters.upperBound, by: 12).map { place in
      let first = UInt32(bytes.number32(place))
      return Run(
        characters: first..<first + UInt32(bytes.number32(place + 4)),
        glyph: bytes.number32(place + 8))
    }
    let pairs = tables["pair"]?.lowerBound
    classes = pairs.map { (bytes.number16($0 + 2), bytes.number16($0 + 4)) } ?? (0, 0)
  }

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

  /// The characters it has glyphs for, in order.
  var characters: [ClosedRange<UInt32>] {
    runs.map { $0.characters.lowerBound...$0.characters.upperBound - 1 }
  }

  /// The glyph of a character.
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

  /// The characters that can also be written as a letter and marks.
  var composed: [Unicode.Scalar] {
    let table = tables["comp"] ?? 0..<0
    return stride(from: table.lowerBound, to: table.upperBound, by: 4)
      .compactMap { Unicode.Scalar(UInt32(bytes.number32($0))) }
  }

  /// How far the next glyph lies behind this one, in units.
  func advance(of glyph: Int) -> Int {
    bytes.number16(metrics(of: glyph))
  }

  private func metrics(of glyph: Int) -> Int {
    (tables["hmtx"]?.lowerBound ?? 0) + 4 * min(glyph, measuredGlyphs - 1)
  }

  private func leftBearing(of glyph: Int) -> Int {
    let extra = max(0, glyph - measuredGlyphs + 1)
    return bytes.signed16(metrics(of: glyph) + 2 + 2 * extra)
  }

  /// What is added to the advance of a glyph in front of another, in units.
  func kerning(_ first: Int, _ second: Int) -> Int {
    guard let start = tables["pair"]?.lowerBound else { return 0 }
    let count = bytes.number16(start)
    guard first < count, second < count else { return 0 }
    let left = bytes.number16(start + 6 + 4 * first)
    let right = bytes.number16(start + 6 + 4 * second + 2)
    return bytes.signed16(start + 6 + 4 * count + 2 * (left * classes.right + right))
  }

  /// The shape of a glyph, in units; empty for a space.
  func outline(of glyph: Int) -> Outline {
    var outline = contours(of: glyph, depth: 0)
    guard let start = place(of: glyph) else { return outline }
    let shift = leftBearing(of: glyph) - bytes.signed16(start + 2)
    if shift != 0 { outline.move(x: shift, y: 0) }
    return outline
  }

  /// Where a glyph's data begin; nothing where it has none.
  private func place(of glyph: Int) -> Int? {
    guard let places = tables["loca"]?.lowerBound, let data = tables["glyf"]?.lowerBound
    else { return nil }
    let (start, end) =
      hasLongPlaces
      ? (bytes.number32(places + 4 * glyph), bytes.number32(places + 4 * glyph + 4))
      : (2 * bytes.number16(places + 2 * glyph), 2 * bytes.number16(places + 2 * glyph + 2))
    return start < end ? data + start : nil
  }

  private func contours(of glyph: Int, depth: Int) -> Outline {
    guard depth < 4, let start = place(of: glyph) else { return Outline() }
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
  /// Numbers are stored with their highest byte first.
  func number16(_ place: Int) -> Int {
    place >= 0 && place + 1 < count ? Int(self[place]) << 8 | Int(self[place + 1]) : 0
  }

  func signed16(_ place: Int) -> Int { Int(Int16(truncatingIfNeeded: number16(place))) }

  func number32(_ place: Int) -> Int { number16(place) << 16 | number16(place + 2) }
}
