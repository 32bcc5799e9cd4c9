internal import Files
package import Model

/// The records, texts in other records, and files that erasures remove.
///
/// This is the only implementation of these rules. A library, its backups and packs supply their
/// records as a `RecordSource`. Some records are removed, others are replaced by copies without the
/// erased parts, and files that no other record holds are removed.
///
/// ```swift
/// let erased = try ErasedRecords(in: IndexRecords(index))
/// let isRemoved = erased.removed.contains(digest)
/// ```
package struct ErasedRecords {
  /// The files that are removed.
  package private(set) var removedBlobs: Set<Digest> = []
  /// Whether every record in question could be read.
  private(set) var isComplete = true
  /// The records that are removed, including those in `replaced`.
  package private(set) var removed: Set<Digest> = []
  /// The copies that replace some of the removed records.
  package private(set) var replaced: [Digest: Record] = [:]
  /// The records whose free text is removed because it names an erased element or is about a
  /// clip of it.
  private(set) var remarks: [Digest] = []
  /// The clips made from exports that contain an erased element.
  private(set) var clips: [Take] = []
  /// The elements that are erased completely or in part.
  let scope: ErasureScope

  /// The elements whose clips are erased with them.
  private var takesOf: Set<ULID> = []
  /// The elements with a revision that is removed.
  private var affected: Set<ULID> = []
  /// The files that erased records name.
  private var candidateBlobs: Set<Digest> = []
  /// The names that erased revisions gave to their elements.
  private var names: Set<String> = []
  /// The exports that contain an erased element, and whether their clips are erased.
  private var bundles: [Digest: Bool] = [:]

  /// Determines what the erasures of a source remove from it.
  ///
  /// `known` are the files that an interrupted run has already found. They are candidates
  /// again, because the records that named them may have left the log.
  init(in source: some RecordSource, known: Set<Digest> = []) throws {
    let erased = try source.erasedElements()
    scope = try ErasureScope(erased, in: source)
    takesOf = Set(erased.filter(\.takes).map(\.element))
    candidateBlobs = known
    if !scope.isEmpty {
      for digest in try source.coveredRecords(scope) { remove(try read(digest, source), digest) }
    }
    for (traces, takes) in try source.erasedTraces() {
      candidateBlobs.formUnion(traces.files)
      for bundle in traces.bundles { bundles[bundle] = bundles[bundle] ?? false || takes }
    }
    guard !removed.isEmpty || !candidateBlobs.isEmpty || !bundles.isEmpty else { return }
    try removeTakes(source)
    try removeRemarks(source)
    try removeFiles(source)
    try updateWithdrawals(source)
  }

  /// Creates a value for records that no erasure applies to.
  init() { scope = ErasureScope() }

  /// Returns what is left of a record: the record itself, with `nil` for the copy, or the copy that
  /// replaces it.
  ///
  /// Returns `nil` when nothing is left, or when one of the inventories has the copy already.
  func rest(
    of digest: Digest, besides inventories: [RecordInventory]
  ) -> (digest: Digest, copy: Record?)? {
    guard removed.contains(digest) else { return (digest, nil) }
    guard let copy = replaced[digest], let line = copy.line else { return nil }
    let name = SHA256.digest(of: line)
    return inventories.contains { $0.entries[name] != nil } ? nil : (name, copy)
  }

  // MARK: Records of the elements

  /// Returns a record of the source.
  ///
  /// Returns `nil` when it can't be read, and then `isComplete` becomes `false`.
  private mutating func read(_ digest: Digest, _ source: some RecordSource) throws -> Record? {
    let record = try source.record(digest)
    if record == nil { isComplete = false }
    return record
  }

  /// Removes a record, and notes the files and names in it.
  private mutating func remove(_ record: Record?, _ digest: Digest) {
    removed.insert(digest)
    switch record {
    case .revision(let revision):
      candidateBlobs.formUnion(revision.blobs)
      names.formUnion(revision.ownNames)
      affected.insert(revision.element)
    case .registration(let registration):
      candidateBlobs.formUnion([registration.blob].compactMap(\.self))
    case .export(let export): remove(export, digest)
    case .take(let take): candidateBlobs.formUnion([take.blob].compactMap(\.self))
    case .use, .derivation, .dismissal, .comment, .draft, .job, .withdrawal, .erasure, .signature,
      .unknown, nil:
      break
    }
  }

  /// Replaces an export by a copy without the erased elements.
  private mutating func remove(_ export: ExportRecord, _ digest: Digest) {
    replaced[digest] = .export(scope.remainder(of: export))
    for part in export.elements where scope.isErased(part.revision, of: part.element) {
      bundles[export.bundle] =
        bundles[export.bundle] ?? false || takesOf.contains(part.element)
      candidateBlobs.formUnion(part.blobs.flatMap { [$0.from, $0.sent] })
      if scope.isErased(part.element) { names.insert(part.handle.name) }
    }
  }

  // MARK: Texts and clips

  /// Removes the notes and comments on clips of the erased elements, and the clips themselves if an
  /// erasure includes them.
  private mutating func removeTakes(_ source: some RecordSource) throws {
    let takes = try source.takes(of: Set(bundles.keys))
    for (bundle, takesGo) in bundles.sorted(by: { $0.key.hex < $1.key.hex }) {
      for digest in takes[bundle] ?? [] {
        guard let record = try read(digest, source), let silent = record.withoutRemark else {
          continue
        }
        if case .take(let take) = record, take.blob != nil { clips.append(take) }
        var copy = silent
        if takesGo {
          candidateBlobs.formUnion(record.blobs)
          copy = silent.withoutClip
        }
        guard copy != record else { continue }
        if silent != record { remarks.append(digest) }
        removed.insert(digest)
        replaced[digest] = copy
      }
    }
  }

  /// Removes all other texts that name the erased elements.
  ///
  /// A name that the rest of a shortened history still uses isn't searched for.
  private mutating func removeRemarks(_ source: some RecordSource) throws {
    var keptNames: Set<String> = []
    for digest in affected.flatMap({ scope.keptRevisions[$0] ?? [] }) {
      guard case .revision(let revision)? = try read(digest, source) else { continue }
      keptNames.formUnion(revision.ownNames)
    }
    let names = NameMatcher(names.subtracting(keptNames))
    guard !names.isEmpty else { return }
    for digest in try source.remarks(naming: names) where !removed.contains(digest) {
      guard let record = try read(digest, source), let copy = record.withoutRemark else { continue }
      remarks.append(digest)
      removed.insert(digest)
      replaced[digest] = copy
    }
  }

  /// The digests of the removed files and of the exports with erased elements, by which they are
  /// recognized if they arrive again.
  var traces: ErasedTraces {
    ErasedTraces(files: Digest.inOrder(removedBlobs), bundles: Digest.inOrder(Set(bundles.keys)))
  }

  // MARK: Files

  /// Removes the candidates that nothing holds, the files related to them, and the derivations,
  /// registrations and dismissals of both.
  private mutating func removeFiles(_ source: some RecordSource) throws {
    guard !candidateBlobs.isEmpty else { return }
    var family = DerivedFamily(of: candidateBlobs)
    var mentions: [Digest: [Mention]] = [:]
    while true {
      let new = try family.expand(in: source)
      guard !new.isEmpty else { break }
      mentions.merge(try source.mentions(of: new)) { $1 }
      family.keep(try held(among: new, mentions, source))
    }
    removedBlobs = family.removed
    for blob in removedBlobs {
      for mention in mentions[blob] ?? [] where mention.role != .holder {
        removed.insert(mention.record)
        replaced[mention.record] = nil
      }
    }
  }

  /// Returns the files that a remaining record holds, or that an unreadable line may name.
  private mutating func held(
    among blobs: Set<Digest>, _ mentions: [Digest: [Mention]], _ source: some RecordSource
  ) throws -> Set<Digest> {
    var held = Set(replaced.values.flatMap(\.heldBlobs)).intersection(blobs)
    let revisions = try source.revisions(naming: blobs)
    for blob in blobs {
      if try isNamed(blob, by: revisions[blob] ?? [], source)
        || isHeld(by: mentions[blob] ?? [], source)
      {
        held.insert(blob)
      }
    }
    try source.forEachUnreadableLine { line in
      isComplete = false
      if !scope.containsErasedIdentity(line) {
        held.formUnion(NamedBlobs.found(in: line, among: blobs))
      }
    }
    return held
  }

  /// Returns whether a remaining revision names a file. An unreadable revision counts, because it
  /// may.
  private mutating func isNamed(
    _ blob: Digest, by revisions: [(element: ULID, revision: Digest)], _ source: some RecordSource
  ) throws -> Bool {
    for (element, revision) in revisions
    where !scope.isErased(element) && !removed.contains(revision) {
      guard let isNamed = try source.names(revision, blob) else {
        isComplete = false
        return true
      }
      if isNamed { return true }
    }
    return false
  }

  /// Returns whether a record other than a revision holds a file.
  ///
  /// Derivations, dismissals, and registrations without an element only mention files and don't
  /// hold them.
  private mutating func isHeld(by mentions: [Mention], _ source: some RecordSource) throws -> Bool {
    for mention in mentions where !removed.contains(mention.record) {
      switch mention.role {
      case .holder: return true
      case .statement: continue
      case .registration:
        if case .registration(let registration)? = try read(mention.record, source),
          registration.element == nil
        {
          continue
        }
        return true
      }
    }
    return false
  }

  // MARK: Withdrawals

  /// Removes the withdrawals of removed records, or redirects them to the records' copies.
  private mutating func updateWithdrawals(_ source: some RecordSource) throws {
    var pending = removed
    while !pending.isEmpty {
      let found = try source.withdrawals(of: pending)
      pending = []
      for (target, digest) in found {
        guard case .withdrawal(var withdrawal)? = try read(digest, source) else { continue }
        let before = replaced[digest]
        if case .withdrawal(let copy)? = before { withdrawal.reason = copy.reason }
        let isNew = removed.insert(digest).inserted
        replaced[digest] = nil
        if let name = replaced[target]?.line.map({ SHA256.digest(of: $0) }) {
          withdrawal.record = name
          replaced[digest] = .withdrawal(withdrawal)
        }
        if isNew || replaced[digest] != before { pending.insert(digest) }
      }
    }
  }
}

extension ElementRevision {
  /// All names that the revision gives to its element.
  fileprivate var ownNames: Set<String> { Set([handle.name, name] + aliases) }
}

extension Record {
  /// The files that the record holds if it is the copy of an erased one.
  fileprivate var heldBlobs: [Digest] {
    switch self {
    case .export, .take, .comment: blobs
    default: []
    }
  }
}
