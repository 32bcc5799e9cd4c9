package import Model

/// Something in a library that is not as it should be, or worth a word.
package enum LibraryFault: Hashable, Sendable {
  // The log.
  /// A segment's bytes are not those that its name stands for; so many records in it can still be read.
  case damagedSegment(RecordLog.Segment, soundLines: Int)
  case unreadableSegment(RecordLog.Segment, reason: String)
  /// The index knew it, with so many records, and its file is gone.
  case lostSegment(RecordLog.Segment, records: Int)
  /// A line of a sound segment that is no record.
  case unreadableRecord(RecordLog.Segment, offset: Int, problem: String)
  /// What a revision was made from is gone, and nobody erased it.
  case missingParent(Handle, revision: Digest, parent: Digest)
  /// An element names another that is not there.
  case dangling(Handle, Link)
  /// A latest revision that says what no command accepts, such as one that came with a pack into an earlier version:
  /// what is wrong first, and how many such problems it has.
  case invalidRevision(Handle, revision: Digest, RevisionProblem, count: Int)
  /// Earlier revisions of an element that do so: how many, and what is wrong first; the latest has this number.
  case invalidHistory(Handle, revision: Digest, RevisionProblem, count: Int, latest: Int)
  /// The latest revision names an element in a way that no command accepts.
  case invalidLink(Handle, revision: Digest, RevisionProblem)
  /// Several elements have one name: the latest revision of each.
  case sharedName(String, [ElementSummary])
  case forked(Handle, [Digest])
  /// A record from so far ahead of this machine's clock.
  case ahead(Handle, revision: Digest, at: Instant)
  case unfinishedErasure

  // The files.
  case missingBlob(Digest, [BlobOwner])
  /// Its bytes are others than its name says; nothing where they could not be read.
  case damagedBlob(Digest, FilePath, actual: Digest, [BlobOwner])
  case unreadableBlob(Digest, FilePath, reason: String, [BlobOwner])
  /// A sound file that does not lie where its name belongs.
  case misplacedBlob(Digest, FilePath)
  /// Files that no record names.
  case unused(count: Int, byteCount: Int)
  /// The like in a library that lacks records, which may name them.
  case unexplained(count: Int, byteCount: Int)
  /// A folder that every library has is missing.
  case missingFolder(FilePath)

  // The index.
  case damagedIndex(String)
  /// Rows of a table that are missing, and rows that should not be there.
  case differingIndex(table: String, missing: Int, extra: Int)
  /// The file of hashes has others than the index.
  case differingHashes
  /// Pictures that another version of the measures was taken of.
  case outdatedScores(count: Int)

  // The folder.
  /// Other users may read, or even enter, so many files and folders of it; the mode of its own folder.
  case readableByOthers(FilePath, mode: UInt32, count: Int)
  case wrongMode(FilePath, is: UInt32, shouldBe: UInt32)
  /// Of a run that did not end well; a fresh one may belong to one that goes on.
  case leftover(FilePath, byteCount: Int, isFresh: Bool)
  case foreign(FilePath)
  /// What was put aside as damaged.
  case putAside(count: Int, byteCount: Int)

  /// Whether records, or what they name, are missing.
  var isLoss: Bool {
    switch self {
    case .damagedSegment, .unreadableSegment, .lostSegment, .unreadableRecord, .missingParent,
      .missingFolder:
      true
    default: false
    }
  }

  /// How one element names another.
  package enum Link: String, Hashable, Sendable {
    case voice, lookOf
  }
}

/// An element that has, or had, a file.
package struct BlobOwner: Hashable, Sendable {
  package let handle: Handle
  package let kind: ElementKind
  /// The name that the file came under.
  package let file: String
  /// Whether the element has it now, not only in an earlier revision.
  package let isLatest: Bool
  /// Whether it is the document of its rights, and no file of it.
  package var isDocument = false
  /// The number of the file among the element's, from 1; `nil` for a document.
  package var number: Int?
  /// What the blob is to that file.
  package var relation = Relation.itself

  package enum Relation: Hashable, Sendable {
    case itself
    /// It was made of the file: a prepared copy, say.
    case copy
    /// The file was made of it: it is the sheet or the recording that the file was cut from.
    case source
  }
}
