/// The result of adding elements and files.
public struct AddOutcome: Sendable {
  /// The elements of the drafts, in their order, each followed by a voice that its sounds made.
  public internal(set) var elements: [Element]
  /// Files that were not added because they can't be kept.
  public let leftOut: [ElementLibraryError.BadFile]
  /// Files found in folders that are not media.
  public let nonMediaFiles: [FilePath]
  /// Files beside the folders of elements. They belong to no element and were not added.
  public var strays: [FilePath] = []
  /// The folder of the files that `sort` could not place, and their number. They belong to no
  /// element.
  public var unsorted: (folder: FilePath, count: Int)?
  /// The number of names in folders that were skipped, such as hidden ones.
  public let skippedCount: Int
  /// The targets that the files were checked for.
  public internal(set) var targets: [TargetID] = []
  /// Whether nothing was written, and the outcome tells what adding would do.
  public internal(set) var isPreview = false
  /// The copies that were prepared for providers, or `nil` if none were requested.
  public var prepared: Preparation.Outcome?

  /// The digests of the originals for which a passing copy would be made. Empty unless `isPreview`.
  public var plannedCopies: Set<Digest> {
    guard isPreview, let prepared else { return [] }
    return Set(
      prepared.files.filter { $0.preparedCopy.map { $0.status != .fail } ?? false }
        .compactMap(\.before.facts.digest))
  }

  /// Files that the elements already had, and for which no passing copy could be made.
  public var refusedExistingFiles: [PreparedFile] {
    let added = Set(elements.flatMap(\.files).map(\.reference.blob))
    return (prepared?.files ?? []).filter { file in
      !file.refusals.isEmpty && file.before.facts.digest.map { !added.contains($0) } == true
    }
  }

  /// One element, as it is after adding.
  public struct Element: Sendable {
    public var handle: Handle { revision.revision.handle }
    public let revision: NamedRevision
    /// Whether the element was created.
    public let isNew: Bool
    /// Whether a new revision was written.
    public internal(set) var isChanged = true
    /// The files that were added.
    public internal(set) var files: [File] = []
    /// Files that the element already had, each with its number.
    public internal(set) var existingFiles: [(path: FilePath, number: Int)] = []
    /// Other changes to an element that existed, one line each.
    public internal(set) var changes: [String] = []
    /// The element that got this one as its voice, or `nil` if it was not made from an element's
    /// sounds.
    public internal(set) var voiceOf: Handle?

    /// The numbers of all files that have no role yet.
    public var unsorted: [Int] { revision.revision.unsortedNumbers }
  }

  /// A file that was added.
  public struct File: Sendable {
    /// The file's number in the element, from 1.
    public let number: Int
    public let reference: Reference
    /// The file's facts and findings for the outcome's targets. For a target that gets a prepared
    /// copy of the library instead of the file, the findings are those of the copy.
    public internal(set) var checked: CheckedFile
    /// The file's scores and their findings, or `nil` if it isn't a picture.
    public internal(set) var scored: KeptScores?
    /// Whether the file fails and `prepare` would make a passing copy, as far as facts show.
    public internal(set) var canBePrepared = false
    /// Other elements that have the same file.
    public internal(set) var sharedWith: [Handle] = []
    /// Pictures of other elements that are copies or near copies of this one.
    public internal(set) var similar: [SimilarPicture] = []
    /// The finding that the picture shows something other than most pictures of the element, as the
    /// model for subjects finds; `nil` if it doesn't.
    public internal(set) var otherSubject: Finding?

    /// Creates a file that is not checked for any target yet.
    init(number: Int, reference: Reference, facts: FileFacts) {
      self.number = number
      self.reference = reference
      checked = CheckedFile(facts, [])
    }

    /// Whether the picture probably shows several views in one, while no finding says so yet.
    public var looksLikeSheet: Bool {
      guard let scored, let score = scored.scores[.collage], let warn = score.warn else {
        return false
      }
      return score.score < warn && !scored.findings.contains { $0.rule == .imageCollage }
    }
  }
}
