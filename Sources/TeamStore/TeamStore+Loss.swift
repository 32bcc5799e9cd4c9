internal import Files
internal import Library
internal import Model
internal import Transfers

/// A store that was set back, or whose objects someone deleted, still answers as if all were well. Each machine remembers
/// what the store had, and looks whether it is still there.
extension TeamStore {
  /// The number of files that each exchange looks for.
  private static var sampleCount: Int { 8 }
  /// The number of files that are looked for once one is gone.
  private static var maximumSoughtCount: Int { 20_000 }

  /// Looks whether the store still has what it had, without reading what is new.
  func look() throws -> StoreLoss? {
    guard let last = try state.lastComparedDay else { return nil }
    let since = last.adding(days: -1)
    let listed = try segmentNames(since: since)
    return try notice(listed, since: since)
  }

  /// Compares the segments that the store lists with those that it had, and looks for some files.
  ///
  /// - Parameters:
  ///   - listed: The names of the segments that the store lists, with their keys.
  ///   - since: The first day of the list; `nil` for all.
  func notice(_ listed: [Digest: String], since: Day?) throws -> StoreLoss? {
    let lost = try lostRecords(listed, since: since)
    let files = try lostFiles()
    let signatures = try lostSignatures()
    var loss: StoreLoss?
    if !lost.segments.isEmpty || files.lostCount > 0 || !signatures.isEmpty {
      loss = StoreLoss(
        segmentCount: lost.segments.count, recordCount: lost.recordCount,
        pushCount: signatures.count, fileCount: files.lostCount,
        soughtFileCount: files.soughtCount)
    }
    try state.transaction {
      try state.note(loss)
      try state.noteCompared()
    }
    return loss
  }

  /// The names of the segments that the store lists from a day on, with their keys.
  private func segmentNames(since: Day?) throws -> [Digest: String] {
    var names: [Digest: String] = [:]
    try list(RemoteLayout.log, after: since.map { "\(RemoteLayout.log)\($0)" }) { objects in
      for object in objects {
        if let (_, name) = RemoteLayout.segment(of: object.key) { names[name] = object.key }
      }
    }
    return names
  }

  /// The segments that are no longer listed, and the number of their records that are nowhere else.
  private func lostRecords(
    _ listed: [Digest: String], since: Day?
  ) throws -> (segments: [Digest], recordCount: Int) {
    var listed = listed
    let isMissing = try state.transaction {
      try state.noteMissingSegments(listed: Set(listed.keys), since: since)
    }
    guard isMissing else { return ([], 0) }
    // A clean-up that rewrote segments while they were listed may have hidden some of them.
    listed = try segmentNames(since: nil)
    let isStillMissing = try state.transaction {
      try state.noteMissingSegments(listed: Set(listed.keys), since: nil)
    }
    guard isStillMissing else { return ([], 0) }
    let lost = try state.transaction { try state.lostRecords() }
    let sought = try wanted(lost.records)
    let others = sought.isEmpty ? [] : try unreadRecords(listed)
    let found = sought.filter { !others.contains(DigestPrefix($0)) }
    let refused = try refusedErasures(among: found)
    let records = found.filter { !refused.contains($0) }
    guard records.isEmpty else {
      let signatures = try Set(library.contents { try $0.signatures() })
      return (lost.segments, records.count { !signatures.contains($0) })
    }
    // Records that only unread segments have stay known by the missing ones until those are read: the store may lose them, too.
    if found.count == sought.count { try state.transaction { try state.forgetMissingSegments() } }
    return ([], 0)
  }

  /// Those of some records that this library has and keeps. What was erased is gone by intention, also if this machine waits.
  private func wanted(_ records: Set<DigestPrefix>) throws -> [Digest] {
    let erased = try elementsWithHeldErasures().union(state.elementsWithRefusedErasures())
    return try library.contents { try $0.records(among: records, besides: erased) }
  }

