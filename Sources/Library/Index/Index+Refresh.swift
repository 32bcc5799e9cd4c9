internal import Files
internal import Model

extension Index {
  /// The times of a folder identify its state only once this much time has passed since its last change: two
  /// changes within one tick of the file system's clock look like one. In nanoseconds.
  ///
  /// Some file systems count in steps of two seconds, and another machine may have another time. Where this
  /// machine's own clock is told in fractions of a millisecond, it goes on every ten milliseconds at least.
  private func settling(of folder: RecordLog.DayFolder) -> Int {
    isOnOwnDisk && folder.changed % 1_000_000 != 0 ? 50_000_000 : 3_000_000_000
  }

  /// Whether the log may hold something that the index has not read.
  func isBehind(now: Int) throws -> Bool {
    var known = try dayRows()
    let trusts = try trustsTimes
    for folder in try log.days() {
      guard let row = known.removeValue(forKey: folder.day) else { return true }
      if try isUnchanged(folder, since: row, now: now, trustingTimes: trusts) { continue }
      let here = Set(try log.segments(of: folder.day).map(\.digest))
      if here != Set(try segments(of: folder.day)).subtracting(try lost) { return true }
      noteIfSettled(folder, row, now: now, RecordLog.names(of: here))
    }
    guard known.isEmpty else { return true }
    if !trusts { database.withoutWaiting { try? noteMachineStart() } }
    return false
  }

  /// Whether times of folders can be relied on: not before the names of all segments were compared once since the
  /// machine was started. If it was stopped by a power cut, a folder may have the times from before a change and
  /// the names from after it, or the other way round.
  private var trustsTimes: Bool {
    get throws { try text(Self.machineStart) == BootIdentifier.current }
  }

  private static let machineStart = "machine-start"

  /// Notes that the names of all segments are those that the index knows.
  func noteMachineStart() throws {
    guard try !trustsTimes else { return }
    // What is said of the times of the other folders is from before as well.
    try set(Arrivals.key, 0)
    try set(Self.machineStart, BootIdentifier.current)
  }

  /// Whether a day's folder still is as the index last saw it: by its times alone once they have settled, and
  /// until then, or if they can't be relied on, by its times and the names of its segments.
  ///
  /// The modification time alone would not do: tools that copy or synchronize folders set it to what it was
  /// elsewhere. No tool can set the time of the last change.
  private func isUnchanged(
    _ folder: RecordLog.DayFolder, since row: DayRow, now: Int, trustingTimes: Bool
  ) throws -> Bool {
    guard row.modified == folder.modified, row.changed == folder.changed else { return false }
    let isSettled = row.seen &- folder.latest >= settling(of: folder)
    if isSettled, trustingTimes { return true }
    guard try log.names(of: folder.day) == row.names else { return false }
    if !isSettled { noteIfSettled(folder, row, now: now, row.names) }
    return true
  }

  /// Lets the folder's times be enough next time. A process that only reads does not wait for the index.
  private func noteIfSettled(
    _ folder: RecordLog.DayFolder, _ row: DayRow, now: Int, _ names: NameSet
  ) {
    let isOther = row.modified != folder.modified || row.changed != folder.changed
    guard isOther || now &* 1_000_000 &- folder.latest >= settling(of: folder) else { return }
    database.withoutWaiting { try? set(folder, seen: now, names) }
  }

  /// Reads what the log has and the index has not; inside a transaction.
  ///
  /// All that is new comes first, from whatever day: only then it is clear which records of a segment
  /// that disappeared are in no other.
  func refresh(now: Int) throws {
    var known = try dayRows()
    var gone: Set<Digest> = []
    let trusts = try trustsTimes
    for folder in try log.days() {
      if let row = known.removeValue(forKey: folder.day),
        try isUnchanged(folder, since: row, now: now, trustingTimes: trusts)
      {
        continue
      }
      gone.formUnion(try takeUp(folder, now: now))
    }
    for day in known.keys {
      gone.formUnion(try segments(of: day))
      try run("DELETE FROM day WHERE name=?", [.text(day.description)])
    }
    try forgetSegments(gone)
    try noteMachineStart()
  }

  /// Reads what is new in a day's folder; returns the segments that are no longer in it.
  private func takeUp(_ folder: RecordLog.DayFolder, now: Int) throws -> Set<Digest> {
    let here = try log.segments(of: folder.day)
    let seen = Set(try segments(of: folder.day))
    let new = here.filter { !seen.contains($0.digest) }
    for segment in new {
      if let length = log.excessiveLength(of: segment) {
        try noteTooLong(segment, length)
      } else {
        try take(try log.bytes(of: segment), of: segment)
      }
    }
    // What the index did not hear of from its writer may come from a process that was ended before it made
    // the name durable. From now on the index counts on it.
    if !new.isEmpty { try FileSystem.syncFolder(log.path(of: folder.day)) }
    let lost = try lost
    for segment in here where lost.contains(segment.digest) {
      try run("DELETE FROM fault WHERE segment=?", [.digest(segment.digest)])
    }
    try set(folder, seen: now, RecordLog.names(of: here.map(\.digest)))
    return seen.subtracting(here.map(\.digest))
  }

  /// Notes a segment that is longer than any that Castbook writes: a fault of that segment alone.
  func noteTooLong(_ segment: RecordLog.Segment, _ length: Int) throws {
    _ = try addSegment(segment)
    try addFault(
      segment.digest, place: Fault.tooLong,
      "\(length) bytes, over the limit of \(RecordLog.byteLimit)")
  }

