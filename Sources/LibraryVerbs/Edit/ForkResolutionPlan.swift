internal import Library

/// A checked plan for the end of a fork: the next revision, and the revision it is made from.
///
/// The plan exists only if the element is forked and the requested side exists, so that `edit` can
/// apply further changes on top of it without checking again.
struct ForkResolutionPlan {
  /// The fork that ends.
  let fork: ElementFork
  /// The letter of the side that continues; `nil` if all sides are joined.
  let keptLetter: String?
  /// The revision that the next one is made from.
  let parent: NamedRevision
  /// The contents of the next revision, before the edit changes anything else.
  let revision: ElementRevision

  /// The tips of all sides.
  var sides: [NamedRevision] { fork.sides.map(\.revision) }
  /// The digests of the other sides, which end here.
  var otherDigests: [Digest] { sides.map(\.digest).filter { $0 != parent.digest } }

  /// Plans the end of a fork.
  ///
  /// - Parameters:
  ///   - end: How the fork ends.
  ///   - found: The element that the edit names.
  ///   - reference: The reference as the user wrote it, for error messages.
  ///   - edit: The rest of the edit, which must not name files by number.
  ///   - contents: The library at the moment of the change.
  /// - Throws: `ElementLibraryError` if the element isn't forked, if the reference names an earlier
  ///   revision, if no side has the requested name, or if the edit names files: their numbers
  ///   differ between the sides.
  init(
    _ end: ForkResolution, of found: FoundElement, _ reference: HandleReference,
    _ edit: ElementEdit,
    _ contents: Contents
  ) throws {
    let handle = found.handle
    guard found.isLatest, let fork = try contents.fork(of: found.element) else {
      throw ElementLibraryError.invalidRequest(
        found.isLatest || found.latest.count == 1
          ? "\(handle) is not forked: it has one latest revision"
          : "\(reference) is an earlier revision, not a side of the fork",
        fix: found.latest.count == 1
          ? "leave --merge or --keep out" : "castbook show \(handle) lists the sides")
    }
    self.fork = fork
    let word: String? =
      switch end {
      case .merge: nil
      case .keep(let word): word
      case .keepNamed: found.revision.digest.hex
      }
    guard !edit.namesFiles else {
      throw ElementLibraryError.invalidRequest(
        "\(handle) is forked, and its sides have different file numbers",
        fix: "end the fork first: castbook edit \(handle) --merge, or --keep; then change its files"
      )
    }
    guard let word else {
      keptLetter = nil
      parent = fork.newest.revision
      revision = fork.merged
      return
    }
    guard let side = fork.side(named: word) else {
      let letters = fork.sides.map(\.letter).joined(separator: ", ")
      throw ElementLibraryError.invalidRequest(
        "\(handle) has no side \"\(sanitized(word))\": its sides are \(letters)",
        fix: "castbook show \(handle) compares them")
    }
    keptLetter = side.letter
    parent = side.revision
    revision = side.revision.revision
  }

  /// Adds to the outcome of an edit what became of the sides, and a notice if the merged element is
  /// retired only because one side was.
  func complete(_ outcome: inout EditOutcome, _ revision: ElementRevision) {
    outcome.fork = EditOutcome.EndedFork(
      fork: fork, kept: keptLetter,
      otherChanges: keptLetter == nil
        ? RevisionWords.changes(from: self.revision, to: revision) : [])
    if revision.retired, keptLetter == nil, !sides.allSatisfy(\.revision.retired) {
      outcome.notices.append(
        "it is retired because one side was: castbook restore \(revision.handle)")
    }
    outcome.merged = sides.filter { $0.digest != parent.digest }.map { other in
      EditOutcome.Merged(
        revision: other, leftOut: RevisionWords.missing(from: revision, of: other.revision))
    }
  }
}
