package import Model

/// Creates very large libraries for measurements. Only benchmarks use this.
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
}
