internal import Media
internal import Model

/// What all erasures of a library take away, found out from the log: which records go, which get copies
/// that say less, and which files nothing else names.
struct ErasedRecords {
  /// Elements of which nothing stays.
  private var erased: Set<ULID> = []
  /// Elements whose history was shortened, with the revisions that stay.
  private var shortened: [ULID: (kept: Int, revisions: Set<Digest>)] = [:]

  /// Files that go.
  private(set) var going: Set<Digest> = []
  /// Whether all of the log could be read.
  private(set) var isWhole = true
  /// Records that go, and those that are replaced.
  private(set) var gone: Set<Digest> = []
  private(set) var replaced: [Digest: Record] = [:]

  /// Files that what goes names.
  private var candidates: Set<Digest> = []
  private var derivations: [(blob: Digest, from: Digest)] = []
  private var withdrawals: [(digest: Digest, withdrawal: Withdrawal)] = []

  /// Reads the log; `known` are files that were found to go before, by somebody who was ended. With
  /// `planned`, as if that element, or what it was before a revision of a number, were erased, too.
  init(
    _ index: Index, known: Set<Digest> = [], planned: (element: ULID, kept: Int)? = nil
  ) throws {
    candidates = known
    try readErasures(index)
    if let planned, planned.kept == Int.max {
      erased.insert(planned.element)
    } else if let planned {
      let contents = Contents(index: index)
      let revisions = try contents.history(of: planned.element).filter { digest in
        try (contents.revision(digest)?.revision.sequence ?? 0) >= planned.kept
      }
      shortened[planned.element] = (planned.kept, Set(revisions))
    }
    guard !erased.isEmpty || !shortened.isEmpty else { return }
    try eachRecord(of: index.log) { record, digest in weigh(record, digest) }
    try findGoing(index.log)
    try eachRecord(of: index.log) { record, digest in
      if isAttached(record) { gone.insert(digest) }
    }
    followWithdrawals()
  }

  var isEmpty: Bool { erased.isEmpty && shortened.isEmpty }

  private mutating func readErasures(_ index: Index) throws {
    let rows = try index.all(
      """
      SELECT DISTINCT element.ulid, element.id FROM erasure
      JOIN element ON element.id=erasure.element
      """
    ) { (try $0.identity(0), $0.integer(1)) }
    for (element, number) in rows {
      guard let kept = try index.firstKept(of: number) else { continue }
      if kept == Int.max {
        erased.insert(element)
      } else {
        let revisions = try index.all(
          "SELECT digest FROM revision WHERE element=?", [.integer(number)]
        ) { try $0.digest(0) }
        shortened[element] = (kept, Set(revisions))
      }
    }
  }

  /// Every record of the log; what can't be read, a line or a whole segment, goes to `unread`.
  private func eachRecord(
    of log: RecordLog, unread: ([UInt8]) throws -> Void = { _ in },
    _ body: (Record, Digest) throws -> Void
  ) throws {
    for day in try log.days() {
      for segment in try log.segments(of: day.day) {
        guard let lines = try log.lines(of: segment) else {
          try unread(try Disk.read(log.path(of: segment), limit: RecordLog.byteLimit))
          continue
        }
        for line in lines {
          if let record = try? Record(line: line.bytes),
            let digest = SHA256.digest(of: line.bytes)
          {
            try body(record, digest)
          } else {
            try unread(line.bytes)
          }
        }
      }
    }
  }

  // MARK: Records of the elements

  private mutating func weigh(_ record: Record, _ digest: Digest) {
    switch record {
    case .revision(let revision):
      let kept = shortened[revision.element].map(\.kept) ?? 0
      guard erased.contains(revision.element) || revision.sequence < kept else { return }
      candidates.formUnion(record.blobs)
      gone.insert(digest)
    case .use(let use):
      if erased.contains(use.element) { gone.insert(digest) }
    case .registration(let registration):
      guard let element = registration.element, erased.contains(element) else { return }
      candidates.formUnion(record.blobs)
      gone.insert(digest)
    case .export(let export): weigh(export, digest)
    case .derivation(let derivation):
      derivations.append((derivation.blob, derivation.from))
    case .withdrawal(let withdrawal): withdrawals.append((digest, withdrawal))
    case .dismissal, .take, .erasure, .unknown: break
    }
  }

