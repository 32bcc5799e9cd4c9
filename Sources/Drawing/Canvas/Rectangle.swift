/// A rectangle of whole pixels. It may extend beyond the canvas, but its sides are never
/// negative.
package struct Rectangle: Hashable, Sendable {
  /// The left edge.
  package var x: Int
  /// The upper edge.
  package var y: Int
  /// The width in pixels.
  package var width: Int
  /// The height in pixels.
  package var height: Int

  /// Creates a rectangle. Negative sides become zero.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The column behind the right edge.
  package var right: Int { x + width }
  /// The row below the lower edge.
  package var bottom: Int { y + height }
  /// Whether the rectangle contains no pixels.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Returns the part that two rectangles share. It is empty when they do not overlap.
  package func intersection(with other: Rectangle) -> Rectangle {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return Rectangle(
      x: left, y: top, width: min(right, other.right) - left,
      height: min(bottom, other.bottom) - top)
  }

  /// Returns a rectangle that is larger by `margin` on each side; a negative margin makes
  /// it smaller.
  package func expanded(by margin: Int) -> Rectangle {
    Rectangle(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }
}
