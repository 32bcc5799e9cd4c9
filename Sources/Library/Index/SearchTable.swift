/// The full-text search consists of several tables with a limited number of elements each:
/// `search_1`, `search_2` and so on.
///
/// FTS5 keeps the words of deleted rows until it merges all of a table. Erasing an element requires
/// that, and with parts it costs the same however large the library is.
struct SearchTable {
  let sql: Statements

  /// The maximum number of elements in a part. Merging a full part takes a tenth of a second.
  static let entryLimit = 1 << 16

  /// The part for the next entry, which is created if the last one is full.
  func partForNextEntry() throws -> Int {
    let last = try sql.first("SELECT id, entries FROM part ORDER BY id DESC LIMIT 1") {
      ($0.integer(0), $0.integer(1))
    }
    if let (part, entries) = last, entries < Self.entryLimit { return part }
    let part = (last?.0 ?? 0) + 1
    try addPart(part, entries: 0, newest: 0)
    try MetaTable(sql: sql).recordTableCount()
    return part
  }

  /// Creates a part.
  ///
  /// - Parameters:
  ///   - part: The number of the part.
  ///   - entries: The number of entries that the caller will add.
  ///   - newest: The greatest number of these entries.
  func addPart(_ part: Int, entries: Int, newest: Int) throws {
    try sql.database.run(Schema.searchTable(part))
    try sql.run("INSERT INTO part(id, entries, newest) VALUES(?, ?, ?)", [part, entries, newest])
  }

  /// Makes an entry searchable and counts it in its part.
  func addDocument(_ texts: EntryTexts, of entry: Int, to part: Int) throws {
    try addDocument(texts.document, of: entry, to: part)
    try sql.run(
      "UPDATE part SET entries=entries+1, newest=max(newest, ?) WHERE id=?", [entry, part])
  }

  /// Adds the words of an entry to a part without counting it.
  func addDocument(_ document: EntryTexts.Document, of entry: Int, to part: Int) throws {
    try sql.run(
      composed: "INSERT INTO search_\(part)(rowid, names, tags, texts) VALUES(?, ?, ?, ?)",
      [entry, document.names, document.tags, document.texts])
  }

  /// Removes an entry from the search. Its words stay in the file until the part is merged.
  func removeDocument(_ document: EntryTexts.Document, of entry: Int, from part: Int) throws {
    try sql.run(
      composed: """
        INSERT INTO search_\(part)(search_\(part), rowid, names, tags, texts)
        VALUES('delete', ?, ?, ?, ?)
        """,
      [entry, document.names, document.tags, document.texts])
  }

  /// Merges a part, which removes what is left of deleted entries.
  func mergePart(_ part: Int) throws {
    let table = "search_\(part)"
    // FTS5 does not rewrite a single segment. Adding and deleting a row creates more to merge.
    try sql.database.run(
      """
      INSERT INTO \(table)(rowid, names, tags, texts) VALUES(-1, 'x', '', '');
      INSERT INTO \(table)(\(table), rowid, names, tags, texts) VALUES('delete', -1, 'x', '', '');
      INSERT INTO \(table)(\(table)) VALUES('optimize');
      """)
  }

  /// All parts with the greatest entry that each has ever contained, newest first.
  func parts() throws -> [(part: Int, newest: Int)] {
    try sql.all("SELECT id, newest FROM part") { (part: $0.integer(0), newest: $0.integer(1)) }
      .sorted { ($0.newest, $0.part) > ($1.newest, $1.part) }
  }
}
