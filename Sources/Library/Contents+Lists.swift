package import Model

extension Contents {
  /// Which elements a list is of.
  package struct Filter: Sendable {
    package var kind: ElementKind?
    /// Every one of them.
    package var tags: [String] = []
    package var isRetired = false
    /// Those whose rights end on this day or before it.
    package var expiringBy: Day?
    /// Those with pictures that are to be watched or worse.
    package var isWeak = false

    package init() {}
  }

  /// A part of a statement, with what its parameters stand for in their order.
  struct Part {
    var text: String
    var values: [SQLValue] = []
  }

  /// Elements, newest first, or those whose rights end first; those that come after `place` in the same
  /// list.
  package func list(
    _ filter: Filter = Filter(), after place: Int? = nil, limit: Int
  ) throws -> [ElementSummary] {
    let (rows, order) = try parts(of: filter, after: place)
    guard !rows.isEmpty else { return [] }
    return try index.all(
      composed: """
        SELECT \(Self.columns) FROM
          (\(rows.map(\.text).joined(separator: " UNION ALL ")) ORDER BY \(order) LIMIT ?) AS found
        CROSS JOIN entry ON entry.id=found.id
        """, rows.flatMap(\.values) + [.integer(limit)], read: summary)
  }

  /// The places after which each page of a list begins, the first of which begins at its head, and how many
  /// elements there are in all.
  package func pages(_ filter: Filter = Filter(), of size: Int) throws -> (after: [Int], total: Int)
  {
    let (rows, order) = try parts(of: filter, after: nil)
    guard !rows.isEmpty else { return ([], 0) }
    let places = try index.all(
      composed: "\(rows.map(\.text).joined(separator: " UNION ALL ")) ORDER BY \(order)",
      rows.flatMap(\.values)
    ) { $0.integer(0) }
    return (stride(from: size, to: places.count, by: size).map { places[$0 - 1] }, places.count)
  }

  /// What a list is put together from, and what it is put in order by.
  private func parts(of filter: Filter, after place: Int?) throws -> (rows: [Part], order: String) {
    if let day = filter.expiringBy {
      return (try ending(by: day, filter, after: place), "2, 3, 4, 1")
    }
    let kinds = filter.kind.map { [$0] } ?? ElementKind.allCases
    let rows =
      if filter.isWeak {
        kinds.map { weak(filter, $0, after: place) }
      } else if filter.tags.isEmpty {
        [untagged(filter, after: place)]
      } else {
        // Each kind has its tags in order; all of them together would have to be sorted.
        try kinds.compactMap { try tagged(filter, $0, after: place) }
      }
    return (rows, "1 DESC")
  }

  private func untagged(_ filter: Filter, after place: Int?) -> Part {
    var part = Part(
      text: "SELECT entry.id AS id FROM entry WHERE entry.retired=?",
      values: [.flag(filter.isRetired)])
    if let kind = filter.kind {
      part.text += " AND entry.kind=?"
      part.values.append(.integer(kind.number))
    }
    if let place {
      part.text += " AND entry.id<?"
      part.values.append(.integer(place))
    }
    return part
  }

  /// Elements of one kind with all tags: through the list of the rarest, the others asked for from rare to
  /// frequent. Nothing when there are none.
  private func tagged(_ filter: Filter, _ kind: ElementKind, after place: Int?) throws -> Part? {
    let counted = try folded(filter.tags).map { tag in
      let count = try index.first(
        "SELECT elements FROM tagged WHERE text=? AND kind=? AND retired=?",
        [.text(tag), .integer(kind.number), .flag(filter.isRetired)]
      ) { $0.integer(0) }
      return (count: count ?? 0, tag: tag)
    }.sorted { ($0.count, $0.tag) < ($1.count, $1.tag) }
    guard let rarest = counted.first, rarest.count > 0 else { return nil }
    var part = Part(
      text: "SELECT tag.entry AS id FROM tag WHERE tag.text=? AND tag.kind=? AND tag.retired=?",
      values: [.text(rarest.tag), .integer(kind.number), .flag(filter.isRetired)])
    for (_, other) in counted.dropFirst() { add(other, of: "tag.entry", "tag", to: &part) }
    if let place {
      part.text += " AND tag.entry<?"
      part.values.append(.integer(place))
    }
    return part
  }

  /// Elements of one kind with weak pictures.
  private func weak(_ filter: Filter, _ kind: ElementKind, after place: Int?) -> Part {
    var part = Part(
      text: "SELECT weak.entry AS id FROM weak WHERE weak.kind=? AND weak.retired=?",
      values: [.integer(kind.number), .flag(filter.isRetired)])
    for tag in folded(filter.tags) { add(tag, of: "weak.entry", "weak", to: &part) }
    if let place {
      part.text += " AND weak.entry<?"
      part.values.append(.integer(place))
    }
    return part
  }

