internal import Files
internal import Model

/// What all erasures of a library take away: which records go, which get copies that say less, and which
/// files nothing else names.
///
/// The index tells which records those are, so that it costs what is erased, and not what there is. What a
/// record says comes from the log, and each line that is read is checked against its name.
struct ErasedRecords {
  /// What an erasure would be that has not been decided on yet.
  struct Plan {
    let element: ULID
    /// The number of the first revision that stays; `Int.max` when none does.
    let kept: Int
    let takes: Bool
  }

  private let index: Index
  /// Elements of which nothing stays.
  private var erased: Set<ULID> = []
  /// Elements whose history was shortened, with the revisions that stay.
  private var shortened: [ULID: Set<Digest>] = [:]
  /// Elements whose clips go with them.
  private var takesOf: Set<ULID> = []

  /// Files that go.
  private(set) var going: Set<Digest> = []
  /// Whether every record that was asked for could be read.
  private(set) var isWhole = true
  /// Records that go, and those that are replaced.
  private(set) var gone: Set<Digest> = []
  private(set) var replaced: [Digest: Record] = [:]
  /// Texts that name an element that goes, or are about a clip of it: they are left out.
  private(set) var remarks: [Digest] = []
  /// Clips that came back from exports of what goes.
  private(set) var clips: [Take] = []

  /// Files that what goes names.
  private var candidates: Set<Digest> = []
  /// Names that what goes had, and those that what stays of the same elements has.
  private var names: Set<String> = []
  private var keptNames: Set<String> = []
  /// Exports that go on without an element, and whether their clips go.
  private var bundles: [Digest: Bool] = [:]

  /// Finds out what erasures take away that are not finished; `known` are files that were found to go before.
  /// With a plan, what that would take away instead.
  init(_ index: Index, known: Set<Digest> = [], plan: Plan? = nil) throws {
    self.index = index
    candidates = known
    if let plan {
      try read(plan)
    } else {
      try readErasures()
      try readCovered()
    }
    guard !gone.isEmpty || !candidates.isEmpty else { return }
    try leaveOutRemarks()
    try findGoing()
    try findAttached()
    try followWithdrawals()
  }

  // MARK: Records of the elements

  /// What one element would lose.
  private mutating func read(_ plan: Plan) throws {
    if plan.takes { takesOf.insert(plan.element) }
    guard let number = try index.number(ifKnown: plan.element) else { return }
    let revisions = try index.all(
      "SELECT digest, sequence FROM revision WHERE element=?", [.integer(number)]
    ) { (try $0.digest(0), $0.integer(1)) }
    let kept = Set(revisions.filter { $0.1 >= plan.kept }.map(\.0))
    if plan.kept == Int.max {
      erased.insert(plan.element)
      for table in ["use", "registration"] {
        let records = try index.all(
          composed: "SELECT record FROM \(table) WHERE element=?", [.integer(number)]
        ) { try $0.digest(0) }
        for digest in records { weigh(try read(digest), digest) }
      }
    } else {
      shortened[plan.element] = kept
    }
    for (digest, _) in revisions {
      guard case .revision(let revision)? = try read(digest) else { continue }
      if kept.contains(digest) {
        keptNames.formUnion(revision.ownNames)
      } else {
        weigh(.revision(revision), digest)
      }
    }
    let exports = try index.all(
      "SELECT record, revision FROM exported WHERE element=?", [.integer(number)]
    ) { (try $0.digest(0), try $0.digest(1)) }
    for (digest, revision) in exports where !kept.contains(revision) {
      weigh(try read(digest), digest)
    }
  }

  private mutating func readErasures() throws {
    let rows = try index.all(
      """
      SELECT DISTINCT element.ulid, element.id,
        EXISTS (SELECT 1 FROM covered WHERE covered.element=element.id)
      FROM erasure JOIN element ON element.id=erasure.element
      """
    ) { (try $0.identity(0), $0.integer(1), $0.flag(2)) }
    for (element, number, isUnfinished) in rows {
      guard let kept = try index.firstKept(of: number) else { continue }
      let takes = try index.first(
        "SELECT 1 FROM erasure WHERE element=? AND takes<>0", [.integer(number)]
      ) { _ in true }
      if takes != nil { takesOf.insert(element) }
      guard kept != Int.max else {
        erased.insert(element)
        continue
      }
      let revisions = try index.all(
        "SELECT digest FROM revision WHERE element=?", [.integer(number)]
      ) { try $0.digest(0) }
      shortened[element] = Set(revisions)
      for digest in isUnfinished ? revisions : [] {
        if case .revision(let revision)? = try read(digest) {
          keptNames.formUnion(revision.ownNames)
        }
      }
    }
  }

