internal import Files
internal import Library
package import Model
internal import Transfers

/// The result of a push.
package struct PushOutcome: Hashable, Sendable {
  /// The number of records that were written.
  package internal(set) var recordCount = 0
  /// The number of files that were written, and their total length.
  package internal(set) var fileCount = 0
  package internal(set) var byteCount = 0
  /// Files that are neither here nor in the store. Records that name them were not written.
  package internal(set) var missingFiles: Set<Digest> = []
  /// The number of records that were held back.
  package internal(set) var heldRecordCount = 0
  /// What the store had and no longer has; `nil` if nothing is missing, or if a full push has sent
  /// it again. What is lost during a full push may still be missing.
  package internal(set) var loss: StoreLoss?
}

/// The protocol's deadlines in seconds.
enum Deadline {
  /// The maximum age of a reading of the marks when a commit begins.
  static let marks = 3600
  /// How long the upload of a segment may be tried.
  static let segment = 600
  /// The time after reading the marks within which a segment must arrive.
  static let arrival = 4500
}

extension TeamStore {
  /// Reads all of the store again and forgets what it no longer has. The next push then sends what
  /// was lost or damaged there.
  package func readAgain(progress: (SyncProgress) -> Void = { _ in }) throws -> PullOutcome {
    try requireIdentity()
    try state.beginReadingAgain()
    defer { try? state.endReadingAgain() }
    let outcome = try pull(isFull: true, progress: progress)
    try state.transaction { try state.finishReadingAgain() }
    return outcome
  }

  /// Writes what the store lacks of this library: files first, then the records that name them.
  ///
  /// What is reported as written is in the store for good.
  ///
  /// - Parameters:
  ///   - isFull: Whether to also send files that the store has lost, and to rewrite segments that
  ///     it already has under the same name, since they may be damaged. Call `readAgain()` first.
  ///   - looksForLoss: Whether to check first that the store still has what it had, as a pull does.
  package func push(
    isFull: Bool = false, looksForLoss: Bool = true, progress: (SyncProgress) -> Void = { _ in }
  ) throws -> PushOutcome {
    try requireIdentity()
    try introduce(on: nil)
    // Erased data must not leave this machine, even if it was written after the erasure.
    _ = try library.applyArrivedErasures()
    var outcome = PushOutcome()
    if looksForLoss, !isFull { outcome.loss = try look() }
    listing.reset()
    try prepareToSign()
    let records = try UnsharedRecords(in: library, besides: state)
    while let batch = try records.next() {
      if try !write(batch, isFull, &outcome, progress) { records.holdBack() }
      progress(SyncProgress(.sendingRecords, outcome.recordCount))
    }
    // Without new records, late signatures get segments of their own.
    while try state.transaction({ try state.hasUnsigned }) {
      _ = try write(UnsharedRecords.Batch(), isFull, &outcome, progress)
    }
    if isFull {
      try sendLostFiles(&outcome, progress)
      if outcome.heldRecordCount == 0 { outcome.loss = try settleLoss() }
    }
    if try library.applyArrivedErasures() { try reportErasures(on: nil) }
    return outcome
  }

  /// Sends the local files that records in the store name and that have no intact upload there.
  private func sendLostFiles(
    _ outcome: inout PushOutcome, _ progress: (SyncProgress) -> Void
  ) throws {
    _ = try readMarks()
    let all = try library.contents { try $0.blobs(beginning: [], limit: .max) }
    // Only what a record in the store names may be noted as stored.
    let here = try state.transaction {
      try all.filter { try state.isStored($0) && library.blobs.contains($0) }
    }
    for start in stride(from: 0, to: here.count, by: 1000) {
      let blobs = Array(here[start..<min(start + 1000, here.count)])
      try state.transaction { try state.forgetFiles(blobs) }
      var places: [Digest: String] = [:]
      do {
        try place(blobs, &places, &outcome, progress)
      } catch let error as AbsentFiles {
        // The file is damaged here: `doctor` examines it.
        outcome.missingFiles.formUnion(error.blobs)
      }
      try state.transaction { try state.noteStored(places.keys.map(DigestPrefix.init)) }
    }
  }

