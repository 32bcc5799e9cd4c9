package import Model
internal import UnicodeText

extension Contents {
  /// Which elements a list contains. The default contains every element that is not retired.
  ///
  /// ```swift
  /// var filter = Contents.Filter()
  /// filter.kind = .character
  /// filter.tags = ["night", "rain"]
  /// let page = try contents.list(filter, limit: 50)
  /// let next = try contents.list(filter, after: page.last?.position, limit: 50)
  /// ```
  package struct Filter: Sendable {
    /// The kind of the elements; `nil` for every kind.
    package var kind: ElementKind?
    /// Tags that an element must have, all of them, regardless of case and accents.
    package var tags: [String] = []
    /// Whether to list the retired elements instead of the others.
    package var isRetired = false
    /// If set, only elements whose rights end on or before this day are listed, the earliest end
    /// first.
    package var expiringBy: Day?
    /// Whether to list only elements that have weak pictures.
    package var hasWeakPictures = false
    /// Whether to leave out the looks of elements that the list contains.
    package var stacksLooks = false
    /// The order of the list; `expiringBy` overrides it with the order of the rights' ends.
    package var order = Order.newest

    package init() {}
  }

  /// The orders in which elements are listed.
  package enum Order: Sendable {
    /// Most recently changed first.
    case newest
    /// By handle, from a to z.
    case handle
    /// Worst weak pictures first, then all other elements, most recently changed first.
    case weakest
    /// By kind, most recently changed first.
    case kind
  }

  /// A fragment of an SQL statement and the values of its parameters, in order.
  struct SQLFragment {
    var text: String
    var values: [any SQLConvertible] = []

    mutating func add(_ condition: String, _ values: any SQLConvertible...) {
      text += condition
      self.values += values
    }
  }

  /// One page of a list, in the order of the filter or, with `expiringBy`, of the rights' ends.
  ///
  /// - Parameters:
  ///   - filter: Which elements to list.
  ///   - entry: The `position` of the previous page's last element, or `nil` for the first page.
  ///   - limit: The maximum number of elements.
  /// - Throws: `ListChanged` if the element of `entry` has changed since: only a list in the order
  ///   of changes can then be continued.
  package func list(
    _ filter: Filter = Filter(), after entry: Int? = nil, limit: Int
  ) throws -> [ElementSummary] {
    // An entry that no longer exists was replaced by a later one of its element.
    if let entry, filter.expiringBy != nil || filter.order != .newest,
      try index.sql.integer("SELECT 1 FROM entry WHERE id=?", [entry]) == nil
    {
      throw ListChanged()
    }
    let (rows, order) = try parts(of: filter, after: entry)
    guard !rows.isEmpty else { return [] }
    return try index.sql.all(
      composed: """
        SELECT \(Self.columns) FROM
          (\(rows.map(\.text).joined(separator: " UNION ALL ")) ORDER BY \(order) LIMIT ?) AS found
        CROSS JOIN entry ON entry.id=found.id
        """, rows.flatMap(\.values) + [limit], read: summary)
  }

  /// The element that the next page of a list should follow has changed.
  package struct ListChanged: Error {}

  /// The page boundaries of a list and its total number of elements.
  ///
  /// `after` contains, for each page except the first one, the value to pass to
  /// `list(_:after:limit:)`.
  package func pages(_ filter: Filter = Filter(), size: Int) throws -> (after: [Int], total: Int) {
    let (rows, order) = try parts(of: filter, after: nil)
    guard !rows.isEmpty else { return ([], 0) }
    let entries = try index.sql.all(
      composed: "\(rows.map(\.text).joined(separator: " UNION ALL ")) ORDER BY \(order)",
      rows.flatMap(\.values)
    ) { $0.integer(0) }
    return (stride(from: size, to: entries.count, by: size).map { entries[$0 - 1] }, entries.count)
  }

