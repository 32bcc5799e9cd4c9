package import Model

extension Contents {
  /// A point in the history of a library as its index has read it. If two tokens differ, the
  /// library changed in between.
  ///
  /// ```swift
  /// let before = try store.contents { try $0.changeToken() }
  /// // …
  /// let changed = try store.contents { try $0.changed(since: before, limit: 100) }
  /// ```
  package struct ChangeToken: Hashable, Sendable {
    /// The number of the last segment of the log that the index has read.
    package let segment: Int
    /// The greatest number of a latest revision.
    package let entry: Int

    package init(segment: Int, entry: Int) {
      self.segment = segment
      self.entry = entry
    }
  }

  /// The token for the current state of the index.
  package func changeToken() throws -> ChangeToken {
    let found = try index.first("SELECT (SELECT max(id) FROM segment), (SELECT max(id) FROM entry)")
    {
      ChangeToken(segment: $0.optionalInteger(0) ?? 0, entry: $0.optionalInteger(1) ?? 0)
    }
    return found ?? ChangeToken(segment: 0, entry: 0)
  }

  /// The elements with a latest revision that was added after a token was taken, newest first.
  package func changed(since mark: ChangeToken, limit: Int) throws -> [ElementSummary] {
    try index.all(
      composed: """
        SELECT \(Self.columns) FROM entry WHERE entry.id>? ORDER BY entry.id DESC LIMIT ?
        """, [.integer(mark.entry), .integer(limit)], read: summary)
  }

  /// The most common tags of the elements that are not retired, with the number of these elements.
  /// Each tag is returned as it is stored for searching: without capitals and accents.
  package func commonTags(limit: Int) throws -> [(tag: String, elements: Int)] {
    // Tags are counted by kind. A tag that is common overall is common in at least one kind, so
    // the most common rows of all kinds are the candidates.
    let found = try index.all(
      """
      SELECT text FROM tagged WHERE retired=0 AND elements>0 ORDER BY elements DESC LIMIT ?
      """, [.integer(limit * ElementKind.allCases.count)]
    ) { $0.text(0) }
    let counted = try Set(found).map { tag in
      let count = try index.first(
        "SELECT sum(elements) FROM tagged WHERE text=? AND retired=0", [.text(tag)]
      ) { $0.integer(0) }
      return (tag: tag, elements: count ?? 0)
    }
    return Array(
      counted.sorted { (-$0.elements, $0.tag) < (-$1.elements, $1.tag) }.prefix(limit))
  }
}
