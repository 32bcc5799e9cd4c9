internal import Model

/// The table `unnamed`: files that no record names, and when this library first saw each.
struct UnnamedTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Returns when this library first saw each file that no record names, in milliseconds since
  /// 1970.
  func all() throws -> [Digest: Int] {
    Dictionary(
      try sql.all("SELECT digest, seen FROM unnamed") { (try $0.digest(0), $0.integer(1)) }
    ) { first, _ in first }
  }

  /// Stores the files that no record names, and forgets all others.
  ///
  /// A file that was stored before keeps its time, from which its grace period counts.
  func replace(_ digests: [Digest], now: Int) throws {
    let known = try all()
    let waiting = Set(digests)
    let new = waiting.filter { known[$0] == nil }
    let old = known.keys.filter { !waiting.contains($0) }
    guard !new.isEmpty || !old.isEmpty else { return }
    try index.transaction {
      for digest in old { try sql.run("DELETE FROM unnamed WHERE digest=?", [digest]) }
      for digest in new {
        try sql.run("INSERT INTO unnamed(digest, seen) VALUES(?, ?)", [digest, now])
      }
    }
  }
}
