internal import Files
package import Model

extension PreviewFolder {
  /// Returns the vector of a picture by a model; `nil` if there is none.
  package func vector(of blob: Digest, by model: SubjectVector.Model) -> SubjectVector? {
    guard let bytes = stored(blob, .vector(model)), bytes.count == model.length else { return nil }
    return SubjectVector(bytes.map { Int8(bitPattern: $0) }, model: model)
  }

  /// Keeps the vector of a picture. Failures are ignored, because the picture is described again
  /// when needed.
  package func keep(_ vector: SubjectVector, of blob: Digest, temporaryName: String) {
    keep(
      vector.values.map { UInt8(bitPattern: $0) }, of: blob, .vector(vector.model),
      temporaryName: temporaryName)
  }
}

extension LibraryStore {
  /// A picture that is like one that was searched for.
  package struct LikePicture: Hashable, Sendable {
    package let blob: Digest
    /// The index of the query that it is most like.
    package let queryIndex: Int
    /// The likeness in thousandths.
    package let likeness: Int
  }

  /// The path of the sketch file.
  var sketchFilePath: FilePath { root.appending("catalog.subjects".utf8) }

  /// The pictures that no vector is kept of, in the order in which the index learned of them.
  package func undescribed(by model: SubjectVector.Model) throws -> [Digest] {
    let (generation, last) = try hashState()
    let file = try? SketchFile.open(at: sketchFilePath, generation: generation, model: model)
    let done = Int(file?.lastRow ?? 0)
    guard done != last else { return [] }
    let folder = previews
    return try contents { try $0.index.blobs.pictures(after: done) }.map(\.digest)
      .filter { folder.vector(of: $0, by: model) == nil }
  }

  /// The difference in thousandths that sketches of two pictures may have from their vectors.
  private static let sketchError = 120
  /// The minimum number of pictures with like sketches that are compared by their vectors.
  private static let minimumCandidates = 256

  /// The pictures that are most like one of some queries, the most like first.
  ///
  /// Pictures that no vector is kept of are not found.
  ///
  /// - Parameters:
  ///   - queries: The vectors to compare with, all by one model.
  ///   - least: The minimum likeness in thousandths.
  ///   - limit: The maximum number of pictures.
  package func pictures(
    like queries: [SubjectVector], least: Int, limit: Int
  ) throws -> [LikePicture] {
    guard let model = queries.first(where: \.isKnown)?.model else { return [] }
    let candidates = try usableSketchFile(of: model)?.search(
      queries.map(SubjectSketch.init), least: least - Self.sketchError,
      limit: max(Self.minimumCandidates, 4 * limit))
    let digests = try contents { contents in
      try candidates.map { hits in
        try hits.compactMap { try contents.index.blobs.digest(Int($0.row)) }
      } ?? contents.index.blobs.pictures(after: 0).map(\.digest)
    }
    let folder = previews
    let found = digests.compactMap { blob -> LikePicture? in
      guard let vector = folder.vector(of: blob, by: model) else { return nil }
      let likenesses = queries.map { $0.likeness(to: vector) }
      guard let best = likenesses.max(), best >= least,
        let index = likenesses.firstIndex(of: best)
      else { return nil }
      return LikePicture(blob: blob, queryIndex: index, likeness: best)
    }
    let sorted = found.sorted { one, other in
      one.likeness != other.likeness
        ? one.likeness > other.likeness
        : one.blob.bytes.lexicographicallyPrecedes(other.blob.bytes)
    }
    return Array(sorted.prefix(limit))
  }

  /// The generation of the index's pictures, and the row of the last one.
  private func hashState() throws -> (generation: UInt64, last: Int) {
    try contents { contents in
      (try contents.index.blobs.hashGeneration(), try contents.index.blobs.lastHashed())
    }
  }

  /// The sketch file, brought up to date; `nil` if it is outdated and can't be written. The vectors
  /// are then compared one by one.
  private func usableSketchFile(of model: SubjectVector.Model) throws -> SketchFile? {
    let (generation, last) = try hashState()
    let file = try? SketchFile.open(at: sketchFilePath, generation: generation, model: model)
    if let file, Int(file.lastRow ?? 0) == last { return file }
    guard !isReadOnly else { return nil }
    do {
      return try updatedSketchFile(of: model)
    } catch is FileError {
      return nil
    }
  }

  /// Adds the sketches of new pictures to the file, or makes a new one.
  private func updatedSketchFile(of model: SubjectVector.Model) throws -> SketchFile? {
    try withWriterLock { index in
      let generation = try index.blobs.hashGeneration()
      let path = sketchFilePath
      let file = try SketchFile.open(at: path, generation: generation, model: model)
      let new = try entries(index.blobs.pictures(after: Int(file?.lastRow ?? 0)), model)
      var isDone = new.isEmpty && file != nil
      if !isDone, file != nil {
        isDone = try SketchFile.append(
          at: path, generation: generation, model: model, entries: new)
      }
      if !isDone {
        try SketchFile.rebuild(
          at: path, generation: generation, model: model,
          entries: try entries(index.blobs.pictures(after: 0), model))
      }
      return try SketchFile.open(at: path, generation: generation, model: model)
    }
  }

  /// The entries of pictures up to the first one that no vector is kept of: rows of a file ascend,
  /// so those behind it wait until it is described.
  private func entries(
    _ pictures: [(row: Int64, digest: Digest)], _ model: SubjectVector.Model
  ) -> [SketchFile.Entry] {
    let folder = previews
    var entries: [SketchFile.Entry] = []
    for picture in pictures {
      guard let vector = folder.vector(of: picture.digest, by: model) else { break }
      entries.append(SketchFile.Entry(row: picture.row, sketch: SubjectSketch(vector)))
    }
    return entries
  }
}
