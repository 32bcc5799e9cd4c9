/// What one element may be to another: its voice, or what it is a look of. One rule for `add`, `edit` and `bind`,
/// for `import`, and for what `doctor` reports.
package enum LinkRules {
  /// An element that another names.
  package struct Linked: Hashable, Sendable {
    package let handle: Handle
    package let kind: ElementKind
    /// Whether it is a look itself.
    package let isLook: Bool

    package init(handle: Handle, kind: ElementKind, isLook: Bool) {
      self.handle = handle
      self.kind = kind
      self.isLook = isLook
    }

    package init(_ revision: ElementRevision) {
      self.init(
        handle: revision.handle, kind: revision.kind, isLook: revision.lookOf != nil)
    }
  }

  /// What is wrong with what a revision names. An element that is not there is no problem of the record.
  ///
  /// `look` is one of the looks of the element, where it has some.
  package static func problems(
    in revision: ElementRevision, look: Handle?, _ linked: (ULID) throws -> Linked?
  ) rethrows -> [RevisionProblem] {
    var found: [RevisionProblem] = []
    if let voice = revision.voice, voice != revision.element, let other = try linked(voice),
      other.kind != .voice
    {
      found.append(
        RevisionProblem(.voice, "is \(other.handle), a \(other.kind); only a voice can be bound"))
    }
    guard let base = revision.lookOf, base != revision.element, let other = try linked(base) else {
      return found
    }
    func wrong(_ message: String) { found.append(RevisionProblem(.lookOf, message)) }
    if other.kind != revision.kind {
      wrong("is \(other.handle), a \(other.kind); \(revision.handle) is a \(revision.kind)")
    } else if other.isLook {
      wrong("is \(other.handle), which is itself a look")
    } else if let look {
      wrong("is \(other.handle), but \(revision.handle) has looks itself, such as \(look)")
    }
    return found
  }
}
