/// The brightness of an upright picture, reduced to a square whatever shape the picture has. Each
/// sample is the mean of the part of the picture that it covers.
public struct LumaPlane: Hashable, Sendable {
  /// The number of samples on each side of a reduced picture.
  public static let side = 64

  public let width: Int
  public let height: Int
  /// The samples in rows from the top, each from the left; 0 is black.
  public let samples: [UInt8]

  /// Creates a plane; `nil` unless the number of samples is that of the sides.
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

  /// The sample at a column and a row, both from 0.
  public subscript(column: Int, row: Int) -> UInt8 { samples[row * width + column] }

  /// The plane with left and right exchanged.
  public var mirrored: LumaPlane {
    let rows = stride(from: 0, to: samples.count, by: width)
    return LumaPlane(
      rows.flatMap { samples[$0..<$0 + width].reversed() }, width: width, height: height)
  }

  /// The plane with rows and columns exchanged.
  private var transposed: LumaPlane {
    let turned = (0..<width).flatMap { column in (0..<height).map { self[column, $0] } }
    return LumaPlane(turned, width: height, height: width)
  }

  /// The plane with top and bottom exchanged.
  private var flipped: LumaPlane {
    let rows = stride(from: samples.count - width, through: 0, by: -width)
    return LumaPlane(rows.flatMap { samples[$0..<$0 + width] }, width: width, height: height)
  }

  /// Returns the upright plane of a picture that was stored in this orientation.
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