  /// What the index has taken out already, and the log still has.
  private mutating func readCovered() throws {
    for place in try index.coveredPlaces() {
      gone.insert(place.record)
      guard !replaced.keys.contains(place.record) else { continue }
      guard let record = try index.record(at: place) else {
        isWhole = false
        continue
      }
      weigh(record, place.record)
    }
  }

  /// A record of the index; nil, and noted, when it can't be read.
  private mutating func read(_ digest: Digest) throws -> Record? {
    do {
      if let record = try index.record(digest) { return record }
    } catch is LibraryError {
    } catch is RecordError {
    } catch is FileError {
    }
    isWhole = false
    return nil
  }

  private mutating func weigh(_ record: Record?, _ digest: Digest) {
    gone.insert(digest)
    switch record {
    case .revision(let revision):
      candidates.formUnion(revision.blobs)
      names.formUnion(revision.ownNames)
    case .registration(let registration):
      candidates.formUnion([registration.blob].compactMap(\.self))
    case .export(let export): weigh(export, digest)
    case .use, .derivation, .dismissal, .take, .withdrawal, .erasure, .unknown, nil: break
    }
  }

  /// An export goes on without the element: what it cost was paid.
  private mutating func weigh(_ export: ExportRecord, _ digest: Digest) {
    var takes = bundles[export.bundle] ?? false
    for part in export.elements where isGone(part) {
      candidates.formUnion(part.blobs.flatMap { [$0.from, $0.sent] })
      if erased.contains(part.element) { names.insert(part.handle.name) }
      takes = takes || takesOf.contains(part.element)
    }
    bundles[export.bundle] = takes
    var copy = export
    copy.elements = export.elements.filter { !isGone($0) }
    // A shot file may be called as its character is.
    copy.shot.path = ""
    replaced[digest] = .export(copy)
  }

  private func isGone(_ part: ExportRecord.Element) -> Bool {
    if erased.contains(part.element) { return true }
    return shortened[part.element].map { !$0.contains(part.revision) } ?? false
  }

  // MARK: Texts and clips

  /// Leaves out what was written of clips with the element, and whatever else names it.
  private mutating func leaveOutRemarks() throws {
    for (bundle, takesGo) in bundles.sorted(by: { $0.key.hex < $1.key.hex }) {
      let takes = try index.all(
        "SELECT record FROM take WHERE bundle=? ORDER BY at, record", [.digest(bundle)]
      ) { try $0.digest(0) }
      for digest in takes {
        guard case .take(let take)? = try read(digest) else { continue }
        if take.blob != nil { clips.append(take) }
        var copy = take
        copy.note = ""
        if takesGo {
          candidates.formUnion([take.blob].compactMap(\.self))
          copy.blob = nil
        }
        guard copy != take else { continue }
        if copy.note != take.note { remarks.append(digest) }
        gone.insert(digest)
        replaced[digest] = .take(copy)
      }
    }
    for digest in try index.remarks(naming: NamesInText(names.subtracting(keptNames)))
    where !gone.contains(digest) {
      guard let record = try read(digest), let copy = record.withoutRemark else { continue }
      remarks.append(digest)
      gone.insert(digest)
      replaced[digest] = copy
    }
  }

  // MARK: Files

  /// Of the files that go perhaps, those that no other record holds, and that were made from no other
  /// file that stays.
  private mutating func findGoing() throws {
    var reached = candidates
    var waiting = Array(candidates)
    while let blob = waiting.popLast() {
      for made in try index.results(of: blob) where reached.insert(made).inserted {
        waiting.append(made)
      }
    }
    var kept = Set(replaced.values.flatMap(\.heldBlobs)).intersection(reached)
    for blob in reached where try isHeld(blob) { kept.insert(blob) }
    try keepUnread(reached, &kept)
    for blob in reached where try index.sources(of: blob).contains(where: { !reached.contains($0) })
    {
      kept.insert(blob)
    }
    waiting = Array(kept)
    while let blob = waiting.popLast() {
      for made in try index.results(of: blob) where reached.contains(made) {
        if kept.insert(made).inserted { waiting.append(made) }
      }
    }
    going = reached.subtracting(kept)
  }

  /// Whether an element that stays had a file, or a record that stays holds it. What is only said of a file
  /// does not hold it.
  private mutating func isHeld(_ blob: Digest) throws -> Bool {
    let holders = try index.all(
      """
      SELECT element.ulid, element.id FROM holding JOIN blob ON blob.id=holding.blob
      JOIN element ON element.id=holding.element WHERE blob.digest=?
      """, [.digest(blob)]
    ) { (try $0.identity(0), $0.integer(1)) }
    for (element, number) in holders where !erased.contains(element) {
      if try names(blob, element, number) { return true }
    }
    let records = try index.all(
      """
      SELECT mention.record FROM mention JOIN blob ON blob.id=mention.blob
      JOIN record ON record.digest=mention.record
      WHERE blob.digest=? AND record.kind NOT IN (2, 4, 5, 8, 9)
      """, [.digest(blob)]
    ) { try $0.digest(0) }
    for digest in records where !gone.contains(digest) {
      if case .registration(let registration)? = try read(digest), registration.element == nil {
        continue
      }
      return true
    }
    return false
  }

