package import Model

/// The table `blob`: the files that records name, and what examinations of them found.
package struct BlobTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Stores what examinations of files found. Facts with a transient problem and facts of files
  /// that the index does not know are skipped.
  ///
  /// The file of hashes can only grow at its end. If a file with a lower number than the last
  /// hashed one gets a hash, the hash generation changes, and the file of hashes is rebuilt.
  func store(_ facts: [FileFacts]) throws {
    var last = try lastHashed()
    for facts in facts {
      guard let digest = facts.digest, !facts.problems.contains(where: \.isTransient) else {
        continue
      }
      guard let number = try index.numbers.number(ifKnown: digest) else { continue }
      try sql.run(
        """
        UPDATE blob SET examined=?, bytes=?, format=?, width=?, height=?, milliseconds=?, hash=?,
          mirrored=?, facts=? WHERE id=?
        """, StoredFacts(facts).values + [number])
      guard facts.perceptual != nil else { continue }
      if number <= last {
        try index.meta.set("hashes", try (index.meta.integer("hashes") ?? 0) &+ 1)
      }
      last = max(last, number)
    }
    try index.meta.set("hashed", last)
    try index.scores.store(facts)
  }

  /// The files that have not been examined, in the order in which the index learned of them.
  package func unexamined(limit: Int) throws -> [Digest] {
    try sql.digests("SELECT digest FROM blob WHERE examined=0 ORDER BY id LIMIT ?", [limit])
  }

  /// Notes that files could not be examined because they are missing.
  func recordMissing(_ digests: [Digest]) throws {
    for digest in digests { try sql.run("UPDATE blob SET examined=-1 WHERE digest=?", [digest]) }
  }

  /// Marks missing files as unexamined again where a condition is true, usually that they have
  /// arrived.
  func reexamineMissing(where isPresent: (Digest) -> Bool) throws {
    let missing = try sql.digests("SELECT digest FROM blob WHERE examined=-1")
    for digest in missing where isPresent(digest) {
      try sql.run("UPDATE blob SET examined=0 WHERE digest=?", [digest])
    }
  }

  /// What an examination of a file found; `nil` if it has not been examined.
  package func facts(of digest: Digest, as path: FilePath) throws -> FileFacts? {
    try sql.first(
      """
      SELECT digest, bytes, format, width, height, milliseconds, facts FROM blob
      WHERE digest=? AND examined>0
      """, [digest]
    ) { try StoredFacts.read($0, from: 0, path: path) }
  }

  // MARK: Hashes of pictures

  /// The greatest number of a picture with a hash; 0 if there is none.
  ///
  /// It is stored separately, because a query for it would scan all files that have not been
  /// examined yet.
  func lastHashed() throws -> Int { try index.meta.integer("hashed") ?? 0 }

  /// The generation that a file of hashes must have to belong to this index. It is random for each
  /// index, and changes whenever the file of hashes can't be continued at its end.
  package func hashGeneration() throws -> UInt64 {
    UInt64(bitPattern: Int64(try index.meta.integer("hashes") ?? 0))
  }

  /// Updates `lastHashedBlob()` when a picture is removed.
  func forgetHash(of number: Int) throws {
    guard try number == lastHashed() else { return }
    let last = try sql.integer(
      "SELECT id FROM blob WHERE id<? AND hash IS NOT NULL ORDER BY id DESC LIMIT 1",
      [number])
    try index.meta.set("hashed", last ?? 0)
  }

  /// Chooses a random hash generation for a new index, so that the file of hashes of another index
  /// is never mistaken for its own.
  func startHashGeneration(_ environment: SystemEnvironment) throws {
    try index.meta.set("hashes", Int(environment.random(7).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// The hashes of the pictures with a number greater than `number`, in ascending order.
  func hashes(after number: Int) throws -> [HashFile.Entry] {
    try sql.all(
      "SELECT id, hash FROM blob WHERE id>? AND hash IS NOT NULL ORDER BY id", [number]
    ) { row in
      HashFile.Entry(row: Int64(row.integer(0)), value: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }

  /// The pictures with a hash and a number greater than `number`, in ascending order.
  func pictures(after number: Int) throws -> [(row: Int64, digest: Digest)] {
    try sql.all(
      "SELECT id, digest FROM blob WHERE id>? AND hash IS NOT NULL ORDER BY id", [number]
    ) { row in
      (row: Int64(row.integer(0)), digest: try row.digest(1))
    }
  }

  /// The digest of the file with a number; `nil` if there is none.
  func digest(_ number: Int) throws -> Digest? {
    try sql.first("SELECT digest FROM blob WHERE id=?", [number]) { try $0.digest(0) }
  }

  /// The hashes of a picture and of its mirror image; `nil` if it has none.
  package func hash(of digest: Digest) throws -> PerceptualHash? {
    try sql.first(
      "SELECT hash, mirrored FROM blob WHERE digest=? AND hash IS NOT NULL", [digest]
    ) { row in
      PerceptualHash(
        bits: UInt64(bitPattern: Int64(row.integer(0))),
        mirrored: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }

  /// Removes all rows of a file that was deleted.
  func remove(_ digest: Digest) throws {
    guard let number = try index.numbers.number(ifKnown: digest) else { return }
    try sql.run("DELETE FROM blob WHERE id=?", [number])
    try sql.run("DELETE FROM holding WHERE blob=?", [number])
    try sql.run("DELETE FROM mention WHERE blob=?", [number])
    try sql.run("DELETE FROM score WHERE blob=?", [number])
    try sql.run("DELETE FROM weakness WHERE blob=?", [number])
    try forgetHash(of: number)
  }

  // MARK: Sets of files

  /// The digests of known files that begin with some bytes, in ascending order.
  package func digests(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    try sql.digests(
      "SELECT digest FROM blob WHERE digest BETWEEN ? AND ? ORDER BY digest LIMIT ?",
      [prefix, prefix.lastDigestBytes, limit])
  }

  /// The files whose digest begins with a byte and that were missing when they were to be examined.
  func missed(beginning prefix: UInt8) throws -> [Digest] {
    try sql.digests(
      "SELECT digest FROM blob WHERE examined=-1 AND digest BETWEEN ? AND ?",
      [[prefix], [prefix].lastDigestBytes])
  }

  /// The files that records keep and that are unexamined, or were missing when last looked for.
  package func unexaminedOrMissing() throws -> [Digest] {
    let unnamed = try absentUnnamed()
    let all =
      try sql.digests("SELECT digest FROM blob WHERE examined=0")
      + sql.digests("SELECT digest FROM blob WHERE examined=-1 ORDER BY digest")
    return unnamed.isEmpty ? all : all.filter { !unnamed.contains($0) }
  }

  /// The number of files that records keep and that were missing when last looked for.
  package func absentCount() throws -> Int {
    let count = try sql.integer("SELECT count(*) FROM blob WHERE examined=-1") ?? 0
    return try count
      - absentUnnamed().count {
        try sql.exists("SELECT 1 FROM blob WHERE digest=? AND examined=-1", [$0])
      }
  }
}