  /// Forgets what the store had lost when it was read again, now that all of it has been sent.
  ///
  /// - Returns: What it has lost since it was read; `nil` if nothing.
  func settleLoss() throws -> StoreLoss? {
    let lost = try state.transaction { try state.lostRecords() }
    // It may have been set back while it was read: then some of what it had at the beginning was not sent.
    let isHealed = try wanted(lost.records).isEmpty
    let signatures = try lostSignatures()
    try state.transaction {
      if isHealed { try state.forgetMissingSegments() }
      try state.forgo(signatures)
      try state.note(nil)
    }
    return isHealed ? nil : try look()
  }

  /// The erasures among records that are not in the store, although what names them as signed is: a keeper has refused
  /// them, and a clean-up has taken them out.
  private func refusedErasures(among records: [Digest]) throws -> Set<Digest> {
    let erasures = try library.contents { contents in
      try Set(
        records.filter { digest in
          if case .erasure? = try contents.record(digest) { true } else { false }
        })
    }
    guard !erasures.isEmpty else { return [] }
    let lost = Set(records)
    var refused: Set<Digest> = []
    for digest in try library.contents({ try $0.signatures() }) where !lost.contains(digest) {
      guard let signature = try signatures.signature(digest) else { continue }
      refused.formUnion(erasures.intersection(signature.records))
    }
    return refused
  }

  /// The signatures that a machine of the team has seen and that have not arrived here, unless what is here has been sent
  /// again since.
  func lostSignatures() throws -> Set<Digest> {
    var lost: Set<Digest> = []
    for (signature, witness) in try library.contents({ try $0.absentSignatures() })
    where !lost.contains(signature) {
      let isForgone = try state.transaction { try state.isForgone(signature) }
      if try !isForgone && signatures.signature(witness)?.isGenuine == true {
        lost.insert(signature)
      }
    }
    guard !lost.isEmpty else { return [] }
    // A signature, and then one that names it, may have arrived while the segments were listed.
    let others = try unreadRecords(segmentNames(since: nil))
    return lost.filter { !others.contains(DigestPrefix($0)) }
  }

  /// The records of listed segments that this machine has not read.
  private func unreadRecords(_ listed: [Digest: String]) throws -> Set<DigestPrefix> {
    let keys = try state.transaction {
      try listed.filter { try !state.hasSeen($0.key) }.values.sorted()
    }
    var records: Set<DigestPrefix> = []
    try read(keys, limit: RemoteLayout.maximumObjectBytes, acceptsLoss: true) { key, bytes in
      guard let (_, name) = RemoteLayout.segment(of: key),
        let found = try? self.records(in: bytes, named: name)
      else { return }
      records.formUnion(found.map { DigestPrefix($0.digest) })
    }
    return records
  }

  /// Looks for some files, and for many more if one of them is gone.
  private func lostFiles() throws -> (lostCount: Int, soughtCount: Int) {
    let starts = (0..<Self.sampleCount).map { _ in
      DigestPrefix(SHA256.digest(of: environment.random(32)))
    }
    let sample = try state.transaction { try state.storedFiles(after: starts) }
    let first = try absent(among: sample)
    guard first.lostCount > 0 else { return (0, first.soughtCount) }
    return try absent(
      among: state.transaction { try state.storedFiles(limit: Self.maximumSoughtCount) })
  }

  /// The number of files that records keep and of which the store has no upload.
  private func absent(
    among files: some Sequence<DigestPrefix>
  ) throws -> (lostCount: Int, soughtCount: Int) {
    let undecided = try elementsWithHeldErasures().union(state.elementsWithRefusedErasures())
    let sought = try library.contents { contents in
      // The keeper may have carried out an erasure that waits here.
      let doubtful = try Set(
        undecided.flatMap { try contents.history(of: $0) }.flatMap {
          try contents.revision($0)?.revision.blobs ?? []
        })
      return try contents.keptFiles(among: files).filter { !doubtful.contains($0) }
    }
    let found = try uploads(of: sought)
    return (sought.count { found[$0] == nil }, sought.count)
  }
}
