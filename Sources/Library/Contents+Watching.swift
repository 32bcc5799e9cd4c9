package import Model

extension Contents {
  /// How far a library has come: another one means that something changed since.
  package struct Mark: Hashable, Sendable {
    /// The last segment that was taken up,
    package let segment: Int
    /// and the last latest revision.
    package let entry: Int

    package init(segment: Int, entry: Int) {
      self.segment = segment
      self.entry = entry
    }
  }

  package func mark() throws -> Mark {
    let found = try index.first("SELECT (SELECT max(id) FROM segment), (SELECT max(id) FROM entry)")
    {
      Mark(segment: $0.integer(ifAny: 0) ?? 0, entry: $0.integer(ifAny: 1) ?? 0)
    }
    return found ?? Mark(segment: 0, entry: 0)
  }

  /// Elements with a latest revision that came after a mark, newest first.
  package func changed(since mark: Mark, limit: Int) throws -> [ElementSummary] {
    try index.all(
      composed: """
        SELECT \(Self.columns) FROM entry WHERE entry.id>? ORDER BY entry.id DESC LIMIT ?
        """, [.integer(mark.entry), .integer(limit)], read: summary)
  }

  /// The tags that most elements have that are not retired, and how many those are. Each is as it is searched
  /// for: without capitals and accents.
  package func commonTags(limit: Int) throws -> [(tag: String, elements: Int)] {
    // Each kind counts its own: what is common is so in one of them.
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
