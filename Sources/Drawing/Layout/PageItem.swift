internal import Model

/// One thing on a page that can be drawn on a canvas as well as written into a PDF. Lengths are
/// pixels of the page.
enum PageItem: Sendable {
  /// A line of text.
  ///
  /// `original` is the text that the line stands for, when it could not be drawn as it is.
  case text(PlacedText, original: String? = nil)
  /// Filled rectangles of one color.
  case fill([Rectangle], Color)
  /// A picture by its index, which fills the frame.
  case picture(Int, Rectangle)
  /// The mark of a status in a square.
  case mark(Mark, Rectangle)
}

/// A laid-out page: its size and what is on it, in the order of drawing.
struct Page: Sendable {
  let paper: Paper
  var items: [PageItem] = []

  /// Draws the page on white.
  ///
  /// - Parameter picture: Returns the picture with an index. It is reduced to its frame and never
  ///   enlarged.
  func canvas(_ picture: (Int) -> Bitmap?) -> Canvas {
    let theme = ContactSheet.Theme.light
    var canvas = Canvas(width: paper.size.width, height: paper.size.height, .white)
    for item in items {
      switch item {
      case .text(let text, _): text.draw(on: &canvas, theme)
      case .fill(let rectangles, let color):
        for rectangle in rectangles { canvas.fill(rectangle, color) }
      case .picture(let index, let frame):
        guard let bitmap = picture(index)?.fitted(width: frame.width, height: frame.height) else {
          continue
        }
        canvas.draw(
          bitmap, x: frame.x + (frame.width - bitmap.size.width) / 2,
          y: frame.y + (frame.height - bitmap.size.height) / 2)
      case .mark(let mark, let square):
        if let mask = mark.mask(x: square.x, y: square.y, side: square.width) {
          canvas.draw(mask, theme.color(of: mark))
        }
      }
    }
    return canvas
  }
}
