internal import Model

extension Index {
  /// Notes what looks at blobs told.
  func store(_ facts: [FileFacts]) throws {
    for facts in facts {
      guard let digest = facts.digest, !facts.problems.contains(where: \.isPassing) else {
        continue
      }
      try run(
        """
        UPDATE blob SET examined=?, bytes=?, format=?, width=?, height=?, milliseconds=?, hash=?,
          mirrored=?, facts=? WHERE digest=?
        """, StoredFacts(facts).values + [.digest(digest)])
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
}
