/// The glyphs of a face that a document uses, as a TrueType font with these glyphs only.
///
/// Each character has a glyph of its own, even if two look the same, so text that is copied
/// from the document is the text that was written.
struct FontSubset {
  /// The face that has the glyphs.
  let face: Face
  let name: String
  /// The characters in the order in which they were first used; that of glyph 1 comes first.
  private(set) var characters: [Character] = []
  /// The glyphs of the face for these characters.
  private(set) var glyphs: [Int] = []
  /// The number of each character's glyph.
  private var numbers: [Character: Int] = [:]

  /// Begins a font without glyphs.
  init(_ face: Face, name: String) {
    self.face = face
    self.name = name
  }

  /// Returns the number of the glyph that shows a character.
  mutating func number(of placed: TextLine.Placed) -> Int {
    if let number = numbers[placed.character] { return number }
    characters.append(placed.character)
    glyphs.append(placed.glyph.index)
    numbers[placed.character] = glyphs.count
    return glyphs.count
  }

  /// Returns a length in thousandths of the em, as PDF measures fonts.
  func thousandths(_ units: Int) -> Int {
    (2 * 1000 * units + face.unitsPerEm).dividedRoundingDown(by: 2 * face.unitsPerEm)
  }

  /// Returns the advance of a glyph of the face in thousandths of the em.
  func width(of glyph: Int) -> Int { thousandths(face.advance(of: glyph)) }

  /// The lengths that describe the whole face, in thousandths of the em.
  var metrics: (box: [Int], ascent: Int, descent: Int) {
    let (head, heights) = (Array(face.table("head")), Array(face.table("hhea")))
    let box = [36, 38, 40, 42].map { thousandths(head.signed16($0)) }
    return (box, thousandths(heights.signed16(4)), thousandths(heights.signed16(6)))
  }
}

// MARK: - The font file

extension FontSubset {
  /// The font as a file. Glyph 0 is empty.
  var file: [UInt8] {
    let shapes = [Outline()] + glyphs.map(face.outline)
    let advances = [0] + glyphs.map(face.advance)
    var (data, offsets, metrics) = ([UInt8](), [UInt8](), [UInt8]())
    for (shape, advance) in zip(shapes, advances) {
      offsets.append32(data.count)
      data += shape.glyphData
      while !data.count.isMultiple(of: 4) { data.append(0) }
      metrics.append16(advance)
      metrics.append16(shape.contours.joined().map(\.x).min() ?? 0)
    }
    offsets.append32(data.count)
    var head = Array(face.table("head").prefix(54))
    var heights = Array(face.table("hhea").prefix(36))
    guard head.count == 54, heights.count == 36 else { return [] }
    head.replaceSubrange(8..<12, with: [0, 0, 0, 0])
    // Offsets of glyphs have four bytes.
    head.replaceSubrange(50..<52, with: [0, 1])
    heights.replaceSubrange(34..<36, with: [UInt8(shapes.count >> 8), UInt8(shapes.count & 255)])
    return Self.file([
      ("glyf", data), ("head", head), ("hhea", heights), ("hmtx", metrics), ("loca", offsets),
      ("maxp", Self.maximums(shapes)),
    ])
  }

  /// The table of the largest numbers that a reader must prepare for.
  private static func maximums(_ shapes: [Outline]) -> [UInt8] {
    var table: [UInt8] = [0, 1, 0, 0]
    table.append16(shapes.count)
    table.append16(shapes.map { $0.contours.joined().count }.max() ?? 0)
    table.append16(shapes.map(\.contours.count).max() ?? 0)
    // No glyph consists of others, and none has instructions.
    for number in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0] { table.append16(number) }
    return table
  }

  /// Joins tables, which must be in the order of their names, to a file with checksums.
  private static func file(_ tables: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = [0, 1, 0, 0]
    file.append16(tables.count)
    // The largest power of two below the count, for a search that begins there.
    let (power, exponent) = (4, 2)
    for number in [16 * power, exponent, 16 * (tables.count - power)] { file.append16(number) }
    var offset = 12 + 16 * tables.count
    for (name, bytes) in tables {
      file += Array(name.utf8)
      file.append32(checksum(bytes))
      file.append32(offset)
      file.append32(bytes.count)
      offset += (bytes.count + 3) / 4 * 4
    }
    var headOffset = 0
    for (name, bytes) in tables {
      if name == "head" { headOffset = file.count }
      file += bytes
      while !file.count.isMultiple(of: 4) { file.append(0) }
    }
    var adjustment: [UInt8] = []
    adjustment.append32((0xB1B0_AFBA - checksum(file)) & 0xFFFF_FFFF)
    file.replaceSubrange(headOffset + 8..<headOffset + 12, with: adjustment)
    return file
  }

  /// Returns the sum of all numbers of four bytes.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var sum = 0
    for (index, byte) in bytes.enumerated() { sum += Int(byte) << (24 - 8 * (index & 3)) }
    return sum & 0xFFFF_FFFF
  }
}

extension Outline {
  /// The shape as the data of a simple TrueType glyph; empty when there are no contours.
  fileprivate var glyphData: [UInt8] {
    let points = contours.joined()
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    guard let left = xs.min(), let right = xs.max(), let bottom = ys.min(), let top = ys.max()
    else { return [] }
    var data: [UInt8] = []
    for number in [contours.count, left, bottom, right, top] { data.append16(number) }
    var last = -1
    for contour in contours {
      last += contour.count
      data.append16(last)
    }
    data.append16(0)
    data += points.map { $0.isOnCurve ? 1 : 0 }
    for values in [xs, ys] {
      var previous = 0
      for value in values {
        data.append16(value - previous)
        previous = value
      }
    }
    return data
  }
}

extension [UInt8] {
  /// Appends the lowest two bytes of a number, the higher one first.
  fileprivate mutating func append16(_ value: Int) {
    append(UInt8(value >> 8 & 255))
    append(UInt8(value & 255))
  }

  /// Appends the lowest four bytes of a number, the highest one first.
  fileprivate mutating func append32(_ value: Int) {
    append16(value >> 16)
    append16(value)
  }
}
