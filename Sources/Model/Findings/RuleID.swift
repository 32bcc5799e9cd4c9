/// The stable id of a rule: `image.too-small`. JSON, documents and tests share it.
public struct RuleID: RawRepresentable, JSONConvertible, Hashable, CustomStringConvertible,
  ExpressibleByStringLiteral, Sendable
{
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral text: String) { rawValue = text }

  public var description: String { rawValue }

  /// What a rule says about a file beyond one property of it.
  public enum Category: Sendable {
    /// The target has no slot for the file.
    case missingSlot
    /// The file isn't a picture, clip or sound.
    case notMedia
    /// No decoder proved that the file is sound.
    case unproven
    /// The file reveals something about people or places.
    case privateMetadata
    /// The rule is about one property of the file, or about something else.
    case other
  }

  /// The category of the rule.
  ///
  /// ```swift
  /// RuleID.clipNotMeasured.category  // .unproven
  /// ```
  public var category: Category {
    switch self {
    case .targetNoSlot: .missingSlot
    case .fileNotMedia: .notMedia
    case .imageNotProven, .clipNotMeasured, .soundNotMeasured: .unproven
    case .imagePrivateMetadata, .clipPrivateMetadata, .soundPrivateMetadata: .privateMetadata
    default: .other
    }
  }
}
