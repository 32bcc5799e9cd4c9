internal import Library

/// How far a library had come when it was looked at.
public struct ChangeMark: Hashable, Sendable {
  let inner: Contents.Mark

  /// As a text, to be compared.
  public var text: String { "\(inner.segment).\(inner.entry)" }
}

/// What changed in a library since it was looked at.
public struct LibraryChanges: Sendable {
  public let mark: ChangeMark
  /// The elements that got another revision; nothing where it is not known which, or where they are very many.
  public let elements: [ElementSummary]?
}

extension ElementLibrary {
  public func mark() throws -> ChangeMark {
    ChangeMark(inner: try contents { try $0.mark() })
  }

  /// What changed since a mark, whoever changed it; nothing where nothing did. It costs next to nothing to ask.
  public func changes(since mark: ChangeMark) throws -> LibraryChanges? {
    try contents { contents in
      let now = ChangeMark(inner: try contents.mark())
      guard now != mark else { return nil }
      // An index that was made anew counts anew.
      guard now.inner.entry >= mark.inner.entry, now.inner.segment >= mark.inner.segment else {
        return LibraryChanges(mark: now, elements: nil)
      }
      let changed = try contents.changed(since: mark.inner, limit: Self.mostChanges + 1)
      return LibraryChanges(mark: now, elements: changed.count > Self.mostChanges ? nil : changed)
    }
  }

  /// Of more elements than this it is only told that there are many.
  private static let mostChanges = 200

  /// The tags that most elements have.
  public func commonTags(limit: Int = 100) throws -> [(tag: String, elements: Int)] {
    try contents { try $0.commonTags(limit: limit) }
  }

  /// How many elements there are, by kind.
  public func counts(retired: Bool = false) throws -> [ElementKind: Int] {
    try contents { try $0.counts(retired: retired) }
  }

  /// The places after which each page of a list begins, and how many elements it has in all.
  public func pages(
    of filter: ListFilter, size: Int
  ) throws -> (after: [Int], total: Int) {
    try contents { try $0.pages(inner(filter), of: size) }
  }
}
