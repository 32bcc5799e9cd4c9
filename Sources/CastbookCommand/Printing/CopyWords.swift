internal import Castbook
internal import Model

/// Copies that were made of a file, in words.
enum CopyWords {
  /// Behind the name of a file in whose place a prepared copy is sent.
  static let mark = "(by its copy)"

  /// `copy 3024 × 4032 JPEG 5.9 MB: turned upright; Display P3 to sRGB`.
  static func line(_ copy: DerivedCopy) -> String {
    let facts = [
      copy.facts?.image.map { "\($0.size)" }, copy.facts?.format?.name,
      copy.facts?.byteCount.map { Quantity.bytes($0) },
    ]
    let what = facts.compactMap(\.self).joined(separator: " ")
    return "copy \(what.isEmpty ? copy.derivation.blob.short : what): \(copy.words)"
  }

  /// How a file was made that is itself a copy.
  static func origin(_ derivation: Derivation) -> String {
    "made from \(derivation.from.short): \(PreparationStep.words(derivation.steps))"
  }
}
