internal import Library
internal import Media
internal import Quality

/// A file with everything that was measured of it, if it is an intact picture.
struct MeasuredFile: Sendable {
  let facts: FileFacts
  /// The scores; `nil` for a file that is not an intact picture.
  let scores: PictureScores?
  /// What the picture looks like; `nil` for a file that is not an intact picture.
  let appearance: Appearance?

  /// Measures the picture of an inspection.
  init(_ inspection: Inspection) {
    facts = inspection.facts
    scores = inspection.picture.map(PictureMeasurement.scores)
    appearance = inspection.luma.flatMap { Appearance(digest: inspection.facts.digest, luma: $0) }
  }

  /// Reads what a library keeps of one of its files; `nil` if the file has to be inspected.
  init?(_ file: ListedFile, keptIn store: LibraryStore) throws {
    guard let blob = file.blob, store.blobs.contains(blob),
      let facts = try store.contents({ try $0.facts(of: blob, as: file.path) })
    else { return nil }
    self.facts = facts
    guard facts.format?.medium == .picture else {
      (scores, appearance) = (nil, nil)
      return
    }
    guard let kept = store.previews.measures(of: blob) else { return nil }
    scores = kept.scores
    appearance = Appearance(digest: blob, luma: kept.luma)
  }

  /// Keeps the measures in the cache of the library that has the file.
  func keep(in store: LibraryStore, as file: ListedFile) {
    // A damaged file has another digest.
    guard !store.isReadOnly, let blob = file.blob, facts.digest == blob, let scores,
      let luma = appearance?.luma
    else { return }
    store.previews.keep(
      KeptMeasures(scores: scores, luma: luma), of: blob, temporaryName: store.temporaryName)
  }
}