  /// Writes the records of a batch and the files that they name. Returns `false` if some records
  /// were held back.
  private func write(
    _ batch: UnsharedRecords.Batch, _ isFull: Bool, _ outcome: inout PushOutcome,
    _ progress: (SyncProgress) -> Void
  ) throws -> Bool {
    let undecided = try elementsWithHeldErasures()
    var entries = batch.entries.filter { $0.element.map(undecided.contains) != true }
    var segment: Commit?
    let (late, ended) = try state.transaction {
      // Noted before the commit, since an erasure may arrive during it.
      for entry in entries where entry.isFirstRevision {
        if let element = entry.element, try !state.isForeign(entry.digest) {
          try state.noteMade(element)
        }
      }
      return (
        try state.unsignedRecords(limit: Self.maximumLateRecords), try state.unsignedEnds()
      )
    }
    while !entries.isEmpty || !late.isEmpty || !ended.isEmpty, segment == nil {
      do {
        segment = try commit(entries, late, ended, isFull, &outcome, progress)
      } catch let error as AbsentFiles {
        outcome.missingFiles.formUnion(error.blobs)
        let count = entries.count
        entries.removeAll { !error.blobs.isDisjoint(with: $0.blobs) }
        outcome.heldRecordCount += count - entries.count
      }
    }
    let isWhole = entries.count == batch.entries.count
    // If the process is killed before this, the next pull reads the signature.
    let signed = try segment.flatMap { segment in
      try segment.signature.flatMap { try library.join([$0], on: segment.day) }
    }
    let recordCount = entries.count { !$0.isSignature }
    try state.transaction {
      if let segment {
        let signature = segment.signature.map { SHA256.digest(of: $0) }
        try state.noteSeen(segment.name)
        try state.noteAcknowledged(
          segment.name, on: segment.day,
          (entries.map(\.digest) + [signature].compactMap(\.self)).map { DigestPrefix($0) })
        try state.noteKnown([signature].compactMap(\.self).map { DigestPrefix($0) })
        if let signed { try state.noteClean(signed.segment.digest) }
        if segment.isTooLong {
          for entry in entries where entry.isSigned {
            if try !state.isForeign(entry.digest) { try state.noteUnsigned(entry.digest) }
          }
        } else {
          try state.forgetUnsigned(late)
          try state.forgetUnsignedEnds(of: ended)
        }
        // Keys that may write segments may write reports.
        try state.forgetSilence()
        let by = environment.machine.by
        try state.notePush(
          segment.name,
          TeamPush(
            at: segment.arrival, by: by.isEmpty ? [] : [by], recordCount: recordCount))
      }
      try state.noteKnown(entries.map { DigestPrefix($0.digest) })
      try state.noteStored(entries.flatMap(\.blobs).map(DigestPrefix.init))
      if isWhole { for segment in batch.finishedSegments { try state.noteClean(segment) } }
    }
    outcome.recordCount += recordCount
    return isWhole
  }

  /// The maximum number of records signed late in one segment. A batch leaves room for them.
  private static var maximumLateRecords: Int { 1000 }

  /// A segment that the store has acknowledged.
  private struct Commit {
    let name: Digest
    let day: Day
    let arrival: Instant
    /// The line of its signature.
    let signature: [UInt8]?
    /// Whether a signature would make it too long. The next segment then has the signature.
    let isTooLong: Bool
  }

  /// Writes one segment, with a signature of the records that this machine has written.
  ///
  /// The order is the heart of the protocol: marks, files, then the segment, which must arrive
  /// before files that are marked meanwhile can be deleted.
  private func commit(
    _ entries: [UnsharedRecords.Entry], _ late: [Digest], _ ended: [SigningKey], _ isFull: Bool,
    _ outcome: inout PushOutcome, _ progress: (SyncProgress) -> Void
  ) throws -> Commit {
    let blobs = Set(entries.flatMap(\.blobs)).sorted { $0.hex < $1.hex }
    var marks = try readMarks()
    let full = try signature(of: entries, late, ending: ended, at: marks.date)
    let line = full.flatMap { Record.signature($0).line }
    let byteCount = entries.reduce(line?.count ?? 0) { $0 + $1.line.count + 1 }
    let isTooLong = line != nil && byteCount >= RemoteLayout.maximumSegmentBytes
    let signature = isTooLong ? nil : line
    let lines = entries.map(\.line) + [signature].compactMap(\.self)
    let (compressed, digest) = try RemoteLayout.segment(lines)
    let (object, name) = (sealed(compressed), name(of: digest))
    var places: [Digest: String] = [:]
    while true {
      try place(blobs, &places, &outcome, progress)
      while environment.seconds() - marks.seconds > Deadline.marks {
        marks = try readMarks()
        try place(blobs, &places, &outcome, progress)
      }
      let arrival = try put(
        RemoteLayout.segmentKey(name, on: marks.date.day), object,
        type: keys == nil ? "application/zlib" : "application/octet-stream",
        seconds: Deadline.segment, isNewOnly: honoursConditions && !isFull)
      if arrival.milliseconds - marks.date.milliseconds <= Deadline.arrival * 1000 {
        return Commit(
          name: name, day: marks.date.day, arrival: arrival, signature: signature,
          isTooLong: isTooLong)
      }
      marks = try readMarks()
    }
  }

