package import Files
package import Model

/// The records of a library on disk: `log/2026-11-20/9f2c….jsonl`, each file (a segment) written once
/// and named by its SHA-256.
package struct RecordLog: Sendable {
  package let folder: FilePath

  /// No segment is longer.
  package static let byteLimit = 128 << 20

  /// A file of the log.
  package struct Segment: Hashable, Sendable {
    package let day: Day
    package let digest: Digest
  }

  /// A record where it stands in its segment.
  package struct Line: Sendable {
    package let bytes: [UInt8]
    package let offset: Int
  }

  /// A day's folder, and its times in nanoseconds since 1970.
  struct DayFolder: Sendable {
    let day: Day
    /// When its content was modified, as any program can set it.
    let modified: Int
    /// When it last changed on this disk.
    let changed: Int

    var latest: Int { max(modified, changed) }

    init(day: Day, _ status: FileStatus) {
      self.day = day
      modified = status.modified
      changed = status.changed
    }
  }

  init(_ library: FilePath) { folder = library.appending("log".utf8) }

  func path(of day: Day) -> FilePath { folder.appending(day.description.utf8) }

  package func path(of segment: Segment) -> FilePath {
    path(of: segment.day).appending("\(segment.digest.hex).jsonl".utf8)
  }

  // MARK: Reading

  /// The days that have a folder, in order. Names that are not days are skipped.
  ///
  /// Fails if the log itself is missing, or if a link or a file has the name of a day: the records behind it
  /// are not readable, and without this they would seem never to have been.
  func days() throws(FileError) -> [DayFolder] {
    let names: (folders: [[UInt8]], others: [[UInt8]])
    switch Folder.folderNames(in: folder) {
    case .success(let found): names = found
    case .failure(.notFound): throw FileError(folder, "is missing", .missing)
    case .failure(let failure): throw FileError(folder, failure.words)
    }
    if let name = names.others.first(where: { Self.day($0) != nil }) {
      throw FileError(folder.appending(name), "is a link or a file", .strange)
    }
    var days: [DayFolder] = []
    for name in names.folders {
      guard let day = Self.day(name), let status = FileSystem.status(path(of: day)) else {
        continue
      }
      guard status.isFolder else {
        throw FileError(path(of: day), "is a link or a file", .strange)
      }
      days.append(DayFolder(day: day, status))
    }
    return days
  }

  private static func day(_ name: [UInt8]) -> Day? { Day(String(decoding: name, as: UTF8.self)) }

  /// A day's folder as it is now; `nil` if there is none.
  func folder(of day: Day) -> DayFolder? {
    guard let status = FileSystem.status(path(of: day)), status.isFolder else { return nil }
    return DayFolder(day: day, status)
  }

  /// The names of the segments that a day's folder seems to have, `limit` of them at most.
  func names(of day: Day, limit: Int = .max) throws(FileError) -> NameSet {
    try FileSystem.names(in: path(of: day), length: 70, suffix: ".jsonl", limit: limit)
  }

  /// The same of segments that are known.
  static func names(of segments: some Sequence<Digest>) -> NameSet {
    NameSet(segments.lazy.map { "\($0.hex).jsonl" })
  }

  /// The length of a segment that is longer than any may be; `nil` if it is not.
  func excessiveLength(of segment: Segment) -> Int? {
    guard let length = FileSystem.status(path(of: segment))?.byteCount, length > Self.byteLimit
    else {
      return nil
    }
    return length
  }

  /// The segments of a day, in byte order of their names: files, and nothing that only has such a name.
  func segments(of day: Day) throws(FileError) -> [Segment] {
    try FileSystem.fileNames(in: path(of: day)).compactMap { name in
      let text = String(decoding: name, as: UTF8.self)
      guard text.hasSuffix(".jsonl"), let digest = Digest(hex: String(text.dropLast(6))),
        digest.hex == text.dropLast(6)
      else { return nil }
      return Segment(day: day, digest: digest)
    }
  }

  /// What stands between line ends. Each line is made when its turn comes: of very short ones all together
  /// would take many times the memory that their segment does.
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

  /// The bytes of a segment; nothing when they are not those that its name stands for.
  func bytes(of segment: Segment) throws(FileError) -> [UInt8]? {
    let bytes = try FileSystem.read(path(of: segment), limit: Self.byteLimit)
    return SHA256.digest(of: bytes) == segment.digest ? bytes : nil
  }

  /// The records of a segment; nothing when its bytes are not those that its name stands for.
  package func lines(of segment: Segment) throws(FileError) -> Lines? {
    try bytes(of: segment).map(Self.lines)
  }

  /// What stands between line ends, with its place.
  package static func lines(in bytes: [UInt8]) -> Lines { Lines(bytes: bytes) }

  /// One record, by its place.
  func line(in segment: Segment, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try FileSystem.read(path(of: segment), at: offset, count: count)
  }

  // MARK: Writing

  /// A segment that is about to be.
  package struct Draft: Sendable {
    package let segment: Segment
    let bytes: [UInt8]
  }

  /// The segment that these records make.
  func draft(_ lines: [[UInt8]], on day: Day) throws(FileError) -> Draft {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      bytes += line
      bytes.append(newLine)
    }
    guard bytes.count <= Self.byteLimit, let digest = SHA256.digest(of: bytes) else {
      throw FileError(path(of: day), "a record file would be too long")
    }
    return Draft(segment: Segment(day: day, digest: digest), bytes: bytes)
  }

  /// Makes a segment part of the log: durable first, then under its name. When this ends, it holds.
  func commit(_ draft: Draft, temporaryName: String) throws(FileError) {
    let day = path(of: draft.segment.day)
    // What is written behind a link would be read by nobody.
    try FileSystem.makeOwnFolder(day)
    // A folder without a segment may come from a process that was ended before it made it durable.
    if try names(of: draft.segment.day, limit: 1).count == 0 { try FileSystem.syncFolder(folder) }
    let temporary = day.appending(".new-\(temporaryName)".utf8)
    try FileSystem.createOwn(temporary, draft.bytes, isSealed: true, isDurable: true)
    do {
      try FileSystem.rename(temporary, to: path(of: draft.segment))
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    try FileSystem.syncFolder(day)
  }
}

private let newLine = UInt8(ascii: "\n")
