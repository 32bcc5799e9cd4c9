/// The light in one picture, as sets are compared by it.
public struct Lighting: Hashable, Sendable {
  /// The color of the light as log2 of red over blue, estimated from edges and from the brightest
  /// parts.
  public var color: Double
  /// The log2 of the mean light, in stops; that of the subject alone when the backdrop is plain.
  public var exposure: Double
  /// How the light changes over the picture, in stops from left to right and from top to bottom.
  public var across: Double
  public var down: Double
  /// The colors of the subject and of a plain backdrop in equal squares, five bytes each, by which
  /// two pictures are compared.
  public var swatches: [UInt8]

  public init(
    color: Double, exposure: Double, across: Double, down: Double, swatches: [UInt8] = []
  ) {
    self.color = color
    self.exposure = exposure
    self.across = across
    self.down = down
    self.swatches = swatches
  }
}

/// The difference between two lights, in stops.
public struct LightShift: Hashable, Sendable {
  public var exposure: Double
  /// The difference of red over blue.
  public var color: Double
  /// The difference in how brightness changes from left to right and from top to bottom.
  public var across: Double
  public var down: Double

  /// The difference between equal lights.
  public static let zero = LightShift(exposure: 0, color: 0, across: 0, down: 0)

  public init(exposure: Double, color: Double, across: Double, down: Double) {
    self.exposure = exposure
    self.color = color
    self.across = across
    self.down = down
  }
}