  /// Handles segments whose file is gone. Their records are in other segments by now; where they are not,
  /// that is damage.
  private func forgetSegments(_ digests: Set<Digest>) throws {
    var gone: [(digest: Digest, number: Int)] = []
    for digest in digests.subtracting(try lost) {
      let found = try first("SELECT id, day FROM segment WHERE digest=?", [.digest(digest)]) {
        ($0.integer(0), Day($0.text(1)))
      }
      guard let (number, day) = found else { continue }
      func isThere(_ day: Day) -> Bool {
        FileSystem.status(log.path(of: RecordLog.Segment(day: day, digest: digest))) != nil
      }
      // Carried to another day's folder, new to the index or not.
      if let day, isThere(day) { continue }
      if let other = try log.days().map(\.day).first(where: isThere) {
        try run(
          "UPDATE segment SET day=? WHERE id=?", [.text(other.description), .integer(number)])
        continue
      }
      gone.append((digest, number))
    }
    try findAgain(recordsOf: gone.map(\.number))
    var left: [Int] = []
    for (digest, number) in gone {
      let lost = try first("SELECT 1 FROM record WHERE segment=? LIMIT 1", [.integer(number)]) {
        _ in true
      }
      if lost == nil {
        try run("DELETE FROM fault WHERE segment=?", [.digest(digest)])
        try run("DELETE FROM segment WHERE id=?", [.integer(number)])
        left.append(number)
      } else {
        try addFault(digest, place: Fault.lost, "its file is missing, and its records with it")
      }
    }
    try forgetPlaces(in: left)
  }

  /// Reads the segments that held the same records as some that are gone: from now on the records are found there.
  private func findAgain(recordsOf gone: [Int]) throws {
    let numbers = Set(gone)
    var others: Set<Int> = []
    for number in gone {
      try others.formUnion(
        all(
          """
          SELECT DISTINCT twin.segment FROM record JOIN twin ON twin.record=record.digest
          WHERE record.segment=?
          """, [.integer(number)]
        ) { $0.integer(0) })
    }
    departing = numbers
    defer { departing = [] }
    for number in others.subtracting(numbers).sorted() {
      let segment = try first("SELECT digest, day FROM segment WHERE id=?", [.integer(number)]) {
        (try $0.digest(0), Day($0.text(1)))
      }
      guard let (digest, day) = segment, let day else { continue }
      let place = RecordLog.Segment(day: day, digest: digest)
      // One that is long, altered or gone holds nothing that could be found.
      guard log.excessiveLength(of: place) == nil, let bytes = try? log.bytes(of: place) else {
        continue
      }
      try take(bytes, of: place)
    }
  }

  /// Forgets where records stood in segments that are no more.
  func forgetPlaces(in segments: [Int]) throws {
    guard !segments.isEmpty else { return }
    // One pass for all of them: twins are found by their records.
    let numbers = segments.map { "\($0)" }.joined(separator: ",")
    try database.run(
      """
      DELETE FROM twin WHERE segment IN (\(numbers)); DELETE FROM shift WHERE segment IN (\(numbers));
      """)
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

  // MARK: Days

  /// A day's folder as the index last saw it.
  private struct DayRow {
    let modified: Int
    let changed: Int
    let seen: Int
    let names: NameSet

    init(_ row: borrowing Row) {
      modified = row.integer(1)
      changed = row.integer(2)
      seen = row.integer(3)
      names = NameSet(count: row.integer(4), sum: row.integer(5))
    }
  }

  /// Notes that the folders of days were seen as they are now, with segments that the index did not know in them,
  /// and without some that it did. If another program put one there or took one away a moment ago, the folder has
  /// other names, and is read again.
  func note(
    _ new: [RecordLog.Segment], without gone: [RecordLog.Segment] = [], of log: RecordLog, now: Int
  ) throws {
    for day in Set((new + gone).map(\.day)) {
      guard let folder = log.folder(of: day) else {
        try run("DELETE FROM day WHERE name=?", [.text(day.description)])
        continue
      }
      let known = try dayRow(day)?.names ?? NameSet(count: 0, sum: 0)
      let come = RecordLog.names(of: new.filter { $0.day == day }.map(\.digest))
      let left = RecordLog.names(of: gone.filter { $0.day == day }.map(\.digest))
      try set(folder, seen: now, known.adding(come).removing(left))
    }
  }

  func set(_ folder: RecordLog.DayFolder, seen: Int, _ names: NameSet) throws {
    try run(
      """
      INSERT OR REPLACE INTO day(name, modified, changed, seen, segments, names)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [
        .text(folder.day.description), .integer(folder.modified), .integer(folder.changed),
        .integer(seen &* 1_000_000), .integer(names.count), .integer(names.sum),
      ])
  }

  /// Has the folders of days compared segment by segment next time, whatever their times: the index is about to
  /// forget segments that are still there.
  func distrust(_ days: Set<Day>) throws {
    for day in days {
      try run("UPDATE day SET modified=0, changed=0 WHERE name=?", [.text(day.description)])
    }
  }

  private func dayRow(_ day: Day) throws -> DayRow? {
    try first(
      "SELECT name, modified, changed, seen, segments, names FROM day WHERE name=?",
      [.text(day.description)]
    ) { DayRow($0) }
  }

  private func dayRows() throws -> [Day: DayRow] {
    let rows = try all("SELECT name, modified, changed, seen, segments, names FROM day") { row in
      (Day(row.text(0)), DayRow(row))
    }
    var days: [Day: DayRow] = [:]
    for (day, row) in rows { if let day { days[day] = row } }
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

/// What is wrong with a whole segment is kept where otherwise the position of a line is.
enum Fault {
  static let altered = -1
  static let lost = -2
  static let tooLong = -3
  /// Of one segment no more unreadable lines than these are noted.
  static let limit = 20
}
