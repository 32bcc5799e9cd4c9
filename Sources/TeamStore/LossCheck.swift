internal import Files
internal import Library
internal import Model
internal import Transfers

/// A check that the store still has what it had.
///
/// A store that was rolled back, or whose objects someone deleted, still answers as if all were
/// well. So each machine remembers what the store had, and looks for it.
struct LossCheck<Store: ObjectStore> {
  private let team: TeamStore<Store>

  /// The number of files that each exchange looks for.
  private static var sampleCount: Int { 8 }
  /// The maximum number of files to look for once one is missing.
  private static var maximumCheckedCount: Int { 20_000 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(of team: TeamStore<Store>) { self.team = team }

  /// Checks whether the store still has what it had, without reading what is new.
  func run() throws -> StoreLoss? {
    guard let last = try state.lastComparedDay else { return nil }
    let since = last.adding(days: -1)
    let listed = try segmentNames(since: since)
    return try compare(listed, since: since)
  }

  /// Compares the segments that the store lists with those that it had, and looks for a sample of
  /// files.
  ///
  /// - Parameters:
  ///   - listed: The keys of the segments that the store lists, by name.
  ///   - since: The first day of the list; `nil` for all.
  func compare(_ listed: [Digest: String], since: Day?) throws -> StoreLoss? {
    let lost = try lostRecords(listed, since: since)
    let files = try lostFiles()
    let signatures = try lostSignatures()
    var loss: StoreLoss?
    if !lost.segments.isEmpty || files.lostCount > 0 || !signatures.isEmpty {
      loss = StoreLoss(
        segmentCount: lost.segments.count, recordCount: lost.recordCount,
        pushCount: signatures.count, fileCount: files.lostCount,
        soughtFileCount: files.checkedCount)
    }
    try state.transaction {
      try state.note(loss)
      try state.recordComparison()
    }
    return loss
  }

  /// The keys of the segments that the store lists from a day on, by name.
  private func segmentNames(since: Day?) throws -> [Digest: String] {
    var names: [Digest: String] = [:]
    try team.list(RemoteLayout.logPrefix, after: since.map { "\(RemoteLayout.logPrefix)\($0)" }) {
      objects in
      for object in objects {
        if let (_, name) = RemoteLayout.segment(of: object.key) { names[name] = object.key }
      }
    }
    return names
  }

  /// The segments that are no longer listed, and the number of records that only they had.
  private func lostRecords(
    _ listed: [Digest: String], since: Day?
  ) throws -> (segments: [Digest], recordCount: Int) {
    var listed = listed
    let isMissing = try state.transaction {
      try state.recordMissingSegments(listed: Set(listed.keys), since: since)
    }
    guard isMissing else { return ([], 0) }
    // A clean-up that rewrote segments during the listing may have hidden some of them.
    listed = try segmentNames(since: nil)
    let isStillMissing = try state.transaction {
      try state.recordMissingSegments(listed: Set(listed.keys), since: nil)
    }
    guard isStillMissing else { return ([], 0) }
    let lost = try state.transaction { try state.lostRecords() }
    let sought = try stillKept(lost.records)
    let others = sought.isEmpty ? [] : try unreadRecords(listed)
    let found = sought.filter { !others.contains(DigestPrefix($0)) }
    let refused = try refusedErasures(among: found)
    let records = found.filter { !refused.contains($0) }
    guard records.isEmpty else {
      let signatures = try Set(library.contents { try $0.signatures.all() })
      return (lost.segments, records.count { !signatures.contains($0) })
    }
    // If some records are only in unread segments, the missing ones stay recorded until those are
    // read: the store may lose these, too.
    if found.count == sought.count { try state.transaction { try state.forgetMissingSegments() } }
    return ([], 0)
  }

  /// Those of some records that this library has and keeps. Erased records are gone on purpose,
  /// even if the erasure waits here.
  private func stillKept(_ records: Set<DigestPrefix>) throws -> [Digest] {
    let erased = try team.elementsWithHeldErasures().union(state.elementsWithRefusedErasures())
    return try library.contents { try $0.records(among: records, besides: erased) }
  }

  /// Forgets the losses found while reading the store again, now that everything has been sent.
  ///
  /// - Returns: What the store has lost since then; `nil` if nothing.
  func clearLoss() throws -> StoreLoss? {
    let lost = try state.transaction { try state.lostRecords() }
    // If the store was rolled back during that reading, some of what it had at the start was not
    // sent.
    let isHealed = try stillKept(lost.records).isEmpty
    let signatures = try lostSignatures()
    try state.transaction {
      if isHealed { try state.forgetMissingSegments() }
      try state.forgo(signatures)
      try state.note(nil)
    }
    return isHealed ? nil : try run()
  }

  /// The erasures among missing records whose signatures are not missing: a keeper has refused
  /// them, and a clean-up has removed them.
  private func refusedErasures(among records: [Digest]) throws -> Set<Digest> {
    let erasures = try library.contents { contents in
      try Set(
        records.filter { digest in
          if case .erasure? = try contents.records.read(digest) { true } else { false }
        })
    }
    guard !erasures.isEmpty else { return [] }
    let lost = Set(records)
    var refused: Set<Digest> = []
    for digest in try library.contents({ try $0.signatures.all() }) where !lost.contains(digest) {
      guard let signature = try team.signatures.signature(digest) else { continue }
      refused.formUnion(erasures.intersection(signature.records))
    }
    return refused
  }

  /// The signatures that other machines have seen and that never arrived here, unless this machine
  /// has since sent again what it has.
  private func lostSignatures() throws -> Set<Digest> {
    var lost: Set<Digest> = []
    for (signature, witness) in try library.contents({ try $0.signatures.absent() })
    where !lost.contains(signature) {
      let isForgone = try state.transaction { try state.isForgone(signature) }
      if try !isForgone && team.signatures.signature(witness)?.isValid == true {
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
    try team.read(keys, limit: RemoteLayout.maximumObjectBytes, skipsMissing: true) { key, bytes in
      guard let (_, name) = RemoteLayout.segment(of: key),
        let found = try? team.records(in: bytes, named: name)
      else { return }
      records.formUnion(found.map { DigestPrefix($0.digest) })
    }
    return records
  }

  /// Looks for a few random files, and for many more if one is missing.
  private func lostFiles() throws -> (lostCount: Int, checkedCount: Int) {
    let starts = (0..<Self.sampleCount).map { _ in
      DigestPrefix(SHA256.digest(of: team.environment.random(32)))
    }
    let sample = try state.transaction { try state.storedFiles(after: starts) }
    let first = try countMissing(among: sample)
    guard first.lostCount > 0 else { return (0, first.checkedCount) }
    return try countMissing(
      among: state.transaction { try state.storedFiles(limit: Self.maximumCheckedCount) })
  }

  /// Counts the files that records keep: those without an upload in the store, and all that were
  /// looked for.
  private func countMissing(
    among files: some Sequence<DigestPrefix>
  ) throws -> (lostCount: Int, checkedCount: Int) {
    let undecided = try team.elementsWithHeldErasures().union(state.elementsWithRefusedErasures())
    let sought = try library.contents { contents in
      // The keeper may have carried out an erasure that waits here.
      let doubtful = try Set(
        undecided.flatMap { try contents.history(of: $0) }.flatMap {
          try contents.revision($0)?.revision.blobs ?? []
        })
      return try contents.keptFiles(among: files).filter { !doubtful.contains($0) }
    }
    let found = try team.uploads(of: sought)
    return (sought.count { found[$0] == nil }, sought.count)
  }
}
