internal import Model
internal import UnicodeText

/// The records of a library and its backups together, as a source for `ErasedRecords`.
///
/// A backup may still hold what the library erased long ago, or contain an erasure that the library
/// hasn't seen yet, so the erasures of one side also apply to the other.
///
/// ```swift
/// let records = InventoryRecords([library, backup], keeper: library)
/// let erased = try ErasedRecords(in: records)
/// ```
final class InventoryRecords: RecordSource {
  private let all: [RecordInventory]
  /// The library itself: a record that it still has was not replaced by a copy.
  private let keeper: RecordInventory
  /// The derivations of all inventories: results by source, and sources by result.
  private lazy var derivations = Derivations(all)

  /// Both directions of derivations.
  private struct Derivations {
    var results: [Digest: [Digest]] = [:]
    var sources: [Digest: [Digest]] = [:]

    init(_ all: [RecordInventory]) {
      for inventory in all {
        for entry in inventory.entries.values {
          guard case .derivation = entry.subject, entry.blobs.count == 2 else { continue }
          results[entry.blobs[1], default: []].append(entry.blobs[0])
          sources[entry.blobs[0], default: []].append(entry.blobs[1])
        }
      }
    }
  }

  /// Combines the records of inventories; `keeper` is usually the library itself.
  init(_ all: [RecordInventory], keeper: RecordInventory = RecordInventory()) {
    self.all = all
    self.keeper = keeper
  }

  func erasedElements() -> [ErasedElement] {
    var takes: Set<ULID> = []
    var firstKept: [ULID: Int] = [:]
    for erasure in all.flatMap(\.erasures) {
      if erasure.takes { takes.insert(erasure.element) }
      var kept: Int? = Int.max
      if let before = erasure.before {
        kept = sequence(of: before, erasure.element)
      }
      // Where erasures of one element differ, the one that removes most applies.
      if let kept { firstKept[erasure.element] = max(firstKept[erasure.element] ?? 0, kept) }
    }
    return firstKept.map { element, kept in
      ErasedElement(element: element, firstKept: kept, takes: takes.contains(element))
    }
  }

  func erasedTraces() -> [(traces: ErasedTraces, takes: Bool)] {
    let erasures = all.flatMap(\.erasures)
    let takes = Set(erasures.filter(\.takes).map(\.element))
    return erasures.filter { !$0.traces.isEmpty }.map { ($0.traces, takes.contains($0.element)) }
  }

  /// Returns the sequence number of a revision, or `nil` when no inventory has it.
  private func sequence(of revision: Digest, _ element: ULID) -> Int? {
    for inventory in all {
      if case .revision(element, let sequence)? = inventory.entries[revision]?.subject {
        return sequence
      }
    }
    return nil
  }

  func revisions(of elements: Set<ULID>) -> [ULID: [(revision: Digest, sequence: Int)]] {
    var revisions: [ULID: [(revision: Digest, sequence: Int)]] = [:]
    guard !elements.isEmpty else { return revisions }
    forEachEntry { digest, entry in
      if case .revision(let element, let sequence) = entry.subject, elements.contains(element) {
        revisions[element, default: []].append((digest, sequence))
      }
    }
    return revisions
  }

  func coveredRecords(_ scope: ErasureScope) throws -> [Digest] {
    var covered: [Digest] = []
    for inventory in all {
      var found: [Digest] = []
      for (digest, entry) in inventory.entries {
        if try entry.subject.erasedElement(scope) != nil || isReplaced(digest, entry) {
          found.append(digest)
        }
      }
      covered += inventory.inReadingOrder(found)
      try inventory.forEachUnreadableRecord { digest, line in
        if scope.containsErasedIdentity(line) { covered.append(digest) }
      }
    }
    return covered
  }

  /// Returns whether an erasure has replaced a record with a copy without its text or clip.
  private func isReplaced(_ digest: Digest, _ entry: RecordInventory.Entry) -> Bool {
    guard !entry.remnants.isEmpty, keeper.entries[digest] == nil else { return false }
    return entry.remnants.contains { copy in all.contains { $0.entries[copy] != nil } }
  }

  func record(_ digest: Digest) throws -> Record? {
    for inventory in all {
      if let record = try inventory.record(digest) { return record }
    }
    return nil
  }

  func takes(of bundles: Set<Digest>) -> [Digest: [Digest]] {
    var takes: [Digest: [Digest]] = [:]
    guard !bundles.isEmpty else { return takes }
    forEachEntry { digest, entry in
      if case .take(let bundle) = entry.subject, bundles.contains(bundle) {
        takes[bundle, default: []].append(digest)
      }
    }
    return takes
  }

  func remarks(naming names: NameMatcher) throws -> [Digest] {
    var found: [Digest] = []
    for inventory in all {
      try inventory.forEachRemark { digest, text in
        if names.matches(folded: FoldedText.folded(text)) { found.append(digest) }
      }
    }
    return found
  }

  func results(of files: Set<Digest>) -> [Digest: [Digest]] {
    files.reduce(into: [:]) { found, file in found[file] = derivations.results[file] }
  }

  func sources(of files: Set<Digest>) -> [Digest: [Digest]] {
    files.reduce(into: [:]) { found, file in found[file] = derivations.sources[file] }
  }

  func revisions(naming files: Set<Digest>) -> [Digest: [(element: ULID, revision: Digest)]] {
    var found: [Digest: [(element: ULID, revision: Digest)]] = [:]
    forEachEntry { digest, entry in
      guard case .revision(let element, _) = entry.subject else { return }
      for blob in entry.blobs where files.contains(blob) {
        found[blob, default: []].append((element, digest))
      }
    }
    return found
  }

  func names(_ revision: Digest, _ file: Digest) -> Bool? {
    all.contains { $0.entries[revision]?.blobs.contains(file) ?? false }
  }

  func mentions(of files: Set<Digest>) -> [Digest: [Mention]] {
    var found: [Digest: [Mention]] = [:]
    forEachEntry { digest, entry in
      if case .revision = entry.subject { return }
      for blob in entry.blobs where files.contains(blob) {
        found[blob, default: []].append(Mention(record: digest, role: Mention.Role(entry.subject)))
      }
    }
    for (digest, blobs) in all.flatMap(\.unknownRecords) {
      for blob in blobs where files.contains(blob) {
        found[blob, default: []].append(Mention(record: digest, role: .holder))
      }
    }
    return found
  }

  func withdrawals(of records: Set<Digest>) -> [(target: Digest, record: Digest)] {
    var found: [(target: Digest, record: Digest)] = []
    forEachEntry { digest, entry in
      if case .withdrawal(let target) = entry.subject, records.contains(target) {
        found.append((target, digest))
      }
    }
    return found
  }

  func forEachUnreadableLine(_ body: ([UInt8]) throws -> Void) throws {
    for inventory in all {
      try inventory.forEachUnreadableRecord { _, line in try body(line) }
      try inventory.forEachDamagedLine(body)
    }
  }

  /// Calls `body` with each record of each inventory.
  private func forEachEntry(_ body: (Digest, RecordInventory.Entry) -> Void) {
    for inventory in all {
      for (digest, entry) in inventory.entries { body(digest, entry) }
    }
  }
}

extension Mention.Role {
  /// Creates the role that a record about a subject has for the files it names.
  fileprivate init(_ subject: RecordSubject) {
    self =
      switch subject {
      case .derivation, .statement: .statement
      case .revision, .element, .export, .take, .job, .draft, .erasure, .signature, .withdrawal,
        .unknown:
        .holder
      }
  }
}
