internal import Files
internal import Model

/// A backup that is a folder, as one finds it.
struct BackupFolder {
  let root: FilePath

  init(_ root: FilePath) { self.root = root }

  func byteCount(of file: StoredFile) -> Int? {
    // What lies behind a link to another folder is not the backup's.
    let path = file.path(in: root)
    guard FileSystem.status(path.folder)?.isFolder == true, let status = FileSystem.status(path),
      status.isFile
    else { return nil }
    return status.byteCount
  }

  /// Whether a file is there and as it should be: as long as it is, and with `verifying`, with its bytes.
  /// A length that nobody knows is not asked for.
  func has(
    _ file: StoredFile, byteCount: Int?, verifying: Bool, _ checked: inout FileTally,
    _ watch: BackupWatch
  ) throws -> Bool {
    guard let length = self.byteCount(of: file), byteCount ?? length == length else {
      return false
    }
    guard verifying || byteCount == nil else { return true }
    try watch.checkCancellation()
    guard isSound(file) else { return false }
    checked.add(length)
    watch.progress(.checking, checked.files, checked.bytes)
    return true
  }

  /// Whether its bytes are those that its name stands for, as they are on the disk.
  func isSound(_ file: StoredFile) -> Bool {
    guard let found = try? ReadableFile.open(file.path(in: root)) else { return false }
    found.dropFromMemory()
    let hash = RunningSHA256()
    do { try found.forEachPiece { hash.update($0) } } catch { return false }
    return hash.digest == file.digest
  }
}

extension LibraryBackup {
  /// Tells what the backup holds that the library has no more, and takes it away when asked to. Records
  /// that nobody erased stay: the library may have lost them.
  func tidy(
    _ backup: BackupFolder, _ state: State, pruning: Bool, _ report: inout Report
  ) throws {
    let folder = try LibraryFolder(backup.root, isShared: false)
    let list = try folder.segments()
    let known = Set(state.census.segments.map(\.segment))
    let others = list.filter { !known.contains($0) }
    let there = try Census(of: folder, others, watch)
    let coverage = Coverage([state.census, there], keeper: state.census)
    var outdated: [(file: StoredFile, byteCount: Int)] = []
    var named = Set(state.blobs).union(there.suspected)
    for facts in there.segments {
      let kept = facts.records.filter { digest in
        state.census.entries[digest] == nil && !coverage.covers(digest)
      }
      report.recordsOnlyThere += kept.count
      for digest in kept { named.formUnion(there.entries[digest]?.blobs ?? []) }
      if kept.isEmpty {
        outdated.append((.segment(facts.segment), facts.byteCount))
      } else if pruning,
        facts.records.contains(where: coverage.covers)
      {
        try rewrite(facts, keeping: Set(kept), in: folder)
        outdated.append((.segment(facts.segment), facts.byteCount))
      }
    }
    // A segment that can't be read may name any file.
    if there.faults.isEmpty {
      outdated += try unnamed(backup.root, named)
    }
    for item in outdated {
      if pruning { report.pruned.add(item.byteCount) } else { report.outdated.add(item.byteCount) }
    }
    if pruning { try prune(backup.root, outdated.map(\.file)) }
  }

  /// Files of the backup that no record names which stays.
  private func unnamed(
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

  /// Writes a segment anew with the lines that stay.
  private func rewrite(
    _ facts: Census.SegmentFacts, keeping kept: Set<Digest>, in folder: LibraryFolder
  ) throws {
    let lines = RecordLog.lines(in: try folder.bytes(of: facts.segment).bytes).map(\.bytes)
      .filter { line in SHA256.digest(of: line).map(kept.contains) ?? false }
    let log = RecordLog(folder.path)
    let draft = try log.draft(lines, on: facts.segment.day)
    try log.commit(draft, temporaryName: "backup-\(facts.segment.digest.hex.prefix(16))")
  }

  /// Takes files away, segments before what they name; and an index and pictures made small, which hold
  /// of them what they hold of all.
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
    where [.derived, .leftover].contains(Layout.place(of: name)) {
      let path = root.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
    try FileSystem.removeAll(layout.cache)
    for folder in folders { FileSystem.removeFolder(folder) }
    try FileSystem.syncEverything(around: root)
  }
}
