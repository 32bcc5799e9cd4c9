/// A line of text, laid out: which glyphs stand where.
package struct TextLine: Sendable {
  /// The text as it is drawn.
  package let text: String
  /// Pixels of the em: capitals are 0.71 of it, small letters 0.53.
  package let size: Int
  private let glyphs: [Placed]
  /// How far the text reaches, in 256ths of a pixel.
  private let reach: Int

  private struct Placed: Sendable {
    let glyph: Typeface.Glyph
    /// In 256ths of a pixel from the beginning of the line.
    let x: Int
  }

  /// Lays out a text; what can't be drawn is replaced, as `Typeface.readable` says.
  package init(_ text: String, size: Int) {
    self.init(readable: Typeface.readable(text), size: size)
  }

  private init(readable text: String, size: Int) {
    self.text = text
    self.size = size
    let (glyphs, places) = Self.places(of: text, size: size)
    self.glyphs = zip(glyphs, places).map(Placed.init)
    reach = places.last ?? 0
  }

  /// Whole pixels that the text takes.
  package var width: Int { (reach + 255) >> 8 }

  /// Each glyph and where it begins, and at last where the next one would.
  private static func places(of text: String, size: Int) -> ([Typeface.Glyph], [Int]) {
    var glyphs: [Typeface.Glyph] = []
    var places: [Int] = []
    var x = 0
    var last: Character?
    for character in text {
      guard let glyph = Typeface.glyph(of: character) else { continue }
      if let before = glyphs.last, glyph.isBesideSameFace(before), !isFigures(last, character) {
        x += pixels(glyph.face.kerning(before.index, glyph.index), size, glyph.face)
      }
      glyphs.append(glyph)
      places.append(x)
      x += pixels(glyph.face.advance(of: glyph.index), size, glyph.face)
      last = character
    }
    return (glyphs, places + [x])
  }

  /// Figures stand below one another in columns, so nothing moves them.
  private static func isFigures(_ first: Character?, _ second: Character) -> Bool {
    guard let first else { return false }
    return ("0"..."9").contains(first) && ("0"..."9").contains(second)
  }

  private static func pixels(_ units: Int, _ size: Int, _ face: Face) -> Int {
    (2 * 256 * units * size + face.unitsPerEm).dividedDown(by: 2 * face.unitsPerEm)
  }

  /// The shapes of the line when it begins at `x` and stands on `baseline`.
  func masks(x: Int, baseline: Int) -> [Mask] {
    glyphs.compactMap { placed in
      let face = placed.glyph.face
      return face.outline(of: placed.glyph.index)
        .mask(
          size: size, unitsPerEm: face.unitsPerEm, x: x << 8 + placed.x, y: baseline << 8)
    }
  }
}

extension TextLine {
  /// The text in one line of at most so many pixels: where it is longer, its middle is left out for `…`. No
  /// character is split from its marks.
  ///
  ///     TextLine(shortening: "a-very-long-name-of-a-file.jpg", size: 20, to: 160).text  // a-very-l…a-file.jpg
  package init(shortening text: String, size: Int, to limit: Int) {
    self = Self.shortened(Typeface.readable(text), size: size, to: limit, keepsEnd: true)
  }

  /// The text in lines of at most so many pixels, broken between words and ideographs. Where it needs more
  /// lines than it may have, the last one ends in `…`. `breaksAfterHyphens` lets a line end behind a hyphen, too.
  package static func wrapped(
    _ text: String, size: Int, to limit: Int, lines: Int, breaksAfterHyphens: Bool = false
  ) -> [TextLine] {
    var rest = Typeface.readable(text)[...]
    var result: [TextLine] = []
    while !rest.isEmpty, result.count < lines {
      if result.count == lines - 1 {
        result.append(shortened(String(rest), size: size, to: limit, keepsEnd: false))
        break
      }
      let fitting = fittingPrefix(of: rest, size: size, limit: limit, breaksAfterHyphens)
      let line = TextLine(readable: trimmed(rest[..<fitting]), size: size)
      if line.width > 0 { result.append(line) }
      rest = rest[fitting...].drop { $0 == " " }
    }
    return result
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Where the first line of a text ends: behind the last word that fits, or inside a word that is too long
  /// for any line.
  private static func fittingPrefix(
    of text: Substring, size: Int, limit: Int, _ breaksAfterHyphens: Bool
  ) -> String.Index {
    var (position, lastBreak) = (text.startIndex, text.startIndex)
    var reach = 0
    for index in text.indices {
      let character = text[index]
      guard let glyph = Typeface.glyph(of: character) else { continue }
      reach += pixels(glyph.face.advance(of: glyph.index), size, glyph.face)
      let next = text.index(after: index)
      if character == " " { lastBreak = next }
      if reach > limit << 8, character != " " {
        let end = lastBreak > text.startIndex ? lastBreak : position
        return end > text.startIndex ? end : next
      }
      position = next
      // Before and behind an ideograph a line may end, but not before a mark that closes.
      if glyph.isIdeograph, next < text.endIndex, !text[next].isPunctuation {
        lastBreak = next
      }
      if breaksAfterHyphens, "-_/".contains(character) { lastBreak = next }
    }
    return text.endIndex
  }

  private static func shortened(
    _ readable: String, size: Int, to limit: Int, keepsEnd: Bool
  ) -> TextLine {
    let whole = TextLine(readable: readable, size: size)
    guard whole.width > limit else { return whole }
    let characters = Array(readable)
    let widths = characters.map { character in
      Typeface.glyph(of: character).map {
        pixels($0.face.advance(of: $0.index), size, $0.face)
      } ?? 0
    }
    var room = limit << 8 - TextLine(readable: "…", size: size).reach
    var (head, tail) = (0, 0)
    // The smaller half grows first, so both end up alike.
    var (headReach, tailReach) = (0, 0)
    while head + tail < characters.count {
      let takesHead = !keepsEnd || headReach <= tailReach
      let width = takesHead ? widths[head] : widths[characters.count - 1 - tail]
      guard width <= room else { break }
      room -= width
      if takesHead { (head, headReach) = (head + 1, headReach + width) }
      if !takesHead { (tail, tailReach) = (tail + 1, tailReach + width) }
    }
    return joined(characters, head, tail, size: size, limit: limit)
  }

  /// Kerning may make the whole a little wider than its parts; then one character less is kept.
  private static func joined(
    _ characters: [Character], _ head: Int, _ tail: Int, size: Int, limit: Int
  ) -> TextLine {
    var (head, tail) = (head, tail)
    while true {
      let start = trimmed(String(characters.prefix(head))[...])
      let end = String(characters.suffix(tail).drop { $0 == " " })
      let line = TextLine(readable: start + "…" + end, size: size)
      if line.width <= limit { return line }
      if head == 0, tail == 0 { return TextLine("", size: size) }
      if head >= tail { head -= 1 } else { tail -= 1 }
    }
  }
}

extension Canvas {
  /// Draws a line of text that begins at `x` and stands on `baseline`.
  package mutating func draw(_ line: TextLine, x: Int, baseline: Int, _ color: Color) {
    for mask in line.masks(x: x, baseline: baseline) { draw(mask, color) }
  }
}
