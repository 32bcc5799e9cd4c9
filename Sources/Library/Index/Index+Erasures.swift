internal import Model

/// What is still to be done so that nothing of what was erased stays in the index's file.
enum Scrubbing {
  /// Where the index keeps it.
  static let key = "scrub"
  /// What was deleted is to be swept out of the pages.
  static let pages = 1
  /// The search keeps words that nobody can name any more: the index is to be made anew.
  static let anew = 2
}

extension Index {
  /// Takes away what an erasure covers; records of the element that come later are passed over.
  func take(_ erasure: Erasure, _ digest: Digest) throws {
    noteErasure()
    let element = try number(of: erasure.element)
    try run(
      "INSERT OR IGNORE INTO erasure(element, record, before, at) VALUES(?, ?, ?, ?)",
      [
        .integer(element), .digest(digest), .digest(erasure.before),
        .integer(erasure.at.milliseconds),
      ])
    try cover(element, before: erasure.before)
  }

  /// Whether an erasure says that there shall be no such record; then it is noted, so that it will be
  /// taken out of the log as well.
  func isCovered(_ record: Record, _ digest: Digest) throws -> Bool {
    guard try hasErasures else { return false }
    switch record {
    case .revision(let revision):
      guard let element = try number(ifKnown: revision.element),
        let kept = try firstKept(of: element), revision.sequence < kept
      else { return false }
      try noteCovered(digest, element)
      return true
    case .use(let use): return try isErased(use.element, digest)
    case .registration(let registration):
      return try registration.element.map { try isErased($0, digest) } ?? false
    case .export(let export):
      for part in export.elements {
        if try isErased(part.element, digest) { return true }
        if let element = try number(ifKnown: part.element), try isCovered(part.revision) {
          try noteCovered(digest, element)
          return true
        }
      }
      return false
    case .derivation, .dismissal, .take, .withdrawal, .erasure, .unknown: return false
    }
  }

  private func isErased(_ element: ULID, _ digest: Digest) throws -> Bool {
    guard let element = try number(ifKnown: element), try firstKept(of: element) == Int.max else {
      return false
    }
    try noteCovered(digest, element)
    return true
  }

  private func isCovered(_ revision: Digest) throws -> Bool {
    try first("SELECT 1 FROM covered WHERE record=?", [.digest(revision)]) { _ in true } ?? false
  }

  /// The number of the first revision that erasures leave: none is as great as the last there is.
  /// Nothing when there is no erasure, or when what it leaves has not come yet.
  func firstKept(of element: Int) throws -> Int? {
    let numbers = try all(
      """
      SELECT erasure.before IS NULL, revision.sequence
      FROM erasure LEFT JOIN revision
        ON revision.digest=erasure.before AND revision.element=erasure.element
      WHERE erasure.element=?
      """, [.integer(element)]
    ) { row in row.flag(0) ? Int.max : row.integer(ifAny: 1) }
    return numbers.compactMap(\.self).max()
  }

  private func noteCovered(_ digest: Digest, _ element: Int) throws {
    try run(
      "INSERT OR IGNORE INTO covered(record, element) VALUES(?, ?)",
      [.digest(digest), .integer(element)])
    if try value(Scrubbing.key) == nil { try set(Scrubbing.key, Scrubbing.pages) }
  }

  /// What an erasure leaves may come after the erasure itself.
  func coverWhatComesBefore(_ revision: Digest, of element: Int) throws {
    guard try hasErasures else { return }
    let isKept = try first(
      "SELECT 1 FROM erasure WHERE element=? AND before=?", [.integer(element), .digest(revision)]
    ) { _ in true }
    if isKept != nil { try cover(element, before: revision) }
  }

