internal import Files
internal import Library
internal import Model
internal import Transfers

/// The protocol's deadlines in seconds.
enum Deadline {
  /// The maximum age of a reading of the marks when a commit begins.
  static let maximumMarksAge = 3600
  /// How long the upload of a segment may be tried.
  static let uploadTimeout = 600
  /// The time after reading the marks within which a segment must arrive.
  static let commitWindow = 4500
}

/// A push: it writes what the store lacks of a library, files first, then the records that name
/// them.
struct Push<Store: ObjectStore> {
  private let team: TeamStore<Store>
  private let isFull: Bool
  private let checksForLoss: Bool
  private let progress: (SyncProgress) -> Void
  private var files: FileUploads<Store>
  private var outcome = PushOutcome()

  /// The maximum number of records signed late in one segment. A batch leaves room for them.
  private static var maximumLateRecords: Int { 1000 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  /// Prepares a push.
  ///
  /// - Parameters:
  ///   - isFull: Whether to also send files that the store has lost, and to rewrite segments that
  ///     it already has under the same name, since they may be damaged.
  ///   - checksForLoss: Whether to check first that the store still has what it had.
  init(
    to team: TeamStore<Store>, isFull: Bool, checksForLoss: Bool,
    progress: @escaping (SyncProgress) -> Void
  ) {
    (self.team, self.isFull, self.checksForLoss) = (team, isFull, checksForLoss)
    self.progress = progress
    files = FileUploads(to: team, progress: progress)
  }

  mutating func run() throws -> PushOutcome {
    try team.requireIdentity()
    try team.introduce(on: nil)
    // Erased data must not leave this machine, even if it was written after the erasure.
    _ = try library.applyArrivedErasures()
    if checksForLoss, !isFull { outcome.loss = try LossCheck(of: team).run() }
    try team.prepareToSign()
    let records = try UnsharedRecords(in: library, besides: state)
    while let batch = try records.next() {
      if try !write(batch) { records.holdBack() }
      progress(SyncProgress(.sendingRecords, outcome.recordCount))
    }
    // Without new records, late signatures get segments of their own.
    while try state.transaction({ try state.hasUnsigned }) {
      _ = try write(UnsharedRecords.Batch())
    }
    if isFull {
      try sendLostFiles()
      if outcome.heldRecordCount == 0 { outcome.loss = try LossCheck(of: team).clearLoss() }
    }
    if try library.applyArrivedErasures() { try team.reportErasures(on: nil) }
    (outcome.fileCount, outcome.byteCount) = (files.fileCount, files.byteCount)
    return outcome
  }

  /// Sends the local files that records in the store name and that have no intact upload there.
  private mutating func sendLostFiles() throws {
    _ = try team.readMarks()
    let all = try library.contents { try $0.blobs.digests(beginning: [], limit: .max) }
    // Only what a record in the store names may be recorded as stored.
    let here = try state.transaction {
      try all.filter { try state.isStored($0) && library.blobs.contains($0) }
    }
    for start in stride(from: 0, to: here.count, by: 1000) {
      let blobs = Array(here[start..<min(start + 1000, here.count)])
      try state.transaction { try state.forgetFiles(blobs) }
      files.startSegment()
      do {
        let uploads = try files.newUploads(of: blobs)
        try files.send(uploads)
      } catch let missing as MissingFiles {
        // The file is damaged here: `doctor` examines it.
        outcome.missingFiles.formUnion(missing.blobs)
      }
      try state.transaction { try state.recordStored(files.keys.keys.map(DigestPrefix.init)) }
    }
  }

  // MARK: Batches

  /// Writes the records of a batch and the files that they name. Returns `false` if some records
  /// were held back.
  private mutating func write(_ batch: UnsharedRecords.Batch) throws -> Bool {
    var records = try records(of: batch)
    var commit: Commit?
    while !records.isEmpty, commit == nil {
      do {
        commit = try self.commit(records)
      } catch let missing as MissingFiles {
        outcome.missingFiles.formUnion(missing.blobs)
        outcome.heldRecordCount += records.holdBack(naming: missing.blobs)
      }
    }
    let isWhole = records.entries.count == batch.entries.count
    // If the process is killed before this, the next pull reads the signature.
    let signed = try commit.flatMap { commit in
      try commit.segment.signature.flatMap { try library.join([$0], on: commit.day) }
    }
    try state.transaction {
      if let commit { try acknowledge(commit, of: records, signedIn: signed?.segment.digest) }
      try state.recordKnown(records.entries.map { DigestPrefix($0.digest) })
      try state.recordStored(records.entries.flatMap(\.blobs).map(DigestPrefix.init))
      if isWhole { for segment in batch.finishedSegments { try state.recordClean(segment) } }
    }
    outcome.recordCount += records.recordCount
    return isWhole
  }

  /// The records of a batch without those of elements whose erasures wait for the user's decision,
  /// and what is still to be signed.
  private func records(of batch: UnsharedRecords.Batch) throws -> SegmentRecords {
    let undecided = try team.elementsWithHeldErasures()
    let entries = batch.entries.filter { $0.element.map(undecided.contains) != true }
    return try state.transaction {
      // Recorded before the commit, since an erasure may arrive during it.
      for entry in entries where entry.isFirstRevision {
        if let element = entry.element, try !state.isForeign(entry.digest) {
          try state.recordMade(element)
        }
      }
      return SegmentRecords(
        entries, unsignedRecords: try state.unsignedRecords(limit: Self.maximumLateRecords),
        revokedKeys: try state.unsignedEnds())
    }
  }

  /// Records that the store has a segment. Called in a transaction.
  ///
  /// - Parameter local: The local segment with the signature.
  private func acknowledge(
    _ commit: Commit, of records: SegmentRecords, signedIn local: Digest?
  ) throws {
    let segment = commit.segment
    let signature = segment.signature.map { SHA256.digest(of: $0) }
    try state.recordSeen(segment.name)
    try state.recordAcknowledgement(
      segment.name, on: commit.day,
      (records.entries.map(\.digest) + [signature].compactMap(\.self)).map { DigestPrefix($0) })
    try state.recordKnown([signature].compactMap(\.self).map { DigestPrefix($0) })
    if let local { try state.recordClean(local) }
    if segment.signatureWasDeferred {
      for entry in records.entries where entry.isSigned {
        if try !state.isForeign(entry.digest) { try state.recordUnsigned(entry.digest) }
      }
    } else {
      try state.forgetUnsigned(records.unsignedRecords)
      try state.forgetUnsignedEnds(of: records.revokedKeys)
    }
    // Keys that may write segments may write reports.
    try state.forgetFailedReport()
    let owner = team.environment.machine.owner
    try state.recordPush(
      segment.name,
      TeamPush(
        at: commit.arrival, by: owner.isEmpty ? [] : [owner], recordCount: records.recordCount))
  }

  // MARK: Segments

  /// A segment that is ready to be written.
  private struct NewSegment {
    let name: Digest
    let object: [UInt8]
    /// The line of its signature.
    let signature: [UInt8]?
    /// Whether a signature would make it too long. The next segment then has the signature.
    let signatureWasDeferred: Bool
  }

  /// A segment that the store has acknowledged.
  private struct Commit {
    let segment: NewSegment
    let day: Day
    let arrival: Instant
  }

  /// Writes one segment, with a signature of the records that this machine has written.
  ///
  /// The order is the heart of the protocol: marks, files, then the segment, which must arrive
  /// before files that are marked meanwhile can be deleted.
  private mutating func commit(_ records: SegmentRecords) throws -> Commit {
    let blobs = records.blobs
    var marks = try team.readMarks()
    let segment = try segment(of: records, at: marks.date)
    files.startSegment()
    while true {
      let uploads = try files.newUploads(of: blobs)
      try files.send(uploads)
      if team.environment.seconds() - marks.seconds > Deadline.maximumMarksAge {
        marks = try team.readMarks()
        continue
      }
      let arrival = try team.put(
        RemoteLayout.segmentKey(segment.name, on: marks.date.day), segment.object,
        type: team.keys == nil ? "application/zlib" : "application/octet-stream",
        seconds: Deadline.uploadTimeout, failsIfExists: team.supportsConditionalPut && !isFull)
      if arrival.milliseconds - marks.date.milliseconds <= Deadline.commitWindow * 1000 {
        return Commit(segment: segment, day: marks.date.day, arrival: arrival)
      }
      marks = try team.readMarks()
    }
  }

  /// Signs, compresses and, in a sealed store, seals records.
  private func segment(of records: SegmentRecords, at moment: Instant) throws -> NewSegment {
    let full = try team.signature(of: records, at: moment)
    let line = full.flatMap { Record.signature($0).line }
    let byteCount = records.entries.reduce(line?.count ?? 0) { $0 + $1.line.count + 1 }
    let signatureWasDeferred = line != nil && byteCount >= RemoteLayout.maximumSegmentBytes
    let signature = signatureWasDeferred ? nil : line
    let lines = records.entries.map(\.line) + [signature].compactMap(\.self)
    let (compressed, digest) = try RemoteLayout.segment(lines)
    return NewSegment(
      name: team.name(of: digest), object: team.sealed(compressed), signature: signature,
      signatureWasDeferred: signatureWasDeferred)
  }
}
