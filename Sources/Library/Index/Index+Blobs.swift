internal import Model

extension Index {
  /// Notes what looks at blobs told. Pictures with a hash are numbered in the order in which they were
  /// looked at: the file of hashes only grows at its end.
  func store(_ facts: [FileFacts]) throws {
    var next = try lastHashed() + 1
    for facts in facts {
      guard let digest = facts.digest, !facts.problems.contains(where: \.isPassing) else {
        continue
      }
      try run(
        """
        UPDATE blob SET examined=?, bytes=?, format=?, width=?, height=?, milliseconds=?, hash=?,
          mirrored=?, facts=?, hashed=coalesce(hashed, ?) WHERE digest=?
        """,
        StoredFacts(facts).values
          + [facts.perceptual == nil ? .null : .integer(next), .digest(digest)])
      if facts.perceptual != nil { next += 1 }
    }
  }

  /// Blobs that nobody has looked at, in the order in which they came.
  func unexamined(limit: Int) throws -> [Digest] {
    try all("SELECT digest FROM blob WHERE examined=0 ORDER BY id LIMIT ?", [.integer(limit)]) {
      try $0.digest(0)
    }
  }

  /// Notes that blobs can't be looked at: they are not there.
  func noteMissing(_ digests: [Digest]) throws {
    for digest in digests {
      try run("UPDATE blob SET examined=-1 WHERE digest=?", [.digest(digest)])
    }
  }

  /// What is known of a blob; nothing when it was never looked at.
  func facts(of digest: Digest, path: FilePath) throws -> FileFacts? {
    try first(
      """
      SELECT digest, bytes, format, width, height, milliseconds, facts FROM blob
      WHERE digest=? AND examined>0
      """, [.digest(digest)]
    ) { try StoredFacts.read($0, from: 0, path: path) }
  }

  // MARK: Hashes of pictures

  /// The greatest number that a picture with a hash has.
  func lastHashed() throws -> Int {
    try first("SELECT hashed FROM blob WHERE hashed IS NOT NULL ORDER BY hashed DESC LIMIT 1") {
      $0.integer(0)
    } ?? 0
  }

  /// Which index the file of hashes belongs to, and how often numbers were taken away from it.
  func hashGeneration() throws -> UInt64 {
    UInt64(bitPattern: Int64(try value("hashes") ?? 0))
  }

  /// Has the file of hashes made anew, since pictures are gone.
  func renewHashes(_ surprises: Surprises) throws {
    try set("hashes", Int(surprises.random(7).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// Pictures with a hash, behind a number, in order.
  func hashes(after number: Int) throws -> [HashFile.Entry] {
    try all(
      "SELECT hashed, hash FROM blob WHERE hashed>? ORDER BY hashed", [.integer(number)]
    ) { row in
      HashFile.Entry(
        row: Int64(row.integer(0)), bits: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }

  /// The picture of a number.
  func blob(hashed number: Int) throws -> Digest? {
    try first("SELECT digest FROM blob WHERE hashed=?", [.integer(number)]) { try $0.digest(0) }
  }

  /// The hashes of a picture, upright and mirrored.
  func hash(of digest: Digest) throws -> PerceptualHash? {
    try first(
      "SELECT hash, mirrored FROM blob WHERE digest=? AND hash IS NOT NULL", [.digest(digest)]
    ) { row in
      PerceptualHash(
        bits: UInt64(bitPattern: Int64(row.integer(0))),
        mirrored: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }
}
