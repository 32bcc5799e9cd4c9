internal import Files
internal import Model

/// The result of examining a whole library.
///
/// ```swift
/// var examination = try store.examination()
/// for unit in examination.units { examination.add(store.report(on: unit)) }
/// let checkup = try store.conclude(examination, repairing: false)
/// ```
package struct Checkup: Sendable {
  /// Everything that is wrong or worth reporting.
  package internal(set) var faults: [Entry] = []
  /// The number of segments in the log.
  package let segmentCount: Int
  /// The number of records that can be read.
  package let recordCount: Int
  /// The number of elements.
  package let elementCount: Int
  /// The number of intact files in their expected folders.
  package let blobCount: Int
  /// The length in bytes of all files below `blobs/`.
  package let byteCount: Int

  /// A fault, and whether it has been repaired.
  package struct Entry: Hashable, Sendable {
    package let fault: LibraryFault
    package internal(set) var isRepaired = false
  }
}

extension LibraryStore {
  /// Evaluates a complete examination and, with `repairing`, repairs what can be repaired
  /// without loss.
  ///
  /// The index is compared with one that is made from the log. What other processes changed
  /// during the examination is taken into account while this process holds the writer's lock.
  package func conclude(_ examination: Examination, repairing: Bool = false) throws -> Checkup {
    try Self.translating {
      if !isReadOnly { try finishErasures() }
      let fresh = try passingIndex()
      guard !isReadOnly else {
        return try checkup(
          try updated(examination), fresh,
          indexFaults: readOnlyIndexFaults(fresh) + contents { try $0.index.scores.faults() })
      }
      let sketches = try comparedSketches()
      // The long part is done. The changes of other processes are applied now, while none can
      // write.
      return try withWriterLock { index in
        try fresh.applyLog(now: environment.now())
        // Records that were erased meanwhile left the log before this index could remove them.
        let fresh = try fresh.erasures.hasUnfinished ? passingIndex() : fresh
        let examination = try updated(examination)
        let indexFaults = faults(of: index, against: fresh, sketches)
        var checkup = try checkup(examination, fresh, indexFaults: indexFaults)
        guard repairing else { return checkup }
        let repair = Repair(store: self, examination: examination, fresh: fresh)
        checkup.faults = try repair.perform(checkup.faults.map(\.fault), index: &index)
        return checkup
      }
    }
  }

