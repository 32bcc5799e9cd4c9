package import Model

extension Contents {
  /// The files that records keep and that are unexamined, or were missing when last looked for.
  package func unexaminedOrMissingBlobs() throws -> [Digest] {
    let unnamed = try index.absentUnnamedBlobs()
    let all =
      try index.sql.digests("SELECT digest FROM blob WHERE examined=0")
      + index.sql.digests("SELECT digest FROM blob WHERE examined=-1 ORDER BY digest")
    return unnamed.isEmpty ? all : all.filter { !unnamed.contains($0) }
  }

  /// The number of files that records keep and that were missing when last looked for.
  package func absentFileCount() throws -> Int {
    let count = try index.sql.integer("SELECT count(*) FROM blob WHERE examined=-1") ?? 0
    return try count
      - index.absentUnnamedBlobs().count {
        try index.sql.exists("SELECT 1 FROM blob WHERE digest=? AND examined=-1", [$0])
      }
  }

  /// The files that erasures state as removed.
  package func erasedFiles() throws -> [Digest] { try index.erasedFiles() }

  /// A number that identifies the index; a rebuilt index has another one.
  package func indexGeneration() throws -> UInt64 { try index.hashGeneration() }

  /// Whether the library has all records that the store is known to have. It lacks those that were
  /// erased or lost.
  package func hasAllRecords(knownBy state: RemoteState) throws -> Bool {
    var hasAll = true
    try state.forEachKnown { record in
      hasAll = try index.sql.exists(
        "SELECT 1 FROM record WHERE digest>=? AND digest<=?",
        [record, record + [UInt8](repeating: 0xFF, count: 16)])
      return hasAll
    }
    return hasAll
  }

  /// The elements that have or had a file; if there are none, those of the files that it was made
  /// from or that were made from it.
  package func owners(of blob: Digest) throws -> [BlobOwner] { try index.owners(of: blob) }

  /// Whether the library has any records.
  package func hasRecords() throws -> Bool { try index.hasRecords }

  /// Whether the library has a record that no erasure covers.
  package func hasRecord(_ digest: Digest) throws -> Bool {
    try index.sql.exists("SELECT 1 FROM record WHERE digest=?", [digest])
  }

  /// The digests of all records of erasures and their times, earliest first.
  package func erasures() throws -> [(record: Digest, at: Instant)] {
    try index.sql.all("SELECT record, at FROM erasure ORDER BY at, record", []) { row in
      (try row.digest(0), row.instant(1))
    }
  }
}