  private func folded(_ tags: [String]) -> [String] {
    Set(tags.map { FoldedText.folded($0) }).sorted()
  }

  /// Has a part ask for one more tag of an entry; `row` knows its kind and whether it is retired.
  private func add(_ tag: String, of entry: String, _ row: String, to part: inout Part) {
    part.text += """
       AND EXISTS (SELECT 1 FROM tag AS other WHERE other.text=? AND other.kind=\(row).kind
        AND other.retired=\(row).retired AND other.entry=\(entry))
      """
    part.values.append(.text(tag))
  }

  /// What holds of an entry that is on a list, of which each one is asked.
  func condition(_ filter: Filter) -> Part {
    var part = Part(text: "entry.retired=?", values: [.flag(filter.isRetired)])
    if let kind = filter.kind {
      part.text += " AND entry.kind=?"
      part.values.append(.integer(kind.number))
    }
    for tag in folded(filter.tags) { add(tag, of: "entry.id", "entry", to: &part) }
    if filter.isWeak { addWeak(of: "entry", to: &part) }
    if let day = filter.expiringBy {
      part.text += """
         AND (entry.expires<=? OR entry.basis IS NULL AND EXISTS (SELECT 1 FROM entry AS base
          WHERE base.element=entry.look_of AND base.expires<=?))
        """
      part.values += [.text(day.description), .text(day.description)]
    }
    return part
  }

  private func addWeak(of row: String, to part: inout Part) {
    part.text += """
       AND EXISTS (SELECT 1 FROM weak WHERE weak.kind=\(row).kind
        AND weak.retired=\(row).retired AND weak.entry=\(row).id)
      """
  }

  // MARK: Rights

  /// Elements whose rights end by a day, with that day, the entry whose rights they are, and 1 for those that
  /// come behind it: a look without rights of its own has those of what it is a look of, of a fork as they
  /// end first.
  private func ending(by day: Day, _ filter: Filter, after place: Int?) throws -> [Part] {
    let from = try place.map { (entry: $0, end: try end(of: $0)) }
    func part(_ text: String, of row: String, endingWith rights: String) -> Part {
      let isLook = row != rights
      var part = Part(
        text: text, values: [.text(day.description), .flag(filter.isRetired)])
      if let from {
        part.text +=
          " AND (\(rights).expires, \(rights).id, \(isLook ? 1 : 0), \(row).id)>(?, ?, ?, ?)"
        part.values += [
          .text(from.end?.day), .integer(from.end?.entry),
          .flag(from.end?.entry != from.entry), .integer(from.entry),
        ]
      }
      if let kind = filter.kind {
        part.text += " AND +\(row).kind=?"
        part.values.append(.integer(kind.number))
      }
      for tag in folded(filter.tags) { add(tag, of: "\(row).id", row, to: &part) }
      if filter.isWeak { addWeak(of: row, to: &part) }
      return part
    }
    // A plus keeps SQLite from going by that column, and having to put all in order.
    return [
      part(
        """
        SELECT own.id AS id, own.expires AS day, own.id AS source, 0 AS place FROM entry AS own
        WHERE own.expires<=? AND +own.retired=?
        """, of: "own", endingWith: "own"),
      part(
        """
        SELECT look.id, base.expires, base.id, 1 FROM entry AS base CROSS JOIN entry AS look
        ON look.look_of=base.element WHERE base.expires<=? AND look.basis IS NULL
          AND NOT EXISTS (SELECT 1 FROM entry AS twin WHERE twin.element=base.element
            AND (twin.expires, twin.id)<(base.expires, base.id))
          AND +look.retired=?
        """, of: "look", endingWith: "base"),
    ]
  }

  /// The day on which the rights of an entry end, and the entry whose rights they are.
  private func end(of entry: Int) throws -> (day: String, entry: Int)? {
    try index.all(
      """
      SELECT rights.expires, rights.id FROM entry
      JOIN entry AS rights ON rights.id=entry.id AND entry.basis IS NOT NULL
        OR rights.element=entry.look_of AND entry.basis IS NULL
      WHERE entry.id=? AND rights.expires IS NOT NULL
      """, [.integer(entry)]
    ) { (day: $0.text(0), entry: $0.integer(1)) }.min { ($0.day, $0.entry) < ($1.day, $1.entry) }
  }
}
