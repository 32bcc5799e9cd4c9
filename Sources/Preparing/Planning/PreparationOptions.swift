public import Model

/// A kind of private metadata that the user may keep in a prepared copy.
public enum KeptMetadata: String, JSONConvertible, CaseIterable, Comparable, Sendable {
  /// The creator, copyright and credit line, written again as XMP.
  case authorship
  /// Content Credentials (C2PA); they stay only when the encoded picture is kept.
  case credentials

  /// The corresponding kind of private metadata.
  public var kind: PrivateMetadata {
    switch self {
    case .authorship: .authorship
    case .credentials: .credentials
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The user's choices about preparing pictures, sounds and clips.
///
/// ```swift
/// var options = PreparationOptions()
/// options.fit = .crop
/// options.keeps = [.authorship]
/// ```
public struct PreparationOptions: Hashable, Sendable {
  /// How a picture that is too wide or too narrow is made to fit.
  public enum Fit: String, JSONConvertible, CaseIterable, Sendable {
    /// A border is added.
    case pad
    /// The middle of the picture is kept.
    case crop
  }

  /// How a picture that is too wide or too narrow is made to fit.
  public var fit = Fit.pad
  /// The colour behind transparent parts and of borders, or `nil` to match the picture.
  public var background: PixelColor?
  /// Whether a picture that is too small is enlarged.
  public var allowsEnlarging = false
  /// Whether a clip is scaled, cut or re-encoded even for a limit that no source states.
  public var followsInferredLimits = false
  /// Whether an interlaced clip stays interlaced.
  public var keepsInterlaced = false

  /// The private metadata that stays in the copy.
  public var keptMetadata: Set<KeptMetadata> = []

  public init() {}

  /// The kinds of private metadata that a copy may contain.
  package var keptKinds: Set<PrivateMetadata> { Set(keptMetadata.map(\.kind)) }
}
