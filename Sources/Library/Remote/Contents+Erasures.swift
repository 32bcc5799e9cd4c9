package import Model

extension Contents {
  /// The digests of all records of erasures and their times, earliest first.
  package func erasures() throws -> [(record: Digest, at: Instant)] {
    try index.sql.all("SELECT record, at FROM erasure ORDER BY at, record", []) { row in
      (try row.digest(0), row.instant(1))
    }
  }
}
