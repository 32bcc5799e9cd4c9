internal import Library
internal import Model

/// The records of a new segment, and what its signature states besides them.
struct SegmentRecords {
  /// The records that are about to be written.
  private(set) var entries: [UnsharedRecords.Entry]
  /// Records already in the store that are still to be signed.
  let unsignedRecords: [Digest]
  /// The keys to revoke, since their machines have left the team.
  let revokedKeys: [SigningKey]

  init(_ entries: [UnsharedRecords.Entry], unsignedRecords: [Digest], revokedKeys: [SigningKey]) {
    (self.entries, self.unsignedRecords, self.revokedKeys) = (entries, unsignedRecords, revokedKeys)
  }

  /// Whether there is nothing to write and nothing to sign.
  var isEmpty: Bool { entries.isEmpty && unsignedRecords.isEmpty && revokedKeys.isEmpty }

  /// The number of records that are not signatures.
  var recordCount: Int { entries.count { !$0.isSignature } }

  /// The files that the records name, in the order of their digests.
  var blobs: [Digest] { Set(entries.flatMap(\.blobs)).sorted { $0.hex < $1.hex } }

  /// Leaves out the records that name any of some files, and returns their number.
  mutating func holdBack(naming blobs: Set<Digest>) -> Int {
    let count = entries.count
    entries.removeAll { !blobs.isDisjoint(with: $0.blobs) }
    return count - entries.count
  }
}
