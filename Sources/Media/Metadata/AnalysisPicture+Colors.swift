internal import CRaster
internal import Decoding
internal import Model

extension AnalysisPicture {
  /// Creates the picture as it is seen: converted to sRGB by its profile, and upright.
  ///
  /// - Throws: An error if no process can convert its colours.
  init?(
    _ small: SmallPicture, profile: [UInt8]?, _ facts: ImageFacts, in boxes: ColorBoxes = .shared
  ) throws(ColorFailure) {
    let orientation = facts.orientation
    let turned = Self.turned(
      try ColorLibrary.sRGB(small, profile: profile, facts.color, in: boxes), small.size,
      orientation)
    var native = small.statistics
    if orientation.swapsSides, let stored = small.statistics {
      native?.across = stored.down
      native?.down = stored.across
    }
    self.init(
      size: small.size.upright(orientation), rgb: turned,
      original: small.codedSize.upright(orientation), native: native,
      isOverWhite: facts.alpha == .used)
  }

  /// Returns pixels of three values, rotated upright.
  private static func turned(
    _ rgb: [UInt8], _ size: PixelSize, _ orientation: Orientation
  ) -> [UInt8] {
    guard orientation != .upright, rgb.count == 3 * size.pixelCount else { return rgb }
    let (width, height) = (size.width, size.height)
    let upright = size.upright(orientation)
    let right = width - 1
    let bottom = (height - 1) * width
    let (first, across, down): (Int, Int, Int) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .upsideDown: (right + bottom, -1, -width)
      case .upsideDownMirrored: (bottom, 1, -width)
      case .leftMirrored: (0, width, 1)
      case .turnedLeft: (bottom, -width, 1)
      case .rightMirrored: (right + bottom, -width, -1)
      case .turnedRight: (right, width, -1)
      }
    let turn = castbook_pixel_turn_t(first: first, across: across, down: down)
    return unsafe [UInt8](unsafeUninitializedCapacity: rgb.count) { turned, filled in
      unsafe rgb.withUnsafeBufferPointer {
        unsafe castbook_turn_pixels(
          turned.baseAddress, $0.baseAddress, upright.width, upright.height, turn)
      }
      filled = rgb.count
    }
  }
}
