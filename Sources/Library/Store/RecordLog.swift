package import Files
package import Model

/// The records of a library on disk: `log/2026-11-20/9f2c….jsonl`. Each file, called a segment,
/// contains one record per line, is written once, and is named by its SHA-256.
package struct RecordLog: Sendable {
  /// The folder `log`.
  package let folder: FilePath

  /// The maximum size of a segment in bytes.
  package static let byteLimit = 128 << 20

  /// A file of the log, identified by its day and its SHA-256.
  package struct Segment: Hashable, Sendable {
    package let day: Day
    package let digest: Digest
  }

  /// A record's bytes and their offset in the segment.
  package struct Line: Sendable {
    package let bytes: [UInt8]
    package let offset: Int
  }

  /// The folder of a day and its times, in nanoseconds since 1970.
  struct DayFolder: Sendable {
    let day: Day
    /// The modification time, which any program can set.
    let modified: Int
    /// The time of the last change of the folder's status, which no program can set.
    let changed: Int

    /// The later one of both times.
    var latest: Int { max(modified, changed) }

    init(day: Day, _ status: FileStatus) {
      self.day = day
      modified = status.modified
      changed = status.changed
    }
  }

  init(_ library: FilePath) { folder = library.appending("log".utf8) }

  /// The path of a day's folder.
  func path(of day: Day) -> FilePath { folder.appending(day.description.utf8) }

  /// The path of a segment.
  package func path(of segment: Segment) -> FilePath {
    path(of: segment.day).appending("\(segment.digest.hex).jsonl".utf8)
  }

  // MARK: Reading

  /// The folders of days, in order. Names that are not days are skipped.
  ///
  /// Throws if the log itself is missing, or if a link or a file has the name of a day. The records
  /// behind it can't be read, and without an error they would seem never to have existed.
  func days() throws(FileError) -> [DayFolder] {
    let names: (folders: [[UInt8]], others: [[UInt8]])
    switch Folder.folderNames(in: folder) {
    case .success(let found): names = found
    case .failure(.notFound): throw FileError(folder, "is missing", .folderNotFound)
    case .failure(let failure): throw FileError(folder, failure.message)
    }
    if let name = names.others.first(where: { Self.day($0) != nil }) {
      throw FileError(folder.appending(name), "is a link or a file", .notAFolder)
    }
    var days: [DayFolder] = []
    for name in names.folders {
      guard let day = Self.day(name), let status = FileSystem.status(path(of: day)) else {
        continue
      }
      guard status.isFolder else {
        throw FileError(path(of: day), "is a link or a file", .notAFolder)
      }
      days.append(DayFolder(day: day, status))
    }
    return days
  }

  /// The day that a folder's name states; `nil` if it is another name.
  private static func day(_ name: [UInt8]) -> Day? { Day(String(decoding: name, as: UTF8.self)) }

  /// The folder of a day as it is now; `nil` if there is none.
  func folder(of day: Day) -> DayFolder? {
    guard let status = FileSystem.status(path(of: day)), status.isFolder else { return nil }
    return DayFolder(day: day, status)
  }

  /// The names in a day's folder that look like segments, at most `limit` of them.
  func names(of day: Day, limit: Int = .max) throws(FileError) -> NameSet {
    try FileSystem.names(in: path(of: day), length: 70, suffix: ".jsonl", limit: limit)
  }

  /// The names of some segments, for comparison with those in a folder.
  static func names(of segments: some Sequence<Digest>) -> NameSet {
    NameSet(segments.lazy.map { "\($0.hex).jsonl" })
  }

  /// The size of a segment that is larger than `byteLimit`; `nil` if it is not.
  func excessiveLength(of segment: Segment) -> Int? {
    guard let length = FileSystem.status(path(of: segment))?.byteCount, length > Self.byteLimit
    else {
      return nil
    }
    return length
  }

  /// The segments of a day, in byte order of their names. Folders, links and files with other names
  /// are ignored.
  func segments(of day: Day) throws(FileError) -> [Segment] {
    try FileSystem.fileNames(in: path(of: day)).compactMap { Segment(day: day, name: $0) }
  }

  /// The segments of all days, oldest day first.
  func segments() throws(FileError) -> [Segment] {
    var segments: [Segment] = []
    for folder in try days() { segments += try self.segments(of: folder.day) }
    return segments
  }

  /// Whether all segments together are longer than a number of bytes; `false` for an unreadable
  /// log.
  func isLonger(than byteCount: Int) -> Bool {
    guard let segments = try? segments() else { return false }
    var length = 0
    for segment in segments {
      length += FileSystem.status(path(of: segment))?.byteCount ?? 0
      if length > byteCount { return true }
    }
    return false
  }

  /// The lines of a segment. Each is copied only when it is read: all of them at once would take
  /// many times the memory of the segment if they are very short. Empty lines are skipped.
  package struct Lines: Sequence, Sendable {
    fileprivate let bytes: [UInt8]

    package func makeIterator() -> Iterator { Iterator(bytes: bytes) }

    package struct Iterator: IteratorProtocol {
      fileprivate let bytes: [UInt8]
      private var start = 0

      fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

      package mutating func next() -> Line? {
        while start < bytes.count {
          let (first, end) = (start, bytes.firstIndex(ofByte: newLine, from: start) ?? bytes.count)
          start = end + 1
          if end > first { return Line(bytes: Array(bytes[first..<end]), offset: first) }
        }
        return nil
      }
    }
  }

  /// The contents of a segment; `nil` if they don't match its name.
  func bytes(of segment: Segment) throws(FileError) -> [UInt8]? {
    let bytes = try FileSystem.read(path(of: segment), limit: Self.byteLimit)
    return SHA256.digest(of: bytes) == segment.digest ? bytes : nil
  }

  /// The lines of a segment; `nil` if its contents don't match its name.
  package func lines(of segment: Segment) throws(FileError) -> Lines? {
    try bytes(of: segment).map(Self.lines)
  }

  /// The lines of a segment with some contents.
  package static func lines(in bytes: [UInt8]) -> Lines { Lines(bytes: bytes) }

  /// The bytes of one record.
  ///
  /// - Parameters:
  ///   - segment: The segment that contains it.
  ///   - offset: Its offset in bytes.
  ///   - count: Its length in bytes.
  func line(in segment: Segment, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try FileSystem.read(path(of: segment), at: offset, count: count)
  }

  // MARK: Writing

  /// A segment that has not been written yet.
  package struct Draft: Sendable {
    package let segment: Segment
    let bytes: [UInt8]
  }

  /// How much of a written segment is durable.
  enum Durability {
    /// The segment is permanent.
    case complete
    /// The contents can be read back from the disk. The name becomes durable later, with a library
    /// that no process reads yet.
    case contents
    /// All of it becomes durable later, with a library that no process reads yet.
    case deferred
  }

  /// The contents of a segment that consists of some lines.
  package static func bytes(of lines: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      bytes += line
      bytes.append(newLine)
    }
    return bytes
  }

  /// The segment that consists of some lines. Throws if it would be larger than `byteLimit`.
  func draft(_ lines: [[UInt8]], on day: Day) throws(FileError) -> Draft {
    let bytes = Self.bytes(of: lines)
    guard bytes.count <= Self.byteLimit else {
      throw FileError(path(of: day), "a record file would be too long")
    }
    return Draft(segment: Segment(day: day, digest: SHA256.digest(of: bytes)), bytes: bytes)
  }

  /// Writes a segment and makes it part of the log: first its contents become durable, then its
  /// name. When this returns, the segment is permanent.
  ///
  /// - Parameters:
  ///   - draft: The segment.
  ///   - temporaryName: A name that no other process uses. A file that an interrupted run left
  ///     under it is replaced.
  ///   - durability: What is durable when this returns.
  ///   - check: Called with the temporary path of the contents, before they get their name.
  func commit(
    _ draft: Draft, temporaryName: String, durability: Durability = .complete,
    check: (FilePath) throws -> Void = { _ in }
  ) throws {
    let day = path(of: draft.segment.day)
    // Throws for a link: a segment behind it would never be read.
    try FileSystem.makeOwnFolder(day)
    // An empty folder may come from a process that ended before it made the folder durable.
    if durability == .complete, try names(of: draft.segment.day, limit: 1).count == 0 {
      try FileSystem.syncFolder(folder)
    }
    let temporary = day.appending(".new-\(temporaryName)".utf8)
    try FileSystem.remove(temporary)
    try FileSystem.createOwn(
      temporary, draft.bytes, isSealed: true, isDurable: durability != .deferred)
    do {
      try check(temporary)
      try FileSystem.rename(temporary, to: path(of: draft.segment))
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    if durability == .complete { try FileSystem.syncFolder(day) }
  }
}

private let newLine = UInt8(ascii: "\n")
