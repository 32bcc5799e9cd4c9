internal import Library

/// A change made for a revision of an element that is no longer among the latest.
///
/// It is merged with later changes by the rules for forks. If both changed the same value, neither
/// is preferred: the change is refused.
struct LateChange {
  /// The revision that the change was made for.
  let seen: ElementRevision
  private let latest: NamedRevision
  private let handle: Handle
  private let naming: (ULID) -> Handle?

  /// Prepares to merge a change. Returns `nil` if the revision is one of the latest, and if the
  /// library has no such revision of the element.
  init?(to found: FoundElement, madeFor parent: Digest?, _ contents: Contents) throws {
    guard let parent, found.latest.count == 1, let entry = found.latest.first,
      entry.revision != parent, let latest = try contents.revision(entry.revision),
      let seen = try contents.revision(parent)?.revision, seen.element == found.element
    else { return nil }
    self.seen = seen
    self.latest = latest
    handle = entry.handle
    naming = contents.handle(of:)
  }

  /// Returns the latest revision with what `changed` changes in the one that was seen.
  ///
  /// - Throws: `ElementLibraryError.conflict` with the values that both changed.
  func merging(_ changed: ElementRevision) throws -> ElementRevision {
    let merge = ForkMerge(
      [.init(letter: "A", revision: latest.revision), .init(letter: "B", revision: changed)],
      bases: [seen], naming: naming)
    // A change to an element that was removed or brought back meanwhile is a change to another
    // thing, and merging keeps each file once.
    let isOther =
      latest.revision.retired != seen.retired
      || latest.revision.distinctReferences.count != latest.revision.references.count
    guard merge.conflicts.isEmpty, !isOther else {
      throw ElementLibraryError.conflict(
        handle, latest: latest.digest, values: merge.conflicts)
    }
    return merge.revision
  }
}
