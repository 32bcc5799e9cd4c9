package import Model

extension Contents {
  /// The files that records name and that were not here, or not examined yet, when they were last looked for.
  package func unexaminedOrMissingBlobs() throws -> [Digest] {
    try index.digests("SELECT digest FROM blob WHERE examined=0")
      + index.digests("SELECT digest FROM blob WHERE examined=-1 ORDER BY digest")
  }

  /// The number of files that records name and that were missing when they were to be examined.
  package func absentFileCount() throws -> Int {
    try index.integer("SELECT count(*) FROM blob WHERE examined=-1") ?? 0
  }

  /// The elements that have or had a file, or else those that have what it was made from.
  package func owners(of blob: Digest) throws -> [BlobOwner] { try index.owners(of: blob) }

  /// Whether the library has any records.
  package func hasRecords() throws -> Bool { try index.hasRecords }

  /// Whether the library has a record that no erasure covers.
  package func hasRecord(_ digest: Digest) throws -> Bool {
    try index.exists("SELECT 1 FROM record WHERE digest=?", [digest])
  }

  /// The digests of all records of erasures, and when they were made, the earliest first.
  package func erasures() throws -> [(record: Digest, at: Instant)] {
    try index.all("SELECT record, at FROM erasure ORDER BY at, record", []) { row in
      (try row.digest(0), row.instant(1))
    }
  }
}