  /// Whether a revision that stays names a file. One that can't be read may do so.
  private mutating func names(_ blob: Digest, _ element: ULID, _ number: Int) throws -> Bool {
    let revisions = try index.all(
      "SELECT digest FROM revision WHERE element=? ORDER BY sequence DESC", [.integer(number)]
    ) { try $0.digest(0) }
    for digest in revisions where !gone.contains(digest) {
      guard case .revision(let revision)? = try read(digest) else { return true }
      if revision.blobs.contains(blob) { return true }
    }
    return false
  }

  /// Keeps what is named where the index could read nothing: that may be a record of another element.
  private mutating func keepUnread(_ reached: Set<Digest>, _ kept: inout Set<Digest>) throws {
    for segment in try index.faultySegments() {
      isWhole = false
      guard
        let bytes = try? FileSystem.read(index.log.path(of: segment), limit: RecordLog.byteLimit)
      else { continue }
      let isSound = SHA256.digest(of: bytes) == segment.digest
      for line in RecordLog.lines(in: bytes)
      where !names(line.bytes) && (!isSound || (try? Record(line: line.bytes)) == nil) {
        kept.formUnion(NamedBlobs.found(in: line.bytes, among: reached))
      }
    }
  }

  /// Records that only say something of a file that goes.
  private mutating func findAttached() throws {
    for blob in going {
      let records = try index.all(
        """
        SELECT mention.record FROM mention JOIN blob ON blob.id=mention.blob
        JOIN record ON record.digest=mention.record
        WHERE blob.digest=? AND record.kind IN (2, 3, 4)
        """, [.digest(blob)]
      ) { try $0.digest(0) }
      for digest in records {
        gone.insert(digest)
        replaced[digest] = nil
      }
    }
  }

  /// A withdrawal goes with what it withdrew, or follows it to its copy.
  private mutating func followWithdrawals() throws {
    var waiting = Array(gone)
    while let target = waiting.popLast() {
      let found = try index.all("SELECT record FROM withdrawal WHERE target=?", [.digest(target)]) {
        try $0.digest(0)
      }
      for digest in found {
        guard case .withdrawal(var withdrawal)? = try read(digest) else { continue }
        if case .withdrawal(let copy)? = replaced[digest] { withdrawal = copy }
        if gone.insert(digest).inserted { waiting.append(digest) }
        replaced[digest] = nil
        if let name = replaced[target]?.line.flatMap({ SHA256.digest(of: $0) }) {
          withdrawal.record = name
          replaced[digest] = .withdrawal(withdrawal)
        }
      }
    }
  }

  // MARK: Bytes that nobody can read

  /// Whether bytes hold the identity of an erased element.
  func names(_ bytes: [UInt8]) -> Bool {
    erased.contains { bytes.contains(bytes: Array($0.text.utf8)) }
  }

  /// Whether bytes hold the identity of an element of which anything was erased.
  func touches(_ bytes: [UInt8]) -> Bool {
    names(bytes) || shortened.keys.contains { bytes.contains(bytes: Array($0.text.utf8)) }
  }
}

extension ElementRevision {
  /// What it is called.
  fileprivate var ownNames: Set<String> { Set([handle.name, name] + aliases) }
}

extension Record {
  /// The names of what an erasure may have left of it, besides itself.
  var remnants: [Digest] {
    var copies = remark == nil ? [] : [withoutRemark].compactMap(\.self)
    if case .take(var take) = self, take.blob != nil {
      take.note = ""
      take.blob = nil
      copies.append(.take(take))
    }
    return copies.compactMap { $0.line.flatMap { SHA256.digest(of: $0) } }
  }

  /// The same without what somebody wrote freely in it.
  var withoutRemark: Record? {
    switch self {
    case .take(var take):
      take.note = ""
      return .take(take)
    case .dismissal(var dismissal):
      dismissal.reason = ""
      return .dismissal(dismissal)
    case .withdrawal(var withdrawal):
      withdrawal.reason = ""
      return .withdrawal(withdrawal)
    case .export(var export):
      export.shot.path = ""
      return .export(export)
    case .revision, .derivation, .registration, .use, .erasure, .unknown: return nil
    }
  }

  /// The files that a copy of a record holds.
  fileprivate var heldBlobs: [Digest] {
    switch self {
    case .export, .take: blobs
    default: []
    }
  }
}
