internal import Library
internal import Media
internal import Quality

extension LibraryStore: MeasureKeeper {
  package func measured(
    _ file: ListedFile, by model: SubjectVector.Model?
  ) throws -> MeasuredFile? {
    guard let blob = file.blob, blobs.contains(blob),
      let facts = try contents({ try $0.blobs.facts(of: blob, as: file.path) })
    else { return nil }
    guard facts.format?.medium == .picture else {
      return MeasuredFile(facts, scores: nil, appearance: nil)
    }
    guard let kept = previews.measures(of: blob) else { return nil }
    let vector = model.flatMap { previews.vector(of: blob, by: $0) }
    guard model == nil || vector != nil || isReadOnly else { return nil }
    return MeasuredFile(
      facts, scores: kept.scores, appearance: Appearance(digest: blob, luma: kept.luma),
      vector: vector)
  }

  package func keep(_ measured: MeasuredFile, of file: ListedFile) {
    // A damaged file has another digest.
    guard !isReadOnly, let blob = file.blob, measured.facts.digest == blob,
      let scores = measured.scores, let luma = measured.appearance?.luma
    else { return }
    previews.keep(KeptMeasures(scores: scores, luma: luma), of: blob, temporaryName: temporaryName)
    if let vector = measured.vector {
      previews.keep(vector, of: blob, temporaryName: temporaryName)
    }
  }
}
