internal import Castbook
internal import Model

/// Phrases about prepared copies of files.
///
/// A copy is sent in place of its original; the tables say so at the original's name and list its
/// steps below.
enum CopyWords {
  /// The mark after the name of a file that is sent as its prepared copy.
  static let mark = "(by its copy)"

  /// Returns a line about a copy, such as `copy 3024 × 4032 JPEG 5.9 MB: turned upright; Display P3
  /// to sRGB`.
  static func line(_ copy: DerivedCopy) -> String {
    let facts = [
      copy.facts?.image.map { "\($0.size)" }, copy.facts?.format?.name,
      copy.facts?.byteCount.map { Quantity.bytes($0) },
    ]
    let what = facts.compactMap(\.self).joined(separator: " ")
    return "copy \(what.isEmpty ? copy.derivation.blob.short : what): \(copy.words)"
  }

  /// Returns a phrase that says from which file a copy was made, and how.
  static func origin(_ derivation: Derivation) -> String {
    "made from \(derivation.from.short): \(PreparationStep.words(derivation.steps))"
  }
}
