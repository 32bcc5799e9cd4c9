internal import Files
internal import Model

extension LibraryBackup {
  /// Reports the files of the backup that the library no longer has, and with `pruning`,
  /// deletes them.
  ///
  /// Records that only the backup has are kept unless an erasure covers them, because the
  /// library may have lost them. With `pruning`, a segment that also contains covered records
  /// is replaced by one without these.
  func processOutdatedFiles(
    _ backup: BackupFolder, _ state: State, pruning: Bool, _ report: inout Report
  ) throws {
    let folder = try LibraryFolder(backup.root, isShared: false)
    let segments = try folder.segments()
    let known = Set(state.inventory.segments.map(\.segment))
    let others = segments.filter { !known.contains($0) }
    let onlyInBackup = try RecordInventory(of: folder, others, monitor)
    let coverage = ErasureCoverage([state.inventory, onlyInBackup], keeper: state.inventory)
    var outdated: [(file: StoredFile, byteCount: Int)] = []
    var named = Set(state.blobs).union(onlyInBackup.suspectedBlobs)
    for facts in onlyInBackup.segments {
      let kept = facts.records.filter { digest in
        state.inventory.entries[digest] == nil && !coverage.covers(digest)
      }
      report.recordsOnlyInBackup += kept.count
      for digest in kept { named.formUnion(onlyInBackup.entries[digest]?.blobs ?? []) }
      if kept.isEmpty {
        outdated.append((.segment(facts.segment), facts.byteCount))
      } else if pruning,
        facts.records.contains(where: coverage.covers)
      {
        try rewrite(facts, keeping: Set(kept), in: folder)
        outdated.append((.segment(facts.segment), facts.byteCount))
      }
    }
    // An unreadable segment may name any file, so none can be called outdated.
    if onlyInBackup.faults.isEmpty {
      outdated += try unnamedBlobs(backup.root, named)
    }
    for item in outdated {
      if pruning { report.pruned.add(item.byteCount) } else { report.outdated.add(item.byteCount) }
    }
    if pruning { try prune(backup.root, outdated.map(\.file)) }
  }

  /// Returns the backup's blobs that are not in the given set.
  private func unnamedBlobs(
    _ root: FilePath, _ named: Set<Digest>
  ) throws -> [(file: StoredFile, byteCount: Int)] {
    var found: [(file: StoredFile, byteCount: Int)] = []
    let folder = root.appending("blobs".utf8)
    for name in try FileSystem.names(in: folder) where name.count == 2 {
      let shelf = folder.appending(name)
      for name in try FileSystem.ownNames(in: shelf) {
        guard let digest = Digest(hex: String(decoding: name, as: UTF8.self)),
          !named.contains(digest), let status = FileSystem.status(shelf.appending(name)),
          StoredFile.blob(digest).path(in: root) == shelf.appending(name)
        else { continue }
        found.append((.blob(digest), status.byteCount))
      }
    }
    return found
  }

  /// Writes a new segment with the lines of an old one that are kept.
  private func rewrite(
    _ facts: RecordInventory.SegmentFacts, keeping kept: Set<Digest>, in folder: LibraryFolder
  ) throws {
    let lines = RecordLog.lines(in: try folder.bytes(of: facts.segment).bytes).map(\.bytes)
      .filter { line in kept.contains(SHA256.digest(of: line)) }
    let log = RecordLog(folder.path)
    let draft = try log.draft(lines, on: facts.segment.day)
    try log.commit(draft, temporaryName: "backup-\(facts.segment.digest.hex.prefix(16))")
  }

  /// Deletes files, segments before the blobs that they name.
  ///
  /// The index and the cache of the backup are deleted too, since they may contain facts and
  /// previews of what was erased. They are created again when the backup is opened.
  private func prune(_ root: FilePath, _ files: [StoredFile]) throws {
    let layout = Layout(root: root)
    var folders: Set<FilePath> = []
    func remove(_ file: StoredFile) throws {
      let path = file.path(in: root)
      try FileSystem.remove(path)
      folders.insert(path.folder)
    }
    for file in files { if case .segment = file { try remove(file) } }
    for folder in folders { try FileSystem.syncFolder(folder) }
    for file in files { if case .blob = file { try remove(file) } }
    guard !files.isEmpty else { return }
    for name in try FileSystem.names(in: root)
    where [.derived, .leftover].contains(Layout.kind(of: name)) {
      let path = root.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
    try FileSystem.removeAll(layout.cache)
    for folder in folders { FileSystem.removeFolder(folder) }
    try FileSystem.syncEverything(around: root)
  }
}
