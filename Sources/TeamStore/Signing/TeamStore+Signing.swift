internal import Library
internal import Model

/// Each push states which records this machine has written, and signs the statement. So a reader
/// knows who wrote an erasure, and what the store once had, even if it no longer does.
extension TeamStore {
  /// The signatures that have arrived.
  var signatures: TeamSignatures { TeamSignatures(in: library, of: environment) }

  /// Whether this machine is the team's keeper.
  func isKeeper() throws -> Bool {
    guard let keeper = environment.keeper else { return false }
    return try signatures.ownKey().publicKey == keeper
  }

  /// Prepares to sign a push: records which records others have signed, since these may have come
  /// from another store.
  func prepareToSign() throws {
    guard try !state.knowsSignedRecords else { return }
    try signatures.forEach { signature in
      try state.transaction { try state.recordForeign(signature.records) }
    }
    try state.transaction { try state.recordKnowsSignedRecords() }
  }

  /// Returns the signature of records that this machine has written; `nil` if there is nothing to
  /// sign.
  func signature(of segment: SegmentRecords, at moment: Instant) throws -> RecordSignature? {
    let own = try state.transaction {
      try segment.entries.filter { try $0.isSigned && !state.isForeign($0.digest) }
    }
    let records = own.map(\.digest) + segment.unsignedRecords
    guard !records.isEmpty || !segment.revokedKeys.isEmpty else { return nil }
    let key = try signatures.ownKey()
    var signature = RecordSignature(library: library.id, key: key.publicKey, at: moment)
    (signature.by, signature.host) = (environment.machine.owner, environment.machine.host)
    signature.records = Digest.inOrder(Set(records))
    signature.ended = segment.revokedKeys
    let last = try library.contents {
      try $0.signatures.last(limit: RecordSignature.previousLimit)
    }
    // Only signatures in this store are named: those from an earlier store may arrive after this
    // one.
    signature.previous = try state.transaction {
      Digest.inOrder(Set(try last.filter { try state.isKnown($0) }))
    }
    signature.sign(with: key)
    return signature
  }
}
