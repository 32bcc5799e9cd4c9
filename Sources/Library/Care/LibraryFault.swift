package import Model

/// Something in a library that is wrong or worth reporting.
package enum LibraryFault: Hashable, Sendable {
  // The log.
  /// The bytes of a segment don't match its name; `soundLines` of its records can still be read.
  case damagedSegment(RecordLog.Segment, soundLines: Int)
  /// A segment can't be read.
  case unreadableSegment(RecordLog.Segment, reason: String)
  /// A segment that the index knows, with that many records, no longer exists.
  case lostSegment(RecordLog.Segment, records: Int)
  /// A line of an undamaged segment isn't a valid record.
  case unreadableRecord(RecordLog.Segment, offset: Int, problem: String)
  /// Records are of kinds that only a newer version knows.
  case newerRecords(count: Int)
  /// The parent of a revision is missing although no erasure removed it.
  case missingParent(Handle, revision: Digest, parent: Digest)
  /// An element refers to another one that doesn't exist.
  case danglingLink(Handle, Link)
  /// A latest revision has contents that no command accepts, with the first problem and their
  /// number.
  case invalidRevision(Handle, revision: Digest, RevisionProblem, count: Int)
  /// Earlier revisions of an element have contents that no command accepts, with the first problem
  /// and the number of revisions; `latest` is the sequence number of the latest revision.
  case invalidHistory(Handle, revision: Digest, RevisionProblem, count: Int, latest: Int)
  /// The latest revision refers to another element in a way that no command accepts.
  case invalidLink(Handle, revision: Digest, RevisionProblem)
  /// Several elements have one name; the latest revision of each is given.
  case sharedName(String, [ElementSummary])
  /// An element has several latest revisions.
  case forked(Handle, [Digest])
  /// A record was made at a time far ahead of this machine's clock.
  case aheadOfClock(Handle, revision: Digest, at: Instant)
  /// An erasure was begun and can't be finished in a library that is read-only.
  case unfinishedErasure

  // The files.
  /// A file that records name doesn't exist.
  case missingBlob(Digest, [BlobOwner])
  /// The bytes of a file don't match its name.
  case damagedBlob(Digest, FilePath, actual: Digest, [BlobOwner])
  /// A file can't be read, or is a link or folder.
  case unreadableBlob(Digest, FilePath, reason: String, [BlobOwner])
  /// An intact file isn't in the folder that its name requires.
  case misplacedBlob(Digest, FilePath)
  /// Files that no record names.
  case unused(count: Int, byteCount: Int)
  /// Files that no record names in a library where records are missing, which may name them.
  case unexplained(count: Int, byteCount: Int)
  /// A folder that every library has is missing.
  case missingFolder(FilePath)

  // The index.
  /// The index can't be read or is corrupt.
  case damagedIndex(String)
  /// A table of the index lacks rows, or has rows that should not exist.
  case differingIndex(table: String, missing: Int, extra: Int)
  /// The file of perceptual hashes differs from the index.
  case differingHashes
  /// The file of sketches differs from the index, or from the vectors that they are made of.
  case differingSketches
  /// Pictures have scores from another version of the measures.
  case outdatedScores(count: Int)

  // The folder.
  /// Other users may read or enter that many files and folders; `mode` is that of the library's
  /// folder.
  case readableByOthers(FilePath, mode: UInt32, count: Int)
  /// A file has other permissions than a stored file should have.
  case wrongMode(FilePath, is: UInt32, shouldBe: UInt32)
  /// A temporary file of an interrupted command; a fresh one may belong to a command that is
  /// still running.
  case leftover(FilePath, byteCount: Int, isFresh: Bool)
  /// A file or folder that doesn't belong to the library.
  case foreign(FilePath)
  /// Damaged files that were moved to `damaged/`.
  case putAside(count: Int, byteCount: Int)
  /// Files of elements that teammates have erased, and the last day for which one is kept.
  case keptAside(count: Int, byteCount: Int, until: Day)

  /// Whether records, or files that they may name, are missing.
  var isLoss: Bool {
    switch self {
    case .damagedSegment, .unreadableSegment, .lostSegment, .unreadableRecord, .missingParent,
      .missingFolder:
      true
    default: false
    }
  }

  /// The way in which one element refers to another.
  package enum Link: String, Hashable, Sendable {
    case voice, lookOf
  }
}
