internal import Files
internal import Model

extension Index {
  /// How long after its last change a folder's times identify its state, in nanoseconds: two
  /// changes within one tick of the file system's clock look like one.
  ///
  /// Some file systems count in steps of two seconds, and another machine may have a different
  /// clock, so it is three seconds in general. On a disk of this machine whose times have fractions
  /// of a millisecond, the clock ticks at least every ten milliseconds, and 50 milliseconds
  /// suffice.
  private func settlingTime(of folder: RecordLog.DayFolder) -> Int {
    isOnLocalDisk && folder.changed % 1_000_000 != 0 ? 50_000_000 : 3_000_000_000
  }

  /// Whether the log may contain something that the index has not read.
  ///
  /// - Parameter now: The current time in milliseconds since 1970.
  func isBehind(now: Int) throws -> Bool {
    var known = try dayRows()
    let trustsTimes = try trustsTimes
    for folder in try log.days() {
      guard let row = known.removeValue(forKey: folder.day) else { return true }
      if try isUnchanged(folder, since: row, now: now, trustingTimes: trustsTimes) { continue }
      let present = Set(try log.segments(of: folder.day).map(\.digest))
      if present != Set(try segments(of: folder.day)).subtracting(try lostDigests) { return true }
      noteIfSettled(folder, row, now: now, RecordLog.names(of: present))
    }
    guard known.isEmpty else { return true }
    if !trustsTimes { sql.database.withoutWaiting { try? noteMachineStart() } }
    return false
  }

  /// Whether the times of folders can be relied on, which is the case once the names of all
  /// segments were compared after the machine started.
  ///
  /// After a power cut, a folder may have the times from before a change and the names from after
  /// it, or the other way round.
  private var trustsTimes: Bool {
    get throws { try metaText(Self.machineStart) == BootIdentifier.current }
  }

  /// The key in the table `meta` for the start of the machine after which all names were compared.
  private static let machineStart = "machine-start"

  /// Notes that all names of segments were compared since the machine started.
  func noteMachineStart() throws {
    guard try !trustsTimes else { return }
    // The times of the folders of blobs are unreliable too, so `noteArrivals()` must search all of
    // them.
    try setMeta(Arrivals.key, 0)
    try setMeta(Self.machineStart, BootIdentifier.current)
  }

  /// Whether a day's folder is as the index last saw it.
  ///
  /// Settled times are enough, if times can be relied on. Otherwise the names of the segments must
  /// match as well.
  ///
  /// The modification time alone would not do: tools that copy or synchronize folders set it to the
  /// value that it had elsewhere. No tool can set the time of the last change.
  private func isUnchanged(
    _ folder: RecordLog.DayFolder, since row: DayRow, now: Int, trustingTimes: Bool
  ) throws -> Bool {
    guard row.modified == folder.modified, row.changed == folder.changed else { return false }
    let isSettled = row.seen &- folder.latest >= settlingTime(of: folder)
    if isSettled, trustingTimes { return true }
    guard try log.names(of: folder.day) == row.names else { return false }
    if !isSettled { noteIfSettled(folder, row, now: now, row.names) }
    return true
  }

  /// Stores the current times of a folder with the same segments as before, so that the times
  /// suffice next time. Does not wait if another process has locked the index.
  private func noteIfSettled(
    _ folder: RecordLog.DayFolder, _ row: DayRow, now: Int, _ names: NameSet
  ) {
    let differs = row.modified != folder.modified || row.changed != folder.changed
    guard differs || now &* 1_000_000 &- folder.latest >= settlingTime(of: folder) else { return }
    sql.database.withoutWaiting { try? storeDay(folder, seen: now, names) }
  }

