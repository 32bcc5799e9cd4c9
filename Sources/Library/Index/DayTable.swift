internal import Files
internal import Model

/// The table `day`: the folders of the log as the index last saw them.
struct DayTable {
  let sql: Statements

  /// A day's folder as the index last saw it. All times are in nanoseconds since 1970.
  struct DayRow {
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

  /// Notes the current state of days' folders after this process added or removed segments.
  ///
  /// The names are computed from those that the index knew. If another process added or removed a
  /// segment in the meantime, the result doesn't match the folder, which is therefore read again.
  ///
  /// - Parameters:
  ///   - new: The segments that were added, which the index has already read.
  ///   - removed: The segments that were removed.
  ///   - log: The log in which the folders are.
  ///   - now: The current time in milliseconds since 1970.
  func note(
    adding new: [RecordLog.Segment], removing removed: [RecordLog.Segment] = [], of log: RecordLog,
    now: Int
  ) throws {
    for day in Set((new + removed).map(\.day)) {
      guard let folder = log.folder(of: day) else {
        try remove(day)
        continue
      }
      let known = try row(of: day)?.names ?? NameSet(count: 0, sum: 0)
      let newNames = RecordLog.names(of: new.filter { $0.day == day }.map(\.digest))
      let removedNames = RecordLog.names(of: removed.filter { $0.day == day }.map(\.digest))
      try store(folder, seen: now, known.adding(newNames).removing(removedNames))
    }
  }

  /// Stores the state of a day's folder.
  ///
  /// - Parameters:
  ///   - folder: The folder with its times.
  ///   - seen: When its state was read, in milliseconds since 1970.
  ///   - names: The names of its segments.
  func store(_ folder: RecordLog.DayFolder, seen: Int, _ names: NameSet) throws {
    try sql.run(
      """
      INSERT OR REPLACE INTO day(name, modified, changed, seen, segments, names)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [folder.day, folder.modified, folder.changed, seen &* 1_000_000, names.count, names.sum])
  }

  /// Makes the next refresh compare some days segment by segment, regardless of the times of their
  /// folders. Must be called before the index forgets segments that still exist.
  func distrustTimes(of days: Set<Day>) throws {
    for day in days { try sql.run("UPDATE day SET modified=0, changed=0 WHERE name=?", [day]) }
  }

  /// The stored state of a day's folder; `nil` if the index has not seen one.
  private func row(of day: Day) throws -> DayRow? {
    try sql.first(
      "SELECT name, modified, changed, seen, segments, names FROM day WHERE name=?",
      [day]
    ) { DayRow($0) }
  }

  /// The stored state of every day's folder.
  func rows() throws -> [Day: DayRow] {
    let rows = try sql.all("SELECT name, modified, changed, seen, segments, names FROM day") {
      row in
      (Day(row.text(0)), DayRow(row))
    }
    var days: [Day: DayRow] = [:]
    for (day, row) in rows { if let day { days[day] = row } }
    return days
  }

  /// Forgets the folder of a day.
  func remove(_ day: Day) throws { try sql.run("DELETE FROM day WHERE name=?", [day]) }
}
