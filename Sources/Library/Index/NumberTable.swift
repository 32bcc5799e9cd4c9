internal import Model

/// The numbers by which the tables refer to elements and files: the keys of the tables `element`
/// and `blob`.
struct NumberTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// The number of an element, which is added if the index does not know it. Nothing else need be
  /// known of the element yet.
  func number(of element: ULID) throws -> Int {
    if let filling = index.filling { return try filling.number(of: element) }
    try sql.run("INSERT OR IGNORE INTO element(ulid) VALUES(?)", [element])
    return try sql.database.changedRowCount > 0
      ? sql.database.lastInsertedRow : number(ifKnown: element) ?? 0
  }

  /// The number of an element; `nil` if the index does not know it.
  func number(ifKnown element: ULID) throws -> Int? {
    if let filling = index.filling { return filling.number(ifKnown: element) }
    return try sql.integer("SELECT id FROM element WHERE ulid=?", [element])
  }

  /// The number of a file, which is added as unexamined if the index does not know it.
  func number(of blob: Digest) throws -> Int {
    if let filling = index.filling { return try filling.number(of: blob) }
    // When many files are added, nearly all are new, so inserting first is quicker.
    try sql.run("INSERT OR IGNORE INTO blob(digest) VALUES(?)", [blob])
    guard sql.database.changedRowCount > 0 else { return try number(ifKnown: blob) ?? 0 }
    return sql.database.lastInsertedRow
  }

  /// The number of a file; `nil` if the index does not know it.
  func number(ifKnown blob: Digest) throws -> Int? {
    if let filling = index.filling { return filling.number(ifKnown: blob) }
    return try sql.integer("SELECT id FROM blob WHERE digest=?", [blob])
  }
}
