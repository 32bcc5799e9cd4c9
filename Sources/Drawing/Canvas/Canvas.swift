internal import CDrawing
package import Model

/// A picture that is being drawn: opaque, in sRGB. The same calls give the same bytes on every machine.
///
/// Edges and pictures are mixed in linear light, as a lens would mix them. What lies outside the canvas or
/// outside `clip` is left out.
package struct Canvas: Hashable, Sendable {
  /// The longest side of a canvas that says nothing else.
  package static let longestSide = 4096

  package let size: PixelSize
  /// Three values a pixel, rows from the top.
  package private(set) var rgb: [UInt8]
  /// Nothing outside of this part is drawn.
  package var clip: Rectangle

  /// A canvas of one colour. Sides are kept within 1 and `longestSide` pixels.
  package init(width: Int, height: Int, _ color: Color, longestSide: Int = Self.longestSide) {
    let sides = 1...longestSide
    size = PixelSize(
      width: min(max(width, sides.lowerBound), sides.upperBound),
      height: min(max(height, sides.lowerBound), sides.upperBound))
    rgb = [UInt8](repeating: 0, count: 3 * size.pixelCount)
    clip = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
    fill(clip, color)
  }

  /// The whole canvas.
  package var bounds: Rectangle { Rectangle(x: 0, y: 0, width: size.width, height: size.height) }

  /// The colour of a pixel; nothing outside of the canvas.
  package subscript(x: Int, y: Int) -> Color? {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return nil }
    let place = 3 * (y * size.width + x)
    return Color(red: rgb[place], green: rgb[place + 1], blue: rgb[place + 2])
  }

  /// Fills a rectangle.
  package mutating func fill(_ rectangle: Rectangle, _ color: Color) {
    let part = visible(rectangle)
    guard !part.isEmpty else { return }
    unsafe castbook_drawing_fill(
      &rgb, size.width, area(part), [color.red, color.green, color.blue])
  }

  /// Draws the four sides of a rectangle, so many pixels thick, inside of it.
  package mutating func frame(_ rectangle: Rectangle, thickness: Int, _ color: Color) {
    let inner = rectangle.grown(by: -thickness)
    guard !inner.isEmpty else { return fill(rectangle, color) }
    let (x, y) = (rectangle.x, rectangle.y)
    fill(Rectangle(x: x, y: y, width: rectangle.width, height: thickness), color)
    fill(Rectangle(x: x, y: inner.bottom, width: rectangle.width, height: thickness), color)
    fill(Rectangle(x: x, y: inner.y, width: thickness, height: inner.height), color)
    fill(Rectangle(x: inner.right, y: inner.y, width: thickness, height: inner.height), color)
  }

  /// Puts a picture with its upper left corner at a place, as large as it is.
  package mutating func draw(_ picture: Bitmap, x: Int, y: Int) {
    let part = visible(
      Rectangle(x: x, y: y, width: picture.size.width, height: picture.size.height))
    guard !part.isEmpty else { return }
    for row in part.y..<part.bottom {
      let from = 3 * ((row - y) * picture.size.width + part.x - x)
      let to = 3 * (row * size.width + part.x)
      rgb.replaceSubrange(
        to..<to + 3 * part.width, with: picture.rgb[from..<from + 3 * part.width])
    }
  }

  /// Lays a colour over the canvas where a mask says so.
  package mutating func draw(_ mask: Mask, _ color: Color) {
    let part = visible(mask.rectangle)
    guard !part.isEmpty else { return }
    let start = (part.y - mask.rectangle.y) * mask.rectangle.width + part.x - mask.rectangle.x
    unsafe mask.shares.withUnsafeBufferPointer { shares in
      guard let first = shares.baseAddress else { return }
      unsafe castbook_drawing_blend(
        &rgb, size.width, area(part), first + start, mask.rectangle.width,
        [color.red, color.green, color.blue])
    }
  }

  private func visible(_ rectangle: Rectangle) -> Rectangle {
    rectangle.common(with: clip).common(with: bounds)
  }

  private func area(_ part: Rectangle) -> castbook_drawing_area_t {
    castbook_drawing_area_t(x: part.x, y: part.y, width: part.width, height: part.height)
  }
}