  /// Reads everything from the log that the index has not read. Requires a transaction.
  ///
  /// All new segments are read first, regardless of their day. Only then is it clear which records
  /// of a missing segment are in no other.
  ///
  /// - Parameter now: The current time in milliseconds since 1970.
  func refresh(now: Int) throws {
    var known = try dayRows()
    var missing: Set<Digest> = []
    let trustsTimes = try trustsTimes
    for folder in try log.days() {
      if let row = known.removeValue(forKey: folder.day),
        try isUnchanged(folder, since: row, now: now, trustingTimes: trustsTimes)
      {
        continue
      }
      missing.formUnion(try readNewSegments(in: folder, now: now))
    }
    for day in known.keys {
      missing.formUnion(try segments(of: day))
      try sql.run("DELETE FROM day WHERE name=?", [day])
    }
    try forgetSegments(missing)
    try noteMachineStart()
  }

  /// Reads the new segments of a day's folder and returns the known ones that are no longer in it.
  private func readNewSegments(
    in folder: RecordLog.DayFolder, now: Int
  ) throws -> Set<Digest> {
    let present = try log.segments(of: folder.day)
    let known = Set(try segments(of: folder.day))
    let new = present.filter { !known.contains($0.digest) }
    for segment in new {
      if let length = log.excessiveLength(of: segment) {
        try noteTooLong(segment, length)
      } else {
        try apply(try log.bytes(of: segment), of: segment)
      }
    }
    // A new segment may come from a process that ended before it made the name durable. From now on
    // the index relies on that name.
    if !new.isEmpty { try FileSystem.syncFolder(log.path(of: folder.day)) }
    let lostDigests = try lostDigests
    for segment in present where lostDigests.contains(segment.digest) {
      try sql.run("DELETE FROM fault WHERE segment=?", [segment.digest])
    }
    try storeDay(folder, seen: now, RecordLog.names(of: present.map(\.digest)))
    return known.subtracting(present.map(\.digest))
  }

  /// Notes a segment that is longer than any that Castbook writes. It is a fault of that segment
  /// alone, so all others are still read.
  func noteTooLong(_ segment: RecordLog.Segment, _ length: Int) throws {
    _ = try addSegment(segment)
    try addFault(
      segment.digest, at: Fault.tooLong,
      "\(length) bytes, over the limit of \(RecordLog.byteLimit)")
  }

  /// Forgets segments whose files are missing.
  ///
  /// Segments that were moved to another day keep their records. Usually the records are in other
  /// segments by now. If some are not, the missing segment is noted as damage.
  private func forgetSegments(_ digests: Set<Digest>) throws {
    var missing: [(digest: Digest, number: Int)] = []
    for digest in digests.subtracting(try lostDigests) {
      let found = try sql.first("SELECT id, day FROM segment WHERE digest=?", [digest]) {
        ($0.integer(0), Day($0.text(1)))
      }
      guard let (number, day) = found else { continue }
      func isThere(_ day: Day) -> Bool {
        FileSystem.status(log.path(of: RecordLog.Segment(day: day, digest: digest))) != nil
      }
      // The file may have been moved to the folder of another day, known to the index or not.
      if let day, isThere(day) { continue }
      if let other = try log.days().map(\.day).first(where: isThere) {
        try sql.run("UPDATE segment SET day=? WHERE id=?", [other, number])
        continue
      }
      missing.append((digest, number))
    }
    try findOtherCopies(ofRecordsIn: missing.map(\.number))
    var removed: [Int] = []
    for (digest, number) in missing {
      let hasRecords = try sql.exists("SELECT 1 FROM record WHERE segment=? LIMIT 1", [number])
      if !hasRecords {
        try sql.run("DELETE FROM fault WHERE segment=?", [digest])
        try sql.run("DELETE FROM segment WHERE id=?", [number])
        removed.append(number)
      } else {
        try addFault(digest, at: Fault.lost, "its file is missing, and its records with it")
      }
    }
    try forgetLocations(in: removed)
  }

