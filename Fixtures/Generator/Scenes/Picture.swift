/// A picture in memory: 8-bit RGBA, rows from the top, no padding.
///
/// Everything the generator makes passes through this type: the ray marcher fills it, the encoders
/// read it.
public struct Picture: Sendable {
  public let width: Int
  public let height: Int
  /// `width * height * 4` bytes: red, green, blue, alpha.
  public var rgba: [UInt8]

  public init(width: Int, height: Int, rgba: [UInt8]) {
    precondition(rgba.count == width * height * 4, "a picture has four bytes a pixel")
    self.width = width
    self.height = height
    self.rgba = rgba
  }

  public init(width: Int, height: Int) {
    self.init(
      width: width, height: height, rgba: [UInt8](repeating: 255, count: width * height * 4))
  }
}
