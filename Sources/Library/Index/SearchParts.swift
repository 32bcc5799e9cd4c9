/// The full-text search in parts, each a table of its own with at most so many elements: `search_1`,
/// `search_2` and so on.
///
/// FTS5 keeps the words of what was deleted until all of a table is put together. Erasing an element has to
/// do that, and costs what one part costs however large the library is.
enum SearchParts {
  /// Elements of a part. Putting one together takes a tenth of a second.
  static let entryLimit = 1 << 16
}

extension Index {
  /// The part that takes the next entry; a new one where the last is full.
  func openPart() throws -> Int {
    let last = try first("SELECT id, entries FROM part ORDER BY id DESC LIMIT 1") {
      ($0.integer(0), $0.integer(1))
    }
    if let (part, entries) = last, entries < SearchParts.entryLimit { return part }
    let part = (last?.0 ?? 0) + 1
    try addPart(part, entries: 0, newest: 0)
    try noteTables()
    return part
  }

  func addPart(_ part: Int, entries: Int, newest: Int) throws {
    try database.run(Schema.search(part))
    try run(
      "INSERT INTO part(id, entries, newest) VALUES(?, ?, ?)",
      [.integer(part), .integer(entries), .integer(newest)])
  }

  /// Lets the search find an entry.
  func addDocument(_ texts: EntryTexts, of entry: Int, to part: Int) throws {
    try addDocument(texts.document, of: entry, to: part)
    try run(
      "UPDATE part SET entries=entries+1, newest=max(newest, ?) WHERE id=?",
      [.integer(entry), .integer(part)])
  }

  func addDocument(_ document: EntryTexts.Document, of entry: Int, to part: Int) throws {
    try run(
      composed: "INSERT INTO search_\(part)(rowid, names, tags, texts) VALUES(?, ?, ?, ?)",
      [.integer(entry), .text(document.names), .text(document.tags), .text(document.texts)])
  }

  /// Lets the search find an entry no longer. Its words stay in the file until the part is put together.
  func removeDocument(_ document: EntryTexts.Document, of entry: Int, from part: Int) throws {
    try run(
      composed: """
        INSERT INTO search_\(part)(search_\(part), rowid, names, tags, texts)
        VALUES('delete', ?, ?, ?, ?)
        """,
      [.integer(entry), .text(document.names), .text(document.tags), .text(document.texts)])
  }

  /// Puts a part together, so that nothing is left in it of what was deleted.
  func putTogether(_ part: Int) throws {
    let table = "search_\(part)"
    // A single segment of FTS5 stays as it is: a row that comes and goes makes further ones.
    try database.run(
      """
      INSERT INTO \(table)(rowid, names, tags, texts) VALUES(-1, 'x', '', '');
      INSERT INTO \(table)(\(table), rowid, names, tags, texts) VALUES('delete', -1, 'x', '', '');
      INSERT INTO \(table)(\(table)) VALUES('optimize');
      """)
  }

  /// All parts, and the greatest entry that each has had, the newest first.
  func parts() throws -> [(part: Int, newest: Int)] {
    try all("SELECT id, newest FROM part") { (part: $0.integer(0), newest: $0.integer(1)) }
      .sorted { ($0.newest, $0.part) > ($1.newest, $1.part) }
  }
}
