internal import Model

/// An element that is erased completely or in part.
struct ErasedElement {
  let element: ULID
  /// The sequence number of the first revision that stays, or `Int.max` when none does.
  let firstKept: Int
  /// Whether the clips that came back from exports of the element are erased as well.
  let takes: Bool
}

/// The records that erasures apply to: those of a library, found through its index, or those of
/// backups and packs, read into an inventory.
///
/// Each query is about several elements, files or records, so a source without an index scans its
/// records only once.
protocol RecordSource {
  /// Returns the elements that erasures apply to.
  ///
  /// An erasure of earlier revisions applies as soon as the source knows the first revision that
  /// stays.
  func erasedElements() throws -> [ErasedElement]

  /// Returns the digests of what each erasure has removed, and whether the element's clips are
  /// erased as well.
  func erasedTraces() throws -> [(traces: ErasedTraces, takes: Bool)]

  /// Returns the revisions of elements with their sequence numbers.
  func revisions(of elements: Set<ULID>) throws -> [ULID: [(revision: Digest, sequence: Int)]]

  /// Returns the records that an erasure removes or shortens because of their element.
  ///
  /// These are the ones with a subject that the scope covers, unreadable ones that contain the
  /// identity of an erased element, and those that an earlier erasure has already replaced.
  func coveredRecords(_ scope: ErasureScope) throws -> [Digest]

  /// Returns a record, or `nil` when it can't be read.
  func record(_ digest: Digest) throws -> Record?

  /// Returns the takes of bundles, and the comments on them.
  func takes(of bundles: Set<Digest>) throws -> [Digest: [Digest]]

  /// Returns the records whose free text contains one of some names.
  func remarks(naming names: NameMatcher) throws -> [Digest]

  /// Returns, for each file, the files that were made from it.
  func results(of files: Set<Digest>) throws -> [Digest: [Digest]]

  /// Returns, for each file, the files that it was made from.
  func sources(of files: Set<Digest>) throws -> [Digest: [Digest]]

  /// Returns the revisions that may name files, the newest of an element first.
  func revisions(naming files: Set<Digest>) throws -> [Digest: [(element: ULID, revision: Digest)]]

  /// Returns whether a revision from `revisions(naming:)` names a file, or `nil` when it can't be
  /// read.
  func names(_ revision: Digest, _ file: Digest) throws -> Bool?

  /// Returns the records other than revisions that name files.
  func mentions(of files: Set<Digest>) throws -> [Digest: [Mention]]

  /// Returns the withdrawals of records.
  func withdrawals(of records: Set<Digest>) throws -> [(target: Digest, record: Digest)]

  /// Calls `body` with the lines that may be records but can't be read.
  func forEachUnreadableLine(_ body: ([UInt8]) throws -> Void) throws
}

/// A record other than a revision that names a file.
struct Mention {
  /// The digest of the record.
  let record: Digest
  /// How the record is related to the file.
  let role: Role

  /// How a record is related to a file that it names.
  enum Role {
    /// The file stays as long as the record.
    case holder
    /// The record says something about the file and is removed with it.
    case statement
    /// The record is a registration: a holder if it is one of an element, else a statement.
    case registration
  }
}
