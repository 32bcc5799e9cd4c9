public import Model

/// What the user wants to keep of a picture's metadata.
public enum KeptMetadata: String, CaseIterable, Comparable, Sendable {
  /// Creator, copyright and credit line, written again as XMP.
  case authorship
  /// Content Credentials (C2PA), as long as the picture's coding is kept.
  case credentials

  public var kind: PrivateMetadata {
    switch self {
    case .authorship: .authorship
    case .credentials: .credentials
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

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

  /// What stays beside the picture.
  public var keeps: Set<KeptMetadata> = []

  public init() {}

  /// The kinds of private metadata that a copy may have.
  package var keptKinds: Set<PrivateMetadata> { Set(keeps.map(\.kind)) }
}
