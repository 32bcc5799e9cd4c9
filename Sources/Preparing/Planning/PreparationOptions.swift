/// What the user decides about preparing.
public struct PreparationOptions: Hashable, Sendable {
  /// How a picture that is too wide or too narrow comes to fit.
  public enum Fit: String, CaseIterable, Sendable {
    /// A border is put around it.
    case pad
    /// Its middle is kept.
    case crop
  }

  public var fit = Fit.pad
  /// What see-through parts are laid over, and what borders are made of; nothing to match the picture.
  public var background: PixelColor?
  /// Whether what is too small is enlarged.
  public var allowsEnlarging = false
  /// Whether a clip is scaled, cut or coded again for a limit that no source states.
  public var followsInferredLimits = false
  /// Whether an interlaced clip stays interlaced.
  public var keepsInterlaced = false

  public init() {}
}
