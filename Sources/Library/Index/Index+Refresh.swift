internal import Model

extension Index {
  /// A folder's time tells of its last change only once so much time has passed: two changes within
  /// one tick of its clock look like one.
  private static let settling = 3_000_000_000

  /// Whether the log may hold what the index has not seen.
  func isBehind(now: Int) throws -> Bool {
    var known = try dayRows()
    for folder in try log.days() {
      guard let row = known.removeValue(forKey: folder.day) else { return true }
      if row.changed == folder.changed, row.seen &- row.changed >= Self.settling { continue }
      let here = Set(try log.segments(of: folder.day).map(\.digest))
      if here != Set(try segments(of: folder.day)).subtracting(try lost) { return true }
      // Next time, its time will do.
      if row.changed != folder.changed || now &* 1_000_000 &- folder.changed >= Self.settling {
        // Who only reads waits for nobody.
        database.withoutWaiting { try? set(folder, seen: now) }
      }
    }
    return !known.isEmpty
  }

  /// Takes up what the log has and the index has not; inside a transaction.
  ///
  /// All that is new comes first, from whatever day: only then it is seen which records of a segment
  /// that went stand nowhere else.
  func refresh(now: Int) throws {
    var known = try dayRows()
    var gone: Set<Digest> = []
    for folder in try log.days() {
      let row = known.removeValue(forKey: folder.day)
      if let row, row.changed == folder.changed, row.seen &- row.changed >= Self.settling {
        continue
      }
      gone.formUnion(try takeUp(folder, now: now))
    }
    for day in known.keys {
      gone.formUnion(try segments(of: day))
      try run("DELETE FROM day WHERE name=?", [.text(day.description)])
    }
    try forgetSegments(gone)
  }

  /// Takes up what is new in a day's folder; returns the segments that it has no more.
  private func takeUp(_ folder: RecordLog.DayFolder, now: Int) throws -> Set<Digest> {
    let here = try log.segments(of: folder.day)
    let seen = Set(try segments(of: folder.day))
    let new = here.filter { !seen.contains($0.digest) }
    for segment in new { try take(try log.bytes(of: segment), of: segment) }
    // What the index did not hear of from its writer may come from one who was ended before he made the
    // name durable. From now on the index counts on it.
    if !new.isEmpty { try Disk.syncFolder(log.path(of: folder.day)) }
    let lost = try lost
    for segment in here where lost.contains(segment.digest) {
      try run("DELETE FROM fault WHERE segment=?", [.digest(segment.digest)])
    }
    try set(folder, seen: now)
    return seen.subtracting(here.map(\.digest))
  }

  /// Segments whose file is gone. Their records stand elsewhere by now; where they don't, that is damage.
  private func forgetSegments(_ digests: Set<Digest>) throws {
    for digest in digests.subtracting(try lost) {
      let found = try first("SELECT id, day FROM segment WHERE digest=?", [.digest(digest)]) {
        ($0.integer(0), Day($0.text(1)))
      }
      guard let (number, day) = found else { continue }
      func isThere(_ day: Day) -> Bool {
        Disk.status(log.path(of: RecordLog.Segment(day: day, digest: digest))) != nil
      }
      // Carried to another day's folder, new to the index or not.
      if let day, isThere(day) { continue }
      if let other = try log.days().map(\.day).first(where: isThere) {
        try run(
          "UPDATE segment SET day=? WHERE id=?", [.text(other.description), .integer(number)])
        continue
      }
      let lost = try first("SELECT 1 FROM record WHERE segment=? LIMIT 1", [.integer(number)]) {
        _ in true
      }
      if lost == nil {
        try run("DELETE FROM fault WHERE segment=?", [.digest(digest)])
        try run("DELETE FROM segment WHERE id=?", [.integer(number)])
      } else {
        try addFault(digest, place: Fault.lost, "its file is gone, and records with it")
      }
    }
  }

  /// Segments that are known to be gone.
  private var lost: Set<Digest> {
    get throws {
      Set(
        try all("SELECT segment FROM fault WHERE place=?", [.integer(Fault.lost)]) {
          try $0.digest(0)
        })
    }
  }

  /// Notes that a day's folder has been seen as it is now, our own segment in it.
  func note(_ day: Day, of log: RecordLog, now: Int) throws {
    guard let status = Disk.status(log.path(of: day)) else { return }
    try set(RecordLog.DayFolder(day: day, changed: status.changed), seen: now)
  }

  func set(_ folder: RecordLog.DayFolder, seen: Int) throws {
    try run(
      "INSERT OR REPLACE INTO day(name, changed, seen) VALUES(?, ?, ?)",
      [.text(folder.day.description), .integer(folder.changed), .integer(seen &* 1_000_000)])
  }

  private func dayRows() throws -> [Day: (changed: Int, seen: Int)] {
    let rows = try all("SELECT name, changed, seen FROM day") { row in
      (Day(row.text(0)), row.integer(1), row.integer(2))
    }
    var days: [Day: (changed: Int, seen: Int)] = [:]
    for (day, changed, seen) in rows { if let day { days[day] = (changed, seen) } }
    return days
  }

  private func segments(of day: Day) throws -> [Digest] {
    try all("SELECT digest FROM segment WHERE day=?", [.text(day.description)]) {
      try $0.digest(0)
    }
  }

  /// When the newest entry was made.
  func newestMoment() throws -> Instant? {
    try first("SELECT at FROM entry ORDER BY id DESC LIMIT 1") { row in
      Instant(milliseconds: row.integer(0))
    }
  }
}

/// What is wrong with a whole segment stands in the index where else the place of a line does.
enum Fault {
  static let altered = -1
  static let lost = -2
  /// Of a segment no more lines that can't be read are noted.
  static let limit = 20
}
