internal import Library

/// The verb `remove`: retires elements, so that lists and searches no longer show them. All are
/// retired, or none; no data is deleted.
public struct Remove: Sendable {
  /// The elements.
  public var elements: [HandleReference]
  /// The revision that an element was seen at, or `nil`. If it isn't the latest one, the removal is
  /// refused.
  public var parent: Digest?
  /// Whether to return the outcomes without changing anything.
  public var isPreview: Bool

  /// Creates the verb for some elements.
  public init(
    _ elements: [HandleReference], ifParent parent: Digest? = nil, isPreview: Bool = false
  ) {
    (self.elements, self.parent, self.isPreview) = (elements, parent, isPreview)
  }

  /// Retires the elements.
  ///
  /// - Returns: One outcome for each element, with notices about what still depends on it.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> [EditOutcome] {
    let today = library.today
    let remove = { (change: Change) throws -> [EditOutcome] in
      var seen: Set<ULID> = []
      let all = try elements.map { try change.contents.latest($0) }
      let removed = Set(all.map(\.element))
      return try zip(elements, all).compactMap { reference, found in
        try found.refuse(unlessLatestIs: parent)
        guard seen.insert(found.element).inserted else { return nil }
        guard found.isLatest else {
          throw ElementLibraryError.invalidRequest(
            "\(reference) is an earlier revision; remove retires the whole element",
            fix: "castbook remove \(found.handle)")
        }
        var revision = found.revision.revision
        if revision.retired { return EditOutcome(found.revision, found.revision, change.contents) }
        revision.retired = true
        let digest = try change.commit(&revision, after: found.revision)
        var outcome = EditOutcome(
          found.revision, NamedRevision(digest: digest, revision: revision), change.contents)
        outcome.notices = try ConflictNotices(contents: change.contents, today: today)
          .removing(found.element, revision.handle, with: removed)
        if revision.kind == .voice {
          outcome.notices += try change.contents.speakers(with: found.element)
            .filter { !$0.isRetired }.map { speaker in
              "\(speaker.handle) still uses this voice; replace it: castbook bind \(speaker.handle) @VOICE; "
                + "or remove it: castbook edit \(speaker.handle) --unset voice"
            }
        }
        return outcome
      }
    }
    return try isPreview
      ? library.preview(remove) { outcomes, _ in outcomes } : library.change(remove)
  }
}
