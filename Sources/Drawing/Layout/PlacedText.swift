/// A line of text and where it is on a picture, before the picture is drawn.
///
/// Layouts are made of these values, so that a test can check that no two of them overlap and that none is cut off.
struct PlacedText: Sendable {
  /// Which of the two greys it is written in.
  enum Ink: Sendable {
    case main, quiet
  }

  let line: TextLine
  /// The upper left corner of its line.
  let x: Int
  let y: Int
  let lineHeight: Int
  /// From the top of the line to where its letters stand.
  let baseline: Int
  let ink: Ink

  /// The part of the picture that it occupies.
  var frame: Rectangle { Rectangle(x: x, y: y, width: line.width, height: lineHeight) }

  func draw(on canvas: inout Canvas, _ theme: ContactSheet.Theme) {
    canvas.draw(
      line, x: x, baseline: y + baseline, ink == .main ? theme.ink : theme.quietInk)
  }
}

/// The two sizes of text that a picture has, each with the height of its lines.
struct TextStyle: Sendable {
  let size: Int
  let lineHeight: Int
  let baseline: Int

  /// Lines of a text below one another, at most so many pixels wide.
  func lines(
    _ text: String, width: Int, limit: Int, x: Int, y: Int, _ ink: PlacedText.Ink
  ) -> [PlacedText] {
    let lines = TextLine.wrapped(
      text, size: size, to: width, lines: limit, breaksAfterHyphens: true)
    return lines.enumerated().map { index, line in
      place(line, x: x, y: y + index * lineHeight, ink)
    }
  }

  func place(_ line: TextLine, x: Int, y: Int, _ ink: PlacedText.Ink) -> PlacedText {
    PlacedText(line: line, x: x, y: y, lineHeight: lineHeight, baseline: baseline, ink: ink)
  }
}