  /// An export goes on without the element: what it cost was paid.
  private mutating func weigh(_ export: ExportRecord, _ digest: Digest) {
    let kept = export.elements.filter { !isGone($0) }
    guard kept.count < export.elements.count else { return }
    for part in export.elements where isGone(part) {
      candidates.formUnion(part.blobs.flatMap { [$0.from, $0.sent] })
    }
    var copy = export
    copy.elements = kept
    // A shot file may be called as its character is.
    copy.shot.path = ""
    gone.insert(digest)
    replaced[digest] = .export(copy)
  }

  private func isGone(_ part: ExportRecord.Element) -> Bool {
    if erased.contains(part.element) { return true }
    return shortened[part.element].map { !$0.revisions.contains(part.revision) } ?? false
  }

  // MARK: Files

  /// Of the files that go perhaps, those that no other record holds, and that were made from no other
  /// file that stays.
  private mutating func findGoing(_ log: RecordLog) throws {
    var reached = candidates
    var isGrowing = true
    while isGrowing {
      let made = derivations.filter { reached.contains($0.from) }.map(\.blob)
      isGrowing = !reached.isSuperset(of: made)
      reached.formUnion(made)
    }
    var kept: Set<Digest> = []
    // What nobody can read may be a record of another element.
    try eachRecord(
      of: log,
      unread: { bytes in
        isWhole = false
        if !names(bytes) { kept.formUnion(NamedBlobs.found(in: bytes, among: reached)) }
      },
      { record, digest in
        for blob in holds(record, digest) where reached.contains(blob) { kept.insert(blob) }
      })
    for derivation in derivations where !reached.contains(derivation.from) {
      if reached.contains(derivation.blob) { kept.insert(derivation.blob) }
    }
    isGrowing = true
    while isGrowing {
      let made = derivations.filter { kept.contains($0.from) }.map(\.blob)
      isGrowing = !kept.isSuperset(of: made)
      kept.formUnion(made)
    }
    going = reached.subtracting(kept)
  }

  /// The files that a record which stays holds: what is only said of a file does not hold it.
  private func holds(_ record: Record, _ digest: Digest) -> [Digest] {
    if let copy = replaced[digest] { return copy.blobs }
    if gone.contains(digest) { return [] }
    switch record {
    case .derivation, .dismissal, .use, .withdrawal, .erasure: return []
    case .registration(let registration): return registration.element == nil ? [] : record.blobs
    case .revision, .export, .take, .unknown: return record.blobs
    }
  }

  /// Whether a record only says something of a file that goes.
  private func isAttached(_ record: Record) -> Bool {
    switch record {
    case .derivation(let derivation):
      going.contains(derivation.blob) || going.contains(derivation.from)
    case .dismissal(let dismissal): going.contains(dismissal.blob)
    case .registration(let registration):
      registration.element == nil && registration.blob.map(going.contains) == true
    default: false
    }
  }

  /// A withdrawal goes with what it withdrew, or follows it to its copy.
  private mutating func followWithdrawals() {
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (digest, withdrawal) in withdrawals where !gone.contains(digest) {
        guard gone.contains(withdrawal.record) else { continue }
        isGrowing = true
        gone.insert(digest)
        guard let copy = replaced[withdrawal.record], let line = copy.line else { continue }
        guard let name = SHA256.digest(of: line) else { continue }
        var followed = withdrawal
        followed.record = name
        replaced[digest] = .withdrawal(followed)
      }
    }
  }

  // MARK: The log without them

  /// What stays of a line: itself, a copy that says less, or nothing.
  func rest(of line: RecordLog.Line) -> [UInt8]? {
    guard let digest = SHA256.digest(of: line.bytes) else { return line.bytes }
    if let copy = replaced[digest] { return copy.line }
    if gone.contains(digest) { return nil }
    // What can't be read is of the element when it names it.
    if (try? Record(line: line.bytes)) == nil, names(line.bytes) { return nil }
    return line.bytes
  }

  /// Whether bytes hold the identity of an erased element.
  func names(_ bytes: [UInt8]) -> Bool {
    erased.contains { bytes.holds(Array($0.text.utf8)) }
  }

  /// Whether bytes hold the identity of an element of which anything was erased.
  func touches(_ bytes: [UInt8]) -> Bool {
    names(bytes) || shortened.keys.contains { bytes.holds(Array($0.text.utf8)) }
  }
}
