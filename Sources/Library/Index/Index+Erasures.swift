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
      "INSERT OR IGNORE INTO erasure(element, record, before, at, takes) VALUES(?, ?, ?, ?, ?)",
      [
        .integer(element), .digest(digest), .digest(erasure.before),
        .integer(erasure.at.milliseconds), .flag(erasure.takes),
      ])
    try cover(element, before: erasure.before)
  }

  /// Whether an erasure says that there shall be no such record; then it is noted, so that it will be
  /// taken out of the log as well.
  func isCovered(_ record: Record, _ digest: Digest, at place: RecordPlace) throws -> Bool {
    guard try hasErasures, let element = try elementCovering(record) else { return false }
    try noteCovered(digest, element, at: place)
    return true
  }

  /// The number of an erased element that a record is about.
  private func elementCovering(_ record: Record) throws -> Int? {
    switch record {
    case .revision(let revision):
      guard let element = try number(ifKnown: revision.element),
        let kept = try firstKept(of: element), revision.sequence < kept
      else { return nil }
      return element
    case .use(let use): return try erasedNumber(of: use.element)
    case .registration(let registration):
      return try registration.element.flatMap(erasedNumber)
    case .export(let export):
      for part in export.elements {
        if let element = try erasedNumber(of: part.element) { return element }
        if let element = try number(ifKnown: part.element), try isCovered(part.revision) {
          return element
        }
      }
      return nil
    case .derivation, .dismissal, .take, .withdrawal, .erasure, .unknown: return nil
    }
  }

  /// The number of an element of which nothing stays; nil for others.
  private func erasedNumber(of element: ULID) throws -> Int? {
    guard let element = try number(ifKnown: element), try firstKept(of: element) == Int.max else {
      return nil
    }
    return element
  }

  private func isCovered(_ revision: Digest) throws -> Bool {
    try first("SELECT 1 FROM covered WHERE record=? LIMIT 1", [.digest(revision)]) { _ in true }
      ?? false
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

  /// Notes where a record stands that is to be taken out of the log.
  private func noteCovered(_ digest: Digest, _ element: Int, at place: RecordPlace) throws {
    try run(
      """
      INSERT OR IGNORE INTO covered(record, segment, start, length, element)
      VALUES(?, ?, ?, ?, ?)
      """,
      [
        .digest(digest), .integer(place.segment), .integer(place.start), .integer(place.length),
        .integer(element),
      ])
    if try value(Scrubbing.key) == nil { try set(Scrubbing.key, Scrubbing.pages) }
  }

  /// The same of a record that the index has, in every place where it stands.
  private func noteCovered(_ digest: Digest, _ element: Int) throws {
    let place = try first(
      "SELECT segment, start, length FROM record WHERE digest=?", [.digest(digest)]
    ) { RecordPlace(segment: $0.integer(0), start: $0.integer(1), length: $0.integer(2)) }
    guard let place else { return }
    try noteCovered(digest, element, at: place)
    try run(
      """
      INSERT OR IGNORE INTO covered(record, segment, start, length, element)
      SELECT record, segment, -1, ?, ? FROM twin WHERE record=?
      """, [.integer(place.length), .integer(element), .digest(digest)])
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
      "SELECT digest, part FROM revision WHERE element=? AND sequence<?",
      [.integer(element), .integer(kept)]
    ) { (try $0.digest(0), $0.integer(1)) }
    for (digest, part) in covered {
      try noteCovered(digest, element)
      // Its words stay there until the part is put together.
      if part > 0 {
        try run("INSERT OR IGNORE INTO scrub(part) VALUES(?)", [.integer(part)])
      }
      try removeEntry(of: digest, element)
      try run(
        "DELETE FROM revision WHERE element=? AND digest=?", [.integer(element), .digest(digest)])
      try run("DELETE FROM descent WHERE child=?", [.digest(digest)])
      try run("DELETE FROM record WHERE digest=?", [.digest(digest)])
      try run("DELETE FROM twin WHERE record=?", [.digest(digest)])
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
  func drop(_ digest: Digest) throws {
    guard try place(of: digest) != nil else { return }
    if let record = try? record(digest) {
      try dropRows(of: record, digest)
    } else {
      // It is damaged, and the tables are not in the order of its name.
      for table in ["use", "derivation", "registration", "dismissal", "export", "exported", "take"]
      {
        try run(composed: "DELETE FROM \(table) WHERE record=?", [.digest(digest)])
      }
      try run("DELETE FROM withdrawal WHERE record=?", [.digest(digest)])
    }
    try run("DELETE FROM record WHERE digest=?", [.digest(digest)])
    try run("DELETE FROM twin WHERE record=?", [.digest(digest)])
    try run("DELETE FROM remark WHERE record=?", [.digest(digest)])
    try run("DELETE FROM mention WHERE record=?", [.digest(digest)])
  }

  private func dropRows(of record: Record, _ digest: Digest) throws {
    switch record {
    case .use(let use):
      try run(
        "DELETE FROM use WHERE element=? AND project=? AND at=? AND record=?",
        [
          .integer(try number(ifKnown: use.element)), .identity(use.project),
          .integer(use.at.milliseconds), .digest(digest),
        ])
    case .derivation(let derivation):
      try run(
        "DELETE FROM derivation WHERE source=? AND result=? AND record=?",
        [
          .integer(try number(ifKnown: derivation.from)),
          .integer(try number(ifKnown: derivation.blob)), .digest(digest),
        ])
    case .registration: try run("DELETE FROM registration WHERE record=?", [.digest(digest)])
    case .dismissal(let dismissal):
      try run(
        "DELETE FROM dismissal WHERE blob=? AND rule=? AND record=?",
        [
          .integer(try number(ifKnown: dismissal.blob)), .text(dismissal.rule), .digest(digest),
        ])
    case .export(let export):
      try run(
        "DELETE FROM export WHERE bundle=? AND record=?", [.digest(export.bundle), .digest(digest)])
      for part in export.elements {
        try run(
          "DELETE FROM exported WHERE element=? AND record=?",
          [.integer(try number(ifKnown: part.element)), .digest(digest)])
      }
    case .take(let take):
      try run(
        "DELETE FROM take WHERE bundle=? AND record=?", [.digest(take.export), .digest(digest)])
    case .withdrawal(let withdrawal):
      try run(
        "DELETE FROM withdrawal WHERE target=? AND record=?",
        [.digest(withdrawal.record), .digest(digest)])
    case .revision, .erasure, .unknown: break
    }
  }

  /// Takes out the rows of a blob that is gone.
  func drop(blob: Digest) throws {
    guard let number = try number(ifKnown: blob) else { return }
    try run("DELETE FROM blob WHERE id=?", [.integer(number)])
    try run("DELETE FROM holding WHERE blob=?", [.integer(number)])
    try run("DELETE FROM mention WHERE blob=?", [.integer(number)])
    try run("DELETE FROM score WHERE blob=?", [.integer(number)])
    try run("DELETE FROM weakness WHERE blob=?", [.integer(number)])
    try forgetHash(of: number)
  }

  /// Whether an erasure was begun and not finished, as far as the index knows.
  var hasUnfinishedErasure: Bool {
    get throws {
      let covered = try first("SELECT 1 FROM covered LIMIT 1") { _ in true } ?? false
      return try covered || value(Scrubbing.key) != nil
    }
  }
}
