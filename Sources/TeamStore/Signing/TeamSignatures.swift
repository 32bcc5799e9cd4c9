package import Library
package import Model

/// The signatures in a library: which machine of the team wrote which records.
package struct TeamSignatures {
  private let library: LibraryStore
  private let environment: TeamEnvironment

  package init(in library: LibraryStore, of environment: TeamEnvironment) {
    (self.library, self.environment) = (library, environment)
  }

  /// This machine's current signing key: the first one that the keeper hasn't revoked.
  package func ownKey() throws -> MachineKey {
    let secret = try environment.secret()
    let revoked = try revokedKeys()
    for number in 0..<UInt8.max {
      let key = MachineKey(secret, for: library.id, number: number)
      if !revoked.contains(key.publicKey) { return key }
    }
    return MachineKey(secret, for: library.id, number: .max)
  }

  /// Calls `body` with each valid signature for this library.
  ///
  /// - Parameter isWanted: Whether a signature is of interest. Called before the signature is
  ///   verified.
  func forEach(
    where isWanted: (RecordSignature) -> Bool = { _ in true },
    _ body: (RecordSignature) throws -> Void
  ) throws {
    for digest in try library.contents({ try $0.signatures.all() }) {
      guard let signature = try signature(digest), isWanted(signature), signature.isValid else {
        continue
      }
      try body(signature)
    }
  }

  /// A signature for this library, valid or not; `nil` if the record isn't one.
  func signature(_ digest: Digest) throws -> RecordSignature? {
    guard case .signature(let signature)? = try library.contents({ try $0.records.read(digest) }),
      signature.library == library.id
    else { return nil }
    return signature
  }

  /// The keys that the keeper has revoked, since their machines have left the team.
  private func revokedKeys() throws -> Set<SigningKey> {
    guard let keeper = environment.keeper else { return [] }
    let signatures = try library.contents { try $0.signatures.thatEndKeys(by: keeper) }.compactMap {
      try signature($0)
    }
    return Set(signatures.filter { $0.key == keeper && $0.isValid }.flatMap(\.ended))
      // The keeper's own key is revoked only when the team chooses another keeper.
      .subtracting([keeper])
  }

  /// The keys that have signed each of some records, without revoked keys.
  func signers(of records: Set<Digest>) throws -> [Digest: Set<SigningKey>] {
    guard !records.isEmpty else { return [:] }
    let revoked = try revokedKeys()
    var signers: [Digest: Set<SigningKey>] = [:]
    let isWanted = { (signature: RecordSignature) in !records.isDisjoint(with: signature.records) }
    try forEach(where: isWanted) { signature in
      guard !revoked.contains(signature.key) else { return }
      for record in signature.records where records.contains(record) {
        signers[record, default: []].insert(signature.key)
      }
    }
    return signers
  }

  /// This machine and all machines that have signed, as the last signature of each describes it;
  /// the latest first.
  package func signers() throws -> [TeamSigner] {
    let revoked = try revokedKeys()
    let own = try ownKey().publicKey
    var found: [SigningKey: (last: RecordSignature, count: Int)] = [:]
    try forEach { signature in
      let known = found[signature.key]
      let last = known.map { $0.last.at < signature.at ? signature : $0.last } ?? signature
      found[signature.key] = (last, (known?.count ?? 0) + 1)
    }
    var signers = found.values.map { last, count in
      TeamSigner(
        key: last.key, by: last.by, host: last.host, last: last.at, signatureCount: count,
        isThis: last.key == own, isKeeper: last.key == environment.keeper,
        isEnded: revoked.contains(last.key))
    }
    if !signers.contains(where: \.isThis) {
      signers.append(
        TeamSigner(
          key: own, by: environment.machine.owner, host: environment.machine.host, last: nil,
          signatureCount: 0, isThis: true, isKeeper: own == environment.keeper, isEnded: false))
    }
    return signers.sorted {
      ($0.last?.milliseconds ?? .max, $0.key.fingerprint)
        > ($1.last?.milliseconds ?? .max, $1.key.fingerprint)
    }
  }
}
