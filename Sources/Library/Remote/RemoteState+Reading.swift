package import Model

/// What makes a pull read segments again that this machine has read before.
extension RemoteState {
  /// The index of the library when all records were there that the store is known to have; `nil` before the first
  /// complete pull.
  package var indexGeneration: UInt64? {
    get throws { try value("index").flatMap { UInt64($0) } }
  }

  /// Notes the index of a library that has all records that the store is known to have.
  package func noteIndexGeneration(_ generation: UInt64) throws {
    try set("index", "\(generation)")
  }

  /// Passes on the records that the store is known to have, until `body` returns `false`.
  func forEachKnown(_ body: ([UInt8]) throws -> Bool) throws {
    try statement("SELECT record FROM known ORDER BY record").forEachRow([]) { row in
      try body(row.bytes(0))
    }
  }

  /// Notes that a segment is no longer in the store, or not as it was read. If it comes again, it is read again.
  package func forgetSeen(_ segment: Digest) throws {
    try run("DELETE FROM seen WHERE segment=?", [segment])
  }
}
