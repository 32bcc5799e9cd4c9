internal import Model

/// What erasures say that there shall not be any more, as `LibraryStore` carries them out: here it is told
/// of backups, which may hold what the library has erased long since, or know of what it is yet to erase.
struct Coverage {
  private var erased: Set<ULID> = []
  /// The number of the first revision that stays, where a history was shortened.
  private var firstKept: [ULID: Int] = [:]
  /// Of elements whose history was shortened, the revisions that stay.
  private var keptRevisions: Set<Digest> = []
  /// Files that go.
  private var files: Set<Digest> = []
  /// All records that there shall not be.
  private var records: Set<Digest> = []

  /// By the erasures of some together; those of a backup hold in a library, and the other way round. What
  /// the `keeper` says of files stays.
  init(_ all: [Census], keeper: Census = Census()) {
    for census in all { read(census, all) }
    guard !isEmpty else { return }
    for census in all { weigh(census) }
    findFiles(all, keeper)
    for census in all { attach(census, keeper) }
    for census in all { leaveOut(census, keeper) }
    for census in all { followWithdrawals(census) }
  }

  /// What the keeper has without a text, or without a clip, that were erased there.
  private mutating func leaveOut(_ census: Census, _ keeper: Census) {
    for (digest, entry) in census.entries where keeper.entries[digest] == nil {
      if entry.remnants.contains(where: { keeper.entries[$0] != nil }) { records.insert(digest) }
    }
  }

  var isEmpty: Bool { erased.isEmpty && firstKept.isEmpty }

  /// Whether there shall be no such record.
  func covers(_ digest: Digest) -> Bool { records.contains(digest) }

  /// What an export says without the elements that are erased; nothing where it names none of them.
  func rest(of export: ExportRecord) -> ExportRecord? {
    var copy = export
    copy.elements = export.elements.filter { !isGone($0.element, $0.revision) }
    guard copy.elements.count < export.elements.count else { return nil }
    // A shot file may be called as its character is.
    copy.shot.path = ""
    return copy
  }

  private func isGone(_ element: ULID, _ revision: Digest) -> Bool {
    erased.contains(element)
      || (firstKept[element] != nil && !keptRevisions.contains(revision))
  }

  // MARK: Erasures

  private mutating func read(_ census: Census, _ all: [Census]) {
    for entry in census.entries.values {
      guard case .erasure(let erasure) = entry.subject else { continue }
      guard let before = erasure.before else {
        erased.insert(erasure.element)
        continue
      }
      for census in all {
        guard case .revision(erasure.element, let sequence)? = census.entries[before]?.subject
        else { continue }
        firstKept[erasure.element] = max(firstKept[erasure.element] ?? 0, sequence)
      }
    }
  }

  // MARK: Records of the elements

  private mutating func weigh(_ census: Census) {
    for (digest, entry) in census.entries {
      switch entry.subject {
      case .revision(let element, let sequence):
        let kept = firstKept[element]
        if erased.contains(element) || sequence < kept ?? 0 {
          records.insert(digest)
        } else if kept != nil {
          keptRevisions.insert(digest)
        }
      case .element(let element): if erased.contains(element) { records.insert(digest) }
      case .export, .erasure, .files, .holder, .withdrawal: continue
      }
    }
  }

  // MARK: Files

  /// Files of what goes that nothing else holds, and what was made of them.
  private mutating func findFiles(_ all: [Census], _ keeper: Census) {
    var held: Set<Digest> = []
    for census in all {
      for (digest, entry) in census.entries {
        switch entry.subject {
        case .revision, .element:
          if covers(digest) { files.formUnion(entry.blobs) } else { held.formUnion(entry.blobs) }
        case .export(let parts):
          if !parts.contains(where: { isGone($0.element, $0.revision) }) {
            held.formUnion(entry.blobs)
          }
        case .holder: held.formUnion(entry.blobs)
        case .files: if keeper.entries[digest] != nil { held.formUnion(entry.blobs) }
        case .erasure, .withdrawal: continue
        }
      }
    }
    files.subtract(held)
    let derived = all.flatMap { census in
      census.entries.values.filter { entry in
        if case .files = entry.subject { entry.blobs.count > 1 } else { false }
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

  private mutating func attach(_ census: Census, _ keeper: Census) {
    for (digest, entry) in census.entries {
      switch entry.subject {
      case .export(let parts):
        if parts.contains(where: { isGone($0.element, $0.revision) }) { records.insert(digest) }
      case .files:
        if keeper.entries[digest] == nil, entry.blobs.contains(where: files.contains) {
          records.insert(digest)
        }
      case .revision, .element, .erasure, .holder, .withdrawal: continue
      }
    }
  }

  /// A withdrawal goes with what it withdrew.
  private mutating func followWithdrawals(_ census: Census) {
    for (digest, entry) in census.entries {
      if case .withdrawal(let record) = entry.subject, covers(record) { records.insert(digest) }
    }
  }
}
