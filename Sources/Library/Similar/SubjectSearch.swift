internal import Files
package import Model

/// The search of a library's pictures by what they show. One command opens the sketch file once,
/// whatever the number of its queries.
///
/// ```swift
/// var search = try store.subjectSearch(by: model)
/// for picture in search.undescribed { store.previews.keep(try vector(of: picture), of: picture) }
/// try search.update()
/// let pictures = try search.pictures(like: query, least: 300, limit: 20)
/// ```
package struct SubjectSearch: Sendable {
  /// A picture that is like one that was searched for.
  package struct LikePicture: Hashable, Sendable {
    package let blob: Digest
    /// The likeness in thousandths.
    package let likeness: Int
  }

  private let store: LibraryStore
  private let model: SubjectVector.Model
  private var generation: UInt64 = 0
  /// The sketch file; `nil` if there is none, or it can't be used.
  private var file: SketchFile?
  /// The pictures without a sketch, in the order of their rows.
  private var unsketched: [(row: Int64, digest: Digest)] = []

  init(_ store: LibraryStore, _ model: SubjectVector.Model) throws {
    (self.store, self.model) = (store, model)
    try read()
  }

  /// Opens the file, and finds the pictures that have no sketch in it.
  private mutating func read() throws {
    (generation, file, unsketched) = try store.contents { [store, model] contents in
      let blobs = contents.index.blobs
      let generation = try blobs.hashGeneration()
      let file = try? SketchFile.open(
        at: store.sketchFilePath, generation: generation, model: model)
      let unknown = try (file?.unknownRows() ?? []).compactMap { row in
        try blobs.digest(Int(row)).map { (row: row, digest: $0) }
      }
      return (generation, file, unknown + (try blobs.pictures(after: Int(file?.lastRow ?? 0))))
    }
  }

  /// The pictures that have no sketch, in the order in which the index learned of them.
  package var unsketchedPictures: [Digest] { unsketched.map(\.digest) }

  /// The pictures on this machine that have no sketch and that no vector is kept of, in the order
  /// in which the index learned of them.
  package var undescribed: [Digest] {
    let folder = store.previews
    return unsketchedPictures.filter {
      store.blobs.contains($0) && folder.vector(of: $0, by: model) == nil
    }
  }

  /// Brings the file up to date with the index and with the vectors that are kept. If it can't be
  /// written, all vectors are compared one by one.
  package mutating func update() throws {
    for _ in 0..<3 {
      // Sketches are made before the lock is taken, so that other commands needn't wait.
      let new = entries()
      let last = file?.lastRow ?? .min
      let hasNews = new.contains { $0.row > last || $0.value.isKnown }
      if file != nil, !hasNews { return }
      guard !store.isReadOnly else { break }
      do {
        if let written = try write(new) {
          file = written
          let unknown = Set(new.lazy.filter { !$0.value.isKnown }.map(\.row))
          unsketched.removeAll { !unknown.contains($0.row) }
          return
        }
      } catch is FileError {
        break
      }
      try read()
    }
    file = nil
  }

  /// The entries of the pictures without a sketch. One that no vector is kept of has a sketch of
  /// zeros until it is described.
  private func entries() -> [SketchFile.Entry] {
    let folder = store.previews
    return unsketched.map { picture in
      let vector = folder.vector(of: picture.digest, by: model)
      return SketchFile.Entry(
        row: picture.row, value: SubjectSketch(vector ?? SubjectVector(unknownOf: model)))
    }
  }

  /// Adds entries to the file, which replace those of the same rows. Returns `nil` if the index or
  /// the file has changed since they were read.
  private func write(_ new: [SketchFile.Entry]) throws -> SketchFile? {
    let path = store.sketchFilePath
    return try store.withWriterLock { index in
      let current = try SketchFile.open(at: path, generation: generation, model: model)
      guard try index.blobs.hashGeneration() == generation, current?.header == file?.header
      else { return nil }
      let last = current?.lastRow ?? .min
      let isAppended =
        try current != nil && new.allSatisfy { $0.row > last }
        && SketchFile.append(at: path, generation: generation, model: model, new)
      if !isAppended {
        let replaced = Dictionary(uniqueKeysWithValues: new.map { ($0.row, $0) })
        let kept = current.map { Array($0.entries()) } ?? []
        try SketchFile.rebuild(
          at: path, generation: generation, model: model,
          kept.map { replaced[$0.row] ?? $0 } + new.filter { $0.row > last })
      }
      return try SketchFile.open(at: path, generation: generation, model: model)
    }
  }

  /// The difference in thousandths that sketches of two pictures may have from their vectors.
  private static let sketchError = 120
  /// The minimum number of pictures with like sketches that are compared by their vectors.
  private static let minimumCandidates = 256
  /// The number of pictures that are compared at a time, each in a file of its own. If none of them
  /// is like the query, none with a less like sketch is expected to be.
  private static let batch = 128

  /// The pictures that are most like a query, the most like first. Those that were not described
  /// are not found.
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
    let found = try search(query, least: least, limit: limit, except: except).found
    return Array(
      found.sorted { one, other in
        one.likeness != other.likeness
          ? one.likeness > other.likeness
          : one.blob.bytes.lexicographicallyPrecedes(other.blob.bytes)
      }.prefix(limit))
  }

  /// Finds pictures that are like a query, and returns how many vectors were compared for that.
  func search(
    _ query: SubjectVector, least: Int, limit: Int, except: (Digest) -> Bool
  ) throws -> (found: [LikePicture], comparedCount: Int) {
    let sketch = SubjectSketch(query)
    var hitLimit = max(16 * Self.minimumCandidates, 4 * limit)
    while let hits = file?.search(sketch, least: least - Self.sketchError, limit: hitLimit) {
      var found: [LikePicture] = []
      var comparedCount = 0
      while comparedCount < hits.count {
        let batch = hits[comparedCount..<min(comparedCount + Self.batch, hits.count)]
        let new = try compared(batch, query, least: least)
        found += new.filter { !except($0.blob) }
        comparedCount += batch.count
        let isEnough = found.count >= limit && comparedCount >= 4 * limit
        if new.isEmpty || isEnough, comparedCount >= Self.minimumCandidates {
          return (found, comparedCount)
        }
      }
      if hits.count < hitLimit { return (found, comparedCount) }
      // Pictures that are left out took up the limit.
      hitLimit *= 4
    }
    let all = try compared(nil, query, least: least)
    return (all.filter { !except($0.blob) }, all.count)
  }

  /// Compares the pictures of some hits, or all pictures, with a query by their vectors. A picture
  /// whose vector was deleted keeps the likeness of its sketch.
  private func compared(
    _ hits: ArraySlice<SketchHit>?, _ query: SubjectVector, least: Int
  ) throws -> [LikePicture] {
    let pictures: [(digest: Digest, likeness: Int)] = try store.contents { contents in
      guard let hits else {
        return try contents.index.blobs.pictures(after: 0).map { ($0.digest, 0) }
      }
      return try hits.compactMap { hit in
        try contents.index.blobs.digest(Int(hit.row)).map { ($0, hit.likeness) }
      }
    }
    let folder = store.previews
    return pictures.map { picture in
      let vector = folder.vector(of: picture.digest, by: query.model)
      return LikePicture(
        blob: picture.digest, likeness: vector.map(query.likeness(to:)) ?? picture.likeness)
    }.filter { $0.likeness >= least }
  }
}
