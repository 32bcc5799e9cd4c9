internal import Files
internal import Model

/// What the unfinished erasures of a library remove: records, the texts in others, and files.
///
/// Some records are removed, some are replaced by copies that say less, and files go that no
/// other record names. The index finds the records, so the cost depends on what is erased and
/// not on the size of the library. The records themselves are read from the log, and each line
/// is checked against its digest.
struct ErasedRecords {
  /// An erasure that hasn't been decided on, whose effect is to be shown.
  struct Plan {
    /// The element to be erased.
    let element: ULID
    /// The sequence number of the first revision that stays, or `Int.max` when none does.
    let kept: Int
    /// Whether the clips that came back from exports of the element are erased as well.
    let takes: Bool
  }

  private let index: Index
  /// The elements that are erased completely or in part.
  private var scope = ErasureScope()
  /// The elements whose clips are erased with them.
  private var takesOf: Set<ULID> = []

  /// The files that are removed.
  private(set) var removedBlobs: Set<Digest> = []
  /// Whether every record in question could be read.
  private(set) var isComplete = true
  /// The records that are removed from the log, including those in `replaced`.
  private(set) var removed: Set<Digest> = []
  /// The copies that replace some of the removed records.
  private(set) var replaced: [Digest: Record] = [:]
  /// The records whose free text is removed because it names an erased element or is about a
  /// clip of it.
  private(set) var remarks: [Digest] = []
  /// The clips that came back from exports of what is erased.
  private(set) var clips: [Take] = []

  /// The files that erased records name.
  private var candidateBlobs: Set<Digest> = []
  /// The names that erased revisions gave to their elements.
  private var names: Set<String> = []
  /// The names in the revisions of the same elements that stay.
  private var keptNames: Set<String> = []
  /// The exports that contain an erased element, and whether their clips are erased.
  private var bundles: [Digest: Bool] = [:]

  /// Determines what the unfinished erasures remove, or with a plan, what that erasure would
  /// remove.
  ///
  /// `known` are the files that an interrupted run has already found. They are candidates
  /// again, because the records that named them may have left the log.
  init(_ index: Index, known: Set<Digest> = [], plan: Plan? = nil) throws {
    self.index = index
    candidateBlobs = known
    if let plan {
      try read(plan)
    } else {
      try readErasures()
      try readCovered()
    }
    guard !removed.isEmpty || !candidateBlobs.isEmpty else { return }
    try removeRemarks()
    try findRemovedBlobs()
    try removeStatements()
    try updateWithdrawals()
  }

  // MARK: Records of the elements

  /// Collects the records that the planned erasure removes.
  private mutating func read(_ plan: Plan) throws {
    if plan.takes { takesOf.insert(plan.element) }
    guard let number = try index.number(ifKnown: plan.element) else { return }
    let revisions = try index.all(
      "SELECT digest, sequence FROM revision WHERE element=?", [number]
    ) { (try $0.digest(0), $0.integer(1)) }
    let kept = Set(revisions.filter { $0.1 >= plan.kept }.map(\.0))
    if plan.kept == Int.max {
      scope.erased.insert(plan.element)
      for table in ["use", "registration"] {
        let records = try index.all(
          composed: "SELECT record FROM \(table) WHERE element=?", [number]
        ) { try $0.digest(0) }
        for digest in records { remove(try read(digest), digest) }
      }
    } else {
      scope.shortened[plan.element] = kept
    }
    for (digest, _) in revisions {
      guard case .revision(let revision)? = try read(digest) else { continue }
      if kept.contains(digest) {
        keptNames.formUnion(revision.ownNames)
      } else {
        remove(.revision(revision), digest)
      }
    }
    let exports = try index.all(
      "SELECT record, revision FROM exported WHERE element=?", [number]
    ) { (try $0.digest(0), try $0.digest(1)) }
    for (digest, revision) in exports where !kept.contains(revision) {
      remove(try read(digest), digest)
    }
  }

  /// Collects the elements that erasures of the log apply to.
  private mutating func readErasures() throws {
    let rows = try index.all(
      """
      SELECT DISTINCT element.ulid, element.id,
        EXISTS (SELECT 1 FROM covered WHERE covered.element=element.id)
      FROM erasure JOIN element ON element.id=erasure.element
      """
    ) { (try $0.identity(0), $0.integer(1), $0.flag(2)) }
    for (element, number, isUnfinished) in rows {
      guard let kept = try index.firstKeptSequence(of: number) else { continue }
      let erasesTakes = try index.exists(
        "SELECT 1 FROM erasure WHERE element=? AND takes<>0", [number])
      if erasesTakes { takesOf.insert(element) }
      guard kept != Int.max else {
        scope.erased.insert(element)
        continue
      }
      let revisions = try index.digests("SELECT digest FROM revision WHERE element=?", [number])
      scope.shortened[element] = Set(revisions)
      for digest in isUnfinished ? revisions : [] {
        if case .revision(let revision)? = try read(digest) {
          keptNames.formUnion(revision.ownNames)
        }
      }
    }
  }

