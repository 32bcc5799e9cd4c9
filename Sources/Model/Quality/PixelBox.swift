/// A part of the upright picture, in pixels from its upper left corner.
public struct PixelBox: Hashable, Sendable {
  /// The distance from the left edge of the picture.
  public let x: Int
  /// The distance from the top edge of the picture.
  public let y: Int
  public let width: Int
  public let height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}