  /// Files that a segment can't rely on.
  private struct AbsentFiles: Error {
    let blobs: Set<Digest>
  }

  /// Makes sure that files are in the store under keys that aren't marked.
  private func place(
    _ blobs: [Digest], _ places: inout [Digest: String], _ outcome: inout PushOutcome,
    _ progress: (SyncProgress) -> Void
  ) throws {
    let open = try state.transaction {
      try blobs.filter { blob in
        if let key = places[blob] { return try state.isMarked(key) }
        // A record in the store names it, so the file is there, unless an erasure has condemned it
        // since.
        return try !state.isStored(blob) || isMarked(blob)
      }
    }
    guard !open.isEmpty else { return }
    let found = try uploadsForPush(of: open)
    let formats = try formats(of: open)
    var uploads: [NewUpload] = []
    var absent: Set<Digest> = []
    try state.transaction {
      for blob in open {
        let byteCount = library.blobs.byteCount(of: blob)
        if let key = try usableKey(among: found[blob] ?? [], byteCount) {
          places[blob] = key
        } else if let byteCount {
          let isUsed = try found[blob] != nil || isMarked(blob)
          let (key, type) = upload(
            of: blob, formats[blob], number: isUsed ? try newIdentity().text : "0")
          uploads.append(NewUpload(blob: blob, byteCount: byteCount, key: key, type: type))
        } else {
          absent.insert(blob)
        }
      }
    }
    guard absent.isEmpty else { throw AbsentFiles(blobs: absent) }
    try send(uploads, &places, &outcome, progress)
  }

  /// A file that is written to the store.
  private struct NewUpload {
    let blob: Digest
    let byteCount: Int
    let key: String
    let type: String
  }

  /// Whether any upload of a file is marked.
  private func isMarked(_ blob: Digest) throws -> Bool {
    try names(of: blob).contains {
      try state.hasMarkedKey(beginning: RemoteLayout.blobPrefix($0))
    }
  }

  /// Writes files to the store.
  private func send(
    _ uploads: [NewUpload], _ places: inout [Digest: String],
    _ outcome: inout PushOutcome, _ progress: (SyncProgress) -> Void
  ) throws {
    var damaged: Set<Digest> = []
    var temporary: [String: FilePath] = [:]
    defer { for path in temporary.values { try? FileSystem.remove(path) } }
    let owners = Dictionary(uniqueKeysWithValues: uploads.map { ($0.key, $0) })
    var problem: (any Error)?
    // A sealed copy is created only when it is about to be sent.
    let requests = uploads.lazy.compactMap { upload -> StoreRequest? in
      do {
        let made = try self.request(for: upload.blob, key: upload.key, type: upload.type)
        temporary[upload.key] = made.temporary
        return made.request
      } catch let failure as TransferFailure where failure.reason == .damagedFile {
        damaged.insert(upload.blob)
      } catch {
        problem = error
      }
      return nil
    }
    var count = 0
    try store.exchange(requests) { request, result in
      guard case .put(let upload) = request, let file = owners[upload.key] else { return }
      if let path = temporary.removeValue(forKey: upload.key) { try FileSystem.remove(path) }
      switch result {
      case .success(let answer) where answer.isSuccess || Self.isThere(request, answer):
        places[file.blob] = upload.key
        outcome.fileCount += 1
        outcome.byteCount += file.byteCount
      case .success(let answer): throw TeamStoreError(answer, .write)
      case .failure(let failure):
        guard failure.reason == .damagedFile || failure.reason == .fileFailed else {
          throw TeamStoreError.unanswered(failure)
        }
        damaged.insert(file.blob)
      }
      count += 1
      progress(SyncProgress(.sendingFiles, count, of: uploads.count))
    }
    if let problem { throw problem }
    // `doctor` examines files that can't be read or don't match their digests.
    guard damaged.isEmpty else { throw AbsentFiles(blobs: damaged) }
  }

  /// The key of an upload that isn't marked; `nil` if there is none.
  ///
  /// - Parameter byteCount: The length of the file, if it is here.
  private func usableKey(among uploads: [StoredUpload], _ byteCount: Int?) throws -> String? {
    try uploads.first { upload in
      // An upload of another length isn't the file, regardless of its name.
      try byteCount.map { objectByteCount(of: $0) == upload.byteCount } != false
        && !state.isMarked(upload.key)
    }?.key
  }

  /// A new name for an upload or a mark.
  func newIdentity() throws -> ULID {
    // Names only have to be unique: the protocol doesn't use their time.
    guard let identity = ULID(at: Instant(milliseconds: 0), random: environment.random(10)) else {
      throw TeamStoreError.noMemory
    }
    return identity
  }
}
