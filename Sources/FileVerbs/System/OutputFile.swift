package import Files

/// A file that a verb writes for the user: whole or not at all, replacing others only if asked.
///
/// ```swift
/// try OutputFile.preflight(path)  // before the work
/// _ = try OutputFile.write(page, to: path, replacing: false)
/// ```
public enum OutputFile {
  /// The result of writing a file.
  public enum Outcome: Sendable {
    case written
    /// The file is there already, with the same bytes.
    case alreadyThere
  }

  private static let readLimit = ReadableFile.wholeFileLimit

  /// Makes a folder if it isn't there, and throws if files can't be written into it.
  package static func requireWritable(_ folder: FilePath) throws {
    try OutputFileError.about(folder) {
      try FileSystem.createFolders(folder)
      try FileSystem.requireWritable(folder)
    }
  }

  /// Writes under a temporary name in the same folder, then moves the file into place.
  public static func write(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool
  ) throws(OutputFileError) -> Outcome {
    guard let staged = try stage(bytes, for: path, replacing: replacing) else {
      return .alreadyThere
    }
    do {
      try staged.publish(to: path, replacing: replacing)
    } catch {
      staged.discard()
      throw error
    }
    return .written
  }

  /// Writes a file in pieces, never holding it all in memory. It gets its name once complete.
  ///
  /// - Parameter body: Calls the given function with each piece of the file.
  @discardableResult
  package static func write(
    to path: FilePath, replacing: Bool,
    _ body: ((_ piece: [UInt8]) throws -> Void) async throws -> Void
  ) async throws -> Outcome {
    if case .failure(.notRegular(let kind)) = TextFile.read(path, limit: readLimit) {
      throw OutputFileError(
        path: path, reason: "is \(kind.nameWithArticle), not a file", isInTheWay: true)
    }
    let staging = try OutputFileError.about(path) {
      try FileSystem.makeTemporaryFolder(in: path.folder)
    }
    defer { try? FileSystem.removeAll(staging) }
    let temporary = staging.appending("written".utf8)
    let hash = RunningSHA256()
    do {
      let output = try WritableFile(temporary, mode: 0o666)
      try await body { piece in
        hash.update(piece[...])
        try output.write(piece[...])
      }
      try FileSystem.sync(temporary)
    } catch {
      throw OutputFileError.about(path, error)
    }
    if !replacing, let outcome = try refuse(path, unlessItIs: hash.digest) { return outcome }
    let isInTheWay = try OutputFileError.about(path) {
      if replacing {
        try FileSystem.rename(temporary, to: path)
      } else if try !FileSystem.rename(temporary, toUnused: path) {
        return true
      }
      try FileSystem.syncFolder(path.folder)
      return false
    }
    // Another program made the file meanwhile.
    if isInTheWay, let outcome = try refuse(path, unlessItIs: hash.digest) { return outcome }
    return .written
  }

  /// Writes a temporary file in the same folder; returns `nil` if the path has the same bytes.
  package static func stage(
    _ bytes: [UInt8], for path: FilePath, replacing: Bool
  ) throws(OutputFileError) -> AtomicFile? {
    switch TextFile.read(path, limit: readLimit) {
    case .success(let existing) where existing == bytes: return nil
    case .failure(.notFound): break
    case .failure(.notRegular(let kind)):
      throw OutputFileError(
        path: path, reason: "is \(kind.nameWithArticle), not a file", isInTheWay: true)
    case .success, .failure:
      guard replacing else {
        throw OutputFileError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    var staged: AtomicFile?
    do {
      let file = try AtomicFile(bytes, beside: path)
      staged = file
      try file.sync()
      return file
    } catch {
      staged?.discard()
      throw OutputFileError(path, error)
    }
  }

  /// Fails if no file can be written at a path: call it before work whose result would be lost.
  public static func preflight(_ path: FilePath) throws(OutputFileError) {
    do {
      try FileSystem.requireWritable(path.folder)
    } catch {
      let reason = error.kind == .folderNotFound ? "no folder \(path.folder)" : error.cause
      throw OutputFileError(path: path, reason: reason, isInTheWay: false)
    }
    if case .failure(.notRegular(let kind)) = TextFile.read(path, limit: readLimit) {
      throw OutputFileError(
        path: path, reason: "is \(kind.nameWithArticle), not a file", isInTheWay: true)
    }
  }

  /// Fails if anything but a file with this digest is at a path. Returns `nil` if nothing is there.
  @discardableResult
  package static func refuse(
    _ path: FilePath, unlessItIs digest: Digest
  ) throws(OutputFileError) -> Outcome? {
    switch TextFile.read(path, limit: readLimit) {
    case .failure(.notFound): return nil
    case .success(let bytes) where SHA256.digest(of: bytes) == digest: return .alreadyThere
    case .success, .failure:
      throw OutputFileError(path: path, reason: "exists and is different", isInTheWay: true)
    }
  }
}

/// Why a file for the user was not written.
public struct OutputFileError: PathError {
  public let path: FilePath
  /// What happened, without the path: "exists and is different".
  public let reason: String
  /// Whether the reason is that something is already there.
  public let isInTheWay: Bool
  /// The next step, if it is not the common one.
  private let ownFix: String?

  package init(path: FilePath, reason: String, isInTheWay: Bool, fix: String? = nil) {
    self.path = path
    self.reason = reason
    self.isInTheWay = isInTheWay
    ownFix = fix
  }

  package init(path: FilePath, reason: String) {
    self.init(path: path, reason: reason, isInTheWay: false)
  }

  public var blame: Blame { .failure }
  public var rule: String { isInTheWay ? "output.exists" : "output.failed" }
  public var message: String { "\(path): \(reason)" }
  public var fix: String? {
    ownFix
      ?? (isInTheWay
        ? "use another name, or --replace" : "use an existing folder that you can write to")
  }
}

extension OutputFileError {
  /// Reports a failed call on the path that the user named, even if it was about a temporary name.
  package init(_ path: FilePath, _ error: FileError) {
    self.init(path: path, reason: error.cause, isInTheWay: error.kind == .exists)
  }
}

extension AtomicFile {
  /// Gives the file the name that the user chose.
  package func publish(to path: FilePath, replacing: Bool) throws(OutputFileError) {
    do { try move(to: path, replacing: replacing) } catch { throw OutputFileError(path, error) }
  }
}
