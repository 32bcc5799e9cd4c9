internal import Files
package import Model

/// A look at all that a library keeps on disk, in steps that may be done side by side.
///
/// `LibraryStore.examination()` lists what there is; `report(on:)` looks at one thing and may be called by
/// several threads; `take(_:)` hears the reports in their order; `LibraryStore.conclude(_:)` says what all
/// of it comes to.
package struct Examination: Sendable {
  /// What one step looks at.
  package enum Unit: Sendable {
    case segment(RecordLog.Segment)
    /// A file among the blobs; its own name, where that is one for a blob.
    case blob(FilePath, Digest?, isOnItsShelf: Bool)
  }

  /// No more revisions are named that say what no command accepts.
  static let invalidLimit = 1000

  /// In order: the log first.
  package internal(set) var units: [Unit] = []
  package internal(set) var faults: [LibraryFault] = []
  /// What was found in segments, in the order in which they were looked at.
  var segments: [SegmentReport] = []
  package internal(set) var blobCount = 0
  package internal(set) var byteCount = 0
  /// Sound blobs where they belong, with their lengths.
  var present: [Digest: Int] = [:]
  /// Files whose bytes are others than their names say.
  var damaged: [(name: Digest, path: FilePath, actual: Digest)] = []
  var unreadable: [(name: Digest, path: FilePath, reason: String)] = []

  /// What one step found.
  package enum Report: Sendable {
    case segment(SegmentReport)
    case blob(BlobReport)
  }

  /// A segment that was looked at.
  package struct SegmentReport: Sendable {
    let segment: RecordLog.Segment
    let faults: [LibraryFault]
    let recordCount: Int
    /// Revisions that say what no command accepts.
    var invalid: [InvalidRevision] = []
  }

  /// A revision that says what no command accepts.
  struct InvalidRevision: Sendable {
    let digest: Digest
    let handle: Handle
    let element: ULID
    let first: RevisionProblem
    let count: Int
  }

  /// A file among the blobs that was looked at.
  package struct BlobReport: Sendable {
    let path: FilePath
    let name: Digest?
    let isOnItsShelf: Bool
    let actual: Result<Digest, FileError>
    let byteCount: Int
    let mode: UInt32?
  }

  package mutating func take(_ report: Report) {
    switch report {
    case .segment(let report): segments.append(report)
    case .blob(let report): take(report)
    }
  }

  private mutating func take(_ report: BlobReport) {
    byteCount += report.byteCount
    if let mode = report.mode, let right = BlobFolder.rightMode(insteadOf: mode) {
      faults.append(.wrongMode(report.path, is: mode, shouldBe: right))
    }
    switch (report.actual, report.name) {
    case (.success(let actual), let name?) where actual == name:
      if report.isOnItsShelf {
        blobCount += 1
        present[name] = report.byteCount
      } else {
        faults.append(.misplacedBlob(actual, report.path))
      }
    case (.success(let actual), let name?): damaged.append((name, report.path, actual))
    case (.failure(let error), let name?): unreadable.append((name, report.path, error.reason))
    case (_, nil): faults.append(.foreign(report.path))
    }
  }
}

extension Examination.Unit {
  /// Where it lies, for words of progress.
  package var name: String {
    switch self {
    case .segment(let segment): "log \(segment.day)"
    case .blob(let path, _, _): String(path.name.text.prefix(16))
    }
  }
}

extension LibraryStore {
  /// What there is to look at, and what listing it shows.
  package func examination() throws(LibraryError) -> Examination {
    do {
      var examination = Examination()
      try list(root: &examination)
      try list(log: &examination)
      try list(blobs: &examination)
      let open = try openToOthers()
      if !open.isEmpty {
        examination.faults.append(
          .readableByOthers(root, mode: FileSystem.mode(root) ?? 0, count: open.count))
      }
      return examination
    } catch {
      throw LibraryError(error)
    }
  }

  private func list(root examination: inout Examination) throws(FileError) {
    let layout = Layout(root: root)
    for name in try FileSystem.names(in: root) {
      let path = root.appending(name)
      switch Layout.place(of: name) {
      case .known, .derived: continue
      case .leftover: examination.faults.append(leftover(path))
      case .foreign: examination.faults.append(.foreign(path))
      }
    }
    let aside = try FileSystem.names(in: layout.damaged)
      .compactMap { FileSystem.status(layout.damaged.appending($0)) }
    if !aside.isEmpty {
      examination.faults.append(
        .putAside(count: aside.count, byteCount: aside.reduce(0) { $0 + $1.byteCount }))
    }
    if isReadOnly, FileSystem.status(layout.erasing) != nil {
      examination.faults.append(.unfinishedErasure)
    }
  }

  private func leftover(_ path: FilePath) -> LibraryFault {
    let status = FileSystem.status(path)
    // No command leaves a folder.
    if status?.isFolder == true { return .foreign(path) }
    let age = surprises.now() - (status?.modified ?? 0) / 1_000_000
    return .leftover(
      path, byteCount: status?.byteCount ?? 0, isFresh: age < Layout.oldestTemporaryMilliseconds)
  }

  private func list(log examination: inout Examination) throws(FileError) {
    for name in try FileSystem.names(in: log.folder) {
      let folder = log.folder.appending(name)
      guard let day = Day(String(decoding: name, as: UTF8.self)),
        FileSystem.status(folder)?.isFolder == true
      else {
        examination.faults.append(.foreign(folder))
        continue
      }
      for name in try FileSystem.names(in: folder) {
        let path = folder.appending(name)
        if let segment = RecordLog.Segment(day: day, name: name) {
          examination.units.append(.segment(segment))
          if FileSystem.status(path)?.isFile == true, let mode = FileSystem.mode(path),
            let right = BlobFolder.rightMode(insteadOf: mode)
          {
            examination.faults.append(.wrongMode(path, is: mode, shouldBe: right))
          }
        } else {
          examination.faults.append(
            RecordLog.isTemporary(name) ? leftover(path) : .foreign(path))
        }
      }
    }
  }