  /// Reads the segments that contain copies of the records of missing segments, so that these
  /// records are read from there.
  private func findOtherCopies(ofRecordsIn missing: [Int]) throws {
    let numbers = Set(missing)
    var others: Set<Int> = []
    for number in missing {
      try others.formUnion(
        sql.integers(
          """
          SELECT DISTINCT twin.segment FROM record JOIN twin ON twin.record=record.digest
          WHERE record.segment=?
          """, [number]))
    }
    departingSegments = numbers
    defer { departingSegments = [] }
    for number in others.subtracting(numbers).sorted() {
      let found = try sql.first("SELECT digest, day FROM segment WHERE id=?", [number]) {
        (try $0.digest(0), Day($0.text(1)))
      }
      guard let (digest, day) = found, let day else { continue }
      let segment = RecordLog.Segment(day: day, digest: digest)
      // A segment that is too long, altered or missing contains no usable copy.
      guard log.excessiveLength(of: segment) == nil, let bytes = try? log.bytes(of: segment)
      else { continue }
      try apply(bytes, of: segment)
    }
  }

  /// Deletes the rows about copies and removed lines in segments that no longer exist.
  func forgetLocations(in segments: [Int]) throws {
    guard !segments.isEmpty else { return }
    // `twin` is ordered by record, so each statement scans it: one for all segments.
    let numbers = segments.map { "\($0)" }.joined(separator: ",")
    try sql.database.run(
      """
      DELETE FROM twin WHERE segment IN (\(numbers)); DELETE FROM shift WHERE segment IN (\(numbers));
      """)
  }

  /// The segments that are known to be missing together with some of their records.
  private var lostDigests: Set<Digest> {
    get throws {
      Set(try sql.digests("SELECT segment FROM fault WHERE place=?", [Fault.lost]))
    }
  }

  // MARK: Days

  /// A day's folder as the index last saw it. All times are in nanoseconds since 1970.
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
  func noteDays(
    adding new: [RecordLog.Segment], removing removed: [RecordLog.Segment] = [], of log: RecordLog,
    now: Int
  ) throws {
    for day in Set((new + removed).map(\.day)) {
      guard let folder = log.folder(of: day) else {
        try sql.run("DELETE FROM day WHERE name=?", [day])
        continue
      }
      let known = try dayRow(day)?.names ?? NameSet(count: 0, sum: 0)
      let newNames = RecordLog.names(of: new.filter { $0.day == day }.map(\.digest))
      let removedNames = RecordLog.names(of: removed.filter { $0.day == day }.map(\.digest))
      try storeDay(folder, seen: now, known.adding(newNames).removing(removedNames))
    }
  }

  /// Stores the state of a day's folder.
  ///
  /// - Parameters:
  ///   - folder: The folder with its times.
  ///   - seen: When its state was read, in milliseconds since 1970.
  ///   - names: The names of its segments.
  func storeDay(_ folder: RecordLog.DayFolder, seen: Int, _ names: NameSet) throws {
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
  private func dayRow(_ day: Day) throws -> DayRow? {
    try sql.first(
      "SELECT name, modified, changed, seen, segments, names FROM day WHERE name=?",
      [day]
    ) { DayRow($0) }
  }

  /// The stored state of every day's folder.
  private func dayRows() throws -> [Day: DayRow] {
    let rows = try sql.all("SELECT name, modified, changed, seen, segments, names FROM day") {
      row in
      (Day(row.text(0)), DayRow(row))
    }
    var days: [Day: DayRow] = [:]
    for (day, row) in rows { if let day { days[day] = row } }
    return days
  }

  /// The segments of a day that the index knows, including missing ones.
  private func segments(of day: Day) throws -> [Digest] {
    try sql.digests("SELECT digest FROM segment WHERE day=?", [day])
  }

  /// The time of the newest entry; `nil` if there is none.
  func newestMoment() throws -> Instant? {
    try sql.first("SELECT at FROM entry ORDER BY id DESC LIMIT 1") { row in row.instant(0) }
  }
}

/// The faults of whole segments. The table `fault` contains these negative numbers instead of the
/// offset of a line.
enum Fault {
  /// The contents of the segment don't match its name.
  static let altered = -1
  /// The file is missing, and with it at least one record that is in no other segment.
  static let lost = -2
  /// The file is longer than `RecordLog.byteLimit` and is not read.
  static let tooLong = -3
  /// The maximum number of unreadable lines that are noted for one segment.
  static let limit = 20
}