  /// Collects the records that the index has already removed and that are still in the log.
  private mutating func readCovered() throws {
    for place in try index.coveredLocations() {
      removed.insert(place.record)
      guard !replaced.keys.contains(place.record) else { continue }
      guard let record = try index.record(at: place) else {
        isComplete = false
        continue
      }
      remove(record, place.record)
    }
  }

  /// Returns a record of the index.
  ///
  /// Returns `nil` when it can't be read, and then `isComplete` becomes `false`.
  private mutating func read(_ digest: Digest) throws -> Record? {
    do {
      if let record = try index.record(digest) { return record }
    } catch is LibraryError {
    } catch is RecordError {
    } catch is FileError {
    }
    isComplete = false
    return nil
  }

  /// Removes a record, and notes the files and names in it.
  private mutating func remove(_ record: Record?, _ digest: Digest) {
    removed.insert(digest)
    switch record {
    case .revision(let revision):
      candidateBlobs.formUnion(revision.blobs)
      names.formUnion(revision.ownNames)
    case .registration(let registration):
      candidateBlobs.formUnion([registration.blob].compactMap(\.self))
    case .export(let export): remove(export, digest)
    case .use, .derivation, .dismissal, .take, .withdrawal, .erasure, .unknown, nil: break
    }
  }

  /// Replaces an export by a copy without the erased elements.
  private mutating func remove(_ export: ExportRecord, _ digest: Digest) {
    var takes = bundles[export.bundle] ?? false
    for part in export.elements where scope.isErased(part.element, part.revision) {
      candidateBlobs.formUnion(part.blobs.flatMap { [$0.from, $0.sent] })
      if scope.erased.contains(part.element) { names.insert(part.handle.name) }
      takes = takes || takesOf.contains(part.element)
    }
    bundles[export.bundle] = takes
    replaced[digest] = .export(scope.remainder(of: export))
  }

  // MARK: Texts and clips

  /// Removes the texts about clips of the erased elements, and all other texts that name them.
  ///
  /// A name that the rest of a shortened history still uses isn't searched for.
  private mutating func removeRemarks() throws {
    for (bundle, takesGo) in bundles.sorted(by: { $0.key.hex < $1.key.hex }) {
      let takes = try index.digests(
        "SELECT record FROM take WHERE bundle=? ORDER BY at, record", [bundle])
      for digest in takes {
        guard case .take(let take)? = try read(digest) else { continue }
        if take.blob != nil { clips.append(take) }
        var copy = take
        copy.note = ""
        if takesGo {
          candidateBlobs.formUnion([take.blob].compactMap(\.self))
          copy.blob = nil
        }
        guard copy != take else { continue }
        if copy.note != take.note { remarks.append(digest) }
        removed.insert(digest)
        replaced[digest] = .take(copy)
      }
    }
    for digest in try index.recordsWithRemarks(naming: NameMatcher(names.subtracting(keptNames)))
    where !removed.contains(digest) {
      guard let record = try read(digest), let copy = record.withoutRemark else { continue }
      remarks.append(digest)
      removed.insert(digest)
      replaced[digest] = copy
    }
  }

  // MARK: Files

  /// Determines which of the candidates, and of the files made from them, are removed.
  ///
  /// A file stays when a remaining record holds it, when an unreadable line may name it, or
  /// when it was also made from a file that stays. Files made from a file that stays remain as
  /// well.
  private mutating func findRemovedBlobs() throws {
    var reachable = candidateBlobs
    var pending = Array(candidateBlobs)
    while let blob = pending.popLast() {
      for made in try index.results(of: blob) where reachable.insert(made).inserted {
        pending.append(made)
      }
    }
    var kept = Set(replaced.values.flatMap(\.heldBlobs)).intersection(reachable)
    for blob in reachable where try isHeld(blob) { kept.insert(blob) }
    try keepUnreadableReferences(reachable, &kept)
    for blob in reachable
    where try index.sources(of: blob).contains(where: { !reachable.contains($0) }) {
      kept.insert(blob)
    }
    pending = Array(kept)
    while let blob = pending.popLast() {
      for made in try index.results(of: blob) where reachable.contains(made) {
        if kept.insert(made).inserted { pending.append(made) }
      }
    }
    removedBlobs = reachable.subtracting(kept)
  }