  /// Rebuilds the index from the log and returns the number of records.
  package func rebuildIndex() throws -> Int {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try withWriterLock { index in
        let opening = IndexOpening(root: root, environment: environment)
        let count = try opening.rebuild()
        index = try opening.openUnderLock()
        return count
      }
    }
  }

  // MARK: The index

  /// Returns a temporary index made from the log.
  private func passingIndex() throws -> Index {
    try IndexOpening(root: root, environment: environment).temporaryIndex()
  }

  private var indexPath: FilePath { IndexOpening(root: root, environment: environment).path }

  /// Returns the faults of the index that this process uses under the writer's lock.
  private func faults(
    of index: Index, against fresh: Index, _ sketches: ComparedSketches?
  ) -> [LibraryFault] {
    do {
      try index.applyLog(now: environment.now())
      let lost = try index.faults.lostSegments()
      // The index then knows more than the log, and may be all that is left of those records.
      if !lost.isEmpty { return lost }
      for (part, _) in try index.search.parts() {
        try index.sql.database.run(
          "INSERT INTO search_\(part)(search_\(part)) VALUES('integrity-check')")
      }
      let faults = try IndexComparison(fresh, with: indexPath, .readWrite).faults()
      guard faults.isEmpty else { return faults }
      return try (isHashFileConsistent(with: index) ? [] : [.differingHashes])
        + (isSketchFileConsistent(with: index, sketches) ? [] : [.differingSketches])
        + index.scores.faults()
    } catch {
      return [.damagedIndex("\(error)")]
    }
  }

  /// Returns the faults of the index in a library that can't be written.
  ///
  /// An index that lags behind the log isn't a fault there, because nothing can update it.
  private func readOnlyIndexFaults(_ fresh: Index) -> [LibraryFault] {
    let opening = IndexOpening(root: root, environment: environment)
    // Without working locks SQLite would wait for them, and could read half-written pages.
    guard opening.traits.supportsLocks, let mode = opening.readingMode else { return [] }
    do {
      let database = try Database(indexPath, mode, timeoutMilliseconds: Self.lockTimeout)
      let index = Index(database, log: log)
      guard try index.fileIdentification().version == Schema.version,
        try !index.refresh.isBehind(now: environment.now())
      else { return [] }
      return try IndexComparison(fresh, with: indexPath, mode).faults()
    } catch let error as IndexError where error == .cannotOpen || error == .readOnly {
      // SQLite can't create the files here that it needs to read while other processes are running.
      return []
    } catch {
      return [.damagedIndex("\(error)")]
    }
  }

  // MARK: Combined result

  /// Combines the faults of segments, files and index into one result.
  private func checkup(
    _ examination: Examination, _ fresh: Index, indexFaults: [LibraryFault]
  ) throws -> Checkup {
    var faults = examination.segments.flatMap(\.faults) + examination.faults
    let modes = faults.count { if case .wrongMode = $0 { true } else { false } }
    if modes > 3, modes >= examination.units.count {
      // Nearly all modes are wrong: the file system has no permissions.
      faults.removeAll { if case .wrongMode = $0 { true } else { false } }
    }
    let newerCount = examination.segments.reduce(0) { $0 + $1.newerCount }
    if newerCount > 0 { faults.append(.newerRecords(count: newerCount)) }
    faults +=
      try fileFaults(examination, fresh) + indexFaults
      + fresh.relationFaults.invalidRecords(examination.segments.flatMap(\.invalid))
      + fresh.relationFaults.all(now: environment.now())
    if faults.contains(where: \.isLoss) || examination.segments.isEmpty {
      // Files that seem to be unused may be named by the missing records.
      faults = faults.map { fault in
        if case .unused(let count, let bytes) = fault {
          .unexplained(count: count, byteCount: bytes)
        } else {
          fault
        }
      }
    }
    let elements = try fresh.sql.integer("SELECT count(DISTINCT element) FROM entry")
    return Checkup(
      faults: faults.map { Checkup.Entry(fault: $0) }, segmentCount: examination.segments.count,
      recordCount: examination.segments.reduce(0) { $0 + $1.recordCount },
      elementCount: elements ?? 0,
      blobCount: examination.blobCount, byteCount: examination.byteCount)
  }

  /// Returns the faults of blobs, comparing the examined files with those that records name.
  private func fileFaults(
    _ examination: Examination, _ fresh: Index
  ) throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    for blob in examination.damaged {
      faults.append(
        .damagedBlob(
          blob.name, blob.path, actual: blob.actual, try fresh.blobs.owners(of: blob.name)))
    }
    for blob in examination.unreadable {
      faults.append(
        .unreadableBlob(
          blob.name, blob.path, reason: blob.reason, try fresh.blobs.owners(of: blob.name)))
    }
    let known = Set(examination.damaged.map(\.name) + examination.unreadable.map(\.name))
    var named: Set<Digest> = []
    try fresh.sql.forEach("SELECT digest FROM blob ORDER BY id") { row in
      let digest = try row.digest(0)
      if examination.intactBlobs[digest] != nil {
        named.insert(digest)
      } else if !known.contains(digest), !blobs.contains(digest) {
        faults.append(.missingBlob(digest, try fresh.blobs.owners(of: digest)))
      }
      return true
    }
    if FileSystem.status(blobs.folder) == nil {
      // One finding about the folder replaces one for every file.
      faults.removeAll { if case .missingBlob = $0 { true } else { false } }
      faults.append(.missingFolder(blobs.folder))
    }
    let unused = examination.intactBlobs.filter {
      !named.contains($0.key) && blobs.contains($0.key)
    }
    if !unused.isEmpty {
      faults.append(.unused(count: unused.count, byteCount: unused.values.reduce(0, +)))
    }
    return faults
  }
}

extension Index {
  /// Applies the log's new segments to the index in one transaction.
  ///
  /// `now` is the current time in milliseconds since 1970.
  func applyLog(now: Int) throws { try transaction { try refresh.perform(now: now) } }
}
