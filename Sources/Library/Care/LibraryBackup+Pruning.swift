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
    _ state: State, pruning: Bool, _ outcome: inout BackupOutcome
  ) throws {
    let folder = try LibraryFolder(outcome.backup, isShared: false)
    let segments = try folder.segments()
    let known = Set(state.inventory.segments.map(\.segment))
    let others = segments.filter { !known.contains($0) }
    let onlyInBackup = try RecordInventory(of: folder, others, monitor)
    let coverage = ErasureCoverage([state.inventory, onlyInBackup], keeper: state.inventory)
    outcome.recordsOnlyInBackup = 0
    var outdated: [(file: StoredFile, byteCount: Int)] = []
    var named = Set(state.blobs).union(onlyInBackup.suspectedBlobs)
    for facts in onlyInBackup.segments {
      let kept = facts.records.filter { digest in
        state.inventory.entries[digest] == nil && !coverage.covers(digest)
      }
      outcome.recordsOnlyInBackup += kept.count
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
      outdated += try BlobFolder(folder.path).files().filter { !named.contains($0.digest) }
        .map { (.blob($0.digest), $0.status.byteCount) }
    }
    let tally = FileTally(outdated.map(\.byteCount))
    if pruning {
      outcome.pruned = tally
      try prune(folder.path, outdated.map(\.file))
    } else {
      outcome.outdated = tally
    }
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

  /// Deletes files of the backup.
  ///
  /// The index and the cache of the backup are deleted too, since they may contain facts and
  /// previews of what was erased. They are created again when the backup is opened.
  private func prune(_ root: FilePath, _ files: [StoredFile]) throws {
    guard !files.isEmpty else { return }
    let folders = try files.remove(from: root)
    for name in try FileSystem.names(in: root)
    where [.derived, .leftover].contains(Layout.kind(of: name)) {
      let path = root.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
    try FileSystem.removeAll(Layout(root: root).cache)
    for folder in folders { FileSystem.removeFolder(folder) }
    try FileSystem.syncEverything(around: root)
  }
}
