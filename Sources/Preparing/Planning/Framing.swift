internal import Model

/// The geometry of a prepared copy: the part of the original that is kept, its size in the copy,
/// and the border around it, all upright.
struct Framing: Hashable, Sendable {
  /// The part of the original that is kept, in pixels of the original.
  var crop: PixelBox
  /// The size of that part in the copy.
  var content: PixelSize
  /// The size of the whole copy, including its border.
  var canvas: PixelSize

  /// The distance of the centred content from the canvas's left edge.
  var left: Int { (canvas.width - content.width) / 2 }
  /// The distance of the centred content from the canvas's top edge.
  var top: Int { (canvas.height - content.height) / 2 }

  /// Whether the kept part changes its size.
  var isScaled: Bool { content != crop.size }
  /// Whether the copy has a border.
  var isPadded: Bool { canvas != content }
}

extension PixelBox {
  var size: PixelSize { PixelSize(width: width, height: height) }

  /// Creates the box that covers a whole picture.
  init(of size: PixelSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }
}
