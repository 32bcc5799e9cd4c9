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
    /// The likeness in thousandths.
    package let likeness: Int
  }

  /// The path of the sketch file.
  var sketchFilePath: FilePath { root.appending("catalog.subjects".utf8) }

  /// The pictures on this machine that no vector is kept of and no sketch was made of, in the order
  /// in which the index learned of them.
  package func undescribed(by model: SubjectVector.Model) throws -> [Digest] {
    let file = try? SketchFile.open(
      at: sketchFilePath, generation: try hashState().generation, model: model)
    let folder = previews
    return try pictures(withoutSketchIn: file).map(\.digest).filter {
      blobs.contains($0) && folder.vector(of: $0, by: model) == nil
    }
  }

  /// The pictures that have no sketch in a file, or are not in it.
  private func pictures(withoutSketchIn file: SketchFile?) throws -> [(row: Int64, digest: Digest)]
  {
    let new = try contents { try $0.index.blobs.pictures(after: Int(file?.lastRow ?? 0)) }
    guard let file, file.hasUnknown else { return new }
    let rows = file.entries().filter { !$0.sketch.isKnown }.map(\.row)
    return try contents { contents in
      try rows.compactMap { row in
        try contents.index.blobs.digest(Int(row)).map { (row: row, digest: $0) }
      }
    } + new
  }

  /// The difference in thousandths that sketches of two pictures may have from their vectors.
  private static let sketchError = 120
  /// The minimum number of pictures with like sketches that are compared by their vectors.
  private static let minimumCandidates = 256

  /// The pictures that are most like a query, the most like first.
  ///
  /// Pictures that were not described are not found.
  ///
  /// - Parameters:
  ///   - query: The vector to compare with.
  ///   - least: The minimum likeness in thousandths.
  ///   - limit: The maximum number of pictures.
  ///   - except: Returns whether a picture is left out.
  package func pictures(
    like query: SubjectVector, least: Int, limit: Int, except: (Digest) -> Bool = { _ in false }
  ) throws -> [LikePicture] {
    guard query.isKnown else { return [] }
    let file = try usableSketchFile(of: query.model)
    var candidateLimit = max(Self.minimumCandidates, 4 * limit)
    while true {
      let hits = file?.search(
        [SubjectSketch(query)], least: least - Self.sketchError, limit: candidateLimit)
      let found = try compared(hits, query, least: least).filter { !except($0.blob) }
      guard let hits, found.count < limit, hits.count == candidateLimit else {
        return Array(found.prefix(limit))
      }
      // What is left out was nearer than what is searched for.
      candidateLimit *= 4
    }
  }

  /// Compares the pictures of some hits, or all pictures, with a query by their vectors. A picture
  /// whose vector was deleted keeps the likeness of its sketch.
  private func compared(
    _ hits: [SketchFile.Hit]?, _ query: SubjectVector, least: Int
  ) throws -> [LikePicture] {
    let pictures: [(digest: Digest, likeness: Int)] = try contents { contents in
      guard let hits else {
        return try contents.index.blobs.pictures(after: 0).map { ($0.digest, 0) }
      }
      return try hits.compactMap { hit in
        try contents.index.blobs.digest(Int(hit.row)).map { ($0, hit.likeness) }
      }
    }
    let folder = previews
    return pictures.map { picture in
      let vector = folder.vector(of: picture.digest, by: query.model)
      return LikePicture(
        blob: picture.digest, likeness: vector.map(query.likeness(to:)) ?? picture.likeness)
    }.filter { $0.likeness >= least }.sorted { one, other in
      one.likeness != other.likeness
        ? one.likeness > other.likeness
        : one.blob.bytes.lexicographicallyPrecedes(other.blob.bytes)
    }
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
    for _ in 0..<3 {
      let (generation, last) = try hashState()
      let file = try? SketchFile.open(at: sketchFilePath, generation: generation, model: model)
      if let file, Int(file.lastRow ?? 0) == last, !file.hasUnknown { return file }
      // Sketches are made before the lock is taken, so that other commands needn't wait.
      let new = try entries(pictures(withoutSketchIn: file), model)
      let hasNews = new.contains { $0.row > file?.lastRow ?? 0 || $0.sketch.isKnown }
      if let file, Int(file.lastRow ?? 0) == last, !hasNews { return file }
      guard !isReadOnly else { return nil }
      do {
        try write(new, after: file, generation, model)
      } catch is FileError {
        return nil
      }
    }
    return nil
  }

  /// Adds new entries to a file, which replace those of the same rows, unless the index or the file
  /// has changed meanwhile.
  private func write(
    _ new: [SketchFile.Entry], after old: SketchFile?, _ generation: UInt64,
    _ model: SubjectVector.Model
  ) throws {
    try withWriterLock { index in
      let path = sketchFilePath
      let file = try SketchFile.open(at: path, generation: generation, model: model)
      guard try index.blobs.hashGeneration() == generation, file?.header == old?.header else {
        return
      }
      let last = file?.lastRow ?? .min
      let isAppending = new.allSatisfy { $0.row > last }
      if isAppending, file != nil,
        try SketchFile.append(at: path, generation: generation, model: model, entries: new)
      {
        return
      }
      let replaced = Dictionary(uniqueKeysWithValues: new.map { ($0.row, $0) })
      let kept = file.map { Array($0.entries()) } ?? []
      try SketchFile.rebuild(
        at: path, generation: generation, model: model,
        entries: kept.map { replaced[$0.row] ?? $0 } + new.filter { $0.row > last })
    }
  }

  /// The entries of pictures. A picture that no vector is kept of has a sketch of zeros for now.
  private func entries(
    _ pictures: [(row: Int64, digest: Digest)], _ model: SubjectVector.Model
  ) -> [SketchFile.Entry] {
    let folder = previews
    return pictures.map { picture in
      let vector = folder.vector(of: picture.digest, by: model)
      return SketchFile.Entry(
        row: picture.row, sketch: SubjectSketch(vector ?? SubjectVector(unknownOf: model)))
    }
  }
}
