internal import Files
package import Model
internal import UnicodeText

/// An examination of all files of a library, in steps that may run concurrently.
///
/// `LibraryStore.examination()` lists the files. Then `report(on:)` examines one of them and
/// may be called on several threads, and `add(_:)` receives the reports in their order.
/// `LibraryStore.conclude(_:repairing:)` evaluates the result.
package struct Examination: Sendable {
  /// A file to be examined in one step.
  package enum Unit: Sendable {
    /// A segment of the log.
    case segment(RecordLog.Segment)
    /// A file below `blobs/`.
    ///
    /// The digest is `nil` when the file's name isn't one. The last value says whether the file
    /// is in the folder that its name requires.
    case blob(FilePath, Digest?, isInExpectedFolder: Bool)
  }

  /// The maximum number of invalid revisions that are listed for a segment and in a checkup.
  static let invalidLimit = 1000

  /// The files to be examined, segments first.
  package internal(set) var units: [Unit] = []
  /// The faults found so far, except those of segments.
  package internal(set) var faults: [LibraryFault] = []
  /// The reports on segments, in the order in which they were added.
  var segments: [SegmentReport] = []
  /// The number of intact files in their expected folders.
  package internal(set) var blobCount = 0
  /// The length in bytes of all examined blobs.
  package internal(set) var byteCount = 0
  /// The lengths of the intact blobs in their expected folders.
  var intactBlobs: [Digest: Int] = [:]
  /// The blobs whose bytes don't match their names.
  var damaged: [(name: Digest, path: FilePath, actual: Digest)] = []
  /// The blobs that can't be read.
  var unreadable: [(name: Digest, path: FilePath, reason: String)] = []

  /// The result of examining one file.
  package enum Report: Sendable {
    case segment(SegmentReport)
    case blob(BlobReport)
  }

  /// The result of examining a segment.
  package struct SegmentReport: Sendable {
    let segment: RecordLog.Segment
    /// The faults of the segment and its lines.
    let faults: [LibraryFault]
    /// The number of lines that are valid records.
    let recordCount: Int
    /// The number of records of kinds that only a newer version knows.
    var newerCount = 0
    /// The revisions with contents that no command accepts.
    var invalid: [InvalidRevision] = []
  }

  /// A revision that can be read, but has contents that no command accepts.
  struct InvalidRevision: Sendable {
    let digest: Digest
    let handle: Handle
    let element: ULID
    /// The first problem.
    let first: RevisionProblem
    /// The number of problems.
    let count: Int
  }

  /// The result of examining a file below `blobs/`.
  package struct BlobReport: Sendable {
    let path: FilePath
    /// The digest in the file's name, or `nil` when the name isn't one.
    let name: Digest?
    /// Whether the file is in the folder that its name requires.
    let isInExpectedFolder: Bool
    /// The digest of the file's bytes, or why they couldn't be read.
    let actual: Result<Digest, FileError>
    /// The length of the file, or 0 when it no longer exists.
    let byteCount: Int
    /// The permissions of a regular file, or `nil` for anything else.
    let mode: UInt32?
  }

  /// Adds the report on one file.
  package mutating func add(_ report: Report) {
    switch report {
    case .segment(let report): segments.append(report)
    case .blob(let report): add(report)
    }
  }

  /// Sorts a blob into the intact, damaged and unreadable ones, and adds its faults.
  private mutating func add(_ report: BlobReport) {
    byteCount += report.byteCount
    if let mode = report.mode, let right = BlobFolder.correctMode(insteadOf: mode) {
      faults.append(.wrongMode(report.path, is: mode, shouldBe: right))
    }
    switch (report.actual, report.name) {
    case (.success(let actual), let name?) where actual == name:
      if report.isInExpectedFolder {
        blobCount += 1
        intactBlobs[name] = report.byteCount
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
  /// A short name for messages about progress.
  package var name: String {
    switch self {
    case .segment(let segment): "log \(segment.day)"
    case .blob(let path, _, _): String(path.name.text.prefix(16))
    }
  }
}

extension LibraryStore {
  /// Lists the files to be examined, and adds the faults that the list alone shows.
  package func examination() throws(LibraryError) -> Examination {
    do {
      var examination = Examination()
      try list(root: &examination)
      try list(log: &examination)
      try list(blobs: &examination)
      let open = try itemsOpenToOthers()
      if !open.isEmpty {
        examination.faults.append(
          .readableByOthers(root, mode: FileSystem.mode(root) ?? 0, count: open.count))
      }
      return examination
    } catch {
      throw LibraryError(error)
    }
  }

  /// Examines the names in the library's own folder.
  private func list(root examination: inout Examination) throws(FileError) {
    let layout = Layout(root: root)
    for name in try FileSystem.names(in: root) {
      let path = root.appending(name)
      switch Layout.kind(of: name) {
      case .known, .derived: continue
      case .leftover: examination.faults.append(leftover(path))
      case .foreign: examination.faults.append(.foreign(path))
      }
    }
    let quarantined = try FileSystem.names(in: layout.damaged)
      .compactMap { FileSystem.status(layout.damaged.appending($0)) }
    if !quarantined.isEmpty {
      examination.faults.append(
        .putAside(count: quarantined.count, byteCount: quarantined.reduce(0) { $0 + $1.byteCount }))
    }
    let kept = (try? keptFiles()) ?? []
    if let until = kept.map(\.end).max() {
      examination.faults.append(
        .keptAside(
          count: kept.count, byteCount: kept.reduce(0) { $0 + $1.byteCount }, until: until))
    }
    if isReadOnly, FileSystem.status(layout.erasing) != nil {
      examination.faults.append(.unfinishedErasure)
    }
  }

  /// Returns the fault for a temporary file, or for a foreign folder under such a name.
  private func leftover(_ path: FilePath) -> LibraryFault {
    let status = FileSystem.status(path)
    // No command creates temporary folders here, so it is foreign.
    if status?.isFolder == true { return .foreign(path) }
    let age = environment.now() - (status?.modified ?? 0) / 1_000_000
    return .leftover(
      path, byteCount: status?.byteCount ?? 0, isFresh: age < Layout.maximumTemporaryAgeMilliseconds
    )
  }

  /// Lists the segments, and adds faults for all other files in `log/`.
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
            let right = BlobFolder.correctMode(insteadOf: mode)
          {
            examination.faults.append(.wrongMode(path, is: mode, shouldBe: right))
          }
        } else {
          examination.faults.append(RecordLog.isTemporary(name) ? leftover(path) : .foreign(path))
        }
      }
    }
  }

  /// Lists the files below `blobs/`, and adds faults for temporary ones.
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
        examination.units.append(.blob(shelf, digest, isInExpectedFolder: false))
        continue
      }
      for file in try FileSystem.names(in: shelf) {
        let text = String(decoding: file, as: UTF8.self)
        let digest = Digest(hex: text).flatMap { $0.hex == text ? $0 : nil }
        let isOnItsShelf = digest.map { Array($0.hex.utf8.prefix(2)) == name } ?? false
        examination.units.append(
          .blob(shelf.appending(file), digest, isInExpectedFolder: isOnItsShelf))
      }
    }
  }

  /// Examines one file. It may be called on several threads at once.
  package func report(on unit: Examination.Unit) -> Examination.Report {
    switch unit {
    case .segment(let segment): .segment(report(on: segment))
    case .blob(let path, let name, let isOnItsShelf):
      .blob(
        Examination.BlobReport(
          path: path, name: name, isInExpectedFolder: isOnItsShelf,
          actual: name == nil ? .failure(FileError(path, "")) : digest(of: path),
          byteCount: FileSystem.status(path)?.byteCount ?? 0,
          mode: name == nil || FileSystem.status(path)?.isFile != true ? nil : FileSystem.mode(path)
        ))
    }
  }

  /// Returns the digest of a regular file, or why it can't be read.
  private func digest(of path: FilePath) -> Result<Digest, FileError> {
    guard FileSystem.status(path)?.isFile != false else {
      return .failure(FileError(path, "is a link or not a file"))
    }
    do {
      let bytes = try FileSystem.read(path, limit: 1 << 40)
      return .success(SHA256.digest(of: bytes))
    } catch {
      return .failure(error)
    }
  }

  /// Returns the examination updated to the current state of the library.
  ///
  /// While it ran, other processes may have merged or added segments, and renamed temporary
  /// files. Faults of files that no longer exist are dropped, and new segments are examined.
  func updated(_ examination: Examination) throws(FileError) -> Examination {
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
    for segment in try log.segments() where !known.contains(segment) {
      examination.segments.append(report(on: segment))
    }
    examination.damaged.removeAll { FileSystem.status($0.path) == nil }
    examination.unreadable.removeAll { FileSystem.status($0.path) == nil }
    return examination
  }

  /// Examines a segment and each of its lines.
  ///
  /// The lines of a segment with a wrong digest aren't listed as faults one by one.
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
    let isAsNamed = SHA256.digest(of: bytes) == segment.digest
    let report = report(onLinesOf: segment, bytes)
    return isAsNamed
      ? report
      : Examination.SegmentReport(
        segment: segment,
        faults: [.damagedSegment(segment, soundLines: report.recordCount)],
        recordCount: report.recordCount)
  }

  /// Examines each line of a segment.
  ///
  /// At most `Fault.limit` invalid lines are listed; the last of them says how many follow.
  private func report(
    onLinesOf segment: RecordLog.Segment, _ bytes: [UInt8]
  ) -> Examination.SegmentReport {
    var validCount = 0
    var newerCount = 0
    var unreadableCount = 0
    var faults: [LibraryFault] = []
    var invalid: [Examination.InvalidRevision] = []
    let rules = RevisionRules(normalized: NormalText.nfc)
    for line in RecordLog.lines(in: bytes) {
      do {
        let record = try Record(line: line.bytes)
        validCount += 1
        if case .unknown = record { newerCount += 1 }
        guard case .revision(let revision) = record, invalid.count < Examination.invalidLimit
        else { continue }
        let problems = rules.problems(in: revision)
        if let first = problems.first {
          invalid.append(
            Examination.InvalidRevision(
              digest: SHA256.digest(of: line.bytes), handle: revision.handle,
              element: revision.element, first: first, count: problems.count))
        }
      } catch {
        unreadableCount += 1
        if unreadableCount <= Fault.limit {
          faults.append(.unreadableRecord(segment, offset: line.offset, problem: error.problem))
        }
      }
    }
    if unreadableCount > Fault.limit,
      case .unreadableRecord(_, let offset, let problem)? = faults.last
    {
      faults[faults.count - 1] = .unreadableRecord(
        segment, offset: offset,
        problem: "\(problem); \(unreadableCount - Fault.limit) more invalid after it")
    }
    return Examination.SegmentReport(
      segment: segment, faults: faults, recordCount: validCount, newerCount: newerCount,
      invalid: invalid)
  }
}
