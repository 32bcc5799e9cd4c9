internal import Archive
internal import Files
package import Model

/// A file to be copied: the SHA-256 that its bytes must have, and how to read them.
///
/// Backups, restorations, imports, packs and exports use it. The bytes are checked while they are
/// copied, so a file of any length is read once, with memory for one piece.
///
/// ```swift
/// let file = CopySource(digest) { each in try pack.read(name, each: each) }
/// _ = try file.copy(to: temporary, mode: 0o444).soundByteCount()
/// try FileSystem.rename(temporary, to: path)
/// ```
package struct CopySource {
  /// The SHA-256 that the bytes must have.
  package let digest: Digest
  /// The length in bytes, or `nil` if only the digest is known. A file that turns out to be longer
  /// isn't read to its end.
  package let byteCount: Int?
  /// Passes all bytes to a closure, piece by piece.
  private let pieces: (_ each: (ArraySlice<UInt8>) throws -> Void) throws -> Void

  /// Creates a source from a closure that passes all bytes on, piece by piece.
  ///
  /// The closure throws `FileVanished` when the file doesn't exist, and `FileError` or `ZipError`
  /// when it can't be read.
  package init(
    _ digest: Digest, byteCount: Int? = nil,
    pieces: @escaping (_ each: (ArraySlice<UInt8>) throws -> Void) throws -> Void
  ) {
    self.digest = digest
    self.byteCount = byteCount
    self.pieces = pieces
  }

  /// Creates a source from a file of the user or the library; links are followed.
  package init(_ digest: Digest, byteCount: Int? = nil, at path: FilePath) {
    self.init(digest, byteCount: byteCount) { each in
      guard let file = try ReadableFile.open(path, followingLinks: true) else {
        throw FileVanished()
      }
      try file.forEachPiece(of: Self.pieceSize, each)
    }
  }

  /// The length of a piece in bytes, small enough to stay in the processor's cache while it is
  /// hashed and written.
  private static let pieceSize = 256 << 10

  /// Reads all bytes, passes them on, and checks them.
  ///
  /// Errors of reading are returned as a fault. Errors that the closure throws are thrown on
  /// unchanged, so a full disk at the target isn't mistaken for a damaged source.
  package func read(each: (ArraySlice<UInt8>) throws -> Void = { _ in }) throws -> ReadResult {
    let hash = RunningSHA256()
    var count = 0
    do {
      try pieces { piece in
        count += piece.count
        if let byteCount, count > byteCount { throw TooLong() }
        hash.update(piece)
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
    } catch is TooLong {
      return .fault(.damaged)
    }
    return hash.digest == digest ? .sound(byteCount: count) : .fault(.damaged)
  }

  /// Reads the bytes to learn what a zip states before them: whether they are sound, and their
  /// CRC-32.
  package func measure() throws -> (result: ReadResult, checksum: UInt32) {
    var checksum = Checksum()
    let result = try read { checksum.update($0) }
    return (result, checksum.value)
  }

  /// Copies the bytes to a new file, which isn't durable yet. The file is removed when the copying
  /// fails, and when the bytes are wrong unless `keepsFaulty` is set.
  package func copy(
    to path: FilePath, mode: UInt32, keepsFaulty: Bool = false
  ) throws -> ReadResult {
    let output = try WritableFile(path, mode: mode)
    do {
      let result = try read { try output.write($0) }
      if case .fault = result, !keepsFaulty { try FileSystem.remove(path) }
      return result
    } catch {
      try? FileSystem.remove(path)
      throw error
    }
  }
}

/// The outcome of reading a file to its end.
package enum ReadResult: Equatable {
  /// The bytes match the file's digest.
  case sound(byteCount: Int)
  /// The file is missing, can't be read, or has other bytes.
  case fault(MissingFile.Problem)

  /// Returns the length of a sound file; throws `CopyFault` for any other.
  package func soundByteCount() throws(CopyFault) -> Int {
    switch self {
    case .sound(let byteCount): return byteCount
    case .fault(let problem): throw CopyFault(problem: problem)
    }
  }
}

/// A file that was to be copied is missing, can't be read, or has other bytes than it should.
package struct CopyFault: Error {
  /// What is wrong with the file.
  package let problem: MissingFile.Problem
}

/// A file that existed a moment ago no longer exists.
///
/// In a library this means that segments were merged or something was erased, so the caller
/// reads the state of the library again.
package struct FileVanished: Error {}

/// A file has more bytes than it should.
private struct TooLong: Error {}

/// Wraps an error that the consumer of the bytes threw, to distinguish it from an error of
/// reading them.
private struct ConsumerError: Error {
  let error: any Error
}