  /// The elements before and after an entry in a list. The entry need not be in the list itself,
  /// except in a list with another order than `newest` or with `expiringBy`. For a look that such a
  /// list leaves out, they are its neighbours in the list with all looks.
  package func neighbours(
    of entry: Int, in filter: Filter = Filter()
  ) throws -> (previous: ElementSummary?, next: ElementSummary?) {
    let (rows, order) = try parts(of: filter, after: nil)
    guard !rows.isEmpty else { return (nil, nil) }
    let all = rows.map(\.text).joined(separator: " UNION ALL ")
    let values = rows.flatMap(\.values)
    let near: (previous: Int?, next: Int?)
    if filter.expiringBy == nil, filter.order == .newest {
      func nearest(_ condition: String) throws -> Int? {
        try index.sql.all(
          composed: "SELECT id FROM (\(all)) WHERE id\(condition) LIMIT 1", values + [entry]
        ) { $0.integer(0) }.first
      }
      near = (try nearest(">? ORDER BY 1"), try nearest("<? ORDER BY 1 DESC"))
    } else {
      let ids = try index.sql.all(composed: "\(all) ORDER BY \(order)", values) { $0.integer(0) }
      guard let index = ids.firstIndex(of: entry) else {
        guard filter.stacksLooks else { return (nil, nil) }
        var whole = filter
        whole.stacksLooks = false
        return try neighbours(of: entry, in: whole)
      }
      near = (index > 0 ? ids[index - 1] : nil, index + 1 < ids.count ? ids[index + 1] : nil)
    }
    func element(_ entry: Int?) throws -> ElementSummary? {
      try entry.flatMap { entry in
        try index.sql.all(
          composed: "SELECT \(Self.columns) FROM entry WHERE entry.id=?", [entry], read: summary
        ).first
      }
    }
    return (try element(near.previous), try element(near.next))
  }

  /// The subqueries whose union is the list, and the columns that order it.
  private func parts(of filter: Filter, after entry: Int?) throws -> (
    rows: [SQLFragment], order: String
  ) {
    if let day = filter.expiringBy {
      return (try ending(by: day, filter, after: entry), "2, 3, 4, 1")
    }
    switch filter.order {
    case .newest: break
    case .handle: return ([try byHandle(filter, after: entry)], "2, 1")
    case .weakest: return (try weakestFirst(filter, after: entry), "2 DESC, 3 DESC, 1 DESC")
    case .kind: return (try byKind(filter, after: entry), "2, 1 DESC")
    }
    let kinds = filter.kind.map { [$0] } ?? ElementKind.allCases
    let rows =
      if filter.hasWeakPictures {
        kinds.map { weak(filter, $0, after: entry) }
      } else if filter.tags.isEmpty {
        [untagged(filter, after: entry)]
      } else {
        // The tags are ordered within each kind; one query for all kinds would have to sort.
        try kinds.compactMap { try tagged(filter, $0, after: entry) }
      }
    return (rows, "1 DESC")
  }

  /// The elements of a list without tags, found through the table of entries alone.
  private func untagged(_ filter: Filter, after entry: Int?) -> SQLFragment {
    var part = SQLFragment(
      text: "SELECT entry.id AS id FROM entry WHERE entry.retired=?",
      values: [filter.isRetired])
    if let kind = filter.kind { part.add(" AND entry.kind=?", kind) }
    if filter.stacksLooks { addUnstacked(to: &part) }
    if let entry { part.add(" AND entry.id<?", entry) }
    return part
  }

  /// Adds the condition that a row of the table `entry` isn't a look of an element that is listed
  /// with it. The unary plus keeps SQLite from looking through all elements of a kind.
  private func addUnstacked(to part: inout SQLFragment) {
    part.text += """
       AND (entry.look_of IS NULL OR NOT EXISTS (SELECT 1 FROM entry AS base
        WHERE base.element=entry.look_of AND base.look_of IS NULL AND +base.retired=entry.retired
         AND +base.kind=entry.kind))
      """
  }

  /// The elements of one kind that have all tags of a filter; `nil` if one of the tags is not in
  /// use.
  ///
  /// The query goes through the list of the rarest tag and checks the other tags from rare to
  /// common, so its cost depends on the rarest tag only.
  private func tagged(_ filter: Filter, _ kind: ElementKind, after entry: Int?) throws
    -> SQLFragment?
  {
    let counted = try folded(filter.tags).map { tag in
      let count = try index.sql.integer(
        "SELECT elements FROM tagged WHERE text=? AND kind=? AND retired=?",
        [tag, kind, filter.isRetired])
      return (count: count ?? 0, tag: tag)
    }.sorted { ($0.count, $0.tag) < ($1.count, $1.tag) }
    guard let rarest = counted.first, rarest.count > 0 else { return nil }
    var part = SQLFragment(
      text: "SELECT tag.entry AS id FROM tag WHERE tag.text=? AND tag.kind=? AND tag.retired=?",
      values: [rarest.tag, kind, filter.isRetired])
    for (_, other) in counted.dropFirst() { add(other, of: "tag.entry", "tag", to: &part) }
    if let entry { part.add(" AND tag.entry<?", entry) }
    return part
  }

