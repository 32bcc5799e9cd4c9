internal import Model

extension Index {
  /// Stores what examinations of files found. Facts with a transient problem and facts of files
  /// that the index does not know are skipped.
  ///
  /// The file of hashes can only grow at its end. If a file with a lower number than the last
  /// hashed one gets a hash, the hash generation changes, and the file of hashes is rebuilt.
  func storeFacts(_ facts: [FileFacts]) throws {
    var last = try lastHashedBlob()
    for facts in facts {
      guard let digest = facts.digest, !facts.problems.contains(where: \.isTransient) else {
        continue
      }
      guard let number = try number(ifKnown: digest) else { continue }
      try sql.run(
        """
        UPDATE blob SET examined=?, bytes=?, format=?, width=?, height=?, milliseconds=?, hash=?,
          mirrored=?, facts=? WHERE id=?
        """, StoredFacts(facts).values + [number])
      guard facts.perceptual != nil else { continue }
      if number <= last { try meta.set("hashes", try (meta.integer("hashes") ?? 0) &+ 1) }
      last = max(last, number)
    }
    try meta.set("hashed", last)
    try storeScores(of: facts)
  }

  /// The files that have not been examined, in the order in which the index learned of them.
  func unexaminedBlobs(limit: Int) throws -> [Digest] {
    try sql.digests("SELECT digest FROM blob WHERE examined=0 ORDER BY id LIMIT ?", [limit])
  }

  /// Notes that files could not be examined because they are missing.
  func noteMissing(_ digests: [Digest]) throws {
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
  func facts(of digest: Digest, path: FilePath) throws -> FileFacts? {
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
  func lastHashedBlob() throws -> Int { try meta.integer("hashed") ?? 0 }

  /// The generation that a file of hashes must have to belong to this index. It is random for each
  /// index, and changes whenever the file of hashes can't be continued at its end.
  func hashGeneration() throws -> UInt64 {
    UInt64(bitPattern: Int64(try meta.integer("hashes") ?? 0))
  }

  /// Updates `lastHashedBlob()` when a picture is removed.
  func forgetHash(of number: Int) throws {
    guard try number == lastHashedBlob() else { return }
    let last = try sql.integer(
      "SELECT id FROM blob WHERE id<? AND hash IS NOT NULL ORDER BY id DESC LIMIT 1",
      [number])
    try meta.set("hashed", last ?? 0)
  }

  /// Chooses a random hash generation for a new index, so that the file of hashes of another index
  /// is never mistaken for its own.
  func startHashGeneration(_ environment: SystemEnvironment) throws {
    try meta.set("hashes", Int(environment.random(7).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// The hashes of the pictures with a number greater than `number`, in ascending order.
  func hashes(after number: Int) throws -> [HashFile.Entry] {
    try sql.all(
      "SELECT id, hash FROM blob WHERE id>? AND hash IS NOT NULL ORDER BY id", [number]
    ) { row in
      HashFile.Entry(row: Int64(row.integer(0)), bits: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }

  /// The digest of the file with a number; `nil` if there is none.
  func blob(_ number: Int) throws -> Digest? {
    try sql.first("SELECT digest FROM blob WHERE id=?", [number]) { try $0.digest(0) }
  }

  /// The hashes of a picture and of its mirror image; `nil` if it has none.
  func hash(of digest: Digest) throws -> PerceptualHash? {
    try sql.first(
      "SELECT hash, mirrored FROM blob WHERE digest=? AND hash IS NOT NULL", [digest]
    ) { row in
      PerceptualHash(
        bits: UInt64(bitPattern: Int64(row.integer(0))),
        mirrored: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }
}
