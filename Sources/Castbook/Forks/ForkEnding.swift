internal import Library

/// The end of a fork: which revision comes next, and upon which.
struct ForkEnding {
  let fork: ElementFork
  /// The letter of the side that goes on; `nil` where all are joined.
  let kept: String?
  /// What the next revision is made from.
  let parent: NamedRevision
  /// What the next revision says, before anything else is changed.
  let revision: ElementRevision

  var sides: [NamedRevision] { fork.sides.map(\.revision) }
  /// The other sides, which go no further.
  var merging: [Digest] { sides.map(\.digest).filter { $0 != parent.digest } }

  init(
    _ end: ForkEnd, of found: FoundElement, _ reference: HandleReference, _ edit: ElementEdit,
    _ contents: Contents
  ) throws {
    let handle = found.handle
    guard found.isLatest, let fork = try contents.fork(of: found.element) else {
      throw ElementLibraryError.wrong(
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
      throw ElementLibraryError.wrong(
        "\(handle) is forked, and its sides have different file numbers",
        fix: "end the fork first: castbook edit \(handle) --merge, or --keep; then change its files"
      )
    }
    guard let word else {
      kept = nil
      parent = fork.newest.revision
      revision = fork.joined
      return
    }
    guard let side = fork.side(named: word) else {
      let letters = fork.sides.map(\.letter).joined(separator: ", ")
      throw ElementLibraryError.wrong(
        "\(handle) has no side \"\(sanitized(word))\": its sides are \(letters)",
        fix: "castbook show \(handle) compares them")
    }
    kept = side.letter
    parent = side.revision
    revision = side.revision.revision
  }

  /// Adds to an outcome what became of the sides.
  func complete(_ outcome: inout EditOutcome, _ revision: ElementRevision) {
    outcome.fork = EditOutcome.EndedFork(
      fork: fork, kept: kept,
      further: kept == nil ? RevisionWords.changes(from: self.revision, to: revision) : [])
    if revision.retired, kept == nil, !sides.allSatisfy(\.revision.retired) {
      outcome.notices.append(
        "it is retired because one side was: castbook restore \(revision.handle)")
    }
    outcome.merged = sides.filter { $0.digest != parent.digest }.map { other in
      EditOutcome.Merged(
        revision: other, leftOut: RevisionWords.lacking(in: revision, of: other.revision))
    }
  }
}