  /// The elements of one kind that have weak pictures.
  private func weak(_ filter: Filter, _ kind: ElementKind, after entry: Int?) -> SQLFragment {
    var part = SQLFragment(
      text: "SELECT weak.entry AS id FROM weak WHERE weak.kind=? AND weak.retired=?",
      values: [kind, filter.isRetired])
    for tag in folded(filter.tags) { add(tag, of: "weak.entry", "weak", to: &part) }
    if let entry { part.add(" AND weak.entry<?", entry) }
    return part
  }

  /// Tags in the form in which the index stores them, without duplicates and in a stable order, so
  /// the text of the statement is always the same.
  private func folded(_ tags: [String]) -> [String] {
    Set(tags.map { FoldedText.folded($0) }).sorted()
  }

  /// Adds the condition that an entry also has a tag.
  ///
  /// - Parameters:
  ///   - tag: The folded tag.
  ///   - entry: The SQL expression for the entry's number.
  ///   - row: The table or alias that has the entry's `kind` and `retired` columns.
  ///   - part: The fragment to which the condition is added.
  private func add(_ tag: String, of entry: String, _ row: String, to part: inout SQLFragment) {
    part.add(
      """
       AND EXISTS (SELECT 1 FROM tag AS other WHERE other.text=? AND other.kind=\(row).kind
        AND other.retired=\(row).retired AND other.entry=\(entry))
      """, tag)
  }

  /// The conditions of a filter for a row of the table `entry`, for queries such as a search that
  /// find entries by other means and check each of them.
  func condition(_ filter: Filter) -> SQLFragment {
    var part = SQLFragment(text: "entry.retired=?", values: [filter.isRetired])
    if let kind = filter.kind { part.add(" AND entry.kind=?", kind) }
    for tag in folded(filter.tags) { add(tag, of: "entry.id", "entry", to: &part) }
    if filter.hasWeakPictures { addWeak(of: "entry", to: &part) }
    if filter.stacksLooks { addUnstacked(to: &part) }
    if let day = filter.expiringBy {
      part.add(
        """
         AND (entry.expires<=? OR entry.basis IS NULL AND EXISTS (SELECT 1 FROM entry AS base
          WHERE base.element=entry.look_of AND base.expires<=?))
        """, day, day)
    }
    return part
  }

  /// Adds the condition that an entry has weak pictures.
  private func addWeak(of row: String, to part: inout SQLFragment) {
    part.text += """
       AND EXISTS (SELECT 1 FROM weak WHERE weak.kind=\(row).kind
        AND weak.retired=\(row).retired AND weak.entry=\(row).id)
      """
  }

  // MARK: Other orders

  /// The elements of a filter in the order of their handles, which the table of names provides.
  private func byHandle(_ filter: Filter, after entry: Int?) throws -> SQLFragment {
    let condition = condition(filter)
    var part = SQLFragment(
      text: """
        SELECT entry.id AS id, name.text AS place FROM name CROSS JOIN entry ON entry.id=name.entry
        WHERE name.alias=0 AND \(condition.text)
        """, values: condition.values)
    if let entry {
      let handle = try index.sql.first("SELECT handle FROM entry WHERE id=?", [entry]) {
        $0.text(0)
      }
      part.add(" AND (name.text, name.entry)>(?, ?)", handle, entry)
    }
    return part
  }

