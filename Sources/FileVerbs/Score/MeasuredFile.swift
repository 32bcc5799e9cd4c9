internal import Media
internal import Quality

/// A file with everything that was measured of it, if it is an intact picture.
package struct MeasuredFile: Sendable {
  package let facts: FileFacts
  /// The scores; `nil` for a file that is not an intact picture.
  package let scores: PictureScores?
  /// What the picture looks like; `nil` for a file that is not an intact picture.
  package let appearance: Appearance?

  /// Measures the picture of an inspection.
  init(_ inspection: Inspection) {
    facts = inspection.facts
    scores = inspection.picture.map(PictureMeasurement.scores)
    appearance = inspection.luma.flatMap { Appearance(digest: inspection.facts.digest, luma: $0) }
  }

  /// Creates a file of which everything is known.
  package init(_ facts: FileFacts, scores: PictureScores?, appearance: Appearance?) {
    self.facts = facts
    self.scores = scores
    self.appearance = appearance
  }
}

/// Keeps the measures of pictures, so that each is measured only once.
package protocol MeasureKeeper: Sendable {
  /// Returns what is kept of a file; `nil` if it has to be inspected.
  func measured(_ file: ListedFile) throws -> MeasuredFile?

  /// Keeps what was measured of a file.
  func keep(_ measured: MeasuredFile, of file: ListedFile)
}
