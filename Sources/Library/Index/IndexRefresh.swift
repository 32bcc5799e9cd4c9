internal import Files
internal import Model

/// Brings an index up to date with the log of its library.
struct IndexRefresh {
  let index: Index
  private var sql: Statements { index.sql }

  /// How long after its last change a folder's times identify its state, in nanoseconds: two
  /// changes within one tick of the file system's clock look like one.
  ///
  /// Some file systems count in steps of two seconds, and another machine may have a different
  /// clock, so it is three seconds in general. On a disk of this machine whose times have fractions
  /// of a millisecond, the clock ticks at least every ten milliseconds, and 50 milliseconds
  /// suffice.
  private func settlingTime(of folder: RecordLog.DayFolder) -> Int {
    index.isOnLocalDisk && folder.changed % 1_000_000 != 0 ? 50_000_000 : 3_000_000_000
  }

  /// Whether the log may contain something that the index has not read.
  ///
  /// - Parameter now: The current time in milliseconds since 1970.
  func isBehind(now: Int) throws -> Bool {
    var known = try index.days.rows()
    let trustsTimes = try trustsTimes
    for folder in try index.log.days() {
      guard let row = known.removeValue(forKey: folder.day) else { return true }
      if try isUnchanged(folder, since: row, now: now, trustingTimes: trustsTimes) { continue }
      let present = Set(try index.log.segments(of: folder.day).map(\.digest))
      if present
        != Set(try index.segments.digests(of: folder.day)).subtracting(try index.faults.lostDigests)
      {
        return true
      }
      recordIfSettled(folder, row, now: now, RecordLog.names(of: present))
    }
    guard known.isEmpty else { return true }
    if !trustsTimes { sql.database.withoutWaiting { try? recordMachineStart() } }
    return false
  }

  /// Whether the times of folders can be relied on, which is the case once the names of all
  /// segments were compared after the machine started.
  ///
  /// After a power cut, a folder may have the times from before a change and the names from after
  /// it, or the other way round.
  private var trustsTimes: Bool {
    get throws { try index.meta.text(Self.machineStart) == BootIdentifier.current }
  }

  /// The key in the table `meta` for the start of the machine after which all names were compared.
  private static let machineStart = "machine-start"

  /// Notes that all names of segments were compared since the machine started.
  func recordMachineStart() throws {
    guard try !trustsTimes else { return }
    // The times of the folders of blobs are unreliable too, so `recordArrivals()` must search all
    // of them.
    try index.meta.set(Arrivals.key, 0)
    try index.meta.set(Self.machineStart, BootIdentifier.current)
  }

  /// Whether a day's folder is as the index last saw it.
  ///
  /// Settled times are enough, if times can be relied on. Otherwise the names of the segments must
  /// match as well.
  ///
  /// The modification time alone would not do: tools that copy or synchronize folders set it to the
  /// value that it had elsewhere. No tool can set the time of the last change.
  private func isUnchanged(
    _ folder: RecordLog.DayFolder, since row: DayTable.DayRow, now: Int, trustingTimes: Bool
  ) throws -> Bool {
    guard row.modified == folder.modified, row.changed == folder.changed else { return false }
    let isSettled = row.seen &- folder.latest >= settlingTime(of: folder)
    if isSettled, trustingTimes { return true }
    guard try index.log.names(of: folder.day) == row.names else { return false }
    if !isSettled { recordIfSettled(folder, row, now: now, row.names) }
    return true
  }

  /// Stores the current times of a folder with the same segments as before, so that the times
  /// suffice next time. Does not wait if another process has locked the index.
  private func recordIfSettled(
    _ folder: RecordLog.DayFolder, _ row: DayTable.DayRow, now: Int, _ names: NameSet
  ) {
    let differs = row.modified != folder.modified || row.changed != folder.changed
    guard differs || now &* 1_000_000 &- folder.latest >= settlingTime(of: folder) else { return }
    sql.database.withoutWaiting { try? index.days.store(folder, seen: now, names) }
  }

