/// Reads one glyph of a `glyf` table.
struct GlyphReader {
  /// A glyph that is part of another one: moved, and perhaps scaled by 16384ths.
  struct Part {
    var glyph: Int
    var x = 0
    var y = 0
    var matrix = (xx: 1 << 14, xy: 0, yx: 0, yy: 1 << 14)
  }

  /// How many contours it has; fewer than none where it is made of other glyphs.
  let contourCount: Int
  private let bytes: [UInt8]
  private var place: Int

  init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    contourCount = bytes.signed16(start)
    place = start + 10
  }

  private mutating func take16() -> Int {
    defer { place += 2 }
    return bytes.signed16(place)
  }

  private mutating func take8() -> Int {
    defer { place += 1 }
    return place < bytes.count ? Int(bytes[place]) : 0
  }

  /// The contours of a glyph that is drawn by itself.
  mutating func contours() -> Outline {
    let ends = (0..<contourCount).map { _ in take16() + 1 }
    let count = ends.last ?? 0
    // Instructions, of which there are none.
    place += take16()
    var flags: [Int] = []
    while flags.count < count {
      let flag = take8()
      let repeats = flag & 0x08 != 0 ? take8() : 0
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

  /// Each is stored as its distance from the one before.
  private mutating func coordinates(_ flags: [Int], short: Int, same: Int) -> [Int] {
    var value = 0
    return flags.map { flag in
      if flag & short != 0 {
        value += flag & same != 0 ? take8() : -take8()
      } else if flag & same == 0 {
        value += take16()
      }
      return value
    }
  }

  /// The glyphs that a composite is made of.
  mutating func parts() -> [Part] {
    var parts: [Part] = []
    var flags = 0
    repeat {
      flags = take16()
      var part = Part(glyph: take16() & 0xFFFF)
      if flags & 0x01 != 0 {
        (part.x, part.y) = (take16(), take16())
      } else {
        part.x = Int(Int8(truncatingIfNeeded: take8()))
        part.y = Int(Int8(truncatingIfNeeded: take8()))
      }
      if flags & 0x08 != 0 {
        part.matrix.xx = take16()
        part.matrix.yy = part.matrix.xx
      } else if flags & 0x40 != 0 {
        (part.matrix.xx, part.matrix.yy) = (take16(), take16())
      } else if flags & 0x80 != 0 {
        (part.matrix.xx, part.matrix.yx) = (take16(), take16())
        (part.matrix.xy, part.matrix.yy) = (take16(), take16())
      }
      parts.append(part)
    } while flags & 0x20 != 0 && parts.count < 64
    return parts
  }
}

extension Outline {
  mutating func move(x: Int, y: Int) {
    for contour in contours.indices {
      for point in contours[contour].indices {
        contours[contour][point].x += x
        contours[contour][point].y += y
      }
    }
  }

  /// Scales and moves it as a composite wants its part.
  mutating func transform(_ part: GlyphReader.Part) {
    let matrix = part.matrix
    if matrix != (1 << 14, 0, 0, 1 << 14) {
      for contour in contours.indices {
        for place in contours[contour].indices {
          let point = contours[contour][place]
          contours[contour][place].x =
            (point.x * matrix.xx + point.y * matrix.xy + 1 << 13) >> 14
          contours[contour][place].y =
            (point.x * matrix.yx + point.y * matrix.yy + 1 << 13) >> 14
        }
      }
    }
    move(x: part.x, y: part.y)
  }
}