  private func list(blobs examination: inout Examination) throws(FileError) {
    for name in try FileSystem.names(in: blobs.folder) {
      let shelf = blobs.folder.appending(name)
      let isFolder = FileSystem.status(shelf)?.isFolder == true
      if isFolder, name == Array(".new".utf8) {
        for name in try FileSystem.names(in: shelf) {
          examination.faults.append(leftover(shelf.appending(name)))
        }
        continue
      }
      guard isFolder else {
        let digest = Digest(hex: String(decoding: name, as: UTF8.self))
        examination.units.append(.blob(shelf, digest, isOnItsShelf: false))
        continue
      }
      for file in try FileSystem.names(in: shelf) {
        let text = String(decoding: file, as: UTF8.self)
        let digest = Digest(hex: text).flatMap { $0.hex == text ? $0 : nil }
        let isOnItsShelf = digest.map { Array($0.hex.utf8.prefix(2)) == name } ?? false
        examination.units.append(
          .blob(shelf.appending(file), digest, isOnItsShelf: isOnItsShelf))
      }
    }
  }

  /// Looks at one thing. Several threads may do so at a time.
  package func report(on unit: Examination.Unit) -> Examination.Report {
    switch unit {
    case .segment(let segment): .segment(report(on: segment))
    case .blob(let path, let name, let isOnItsShelf):
      .blob(
        Examination.BlobReport(
          path: path, name: name, isOnItsShelf: isOnItsShelf,
          actual: name == nil ? .failure(FileError(path, "")) : digest(of: path),
          byteCount: FileSystem.status(path)?.byteCount ?? 0,
          mode: name == nil || FileSystem.status(path)?.isFile != true ? nil : FileSystem.mode(path)
        ))
    }
  }

  private func digest(of path: FilePath) -> Result<Digest, FileError> {
    guard FileSystem.status(path)?.isFile != false else {
      return .failure(FileError(path, "is a link or not a file"))
    }
    do {
      let bytes = try FileSystem.read(path, limit: 1 << 40)
      return SHA256.digest(of: bytes).map { .success($0) }
        ?? .failure(FileError(path, "could not be hashed"))
    } catch {
      return .failure(error)
    }
  }

  /// Brings an examination up to what the library is by now: while it was made, others put segments together
  /// and added some, and temporary files got their names.
  func broughtUp(_ examination: Examination) throws(FileError) -> Examination {
    var examination = examination
    examination.faults.removeAll { fault in
      switch fault {
      case .leftover(let path, _, _), .foreign(let path), .wrongMode(let path, _, _),
        .misplacedBlob(_, let path):
        FileSystem.status(path) == nil
      default: false
      }
    }
    examination.segments.removeAll { FileSystem.status(log.path(of: $0.segment)) == nil }
    let known = Set(examination.segments.map(\.segment))
    for day in try log.days() {
      for segment in try log.segments(of: day.day) where !known.contains(segment) {
        examination.segments.append(report(on: segment))
      }
    }
    examination.damaged.removeAll { FileSystem.status($0.path) == nil }
    examination.unreadable.removeAll { FileSystem.status($0.path) == nil }
    return examination
  }

  private func report(on segment: RecordLog.Segment) -> Examination.SegmentReport {
    let bytes: [UInt8]
    do throws(FileError) {
      guard FileSystem.status(log.path(of: segment))?.isFile != false else {
        throw FileError(log.path(of: segment), "is a link or not a file")
      }
      bytes = try FileSystem.read(log.path(of: segment), limit: RecordLog.byteLimit)
    } catch {
      return Examination.SegmentReport(
        segment: segment, faults: [.unreadableSegment(segment, reason: error.reason)],
        recordCount: 0)
    }
    var sound = 0
    var unsoundCount = 0
    var faults: [LibraryFault] = []
    var invalid: [Examination.InvalidRevision] = []
    let rules = RevisionRules(normalized: NormalText.nfc)
    for line in RecordLog.lines(in: bytes) {
      do {
        let record = try Record(line: line.bytes)
        sound += 1
        if case .revision(let revision) = record, invalid.count < Examination.invalidLimit {
          let problems = rules.problems(in: revision)
          if let first = problems.first, let digest = SHA256.digest(of: Array(line.bytes)) {
            invalid.append(
              Examination.InvalidRevision(
                digest: digest, handle: revision.handle, element: revision.element, first: first,
                count: problems.count))
          }
        }
      } catch {
        unsoundCount += 1
        if unsoundCount <= Fault.limit {
          faults.append(
            .unreadableRecord(segment, offset: line.offset, problem: error.problem))
        }
      }
    }
    if unsoundCount > Fault.limit, case .unreadableRecord(_, let offset, let problem)? = faults.last
    {
      faults[faults.count - 1] = .unreadableRecord(
        segment, offset: offset,
        problem: "\(problem); \(unsoundCount - Fault.limit) more invalid after it")
    }
    if SHA256.digest(of: bytes) != segment.digest {
      return Examination.SegmentReport(
        segment: segment, faults: [.damagedSegment(segment, soundLines: sound)],
        recordCount: sound)
    }
    return Examination.SegmentReport(
      segment: segment, faults: faults, recordCount: sound, invalid: invalid)
  }
}
