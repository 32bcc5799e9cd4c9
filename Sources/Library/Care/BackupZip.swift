internal import Archive
internal import Files
package import Model

/// What a zip is that is a backup.
enum BackupZip {
  /// The folder in it.
  static let folder = "castbook-library"
  /// A zip of more files takes too much memory to read.
  static let mostFiles = 1_000_000

  static var limits: ZipReader<ReadableFile>.Limits {
    var limits = ZipReader<ReadableFile>.Limits()
    // A backup that another tool packed again must still bring a library back.
    limits.extraFields = .harmless
    limits.entries = mostFiles + 1
    limits.listBytes = 256 << 20
    return limits
  }

  static func name(_ place: String) throws(ZipError) -> EntryName {
    guard let name = EntryName("\(folder)/\(place)") else { throw .unsafeName(place) }
    return name
  }
}

extension LibraryBackup {
  /// A file that goes into a zip.
  private struct Item {
    let name: EntryName
    /// Nothing for `castbook.json`.
    let file: StoredFile?
    let byteCount: Int
    let checksum: UInt32
  }

  /// Writes a zip: the same, byte by byte, for the same state of the library.
  package func write(toZip target: FilePath, replacing: Bool) throws -> Report {
    do {
      if FileSystem.isInside(target, source.path) { throw BackupError.inside(target) }
      if FileSystem.folderIdentity(target) != nil
        || (!replacing && FileSystem.status(target) != nil)
      {
        throw BackupError.exists(target)
      }
      let temporary = target.folder.appending(
        [UInt8(ascii: ".")] + target.name.bytes + Array(".new".utf8))
      guard let file = try LockedFile(temporary) else { throw BackupError.busy(target) }
      do {
        var report = try write(to: file, target)
        if replacing {
          try FileSystem.rename(temporary, to: target)
        } else if try !FileSystem.rename(temporary, toUnused: target) {
          throw BackupError.exists(target)
        }
        try FileSystem.syncFolder(target.folder)
        report.unnoted = note(target, isZip: true)
        return report
      } catch {
        try? FileSystem.remove(temporary)
        throw error
      }
    } catch {
      throw Self.told(error, target)
    }
  }

  private func write(to file: LockedFile, _ target: FilePath) throws -> Report {
    for _ in 0..<Self.attempts {
      do {
        let state = try state()
        guard state.files.count < BackupZip.mostFiles else {
          throw BackupError.tooManyFiles(state.files.count, limit: BackupZip.mostFiles)
        }
        var report = Report()
        report.isNew = true
        report.faults = state.census.faults
        let items = try items(of: state, &report)
        try file.empty()
        try checkRoom(for: items.reduce(0) { $0 + $1.byteCount }, at: target.folder)
        var writer = ZipWriter(to: file)
        for item in items { try add(item, to: &writer, &report) }
        try writer.finish().sync()
        report.elements = state.census.elementCount(state.coverage)
        report.records = state.census.recordCount
        report.faults = try Census.name(report.faults, from: source, state.census)
        try check(file.path, against: items, &report)
        return report
      } catch is Gone {
        continue
      } catch ZipError.mismatch {
        continue
      }
    }
    throw BackupError.restless(source.path)
  }

  /// Everything that goes in, in byte order, read once for lengths and checksums.
  private func items(of state: State, _ report: inout Report) throws -> [Item] {
    var items = [
      Item(
        name: try BackupZip.name("castbook.json"), file: nil, byteCount: source.mark.count,
        checksum: ZipWriter<LockedFile>.checksum(of: source.mark))
    ]
    let files =
      state.blobs.map { StoredFile.blob($0) }
      + state.census.segments.map { .segment($0.segment) }
    var read = FileTally()
    for file in files {
      var checksum = Checksum()
      let readout = try source.readout(of: file) { piece in
        try watch.checkCancellation()
        checksum.take(piece)
      }
      switch readout {
      case .sound(let byteCount):
        items.append(
          Item(
            name: try BackupZip.name(file.place), file: file, byteCount: byteCount,
            checksum: checksum.value))
        read.add(byteCount)
        if case .blob = file { report.files.add(byteCount) }
      case .fault(let kind):
        if kind == .missing, try !isUnchanged(state) { throw Gone() }
        report.faults.append(BackupFault(kind, file))
      }
      watch.progress(.reading, read.files, read.bytes)
    }
    return items.sorted { $0.name < $1.name }
  }

