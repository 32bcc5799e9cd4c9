internal import CDrawing
package import Model

/// A picture that is being drawn: opaque and in sRGB. The same calls give the same bytes
/// on every machine.
///
/// Edges and colors are mixed in linear light, as a lens would mix them. Whatever lies
/// outside the canvas or outside `clip` is not drawn.
///
/// ```swift
/// var canvas = Canvas(width: 200, height: 60, .white)
/// canvas.draw(TextLine("mira", size: 24), x: 12, baseline: 40, .black)
/// ```
package struct Canvas: Hashable, Sendable {
  /// The default for the longest side of a canvas, in pixels.
  package static let maximumSide = 4096

  package let size: PixelSize
  /// The pixels: three values each, row by row from the top.
  package private(set) var rgb: [UInt8]
  /// The area outside of which nothing is drawn; at first the whole canvas.
  package var clip: Rectangle

  /// Creates a canvas filled with one color. Each side is clamped to between 1 and
  /// `maximumSide` pixels.
  package init(width: Int, height: Int, _ color: Color, maximumSide: Int = Self.maximumSide) {
    let sides = 1...maximumSide
    size = PixelSize(
      width: min(max(width, sides.lowerBound), sides.upperBound),
      height: min(max(height, sides.lowerBound), sides.upperBound))
    rgb = [UInt8](repeating: 0, count: 3 * size.pixelCount)
    clip = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
    fill(clip, color)
  }

  /// The area of the whole canvas.
  package var bounds: Rectangle { Rectangle(x: 0, y: 0, width: size.width, height: size.height) }

  /// The color of a pixel; `nil` outside the canvas.
  package subscript(x: Int, y: Int) -> Color? {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return nil }
    let index = 3 * (y * size.width + x)
    return Color(red: rgb[index], green: rgb[index + 1], blue: rgb[index + 2])
  }

  package mutating func fill(_ rectangle: Rectangle, _ color: Color) {
    let area = visible(rectangle)
    guard !area.isEmpty else { return }
    unsafe castbook_drawing_fill(
      &rgb, size.width, cArea(area), [color.red, color.green, color.blue])
  }

  /// Draws the four sides of a rectangle inside it, `thickness` pixels thick. A rectangle
  /// too small for that is filled.
  package mutating func frame(_ rectangle: Rectangle, thickness: Int, _ color: Color) {
    let inner = rectangle.expanded(by: -thickness)
    guard !inner.isEmpty else { return fill(rectangle, color) }
    let (x, y) = (rectangle.x, rectangle.y)
    fill(Rectangle(x: x, y: y, width: rectangle.width, height: thickness), color)
    fill(Rectangle(x: x, y: inner.bottom, width: rectangle.width, height: thickness), color)
    fill(Rectangle(x: x, y: inner.y, width: thickness, height: inner.height), color)
    fill(Rectangle(x: inner.right, y: inner.y, width: thickness, height: inner.height), color)
  }

  /// Draws a picture at its own size with its upper left corner at (x, y).
  package mutating func draw(_ picture: Bitmap, x: Int, y: Int) {
    let area = visible(
      Rectangle(x: x, y: y, width: picture.size.width, height: picture.size.height))
    guard !area.isEmpty else { return }
    for row in area.y..<area.bottom {
      let source = 3 * ((row - y) * picture.size.width + area.x - x)
      let target = 3 * (row * size.width + area.x)
      rgb.replaceSubrange(
        target..<target + 3 * area.width, with: picture.rgb[source..<source + 3 * area.width])
    }
  }

  /// Blends a color into the canvas as far as the mask covers each pixel.
  package mutating func draw(_ mask: Mask, _ color: Color) {
    let area = visible(mask.rectangle)
    guard !area.isEmpty else { return }
    let start = (area.y - mask.rectangle.y) * mask.rectangle.width + area.x - mask.rectangle.x
    unsafe mask.coverage.withUnsafeBufferPointer { coverage in
      guard let first = coverage.baseAddress else { return }
      unsafe castbook_drawing_blend(
        &rgb, size.width, cArea(area), first + start, mask.rectangle.width,
        [color.red, color.green, color.blue])
    }
  }

  /// The part of a rectangle that can be drawn on.
  private func visible(_ rectangle: Rectangle) -> Rectangle {
    rectangle.intersection(with: clip).intersection(with: bounds)
  }

  private func cArea(_ area: Rectangle) -> castbook_drawing_area_t {
    castbook_drawing_area_t(x: area.x, y: area.y, width: area.width, height: area.height)
  }
}
