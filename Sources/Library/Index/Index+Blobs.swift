internal import Model

extension Index {
  /// Notes what looks at blobs told. The file of hashes grows at its end only: a hash of an earlier blob
  /// has it made anew.
  func store(_ facts: [FileFacts]) throws {
    var last = try lastHashed()
    for facts in facts {
      guard let digest = facts.digest, !facts.problems.contains(where: \.isPassing) else {
        continue
      }
      guard let number = try number(ifKnown: digest) else { continue }
      try run(
        """
        UPDATE blob SET examined=?, bytes=?, format=?, width=?, height=?, milliseconds=?, hash=?,
          mirrored=?, facts=? WHERE id=?
        """, StoredFacts(facts).values + [.integer(number)])
      guard facts.perceptual != nil else { continue }
      if number <= last { try set("hashes", try (value("hashes") ?? 0) &+ 1) }
      last = max(last, number)
    }
    try set("hashed", last)
    try storeScores(of: facts)
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

  /// Lets blobs that could not be looked at count as new, if they can be by now.
  func lookAgain(where canBe: (Digest) -> Bool) throws {
    let missed = try all("SELECT digest FROM blob WHERE examined=-1") { try $0.digest(0) }
    for digest in missed where canBe(digest) {
      try run("UPDATE blob SET examined=0 WHERE digest=?", [.digest(digest)])
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

  /// The greatest number of a picture with a hash. It is kept apart: of very many files that nobody has
  /// looked at yet, it would be looked for in vain.
  func lastHashed() throws -> Int { try value("hashed") ?? 0 }

  /// Which index the file of hashes belongs to, and how often numbers were taken away from it.
  func hashGeneration() throws -> UInt64 {
    UInt64(bitPattern: Int64(try value("hashes") ?? 0))
  }

  /// Notes that a picture is gone; the file of hashes has it no more.
  func forgetHash(of number: Int) throws {
    guard try number == lastHashed() else { return }
    let last = try first(
      "SELECT id FROM blob WHERE id<? AND hash IS NOT NULL ORDER BY id DESC LIMIT 1",
      [.integer(number)]
    ) { $0.integer(0) }
    try set("hashed", last ?? 0)
  }

  /// Tells this index's file of hashes from any other's.
  func beginHashes(_ surprises: Surprises) throws {
    try set("hashes", Int(surprises.random(7).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// Pictures with a hash, behind a number, in order.
  func hashes(after number: Int) throws -> [HashFile.Entry] {
    try all(
      "SELECT id, hash FROM blob WHERE id>? AND hash IS NOT NULL ORDER BY id", [.integer(number)]
    ) { row in
      HashFile.Entry(
        row: Int64(row.integer(0)), bits: UInt64(bitPattern: Int64(row.integer(1))))
    }
  }

  /// The picture of a number.
  func blob(_ number: Int) throws -> Digest? {
    try first("SELECT digest FROM blob WHERE id=?", [.integer(number)]) { try $0.digest(0) }
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