  /// Reads everything from the log that the index has not read. Requires a transaction.
  ///
  /// All new segments are read first, regardless of their day. Only then is it clear which records
  /// of a missing segment are in no other.
  ///
  /// - Parameter now: The current time in milliseconds since 1970.
  func perform(now: Int) throws {
    var known = try index.days.rows()
    var missing: Set<Digest> = []
    let trustsTimes = try trustsTimes
    for folder in try index.log.days() {
      if let row = known.removeValue(forKey: folder.day),
        try isUnchanged(folder, since: row, now: now, trustingTimes: trustsTimes)
      {
        continue
      }
      missing.formUnion(try readNewSegments(in: folder, now: now))
    }
    for day in known.keys {
      missing.formUnion(try index.segments.digests(of: day))
      try index.days.remove(day)
    }
    try forgetSegments(missing)
    try recordMachineStart()
  }

  /// Reads the new segments of a day's folder and returns the known ones that are no longer in it.
  private func readNewSegments(
    in folder: RecordLog.DayFolder, now: Int
  ) throws -> Set<Digest> {
    let present = try index.log.segments(of: folder.day)
    let known = Set(try index.segments.digests(of: folder.day))
    let new = present.filter { !known.contains($0.digest) }
    for segment in new {
      if let length = index.log.excessiveLength(of: segment) {
        try index.faults.recordTooLong(segment, length)
      } else {
        try index.apply(try index.log.bytes(of: segment), of: segment)
      }
    }
    // A new segment may come from a process that ended before it made the name durable. From now on
    // the index relies on that name.
    if !new.isEmpty { try FileSystem.syncFolder(index.log.path(of: folder.day)) }
    let lostDigests = try index.faults.lostDigests
    for segment in present where lostDigests.contains(segment.digest) {
      try sql.run("DELETE FROM fault WHERE segment=?", [segment.digest])
    }
    try index.days.store(folder, seen: now, RecordLog.names(of: present.map(\.digest)))
    return known.subtracting(present.map(\.digest))
  }

  /// Forgets segments whose files are missing.
  ///
  /// Segments that were moved to another day keep their records. Usually the records are in other
  /// segments by now. If some are not, the missing segment is noted as damage.
  private func forgetSegments(_ digests: Set<Digest>) throws {
    var missing: [(digest: Digest, number: Int)] = []
    for digest in digests.subtracting(try index.faults.lostDigests) {
      let found = try sql.first("SELECT id, day FROM segment WHERE digest=?", [digest]) {
        ($0.integer(0), Day($0.text(1)))
      }
      guard let (number, day) = found else { continue }
      func isThere(_ day: Day) -> Bool {
        FileSystem.status(index.log.path(of: RecordLog.Segment(day: day, digest: digest))) != nil
      }
      // The file may have been moved to the folder of another day, known to the index or not.
      if let day, isThere(day) { continue }
      if let other = try index.log.days().map(\.day).first(where: isThere) {
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
        try index.faults.add(digest, at: Fault.lost, "its file is missing, and its records with it")
      }
    }
    try index.segments.forgetLocations(in: removed)
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
    index.departingSegments = numbers
    defer { index.departingSegments = [] }
    for number in others.subtracting(numbers).sorted() {
      let found = try sql.first("SELECT digest, day FROM segment WHERE id=?", [number]) {
        (try $0.digest(0), Day($0.text(1)))
      }
      guard let (digest, day) = found, let day else { continue }
      let segment = RecordLog.Segment(day: day, digest: digest)
      // A segment that is too long, altered or missing contains no usable copy.
      guard index.log.excessiveLength(of: segment) == nil,
        let bytes = try? index.log.bytes(of: segment)
      else { continue }
      try index.apply(bytes, of: segment)
    }
  }
}
