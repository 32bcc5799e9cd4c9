internal import Archive
internal import Files
package import Model

/// A file of a library that is kept for good, named by its SHA-256.
package enum StoredFile: Hashable, Sendable {
  case blob(Digest)
  case segment(RecordLog.Segment)

  package var digest: Digest {
    switch self {
    case .blob(let digest): digest
    case .segment(let segment): segment.digest
    }
  }

  /// Where it lies below the library: `blobs/ab/abcdef…`.
  package var place: String {
    switch self {
    case .blob(let digest): "blobs/\(digest.hex.prefix(2))/\(digest.hex)"
    case .segment(let segment): "log/\(segment.day)/\(segment.digest.hex).jsonl"
    }
  }

  /// Reads such a place; nothing for any other.
  init?(place: some StringProtocol) {
    let parts = place.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    if parts[0] == "blobs", let digest = Digest(hex: String(parts[2])) {
      self = .blob(digest)
    } else if parts[0] == "log", let day = Day(String(parts[1])),
      let segment = RecordLog.Segment(day: day, name: Array(parts[2].utf8))
    {
      self = .segment(segment)
    } else {
      return nil
    }
    guard self.place == place else { return nil }
  }

  func path(in library: FilePath) -> FilePath { library.appending(place.utf8) }
}

/// Where the files of a library are read from: its folder, a backup that is a folder, or one that is a zip.
protocol LibraryFiles {
  var path: FilePath { get }
  var id: ULID { get }
  /// The bytes of `castbook.json`.
  var mark: [UInt8] { get }

  /// All segments there are, at one moment.
  func segments() throws -> [RecordLog.Segment]

  /// How long a file is; nothing when it is not there.
  func byteCount(of file: StoredFile) -> Int?

  /// Hands out a file piece by piece. Bytes that are not what they should be may be handed out before
  /// that is known.
  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws
}

/// A file that was there is gone.
struct Gone: Error {}

/// What came of reading a file to its end.
enum Readout: Equatable {
  case sound(byteCount: Int)
  case fault(BackupFault.Kind)
}

extension LibraryFiles {
  /// Reads a file, and holds its bytes against its name. Failures of `each` come out; those of reading
  /// are told.
  func readout(
    of file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void = { _ in }
  ) throws -> Readout {
    let hash = RunningSHA256()
    var count = 0
    do {
      try read(file) { piece in
        hash.update(piece)
        count += piece.count
        do { try each(piece) } catch { throw OfReceiver(error: error) }
      }
    } catch let error as OfReceiver {
      throw error.error
    } catch is Gone {
      return .fault(.missing)
    } catch is FileError {
      return .fault(.unreadable)
    } catch is ZipError {
      return .fault(.damaged)
    }
    return hash.digest == file.digest ? .sound(byteCount: count) : .fault(.damaged)
  }

  /// All of a segment, as it is.
  func bytes(of segment: RecordLog.Segment) throws -> (bytes: [UInt8], Readout) {
    guard byteCount(of: .segment(segment)) ?? 0 <= RecordLog.byteLimit else {
      return ([], .fault(.damaged))
    }
    var bytes: [UInt8] = []
    let readout = try readout(of: .segment(segment)) { bytes += $0 }
    return (bytes, readout)
  }
}

/// A failure of the one who is handed bytes, told from failures of reading them.
private struct OfReceiver: Error {
  let error: any Error
}

/// The files of a library, or of a backup, that is a folder.
struct LibraryFolder: LibraryFiles {
  let path: FilePath
  let id: ULID
  let mark: [UInt8]
  /// Whether others may change it meanwhile.
  let isShared: Bool

  init(_ path: FilePath, isShared: Bool = true) throws(LibraryError) {
    self.path = path
    self.isShared = isShared
    id = try LibraryMark(of: path).id
    do {
      mark = try FileSystem.read(path.appending(LibraryMark.name), limit: 1 << 16)
    } catch {
      throw .disk(error)
    }
  }

  /// Taken while nobody writes. Where the system gives no lock, the list must be the same twice: what
  /// stands in both stood there between them.
  func segments() throws -> [RecordLog.Segment] {
    guard isShared else { return try list() }
    do {
      return try LibraryStore.holdingLock(of: path) { try list() }
    } catch is FileError {
      var last = try list()
      for _ in 0..<20 {
        let next = try list()
        if next == last { return next }
        last = next
      }
      throw BackupError.restless(path)
    }
  }

  private func list() throws(FileError) -> [RecordLog.Segment] {
    let log = RecordLog(path)
    var segments: [RecordLog.Segment] = []
    for folder in try log.days() { segments += try log.segments(of: folder.day) }
    return segments
  }

  func byteCount(of file: StoredFile) -> Int? {
    guard let status = FileSystem.status(file.path(in: path)), status.isFile else { return nil }
    return status.byteCount
  }

  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let file = try ReadableFile.open(file.path(in: path)) else { throw Gone() }
    try file.forEachPiece(each)
  }
}