  /// Returns whether a revision or another record that stays holds a file.
  ///
  /// Derivations, dismissals, uses, withdrawals, erasures, and registrations without an element
  /// only mention files and don't hold them. The query excludes them by the numbers of their
  /// kinds.
  private mutating func isHeld(_ blob: Digest) throws -> Bool {
    let holders = try index.all(
      """
      SELECT element.ulid, element.id FROM holding JOIN blob ON blob.id=holding.blob
      JOIN element ON element.id=holding.element WHERE blob.digest=?
      """, [blob]
    ) { (try $0.identity(0), $0.integer(1)) }
    for (element, number) in holders where !scope.erased.contains(element) {
      if try isNamedByKeptRevision(blob, element, number) { return true }
    }
    let records = try index.digests(
      """
      SELECT mention.record FROM mention JOIN blob ON blob.id=mention.blob
      JOIN record ON record.digest=mention.record
      WHERE blob.digest=? AND record.kind NOT IN (2, 4, 5, 8, 9)
      """, [blob])
    for digest in records where !removed.contains(digest) {
      if case .registration(let registration)? = try read(digest), registration.element == nil {
        continue
      }
      return true
    }
    return false
  }

  /// Returns whether a revision that stays names a file. An unreadable revision may do so and
  /// counts.
  private mutating func isNamedByKeptRevision(_ blob: Digest, _ element: ULID, _ number: Int) throws
    -> Bool
  {
    let revisions = try index.digests(
      "SELECT digest FROM revision WHERE element=? ORDER BY sequence DESC", [number])
    for digest in revisions where !removed.contains(digest) {
      guard case .revision(let revision)? = try read(digest) else { return true }
      if revision.blobs.contains(blob) { return true }
    }
    return false
  }

  /// Keeps the files that unreadable lines name, since these may be records of other elements.
  private mutating func keepUnreadableReferences(
    _ reachable: Set<Digest>, _ kept: inout Set<Digest>
  ) throws {
    for segment in try index.faultySegments() {
      isComplete = false
      guard
        let bytes = try? FileSystem.read(index.log.path(of: segment), limit: RecordLog.byteLimit)
      else { continue }
      let isSound = SHA256.digest(of: bytes) == segment.digest
      for line in RecordLog.lines(in: bytes)
      where !containsErasedIdentity(line.bytes)
        && (!isSound || (try? Record(line: line.bytes)) == nil)
      {
        kept.formUnion(NamedBlobs.found(in: line.bytes, among: reachable))
      }
    }
  }

  /// Removes the derivations, registrations and dismissals of removed files.
  private mutating func removeStatements() throws {
    for blob in removedBlobs {
      let records = try index.digests(
        """
        SELECT mention.record FROM mention JOIN blob ON blob.id=mention.blob
        JOIN record ON record.digest=mention.record
        WHERE blob.digest=? AND record.kind IN (2, 3, 4)
        """, [blob])
      for digest in records {
        removed.insert(digest)
        replaced[digest] = nil
      }
    }
  }

  /// Removes the withdrawals of removed records, or redirects them to the records' copies.
  private mutating func updateWithdrawals() throws {
    var pending = Array(removed)
    while let target = pending.popLast() {
      let found = try index.digests("SELECT record FROM withdrawal WHERE target=?", [target])
      for digest in found {
        guard case .withdrawal(var withdrawal)? = try read(digest) else { continue }
        if case .withdrawal(let copy)? = replaced[digest] { withdrawal = copy }
        if removed.insert(digest).inserted { pending.append(digest) }
        replaced[digest] = nil
        if let name = replaced[target]?.line.map({ SHA256.digest(of: $0) }) {
          withdrawal.record = name
          replaced[digest] = .withdrawal(withdrawal)
        }
      }
    }
  }

  // MARK: Unreadable bytes

  /// Returns whether bytes contain the identity of an erased element.
  func containsErasedIdentity(_ bytes: [UInt8]) -> Bool {
    scope.erased.contains { bytes.contains(bytes: Array($0.text.utf8)) }
  }

  /// Returns whether bytes contain the identity of an element that is erased completely or in
  /// part.
  func containsAffectedIdentity(_ bytes: [UInt8]) -> Bool {
    containsErasedIdentity(bytes)
      || scope.shortened.keys.contains { bytes.contains(bytes: Array($0.text.utf8)) }
  }
}

extension ElementRevision {
  /// All names that the revision gives to its element.
  fileprivate var ownNames: Set<String> { Set([handle.name, name] + aliases) }
}

extension Record {
  /// The files that the record holds as the copy of another one.
  fileprivate var heldBlobs: [Digest] {
    switch self {
    case .export, .take: blobs
    default: []
    }
  }
}
