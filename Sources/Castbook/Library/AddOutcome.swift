/// What adding came to.
public struct AddOutcome: Sendable {
  /// Each element that was asked for, in order; the voices that were made of sounds behind it.
  public internal(set) var elements: [Element]
  /// Files that were left out because they can't be kept.
  public let leftOut: [ElementLibraryError.BadFile]
  /// Files of folders that are no media.
  public let bystanders: [FilePath]
  /// Files beside the folders that stand for elements; they are of none.
  public var strays: [FilePath] = []
  /// The folder of files that `sort` could not place, and how many these are; they are of no element.
  public var unsorted: (folder: FilePath, count: Int)?
  /// Names passed over in folders.
  public let passedOver: Int
  /// The targets that the files were checked for.
  public internal(set) var targets: [TargetID] = []
  /// Whether nothing was kept: this is what would come of it.
  public internal(set) var isPreview = false
  /// The copies that were made for providers, where that was asked for.
  public var prepared: Preparation.Outcome?

  /// In a preview, the files of which a copy that passes would be made.
  public var plannedCopies: Set<Digest> {
    guard isPreview, let prepared else { return [] }
    return Set(
      prepared.files.filter { $0.preparedCopy.map { $0.status != .fail } ?? false }
        .compactMap(\.before.facts.digest))
  }

  /// Files that the elements had before, and of which no copy that passes could be made.
  public var refusedBefore: [PreparedFile] {
    let added = Set(elements.flatMap(\.files).map(\.reference.blob))
    return (prepared?.files ?? []).filter { file in
      !file.refusals.isEmpty && file.before.facts.digest.map { !added.contains($0) } == true
    }
  }

  /// One element, after adding.
  public struct Element: Sendable {
    public let handle: Handle
    public let revision: NamedRevision
    public let isNew: Bool
    /// Whether there is a new revision at all.
    public let isChanged: Bool
    /// What came on top.
    public internal(set) var files: [File]
    /// Files that it had already, each with its number.
    public let known: [(path: FilePath, number: Int)]
    /// What else changed in an element that was there, a line each.
    public let changes: [String]
    /// The element that got it as its voice.
    public let voiceOf: Handle?

    /// Numbers of all files whose role nobody said.
    public var unsorted: [Int] { revision.revision.unsortedNumbers }
  }

  /// A file that was added.
  public struct File: Sendable {
    /// Its number in the element.
    public let number: Int
    public let reference: Reference
    /// What is known and found of it, for the outcome's targets. A prepared copy that the library keeps counts.
    public internal(set) var checked: CheckedFile
    /// What was measured of it, and what that comes to; nothing for what is no picture.
    public internal(set) var scored: KeptScores?
    /// Whether the file fails, and `prepare` makes a copy that passes, as far as facts show.
    public internal(set) var canBePrepared: Bool
    /// Other elements that have the very same file.
    public let sharedWith: [Handle]
    /// Pictures of other elements that are copies of it, or nearly so.
    public internal(set) var similar: [SimilarPicture] = []

    /// Whether it looks like several pictures in one, and none of its findings says so.
    public var looksLikeSheet: Bool {
      guard let scored, let score = scored.scores[.collage], let warn = score.warn else {
        return false
      }
      return score.score < warn && !scored.findings.contains { $0.rule == .imageCollage }
    }
  }
}
