/// A laid-out line of text: glyphs with their positions.
///
/// ```swift
/// let line = TextLine("Mira · front", size: 24)
/// canvas.draw(line, x: 0, baseline: 24, .black)
/// ```
package struct TextLine: Sendable {
  package let text: String
  /// The size of the em in pixels. Capitals are 0.71 of it high, lowercase letters 0.53.
  package let size: Int
  /// The glyphs from left to right.
  let glyphs: [Placed]
  /// The sum of all advances, in 1/256 of a pixel.
  private let advance: Int

  /// A glyph with its position.
  struct Placed: Sendable {
    /// The character that the glyph shows.
    let character: Character
    let glyph: Typeface.Glyph
    /// The distance from the beginning of the line, in 1/256 of a pixel.
    let x: Int
  }

  /// Lays out a text. Characters that cannot be drawn are replaced as
  /// `Typeface.readable(_:)` describes.
  package init(_ text: String, size: Int) {
    self.init(readable: Typeface.readable(text), size: size)
  }

  /// Lays out a text whose characters can all be drawn.
  private init(readable text: String, size: Int) {
    self.text = text
    self.size = size
    let (glyphs, positions) = Self.positions(of: text, size: size)
    self.glyphs = zip(glyphs, positions).map { one, x in
      Placed(character: one.character, glyph: one.glyph, x: x)
    }
    advance = positions.last ?? 0
  }

  /// The width of the text, rounded up to whole pixels.
  package var width: Int { (advance + 255) >> 8 }

  /// Returns the glyphs and their positions, followed by the position where the next glyph
  /// would begin.
  private static func positions(
    of text: String, size: Int
  ) -> ([(character: Character, glyph: Typeface.Glyph)], [Int]) {
    var glyphs: [(character: Character, glyph: Typeface.Glyph)] = []
    var positions: [Int] = []
    var x = 0
    for character in text {
      guard let glyph = Typeface.glyph(of: character) else { continue }
      if let (last, previous) = glyphs.last, glyph.sharesFace(with: previous),
        !areDigits(last, character)
      {
        x += pixels(glyph.face.kerning(previous.index, glyph.index), size, glyph.face)
      }
      glyphs.append((character, glyph))
      positions.append(x)
      x += pixels(glyph.face.advance(of: glyph.index), size, glyph.face)
    }
    return (glyphs, positions + [x])
  }

  /// Whether both characters are digits, which are not kerned so that numbers align in
  /// columns.
  private static func areDigits(_ first: Character, _ second: Character) -> Bool {
    ("0"..."9").contains(first) && ("0"..."9").contains(second)
  }

  /// Converts units to 1/256 of a pixel.
  private static func pixels(_ units: Int, _ size: Int, _ face: Face) -> Int {
    (2 * 256 * units * size + face.unitsPerEm).dividedRoundingDown(by: 2 * face.unitsPerEm)
  }

  /// Returns the masks of the glyphs when the line begins at `x` and stands on `baseline`.
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
  /// Lays out a text in one line of at most `limit` pixels. The middle of a longer text is
  /// replaced by `…`. No character is separated from its combining marks.
  ///
  /// ```swift
  /// TextLine(shortening: "a-very-long-name-of-a-file.jpg", size: 20, to: 160).text
  /// // a-very-l…a-file.jpg
  /// ```
  package init(shortening text: String, size: Int, to limit: Int) {
    self = Self.shortened(Typeface.readable(text), size: size, to: limit, keepsEnd: true)
  }

  /// Lays out a text in lines of at most `limit` pixels, broken between words and
  /// ideographs.
  ///
  /// - Parameters:
  ///   - lines: The largest number of lines. The last one ends in `…` when the text is longer.
  ///   - breaksAfterHyphens: Whether a line may also end after a hyphen, an underscore or a slash.
  package static func wrapped(
    _ text: String, size: Int, to limit: Int, lines: Int, breaksAfterHyphens: Bool = false
  ) -> [TextLine] {
    var remaining = Typeface.readable(text)[...]
    var result: [TextLine] = []
    while !remaining.isEmpty, result.count < lines {
      if result.count == lines - 1 {
        result.append(shortened(String(remaining), size: size, to: limit, keepsEnd: false))
        break
      }
      let end = fittingPrefix(of: remaining, size: size, limit: limit, breaksAfterHyphens)
      let line = TextLine(readable: trimmed(remaining[..<end]), size: size)
      if line.width > 0 { result.append(line) }
      remaining = remaining[end...].drop { $0 == " " }
    }
    return result
  }

  /// Removes spaces at the end.
  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Returns where the first line of a text ends: after the last word that fits, or within
  /// a word that is longer than any line.
  private static func fittingPrefix(
    of text: Substring, size: Int, limit: Int, _ breaksAfterHyphens: Bool
  ) -> String.Index {
    var (position, lastBreak) = (text.startIndex, text.startIndex)
    var width = 0
    for index in text.indices {
      let character = text[index]
      guard let glyph = Typeface.glyph(of: character) else { continue }
      width += pixels(glyph.face.advance(of: glyph.index), size, glyph.face)
      let next = text.index(after: index)
      if character == " " { lastBreak = next }
      if width > limit << 8, character != " " {
        let end = lastBreak > text.startIndex ? lastBreak : position
        return end > text.startIndex ? end : next
      }
      position = next
      // A line may end before and after an ideograph, but not before closing punctuation.
      if glyph.isIdeograph, next < text.endIndex, !text[next].isPunctuation {
        lastBreak = next
      }
      if breaksAfterHyphens, "-_/".contains(character) { lastBreak = next }
    }
    return text.endIndex
  }

  /// Shortens a text that does not fit, at its middle or at its end.
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
    var available = limit << 8 - TextLine(readable: "…", size: size).advance
    var (head, tail) = (0, 0)
    // The narrower half grows first, so both become about equally wide.
    var (headWidth, tailWidth) = (0, 0)
    while head + tail < characters.count {
      let growsHead = !keepsEnd || headWidth <= tailWidth
      let width = growsHead ? widths[head] : widths[characters.count - 1 - tail]
      guard width <= available else { break }
      available -= width
      if growsHead { (head, headWidth) = (head + 1, headWidth + width) }
      if !growsHead { (tail, tailWidth) = (tail + 1, tailWidth + width) }
    }
    return joined(characters, head, tail, size: size, limit: limit)
  }

  /// Joins the halves with `…`. Kerning may make the result a little wider than its parts,
  /// so characters are removed until it fits.
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
