internal import Media

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that a verb writes for the user: whole or not at all, and never over something else unasked.
public enum NewFile {
  /// What writing came to.
  public enum Outcome: Sendable {
    case written
    /// The very same bytes are there already.
    case alreadyThere
  }

  /// Writes under a temporary name in the same folder, then moves it into place.
  public static func write(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool
  ) throws(NewFileError) -> Outcome {
    guard let staged = try stage(bytes, for: path, replacing: replacing) else {
      return .alreadyThere
    }
    do {
      try staged.move(to: path, replacing: replacing)
    } catch {
      staged.discard()
      throw error
    }
    return .written
  }

  /// Writes under a temporary name in the same folder; `nil` where the very same bytes are there already.
  static func stage(
    _ bytes: [UInt8], for path: FilePath, replacing: Bool
  ) throws(NewFileError) -> StagedFile? {
    switch TextFile.read(path, limit: 256 << 20) {
    case .success(let existing) where existing == bytes: return nil
    case .failure(.notFound): break
    case .failure(.notRegular(let kind)):
      throw NewFileError(path: path, reason: "is \(kind), not a file", isInTheWay: true)
    case .success, .failure:
      guard replacing else {
        throw NewFileError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    let staged = try StagedFile(bytes, beside: path)
    do {
      try staged.sync()
    } catch {
      staged.discard()
      throw error
    }
    return staged
  }

  /// Fails when nothing can be written there: before work whose result would be lost.
  public static func preflight(_ path: FilePath) throws(NewFileError) {
    let folder = path.folder
    guard unsafe folder.withCString({ unsafe access($0, W_OK | X_OK) }) == 0 else {
      throw NewFileError(
        path: path,
        reason: errno == ENOENT ? "no folder \(folder)" : SystemError.words(errno),
        isInTheWay: false)
    }
    if case .failure(.notRegular(let kind)) = TextFile.read(path, limit: 256 << 20) {
      throw NewFileError(path: path, reason: "is \(kind), not a file", isInTheWay: true)
    }
  }

  /// Fails when something else than these bytes is there; whether they are.
  @discardableResult
  static func refuse(
    _ path: FilePath, unlessItIs digest: Digest
  ) throws(NewFileError) -> Outcome? {
    switch TextFile.read(path, limit: 256 << 20) {
    case .failure(.notFound): return nil
    case .success(let bytes) where SHA256.digest(of: bytes) == digest: return .alreadyThere
    case .success, .failure:
      throw NewFileError(path: path, reason: "exists and is different", isInTheWay: true)
    }
  }
}

/// Why a file was not written.
public struct NewFileError: Error, Sendable {
  public let path: FilePath
  public let reason: String
  /// Whether something that is there already is the reason.
  public let isInTheWay: Bool
  /// What to do, where that is not the usual.
  public var fix: String?
}

extension NewFileError: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}
