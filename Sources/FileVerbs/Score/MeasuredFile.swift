internal import Media
internal import Quality

/// A file with everything that was measured of it, if it is an intact picture.
package struct MeasuredFile: Sendable {
  package let facts: FileFacts
  /// The scores; `nil` for a file that is not an intact picture.
  package let scores: PictureScores?
  /// What the picture looks like; `nil` for a file that is not an intact picture.
  package let appearance: Appearance?
  /// What the picture shows; `nil` if it was not described.
  package let vector: SubjectVector?

  /// Measures the picture of an inspection.
  ///
  /// - Parameter describer: Describes what the picture shows; `nil` to leave that out.
  init(_ inspection: Inspection, describer: SubjectDescriber? = nil) {
    vector = describer.flatMap { describer in
      inspection.picture.flatMap { describer.vectorIfPossible(of: $0) }
    }
    facts = inspection.facts
    scores = inspection.picture.map(PictureMeasurement.scores)
    appearance = inspection.luma.flatMap { Appearance(digest: inspection.facts.digest, luma: $0) }
  }

  /// Creates a file of which everything is known.
  package init(
    _ facts: FileFacts, scores: PictureScores?, appearance: Appearance?,
    vector: SubjectVector? = nil
  ) {
    self.facts = facts
    self.scores = scores
    self.appearance = appearance
    self.vector = vector
  }
}

/// Keeps the measures of pictures, so that each is measured only once.
package protocol MeasureKeeper: Sendable {
  /// Returns what is kept of a file; `nil` if it has to be inspected.
  ///
  /// - Parameter model: The model whose vectors are needed, too; `nil` if none are.
  func measured(_ file: ListedFile, by model: SubjectVector.Model?) throws -> MeasuredFile?

  /// Keeps what was measured of a file.
  func keep(_ measured: MeasuredFile, of file: ListedFile)
}
