internal import Model

/// The records and files that erasures remove, computed over a library and its backups
/// together.
///
/// It applies the rule by which `LibraryStore` carries out erasures. A backup may still hold
/// what the library erased long ago, or contain an erasure that the library hasn't seen yet, so
/// the erasures of one side also apply to the other.
///
/// ```swift
/// let coverage = ErasureCoverage([library, backup], keeper: library)
/// let kept = backup.entries.keys.filter { !coverage.covers($0) }
/// ```
struct ErasureCoverage {
  /// The elements that are erased completely or in part.
  private var scope = ErasureScope()
  /// For each element with a shortened history, the sequence number of its first revision that
  /// stays.
  private var firstKept: [ULID: Int] = [:]
  /// The files that are removed.
  private var files: Set<Digest> = []
  /// The records that are removed.
  private var records: Set<Digest> = []

  /// Applies the erasures of all inventories to all of them.
  ///
  /// Statements about files in `keeper`, which is usually the library itself, stay and keep
  /// their files: the library has already decided on them.
  ///
  /// The steps depend on each other: erasures, then the records of elements, then files, then
  /// the statements about those files, and withdrawals at the end.
  init(_ all: [RecordInventory], keeper: RecordInventory = RecordInventory()) {
    for inventory in all { readErasures(inventory, all) }
    guard !isEmpty else { return }
    for inventory in all { coverElementRecords(inventory) }
    findFiles(all, keeper)
    for inventory in all { coverRelatedRecords(inventory, keeper) }
    for inventory in all { coverRedactedRecords(inventory, keeper) }
    for inventory in all { coverWithdrawals(inventory) }
  }

  /// Covers records that the keeper has only as a copy without an erased text or clip.
  private mutating func coverRedactedRecords(
    _ inventory: RecordInventory, _ keeper: RecordInventory
  ) {
    for (digest, entry) in inventory.entries where keeper.entries[digest] == nil {
      if entry.remnants.contains(where: { keeper.entries[$0] != nil }) { records.insert(digest) }
    }
  }

  /// Whether no erasure applies.
  var isEmpty: Bool { scope.erased.isEmpty && firstKept.isEmpty }

  /// Returns whether an erasure removes the record with this digest.
  func covers(_ digest: Digest) -> Bool { records.contains(digest) }

  /// Returns a copy of an export without its erased elements, or `nil` when it contains none of
  /// them.
  func remainder(of export: ExportRecord) -> ExportRecord? {
    let copy = scope.remainder(of: export)
    return copy.elements.count < export.elements.count ? copy : nil
  }

  // MARK: Erasures

  /// Collects the erasures of one inventory.
  ///
  /// The revision at which a shortened history begins may be in any of the inventories. Where
  /// erasures of one element differ, the one that removes most applies.
  private mutating func readErasures(_ inventory: RecordInventory, _ all: [RecordInventory]) {
    for entry in inventory.entries.values {
      guard case .erasure(let erasure) = entry.subject else { continue }
      guard let before = erasure.before else {
        scope.erased.insert(erasure.element)
        continue
      }
      for inventory in all {
        guard case .revision(erasure.element, let sequence)? = inventory.entries[before]?.subject
        else { continue }
        firstKept[erasure.element] = max(firstKept[erasure.element] ?? 0, sequence)
        scope.shortened[erasure.element] = []
      }
    }
  }

  // MARK: Records of the elements

  /// Covers the erased revisions and the other records that belong to one element.
  private mutating func coverElementRecords(_ inventory: RecordInventory) {
    for (digest, entry) in inventory.entries {
      switch entry.subject {
      case .revision(let element, let sequence):
        let kept = firstKept[element]
        if scope.erased.contains(element) || sequence < kept ?? 0 {
          records.insert(digest)
        } else if kept != nil {
          scope.shortened[element]?.insert(digest)
        }
      case .element(let element): if scope.erased.contains(element) { records.insert(digest) }
      case .export, .erasure, .fileStatement, .holder, .withdrawal: continue
      }
    }
  }

  // MARK: Files

  /// Collects the files of covered records that no other record holds, and the files derived
  /// from them.
  ///
  /// The derivations are followed until no further file is found, because a copy may have
  /// copies itself.
  private mutating func findFiles(_ all: [RecordInventory], _ keeper: RecordInventory) {
    var held: Set<Digest> = []
    for inventory in all {
      for (digest, entry) in inventory.entries {
        switch entry.subject {
        case .revision, .element:
          if covers(digest) { files.formUnion(entry.blobs) } else { held.formUnion(entry.blobs) }
        case .export(let parts):
          if !parts.contains(where: { scope.isErased($0.element, $0.revision) }) {
            held.formUnion(entry.blobs)
          }
        case .holder: held.formUnion(entry.blobs)
        case .fileStatement: if keeper.entries[digest] != nil { held.formUnion(entry.blobs) }
        case .erasure, .withdrawal: continue
        }
      }
    }
    files.subtract(held)
    let derived = all.flatMap { inventory in
      inventory.entries.values.filter { entry in
        if case .fileStatement = entry.subject { entry.blobs.count > 1 } else { false }
      }
    }
    var before = -1
    while before != files.count {
      before = files.count
      for entry in derived where entry.blobs.contains(where: files.contains) {
        files.formUnion(entry.blobs.filter { !held.contains($0) })
      }
    }
  }

  /// Covers exports that contain an erased revision, and statements about files that are
  /// removed.
  private mutating func coverRelatedRecords(_ inventory: RecordInventory, _ keeper: RecordInventory)
  {
    for (digest, entry) in inventory.entries {
      switch entry.subject {
      case .export(let parts):
        if parts.contains(where: { scope.isErased($0.element, $0.revision) }) {
          records.insert(digest)
        }
      case .fileStatement:
        if keeper.entries[digest] == nil, entry.blobs.contains(where: files.contains) {
          records.insert(digest)
        }
      case .revision, .element, .erasure, .holder, .withdrawal: continue
      }
    }
  }

  /// Covers the withdrawals of covered records.
  private mutating func coverWithdrawals(_ inventory: RecordInventory) {
    for (digest, entry) in inventory.entries {
      if case .withdrawal(let record) = entry.subject, covers(record) { records.insert(digest) }
    }
  }
}
