/// A line of text with its position on a picture that is not drawn yet.
///
/// Layouts consist of these values, so a test can check that no two of them overlap
/// and that none is cut off.
struct PlacedText: Sendable {
  /// The importance of a text, which decides its grey.
  enum Ink: Sendable {
    case primary, secondary
  }

  /// The laid-out text.
  let line: TextLine
  /// The left edge.
  let x: Int
  /// The upper edge.
  let y: Int
  /// The distance to the next line, in pixels.
  let lineHeight: Int
  /// The distance from the upper edge to the baseline, in pixels.
  let baseline: Int
  let ink: Ink

  /// The area of the picture that the text occupies.
  var frame: Rectangle { Rectangle(x: x, y: y, width: line.width, height: lineHeight) }

  /// Draws the text in the color that the theme gives its importance.
  func draw(on canvas: inout Canvas, _ theme: ContactSheet.Theme) {
    canvas.draw(line, x: x, baseline: y + baseline, theme.ink(ink))
  }
}

/// A size of text with the metrics of its lines, in pixels.
struct TextStyle: Sendable {
  /// The size of the em.
  let size: Int
  /// The distance from one line to the next.
  let lineHeight: Int
  /// The distance from the upper edge of a line to its baseline.
  let baseline: Int

  /// Wraps a text to lines below one another, beginning at (x, y).
  ///
  /// - Parameters:
  ///   - width: The longest line in pixels.
  ///   - limit: The largest number of lines. The last one ends in `…` when the text is longer.
  func lines(
    _ text: String, width: Int, limit: Int, x: Int, y: Int, _ ink: PlacedText.Ink
  ) -> [PlacedText] {
    let lines = TextLine.wrapped(
      text, size: size, to: width, lines: limit, breaksAfterHyphens: true)
    return lines.enumerated().map { index, line in
      place(line, x: x, y: y + index * lineHeight, ink)
    }
  }

  /// Positions a line with its upper left corner at (x, y).
  func place(_ line: TextLine, x: Int, y: Int, _ ink: PlacedText.Ink) -> PlacedText {
    PlacedText(line: line, x: x, y: y, lineHeight: lineHeight, baseline: baseline, ink: ink)
  }
}

extension Canvas {
  /// Draws lines below one another, and moves `y` below them.
  mutating func draw(
    _ lines: [TextLine], x: Int, y: inout Int, _ style: TextStyle, _ color: Color
  ) {
    for line in lines {
      draw(line, x: x, baseline: y + style.baseline, color)
      y += style.lineHeight
    }
  }
}

extension ContactSheet.Theme {
  func ink(_ ink: PlacedText.Ink) -> Color { ink == .primary ? self.ink : secondaryInk }
}