  /// The elements of a filter: those with weak pictures by their severity and number, then all
  /// others.
  ///
  /// Only the weak ones are sorted; they are few. The others come from the index in order, as long
  /// as the columns before their numbers have fixed values. `retired` does, and its 0 or 1 is below
  /// every severity plus 2.
  private func weakestFirst(_ filter: Filter, after entry: Int?) throws -> [SQLFragment] {
    let condition = condition(filter)
    let last = try entry.flatMap { entry in
      try index.sql.first(
        """
        SELECT weak.severity, weak.pictures FROM entry CROSS JOIN weak ON weak.kind=entry.kind
         AND weak.retired=entry.retired AND weak.entry=entry.id WHERE entry.id=?
        """, [entry]
      ) { (severity: $0.integer(0), pictures: $0.integer(1)) }
    }
    var parts: [SQLFragment] = []
    if entry == nil || last != nil {
      var weak = SQLFragment(
        text: """
          SELECT weak.entry AS id, weak.severity+2 AS severity, weak.pictures AS pictures
          FROM weak CROSS JOIN entry ON entry.id=weak.entry WHERE \(condition.text)
          """, values: condition.values)
      if let entry, let last {
        weak.add(
          " AND (weak.severity, weak.pictures, weak.entry)<(?, ?, ?)", last.severity, last.pictures,
          entry)
      }
      parts.append(weak)
    }
    if !filter.hasWeakPictures {
      var others = SQLFragment(
        text: """
          SELECT entry.id AS id, entry.retired AS severity, entry.retired AS pictures FROM entry
          WHERE \(condition.text)
           AND NOT EXISTS (SELECT 1 FROM weak WHERE weak.kind=entry.kind
            AND weak.retired=entry.retired AND weak.entry=entry.id)
          """, values: condition.values)
      if let entry, last == nil { others.add(" AND entry.id<?", entry) }
      parts.append(others)
    }
    return parts
  }

  /// The elements of a filter, one kind after the other.
  private func byKind(_ filter: Filter, after entry: Int?) throws -> [SQLFragment] {
    let last = try entry.flatMap { entry in
      try index.sql.integer("SELECT kind FROM entry WHERE id=?", [entry])
    }
    let kinds = filter.kind.map { [$0] } ?? ElementKind.allCases
    return kinds.filter { $0.indexNumber >= last ?? 0 }.map { kind in
      var filter = filter
      filter.kind = kind
      let condition = condition(filter)
      var part = SQLFragment(
        text: "SELECT entry.id AS id, entry.kind AS kind FROM entry WHERE \(condition.text)",
        values: condition.values)
      if let entry, kind.indexNumber == last { part.add(" AND entry.id<?", entry) }
      return part
    }
  }

  // MARK: Rights

  /// The elements whose rights end on or before a day.
  ///
  /// Each row has the element's entry, the day on which its rights end, the entry that has these
  /// rights, and 1 if that is another entry, so looks sort after it. A look without rights of its
  /// own has those of the element it is a look of; if that element is forked, the rights that end
  /// first.
  private func ending(by day: Day, _ filter: Filter, after entry: Int?) throws -> [SQLFragment] {
    let from = try entry.map { (entry: $0, end: try end(of: $0)) }
    func part(_ text: String, of row: String, endingWith rights: String) -> SQLFragment {
      let isLook = row != rights
      var part = SQLFragment(text: text, values: [day, filter.isRetired])
      if let from {
        part.add(
          " AND (\(rights).expires, \(rights).id, \(isLook ? 1 : 0), \(row).id)>(?, ?, ?, ?)",
          from.end?.day, from.end?.entry, from.end?.entry != from.entry, from.entry)
      }
      if let kind = filter.kind { part.add(" AND +\(row).kind=?", kind) }
      for tag in folded(filter.tags) { add(tag, of: "\(row).id", row, to: &part) }
      if filter.hasWeakPictures { addWeak(of: row, to: &part) }
      return part
    }
    // A unary plus keeps SQLite from using the index on that column, after which it would have to
    // sort all rows.
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

  /// The day on which the rights of an entry end and the entry that has these rights; `nil` if they
  /// have no end.
  private func end(of entry: Int) throws -> (day: String, entry: Int)? {
    try index.sql.all(
      """
      SELECT rights.expires, rights.id FROM entry
      JOIN entry AS rights ON rights.id=entry.id AND entry.basis IS NOT NULL
        OR rights.element=entry.look_of AND entry.basis IS NULL
      WHERE entry.id=? AND rights.expires IS NOT NULL
      """, [entry]
    ) { (day: $0.text(0), entry: $0.integer(1)) }.min { ($0.day, $0.entry) < ($1.day, $1.entry) }
  }
}
