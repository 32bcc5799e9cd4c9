/// Reads one glyph of a `glyf` table.
struct GlyphReader {
  /// A glyph that is a component of another one, moved and perhaps transformed.
  struct Part {
    /// The component's glyph.
    var glyph: Int
    /// The horizontal shift in units.
    var x = 0
    /// The vertical shift in units.
    var y = 0
    /// The transformation, in 1/16384.
    var matrix = (xx: 1 << 14, xy: 0, yx: 0, yy: 1 << 14)
  }

  /// The number of contours; negative for a glyph that consists of others.
  let contourCount: Int
  private let bytes: [UInt8]
  private var position: Int

  /// Reads the header of the glyph at an offset.
  init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    contourCount = bytes.signed16(start)
    position = start + 10
  }

  /// Reads a signed number of two bytes.
  private mutating func read16() -> Int {
    defer { position += 2 }
    return bytes.signed16(position)
  }

  /// Reads one byte; 0 beyond the end.
  private mutating func read8() -> Int {
    defer { position += 1 }
    return position < bytes.count ? Int(bytes[position]) : 0
  }

  mutating func contours() -> Outline {
    let ends = (0..<contourCount).map { _ in read16() + 1 }
    let count = ends.last ?? 0
    // The next bytes are hinting instructions, which the embedded typefaces do not have.
    position += read16()
    var flags: [Int] = []
    while flags.count < count {
      let flag = read8()
      let repeats = flag & 0x08 != 0 ? read8() : 0
      for _ in 0...repeats { flags.append(flag) }
    }
    let xs = coordinates(flags, short: 0x02, same: 0x10)
    let ys = coordinates(flags, short: 0x04, same: 0x20)
    var outline = Outline()
    var start = 0
    for end in ends where end > start && end <= count {
      outline.contours.append(
        (start..<end).map {
          Outline.Point(x: xs[$0], y: ys[$0], isOnCurve: flags[$0] & 0x01 != 0)
        })
      start = end
    }
    return outline
  }

  /// Reads the coordinates of one axis. Each is stored as the difference from the one
  /// before.
  private mutating func coordinates(_ flags: [Int], short: Int, same: Int) -> [Int] {
    var value = 0
    return flags.map { flag in
      if flag & short != 0 {
        value += flag & same != 0 ? read8() : -read8()
      } else if flag & same == 0 {
        value += read16()
      }
      return value
    }
  }

  /// Reads the components of a composite glyph, at most 64.
  mutating func parts() -> [Part] {
    var parts: [Part] = []
    var flags = 0
    repeat {
      flags = read16()
      var part = Part(glyph: read16() & 0xFFFF)
      if flags & 0x01 != 0 {
        (part.x, part.y) = (read16(), read16())
      } else {
        part.x = Int(Int8(truncatingIfNeeded: read8()))
        part.y = Int(Int8(truncatingIfNeeded: read8()))
      }
      if flags & 0x08 != 0 {
        part.matrix.xx = read16()
        part.matrix.yy = part.matrix.xx
      } else if flags & 0x40 != 0 {
        (part.matrix.xx, part.matrix.yy) = (read16(), read16())
      } else if flags & 0x80 != 0 {
        (part.matrix.xx, part.matrix.yx) = (read16(), read16())
        (part.matrix.xy, part.matrix.yy) = (read16(), read16())
      }
      parts.append(part)
    } while flags & 0x20 != 0 && parts.count < 64
    return parts
  }
}

extension Outline {
  /// Moves all points.
  mutating func move(x: Int, y: Int) {
    for contour in contours.indices {
      for point in contours[contour].indices {
        contours[contour][point].x += x
        contours[contour][point].y += y
      }
    }
  }

  /// Transforms and moves all points as a composite glyph requires of its component.
  mutating func transform(_ part: GlyphReader.Part) {
    let matrix = part.matrix
    if matrix != (1 << 14, 0, 0, 1 << 14) {
      for contour in contours.indices {
        for index in contours[contour].indices {
          let point = contours[contour][index]
          contours[contour][index].x =
            (point.x * matrix.xx + point.y * matrix.xy + 1 << 13) >> 14
          contours[contour][index].y =
            (point.x * matrix.yx + point.y * matrix.yy + 1 << 13) >> 14
        }
      }
    }
    move(x: part.x, y: part.y)
  }
}
