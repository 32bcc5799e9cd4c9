/// The rules for what one element may be to another: its voice, or the base of its look.
///
/// `add`, `edit`, `bind` and `import` enforce them, and `doctor` reports what breaks them.
package enum LinkRules {
  /// An element that another one refers to.
  package struct Linked: Hashable, Sendable {
    package let handle: Handle
    package let kind: ElementKind
    /// Whether the element is itself a look of another.
    package let isLook: Bool

    package init(handle: Handle, kind: ElementKind, isLook: Bool) {
      self.handle = handle
      self.kind = kind
      self.isLook = isLook
    }

    /// Takes these facts from the element's revision.
    package init(_ revision: ElementRevision) {
      self.init(handle: revision.handle, kind: revision.kind, isLook: revision.lookOf != nil)
    }
  }

  /// Returns the problems in the elements that a revision refers to. A missing element is not a
  /// problem of the record.
  ///
  /// - Parameters:
  ///   - look: one of the looks of the element, if it has any.
  ///   - linked: finds an element; `nil` when the library doesn't contain it.
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