  private func add(
    _ item: Item, to writer: inout ZipWriter<LockedFile>, _ report: inout Report
  ) throws {
    guard let file = item.file else { return try writer.add(item.name, source.mark) }
    try writer.add(item.name, byteCount: item.byteCount, checksum: item.checksum) { write in
      try source.read(file) { piece in
        try watch.checkCancellation()
        try write(piece)
      }
    }
    report.added.add(item.byteCount)
    watch.progress(.copying, report.added.files, report.added.bytes)
  }

  /// Reads the zip as a stranger's, and holds every file in it against its name.
  private func check(_ path: FilePath, against items: [Item], _ report: inout Report) throws {
    guard let input = try ReadableFile.open(path) else { throw BackupError.unfaithful(path) }
    input.dropFromMemory()
    do {
      let zip = try LibraryZip(path, input)
      guard zip.mark == source.mark, zip.fileCount == items.count - 1 else {
        throw BackupError.unfaithful(path)
      }
      for item in items {
        guard let file = item.file else { continue }
        let readout = try zip.readout(of: file) { _ in try watch.checkCancellation() }
        guard readout == .sound(byteCount: item.byteCount) else {
          throw BackupError.unfaithful(path)
        }
        report.checked.add(item.byteCount)
        watch.progress(.checking, report.checked.files, report.checked.bytes)
      }
    } catch is ZipError {
      throw BackupError.unfaithful(path)
    }
    report.zipBytes = input.byteCount
  }
}

/// The files of a backup that is a zip, from wherever it may come.
struct LibraryZip: LibraryFiles {
  let path: FilePath
  let id: ULID
  let mark: [UInt8]
  /// Files that are none of a library, such as an index, and so were passed over.
  let passedOver: Int
  private let reader: ZipReader<ReadableFile>
  private let entries: [StoredFile: ZipReader<ReadableFile>.Entry]

  var fileCount: Int { entries.count }

  /// Throws `ZipError` for what is no zip, or a hostile one.
  init(_ path: FilePath, _ input: ReadableFile) throws {
    self.path = path
    reader = try ZipReader(input, limits: BackupZip.limits)
    let marks = reader.entries.filter { entry in
      let parts = entry.name.text.split(separator: "/")
      return parts.last == "castbook.json" && parts.count <= 2
    }
    guard let mark = marks.first, marks.count == 1 else {
      throw BackupError.noBackup(
        path, marks.isEmpty ? "it contains no castbook.json" : "it contains several libraries")
    }
    self.mark = try reader.bytes(of: mark, limit: 1 << 16)
    id = try LibraryMark(bytes: self.mark, path).id
    let top = mark.name.text.dropLast("castbook.json".count)
    var entries: [StoredFile: ZipReader<ReadableFile>.Entry] = [:]
    for entry in reader.entries where entry.name.text.hasPrefix(top) {
      if let file = StoredFile(place: entry.name.text.dropFirst(top.count)) {
        entries[file] = entry
      }
    }
    self.entries = entries
    passedOver = reader.entries.count - entries.count - 1
  }

  func segments() -> [RecordLog.Segment] {
    entries.keys.compactMap { file in
      if case .segment(let segment) = file { segment } else { nil }
    }.sorted { ($0.day, $0.digest.hex) < ($1.day, $1.digest.hex) }
  }

  func byteCount(of file: StoredFile) -> Int? { entries[file]?.byteCount }

  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let entry = entries[file] else { throw Gone() }
    try reader.read(entry, each: each)
  }
}
