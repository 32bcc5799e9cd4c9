internal import Files
package import Model

extension LibraryStore {
  /// A picture whose hash comes near one that was looked for.
  package struct NearHash: Hashable, Sendable {
    package let blob: Digest
    /// In how many bits it differs, from the upright hash or from that of the mirror image.
    package let distance: Int
    package let isMirrored: Bool
  }

  /// Pictures that may be copies of one, the nearest first: whether they are, a look at both tells.
  package func pictures(
    near hash: PerceptualHash, radius: Int = Likeness.farthest, limit: Int
  ) throws -> [NearHash] {
    let queries = [hash.bits, hash.mirrored]
    let hits =
      try usableHashFile()?.search(queries, radius: radius, limit: limit)
      ?? searchIndex(queries, radius: radius, limit: limit)
    return try contents { contents in
      try hits.compactMap { hit in
        try contents.index.blob(Int(hit.row)).map { blob in
          NearHash(blob: blob, distance: hit.distance, isMirrored: hit.query == 1)
        }
      }
    }
  }

  var hashPath: FilePath { root.appending("catalog.phash".utf8) }

  /// The file of hashes; nothing where something is in its way: the index knows them, too.
  private func usableHashFile() throws -> HashFile? {
    do {
      return try hashFile()
    } catch is FileError {
      return nil
    }
  }

  /// The file of hashes, brought up to the index; nothing where it can't be written.
  private func hashFile() throws -> HashFile? {
    let (generation, last) = try contents { contents in
      (try contents.index.hashGeneration(), try contents.index.lastHashed())
    }
    if let file = try? HashFile.open(at: hashPath, generation: generation),
      Int(file.lastRow ?? 0) == last
    {
      return file
    }
    guard !isReadOnly else { return nil }
    // What the log may have meanwhile has no hash yet: the index need not be brought up to it.
    return try underLock { index in
      let generation = try index.hashGeneration()
      let file = try HashFile.open(at: hashPath, generation: generation)
      let rows = try index.hashes(after: Int(file?.lastRow ?? 0))
      var isDone = rows.isEmpty && file != nil
      if !isDone, file != nil {
        isDone = try HashFile.append(at: hashPath, generation: generation, rows: rows)
      }
      if !isDone {
        try HashFile.rebuild(
          at: hashPath, generation: generation, rows: try index.hashes(after: 0))
      }
      return try HashFile.open(at: hashPath, generation: generation)
    }
  }

  /// Whether the file of hashes says what the index says. One of another index or with a damaged beginning
  /// says nothing, and what it lacks at its end it gets at the next search.
  func areHashesRight(_ index: Index) throws -> Bool {
    let generation = try index.hashGeneration()
    guard let file = try? HashFile.open(at: hashPath, generation: generation) else { return true }
    guard file.isSound else { return false }
    var place = 0
    for entry in try index.hashes(after: 0) {
      guard place < file.count else { return true }
      guard file.entry(place) == entry else { return false }
      place += 1
    }
    return place == file.count
  }

  /// The same without the file: all hashes of the index, one by one.
  private func searchIndex(_ queries: [UInt64], radius: Int, limit: Int) throws -> [HashFile.Hit] {
    try contents { contents in
      var hits: [HashFile.Hit] = []
      for entry in try contents.index.hashes(after: 0) {
        for (place, query) in queries.enumerated() {
          let distance = (entry.bits ^ query).nonzeroBitCount
          if distance <= radius {
            hits.append(HashFile.Hit(row: entry.row, query: place, distance: distance))
          }
        }
      }
      hits.sort { ($0.distance, $0.row, $0.query) < ($1.distance, $1.row, $1.query) }
      return Array(hits.prefix(limit))
    }
  }
}

extension Contents {
  /// The hashes of a picture, upright and mirrored; nothing when it has none.
  package func hash(of blob: Digest) throws -> PerceptualHash? { try index.hash(of: blob) }
}
