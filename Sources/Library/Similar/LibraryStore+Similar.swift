internal import Files
package import Model

extension LibraryStore {
  /// A picture whose hash is near one that was searched for.
  package struct SimilarHash: Hashable, Sendable {
    package let blob: Digest
    /// The number of bits in which its hash differs from that of the other picture or of its mirror
    /// image, according to `isMirrored`.
    package let distance: Int
    package let isMirrored: Bool
  }

  /// The pictures that may be copies of a picture, nearest first. Whether they are is decided by
  /// comparing the pictures themselves.
  ///
  /// - Parameters:
  ///   - hash: The hashes of the picture and of its mirror image.
  ///   - radius: The maximum number of bits in which a hash may differ.
  ///   - limit: The maximum number of pictures.
  package func pictures(
    near hash: PerceptualHash, radius: Int = Likeness.maximumDistance, limit: Int
  ) throws -> [SimilarHash] {
    let queries = [hash.bits, hash.mirrored]
    let hits =
      try usableHashFile()?.search(queries, radius: radius, limit: limit)
      ?? searchIndex(queries, radius: radius, limit: limit)
    return try contents { contents in
      try hits.compactMap { hit in
        try contents.index.blobs.digest(Int(hit.row)).map { blob in
          SimilarHash(blob: blob, distance: hit.distance, isMirrored: hit.queryIndex == 1)
        }
      }
    }
  }

  /// Returns all pictures that can be compared, or `nil` if there are more than a maximum.
  package func comparablePictures(atMost maximum: Int) throws -> [Digest]? {
    let rows: [Int64]
    if let file = try usableHashFile() {
      guard file.count <= maximum else { return nil }
      rows = (0..<file.count).map { file.entry($0).row }
    } else {
      rows = try contents { try $0.index.blobs.hashes(after: 0) }.map(\.row)
      guard rows.count <= maximum else { return nil }
    }
    return try contents { contents in
      try rows.compactMap { try contents.index.blobs.digest(Int($0)) }
    }
  }

  /// The path of the hash file.
  var hashFilePath: FilePath { root.appending("catalog.phash".utf8) }

  /// The hash file; `nil` if a system call failed. The hashes are then read from the index.
  private func usableHashFile() throws -> HashFile? {
    do {
      return try hashFile()
    } catch is FileError {
      return nil
    }
  }

  /// The hash file, brought up to date with the index; `nil` if it is outdated and the library is
  /// read-only.
  private func hashFile() throws -> HashFile? {
    let (generation, last) = try contents { contents in
      (try contents.index.blobs.hashGeneration(), try contents.index.blobs.lastHashed())
    }
    if let file = try? HashFile.open(at: hashFilePath, generation: generation),
      Int(file.lastRow ?? 0) == last
    {
      return file
    }
    guard !isReadOnly else { return nil }
    // Records that are new in the log have no hashes yet, so the index need not read them first.
    return try withWriterLock { index in
      let generation = try index.blobs.hashGeneration()
      let file = try HashFile.open(at: hashFilePath, generation: generation)
      let rows = try index.blobs.hashes(after: Int(file?.lastRow ?? 0))
      var isDone = rows.isEmpty && file != nil
      if !isDone, file != nil {
        isDone = try HashFile.append(at: hashFilePath, generation: generation, rows)
      }
      if !isDone {
        try HashFile.rebuild(
          at: hashFilePath, generation: generation, try index.blobs.hashes(after: 0))
      }
      return try HashFile.open(at: hashFilePath, generation: generation)
    }
  }

  /// Whether the hash file agrees with the index, as far as it goes.
  ///
  /// A file of another index or with a damaged header is not used, so it counts as correct. Entries
  /// that are missing at its end are added by the next search.
  func isHashFileConsistent(with index: Index) throws -> Bool {
    let generation = try index.blobs.hashGeneration()
    guard let file = try? HashFile.open(at: hashFilePath, generation: generation) else {
      return true
    }
    guard file.isIntact else { return false }
    var position = 0
    for entry in try index.blobs.hashes(after: 0) {
      guard position < file.count else { return true }
      guard file.entry(position) == entry else { return false }
      position += 1
    }
    return position == file.count
  }

  /// The hits among the hashes of the index, found without the hash file by comparing them one by
  /// one.
  private func searchIndex(_ queries: [UInt64], radius: Int, limit: Int) throws -> [HashHit] {
    try contents { contents in
      var hits: [HashHit] = []
      for entry in try contents.index.blobs.hashes(after: 0) {
        for (queryIndex, query) in queries.enumerated() {
          let distance = (entry.value ^ query).nonzeroBitCount
          if distance <= radius {
            hits.append(HashHit(row: entry.row, queryIndex: queryIndex, distance: distance))
          }
        }
      }
      hits.sort { ($0.distance, $0.row, $0.queryIndex) < ($1.distance, $1.row, $1.queryIndex) }
      return Array(hits.prefix(limit))
    }
  }
}
