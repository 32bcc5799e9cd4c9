internal import Library

/// The verb `restore`: returns a retired element to use, or makes an earlier revision the latest
/// one.
///
/// The element keeps its current handle and the handles that it had, since texts and projects use
/// them. Data that no element may have is left out.
public struct Restore: Sendable {
  /// The element, and the revision if an earlier one should become the latest.
  public var element: HandleReference
  /// The revision that the element was seen at, or `nil`. If it isn't the latest one, the change is
  /// refused.
  public var parent: Digest?
  /// Whether changes since `parent` are kept instead of refusing the change, unless they are of the
  /// same values: so that undoing a change undoes nothing else.
  public var mergesLaterChanges = false
  /// Whether to return the outcome without changing anything.
  public var isPreview = false

  /// Creates the verb for an element.
  public init(_ element: HandleReference, ifParent parent: Digest? = nil) {
    (self.element, self.parent) = (element, parent)
  }

  /// Restores the element or the revision.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> EditOutcome {
    let restore = { (change: Change) throws -> EditOutcome in
      let contents = change.contents
      let wanted = try contents.latest(element)
      // Who wants the very revision that was seen wants nothing that came after it.
      let late =
        mergesLaterChanges && wanted.revision.digest != parent
        ? try LateChange(to: wanted, madeFor: parent, contents) : nil
      if late == nil { try wanted.refuse(unlessLatestIs: parent) }
      guard let entry = wanted.latest.first, let latest = try contents.revision(entry.revision)
      else {
        throw ElementLibraryError.damaged("a record of \(wanted.handle) is missing from the log")
      }
      var revision = wanted.revision.revision
      revision.retired = false
      let (restoredHandle, handle) = (revision.handle, latest.revision.handle)
      var notices =
        restoredHandle == handle
        ? []
        : [
          "the handle stays \(handle); for \(restoredHandle): castbook edit \(handle) --rename \(restoredHandle.name)"
        ]
      let handles = try contents.history(of: wanted.element).compactMap {
        try contents.revision($0)?.revision.handle.name
      }
      revision.keepNames(of: latest.revision, among: Set(handles))
      if let late { revision = try late.merging(revision) }
      if let problem = try contents.problems(in: revision).first {
        revision = try contents.repaired(revision)
        notices.append("left out invalid data: \(problem)")
      }
      for name in [revision.handle.name] + revision.aliases {
        try contents.claim(name, for: revision.element)
      }
      guard !revision.hasSameContent(as: latest.revision) else {
        return EditOutcome(latest, latest, contents)
      }
      let digest = try change.commit(&revision, after: latest)
      var outcome = EditOutcome(
        latest, NamedRevision(digest: digest, revision: revision), contents)
      outcome.notices = notices
      return outcome
    }
    return try isPreview
      ? library.preview(restore) { outcome, _ in outcome } : library.change(restore)
  }
}

extension ElementRevision {
  /// Takes the handle of a later revision, and those of its aliases that were handles. The handle
  /// that this revision had becomes an alias.
  fileprivate mutating func keepNames(of later: ElementRevision, among handles: Set<String>) {
    for name in [handle.name] + later.aliases where handles.contains(name) {
      if !aliases.contains(where: { RecordText.areEquivalent($0, name) }) { aliases.append(name) }
    }
    handle = later.handle
    aliases.removeAll { RecordText.areEquivalent($0, handle.name) }
  }
}
