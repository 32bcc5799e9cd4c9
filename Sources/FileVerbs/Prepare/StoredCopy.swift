internal import Preparing

/// A copy that the library keeps beside a file and that may be sent in its place.
package struct StoredCopy: Sendable {
  /// The facts of the copy, under the name of the original with the suffix of the copy's format.
  package let facts: FileFacts
  package let digest: Digest
  package let byteCount: Int
  /// The steps that made the copy.
  package let steps: [PreparationStep]
  /// The scores of the copy, or `nil` if it was never measured.
  package let scores: PictureScores?

  package init(
    facts: FileFacts, digest: Digest, byteCount: Int, steps: [PreparationStep],
    scores: PictureScores?
  ) {
    self.facts = facts
    self.digest = digest
    self.byteCount = byteCount
    self.steps = steps
    self.scores = scores
  }

  /// Whether bars were cut off, and nothing was changed beyond the shape that this required.
  ///
  /// Only the pixels reveal bars, so a plan that is made from facts alone can't ask for such a
  /// copy.
  var onlyRemovesBars: Bool {
    steps.contains { if case .crop(_, .bars) = $0 { true } else { false } }
      && steps.allSatisfy { step in
        switch step {
        case .crop(_, .bars), .crop(_, .aspect), .crop(_, .blocks), .pad, .encode, .keepCoding:
          true
        default: false
        }
      }
  }

  /// Whether the copy was enlarged to the minimum of a target, which is done only if the user asks
  /// for it.
  var isEnlarged: Bool {
    steps.contains { if case .scale(_, _, .small) = $0 { true } else { false } }
  }

  /// The copy in words: `JPEG 1152 × 1536, 120 kB`.
  var words: String {
    let shape = [facts.format?.name, facts.image.map { "\($0.size)" }].compactMap(\.self)
    return "\(shape.joined(separator: " ")), \(Quantity.bytes(byteCount))"
  }

  /// The finding that the copy is sent in place of its original.
  var note: Finding {
    Finding(.filePreparedCopy, .note, message: "sent as its prepared copy (\(words))")
  }
}
