/// The brightness of a picture as it stands upright, made small: each sample is the mean of the part
/// of the picture that it covers. Whatever shape the picture has, its plane is a square.
public struct LumaPlane: Hashable, Sendable {
  /// The samples of a side of what pictures are reduced to.
  public static let side = 64

  public let width: Int
  public let height: Int
  /// Rows from the top, each from the left; 0 is black.
  public let samples: [UInt8]

  /// Nothing where there are more samples, or fewer, than the sides tell.
  public init?(width: Int, height: Int, samples: [UInt8]) {
    guard width > 0, height > 0, width <= samples.count, height <= samples.count,
      width * height == samples.count
    else { return nil }
    self.init(samples, width: width, height: height)
  }

  private init(_ samples: [UInt8], width: Int, height: Int) {
    self.width = width
    self.height = height
    self.samples = samples
  }

  public subscript(column: Int, row: Int) -> UInt8 { samples[row * width + column] }

  /// Right and left changed.
  public var mirrored: LumaPlane {
    let rows = stride(from: 0, to: samples.count, by: width)
    return LumaPlane(
      rows.flatMap { samples[$0..<$0 + width].reversed() }, width: width, height: height)
  }

  /// Rows as columns: mirrored at the diagonal from the upper left.
  private var transposed: LumaPlane {
    let turned = (0..<width).flatMap { column in (0..<height).map { self[column, $0] } }
    return LumaPlane(turned, width: height, height: width)
  }

  /// Top and bottom changed.
  private var flipped: LumaPlane {
    let rows = stride(from: samples.count - width, through: 0, by: -width)
    return LumaPlane(rows.flatMap { samples[$0..<$0 + width] }, width: width, height: height)
  }

  /// The plane of a picture that was stored in this orientation, as it stands upright.
  public func upright(_ orientation: Orientation) -> LumaPlane {
    switch orientation {
    case .upright: self
    case .mirrored: mirrored
    case .upsideDown: mirrored.flipped
    case .upsideDownMirrored: flipped
    case .leftMirrored: transposed
    case .turnedLeft: transposed.mirrored
    case .rightMirrored: transposed.mirrored.flipped
    case .turnedRight: transposed.flipped
    }
  }
}
