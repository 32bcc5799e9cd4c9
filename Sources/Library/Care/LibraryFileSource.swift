internal import Archive
internal import Files
internal import Model

/// A source of a library's files: its own folder, a backup folder, or a backup zip.
///
/// Its contents aren't trusted. Use `readResult(of:each:)` to check a file against its name
/// while reading it.
protocol LibraryFileSource {
  /// The path of the folder or zip.
  var path: FilePath { get }
  /// The identity of the library that the files belong to.
  var id: ULID { get }
  /// The bytes of `castbook.json`.
  var manifest: [UInt8] { get }

  /// Returns all segments that exist at one moment, by day.
  func segments() throws -> [RecordLog.Segment]

  /// Returns the length of a file in bytes, or `nil` when the file doesn't exist.
  func byteCount(of file: StoredFile) -> Int?

  /// Passes a file to the closure piece by piece.
  ///
  /// The bytes aren't checked here: a damaged file may be passed on in part or completely.
  /// Throws `FileVanished` when the file doesn't exist.
  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws
}

/// A file that existed a moment ago no longer exists.
///
/// In a library this means that segments were merged or something was erased, so the caller
/// reads the state of the library again.
struct FileVanished: Error {}

/// The outcome of reading a stored file to its end.
enum ReadResult: Equatable {
  /// The bytes match the file's digest.
  case sound(byteCount: Int)
  /// The file is missing, can't be read, or has other bytes.
  case fault(MissingFile.Problem)
}

extension LibraryFileSource {
  /// Reads a file and checks its bytes against its name.
  ///
  /// Errors of reading are returned as a fault. Errors that the closure throws are thrown on
  /// unchanged, so a full disk at the target isn't mistaken for a damaged source.
  ///
  /// ```swift
  /// let result = try source.readResult(of: .blob(digest)) { piece in try output.write(piece) }
  /// guard case .sound(let byteCount) = result else { return }
  /// ```
  func readResult(
    of file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void = { _ in }
  ) throws -> ReadResult {
    let hash = RunningSHA256()
    var count = 0
    do {
      try read(file) { piece in
        hash.update(piece)
        count += piece.count
        do { try each(piece) } catch { throw ConsumerError(error: error) }
      }
    } catch let error as ConsumerError {
      throw error.error
    } catch is FileVanished {
      return .fault(.missing)
    } catch is FileError {
      return .fault(.unreadable)
    } catch is ZipError {
      return .fault(.damaged)
    }
    return hash.digest == file.digest ? .sound(byteCount: count) : .fault(.damaged)
  }

  /// Returns the bytes of a segment, and whether they match its digest.
  ///
  /// The bytes of a damaged segment are returned as well, since they may name files. A segment
  /// above `RecordLog.byteLimit` counts as damaged and isn't read.
  func bytes(of segment: RecordLog.Segment) throws -> (bytes: [UInt8], ReadResult) {
    guard byteCount(of: .segment(segment)) ?? 0 <= RecordLog.byteLimit else {
      return ([], .fault(.damaged))
    }
    var bytes: [UInt8] = []
    let result = try readResult(of: .segment(segment)) { bytes += $0 }
    return (bytes, result)
  }

  /// Returns the bytes of a segment that was intact a moment ago; throws `FileVanished` when it
  /// no longer is.
  func soundBytes(of segment: RecordLog.Segment) throws -> [UInt8] {
    let (bytes, result) = try bytes(of: segment)
    guard case .sound = result else { throw FileVanished() }
    return bytes
  }
}

/// Wraps an error that the consumer of the bytes threw, to distinguish it from an error of
/// reading them.
private struct ConsumerError: Error {
  let error: any Error
}
