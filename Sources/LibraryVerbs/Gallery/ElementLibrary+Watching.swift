internal import Library

/// A position in the history of a library, to find out later whether something changed.
public struct ChangeMark: Hashable, Sendable {
  /// The position in the log.
  let position: Contents.ChangeToken

  /// The position as a text that can be stored and compared for equality.
  public var text: String { "\(position.segment).\(position.entry)" }
}

/// The changes of a library since a `ChangeMark`.
public struct LibraryChanges: Sendable {
  /// The current position, to ask again with.
  public let mark: ChangeMark
  /// The elements that got another revision; `nil` if they are unknown or too many to list.
  public let elements: [ElementSummary]?
}

extension ElementLibrary {
  /// Throws if the library is no longer where it was opened: its folder was moved, its disk was
  /// removed, or another library is there.
  public func requirePresence() throws { try store.requirePresence() }

  /// Returns the current position in the history of the library.
  public func changeMark() throws -> ChangeMark {
    ChangeMark(position: try contents { try $0.changeToken() })
  }

  /// Returns what changed since a mark, in this or any other process; `nil` if nothing did.
  ///
  /// The call is cheap enough for polling: without a change, only two numbers are compared.
  public func changes(since mark: ChangeMark) throws -> LibraryChanges? {
    try contents { contents in
      let now = ChangeMark(position: try contents.changeToken())
      guard now != mark else { return nil }
      // A rebuilt index numbers its entries from the beginning, so the two marks can't be compared.
      guard now.position.entry >= mark.position.entry, now.position.segment >= mark.position.segment
      else {
        return LibraryChanges(mark: now, elements: nil)
      }
      let changed = try contents.changed(since: mark.position, limit: Self.maximumChanges + 1)
      return LibraryChanges(
        mark: now, elements: changed.count > Self.maximumChanges ? nil : changed)
    }
  }

  /// The maximum number of changed elements that are listed; more are reported as "many" (`nil`).
  private static let maximumChanges = 200

  /// Returns the most frequent tags, each with the number of elements that have it.
  public func commonTags(limit: Int = 100) throws -> [(tag: String, elements: Int)] {
    try contents { try $0.commonTags(limit: limit) }
  }

  /// Returns the number of elements of each kind.
  ///
  /// - Parameter retired: Whether retired elements are counted instead of those in use.
  public func counts(retired: Bool = false) throws -> [ElementKind: Int] {
    try contents { try $0.counts(retired: retired) }
  }

  /// Returns the positions after which each page of a list begins, the number of elements in
  /// total, and how many looks the list leaves out.
  ///
  /// - Parameters:
  ///   - filter: The filter of the list.
  ///   - size: The number of elements on a page.
  public func pages(
    of filter: ElementFilter, size: Int
  ) throws -> (after: [Int], total: Int, looks: Int) {
    try contents { contents in
      let (after, total) = try contents.pages(filter.criteria(on: today), size: size)
      guard filter.hasStacks else { return (after, total, 0) }
      let counts = try contents.counts(retired: false)
      let all = filter.kind.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
      return (after, total, max(0, all - total))
    }
  }

  /// Returns the number of looks of each element, in the same order, those that were removed left
  /// out.
  public func lookCounts(of elements: [ElementSummary]) throws -> [Int] {
    try contents { contents in try elements.map { try contents.lookCount(of: $0) } }
  }
}