  /// Takes the records of an element away, all of them or what lies before a revision.
  private func cover(_ element: Int, before: Digest?) throws {
    // Not there yet: whatever comes before it will be covered when it comes.
    guard let kept = try firstKept(of: element) else { return }
    let covered = try all(
      "SELECT digest FROM revision WHERE element=? AND sequence<?",
      [.integer(element), .integer(kept)]
    ) { try $0.digest(0) }
    for digest in covered {
      try noteCovered(digest, element)
      try removeEntry(of: digest, element)
      try run(
        "DELETE FROM revision WHERE element=? AND digest=?", [.integer(element), .digest(digest)])
      try run("DELETE FROM descent WHERE child=?", [.digest(digest)])
      try run("DELETE FROM record WHERE digest=?", [.digest(digest)])
    }
    try coverExports(of: element, kept: kept)
    if kept == Int.max {
      try coverAll(of: element)
    } else if !covered.isEmpty {
      try holdAnew(element)
    }
  }

  /// Exports that name what is covered go as a whole; the log gets copies of them that don't.
  private func coverExports(of element: Int, kept: Int) throws {
    let exports = try all(
      "SELECT record, revision FROM exported WHERE element=?", [.integer(element)]
    ) { (try $0.digest(0), try $0.digest(1)) }
    for (export, revision) in exports where try kept == Int.max || isCovered(revision) {
      try noteCovered(export, element)
      try drop(export)
    }
  }

  private func coverAll(of element: Int) throws {
    let records =
      try all("SELECT record FROM use WHERE element=?", [.integer(element)]) { try $0.digest(0) }
      + all("SELECT record FROM registration WHERE element=?", [.integer(element)]) {
        try $0.digest(0)
      }
    for record in records {
      try noteCovered(record, element)
      try drop(record)
    }
    try run("DELETE FROM holding WHERE element=?", [.integer(element)])
  }

  /// Which files an element has had, as the revisions that are left tell.
  private func holdAnew(_ element: Int) throws {
    try run("DELETE FROM holding WHERE element=?", [.integer(element)])
    let left = try all("SELECT digest FROM revision WHERE element=?", [.integer(element)]) {
      try $0.digest(0)
    }
    for digest in left {
      guard case .revision(let revision) = try record(digest) else { continue }
      for blob in Set(revision.blobs) {
        try run(
          "INSERT OR IGNORE INTO holding(blob, element) VALUES(?, ?)",
          [.integer(try number(of: blob)), .integer(element)])
      }
    }
  }

  /// Takes out every row that a record made, which is no revision.
  func drop(_ record: Digest) throws {
    try run("DELETE FROM record WHERE digest=?", [.digest(record)])
    try run("DELETE FROM mention WHERE record=?", [.digest(record)])
    try run("DELETE FROM use WHERE record=?", [.digest(record)])
    try run("DELETE FROM derivation WHERE record=?", [.digest(record)])
    try run("DELETE FROM registration WHERE record=?", [.digest(record)])
    try run("DELETE FROM dismissal WHERE record=?", [.digest(record)])
    try run("DELETE FROM export WHERE record=?", [.digest(record)])
    try run("DELETE FROM exported WHERE record=?", [.digest(record)])
    try run("DELETE FROM withdrawal WHERE record=?", [.digest(record)])
  }

  /// Takes out the rows of a blob that is gone.
  func drop(blob: Digest) throws {
    guard let number = try number(ifKnown: blob) else { return }
    try run("DELETE FROM blob WHERE id=?", [.integer(number)])
    try renewHashes()
    try run("DELETE FROM holding WHERE blob=?", [.integer(number)])
    try run("DELETE FROM mention WHERE blob=?", [.integer(number)])
    try run("DELETE FROM score WHERE blob=?", [.integer(number)])
    try run("DELETE FROM weakness WHERE blob=?", [.integer(number)])
  }

  /// Whether an erasure was begun and not finished, as far as the index knows.
  var hasUnfinishedErasure: Bool {
    get throws {
      let covered = try first("SELECT 1 FROM covered LIMIT 1") { _ in true } ?? false
      return try covered || value(Scrubbing.key) != nil
    }
  }
}
