internal import Library

/// A file that was made from another one and is kept beside it in the library.
public struct DerivedCopy: Sendable {
  /// The record of the steps that made the copy.
  public let derivation: Derivation
  /// The facts of the copy, or `nil` if it was never examined.
  public let facts: FileFacts?

  /// The steps in words: `turned upright; Display P3 to sRGB; saved as JPEG, quality 97`.
  public var words: String { PreparationStep.words(derivation.steps) }
}

extension Contents {
  /// The maximum number of copies of one file that are reported.
  private static let maximumCopies = 16

  /// Returns the copies that were made from a file, the earliest first.
  func copies(of blob: Digest) throws -> [DerivedCopy] {
    try derivations.results(of: blob, limit: Self.maximumCopies).map { derivation in
      DerivedCopy(
        derivation: derivation, facts: try blobs.facts(of: derivation.blob, as: .unnamed))
    }
  }
}
