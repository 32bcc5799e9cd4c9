internal import Library

/// A file that was made of another, and lies in the library beside it.
public struct DerivedCopy: Sendable {
  public let derivation: Derivation
  /// What is known of it; nothing where it was never looked at.
  public let facts: FileFacts?

  /// What was done, in words: `turned upright; Display P3 to sRGB; JPEG 97`.
  public var words: String { PreparationStep.words(derivation.steps) }
}

extension Contents {
  /// Of one file no more copies are told.
  private static let mostCopies = 16

  /// The copies that were made of a file.
  func copies(of blob: Digest) throws -> [DerivedCopy] {
    try results(of: blob, limit: Self.mostCopies).map { derivation in
      DerivedCopy(
        derivation: derivation, facts: try facts(of: derivation.blob, as: .nameless))
    }
  }
}
