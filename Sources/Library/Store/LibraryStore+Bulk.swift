package import Model

/// Functions that create very large libraries for measurements. Nothing else uses them.
extension LibraryStore {
  /// Writes records to the log as one segment, without updating the index.
  ///
  /// - Parameters:
  ///   - records: The records of the segment.
  ///   - number: Any number; each million belongs to an earlier day.
  package func writeLog(_ records: [Record], day number: Int) throws {
    let day = Instant(milliseconds: environment.now()).day.adding(days: -1 - number / 1_000_000)
    let lines = try records.map { record in
      guard let line = record.line else {
        throw LibraryError.unwritableRecord("a record is too long")
      }
      return line
    }
    try log.commit(try log.draft(lines, on: day), temporaryName: temporaryName)
  }

  /// Stores invented facts and hashes of files that don't exist.
  ///
  /// - Parameters:
  ///   - count: The number of files.
  ///   - blob: The digest for the index of a file.
  package func noteInventedFacts(filesOf count: Int, blob: (Int) -> Digest) throws {
    try withTransaction { index in
      var waiting: [FileFacts] = []
      for number in 0..<count {
        let digest = blob(number)
        var facts = FileFacts(path: root)
        facts.digest = digest
        facts.byteCount = 100_000 + number % 9_000_000
        facts.format = .jpeg
        facts.isProven = true
        facts.image = ImageFacts(
          codedSize: PixelSize(width: 1024, height: 1536), depth: 8, channels: 3)
        facts.perceptual = PerceptualHash(
          bits: digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
          mirrored: digest.bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
        waiting.append(facts)
        if waiting.count == 1000 || number == count - 1 {
          try index.storeFacts(waiting)
          waiting = []
        }
      }
      try index.commit()
    }
  }
}
