internal import Files
internal import Media
internal import Synchronization

/// A folder for prepared copies. It receives all copies and the record of how they were made, or
/// nothing.
///
/// Copies are written under temporary names while they are made. They get their names only when all
/// of them are done and nothing is in the way.
public struct PreparedFolder: Sendable {
  /// The path of the folder.
  public let path: FilePath
  private let isReplacing: Bool
  private let temporary: FilePath
  private let waiting = Waiting()
  /// Whether the folder was created for this.
  private let isNew: Bool

  /// The file name of the record of how copies were made.
  static let proofName = "prepare.json"

  /// Creates the folder if it does not exist.
  ///
  /// - Parameters:
  ///   - path: The path of the folder.
  ///   - replacing: Whether other files of the same names are replaced. Originals never are.
  /// - Throws: `OutputFileError` if the folder can't be created or written to.
  public init(at path: FilePath, replacing: Bool) throws {
    self.path = path
    isReplacing = replacing
    isNew = FileSystem.status(path) == nil
    do {
      try FileSystem.createFolders(path)
    } catch {
      throw OutputFileError(path: path, reason: "the folder can't be created", isInTheWay: false)
    }
    guard FileSystem.isWritable(path) else {
      throw OutputFileError(path: path, reason: "the folder is not writable", isInTheWay: false)
    }
    temporary = path.appending("copy".utf8)
  }

  /// Writes a copy under a temporary name.
  package func stage(_ bytes: [UInt8], _ digest: Digest) throws -> KeptCopy {
    let staged = try OutputFileError.about(path) { try AtomicFile(bytes, beside: temporary) }
    waiting.files.withLock { $0.append(staged) }
    return KeptCopy(digest: digest, byteCount: bytes.count, location: .temporary(staged))
  }

  /// All files with temporary names, including copies whose results were never handed over because
  /// of a cancellation.
  private final class Waiting: Sendable {
    let files = Mutex<[AtomicFile]>([])
  }

  /// A copy that is in its final place.
  public struct Written: Sendable {
    /// Its full path.
    public let path: FilePath
    /// Its path within the folder.
    public let name: String
    /// Whether an identical file existed already.
    public let alreadyExisted: Bool
  }

  /// Gives copies their names, in their order. If anything else is in the way of one, none gets its
  /// name.
  ///
  /// - Returns: The written copies; `nil` for a file without a copy.
  package func publish(
    _ copies: [(name: FilePath, copy: KeptCopy)?], among list: FileList
  ) throws -> [Written?] {
    var names = UniqueFileNames(
      reserved: [Self.proofName, SplitJSON.proofName, StillsJSON.proofName])
    let plans = copies.map { $0.flatMap { plan($0.copy, name: $0.name, &names) } }
    do {
      try refuse(plans.compactMap(\.self), originals: list)
      return try plans.map { plan in
        guard let plan else { return nil }
        if plan.path.folder != path {
          try OutputFileError.about(plan.path) { try FileSystem.createFolders(plan.path.folder) }
        }
        if plan.wasThere {
          plan.staged.discard()
        } else {
          try plan.staged.publish(to: plan.path, replacing: isReplacing)
        }
        return Written(path: plan.path, name: plan.name, alreadyExisted: plan.wasThere)
      }
    } catch {
      discard()
      throw error
    }
  }

  /// Deletes all files with temporary names, and the folder if it was created for this and is
  /// empty.
  package func discard() {
    for staged in waiting.files.withLock({ $0 }) { staged.discard() }
    if isNew { FileSystem.removeFolder(path) }
  }

  /// Writes groups of files under names of their own within the folder. If anything else is in the
  /// way of one, none is written. An identical existing file stays.
  ///
  /// - Returns: For each group, its written files.
  func write(
    _ groups: [[(name: FilePath, bytes: [UInt8])]], among list: FileList
  ) throws -> [[Written]] {
    do {
      let copies = try groups.joined().map { file in
        (name: file.name, copy: try stage(file.bytes, SHA256.digest(of: file.bytes)))
      }
      var written = try publish(copies, among: list).compactMap(\.self)[...]
      return groups.map { group in
        defer { written = written.dropFirst(group.count) }
        return Array(written.prefix(group.count))
      }
    } catch {
      discard()
      throw error
    }
  }

  /// A copy with its future path.
  private struct Plan {
    let path: FilePath
    let name: String
    let staged: AtomicFile
    let digest: Digest
    let wasThere: Bool
  }

  /// Returns a unique path for a copy, made from a name that every file system accepts; `nil` for
  /// a copy that is not in this folder.
  private func plan(
    _ copy: KeptCopy, name: FilePath, _ names: inout UniqueFileNames
  ) -> Plan? {
    guard case .temporary(let staged) = copy.location else { return nil }
    let parts = name.text.split(separator: "/").filter { $0 != "." }
      .map { FileName.validName(String($0), or: String(copy.digest.hex.prefix(16))) }
    let folder = parts.dropLast().map { "\($0)/" }.joined()
    let unique = folder + names.add(parts.last ?? "", in: folder)
    let path = self.path.appending(unique.utf8)
    let existing = try? OutputFile.refuse(path, unlessItIs: copy.digest)
    return Plan(
      path: path, name: unique, staged: staged, digest: copy.digest,
      wasThere: existing == .alreadyThere)
  }

  /// Throws an error if an original, or another file that may not be replaced, is in the way.
  private func refuse(_ plans: [Plan], originals: FileList) throws {
    let sources = Set(
      originals.files.compactMap { FileSystem.statusFollowingLinks($0.location)?.identity })
    for plan in plans where !plan.wasThere {
      guard let status = FileSystem.status(plan.path) else { continue }
      if sources.contains(status.identity) {
        throw OutputFileError(
          path: plan.path, reason: "is the original; originals are never replaced",
          isInTheWay: true)
      }
      if !isReplacing { try OutputFile.refuse(plan.path, unlessItIs: plan.digest) }
      guard status.isFile else {
        throw OutputFileError(path: plan.path, reason: "is not a file", isInTheWay: true)
      }
    }
  }

  // MARK: The record

  /// Writes the record of how copies were made, and syncs everything to disk. Entries of an earlier
  /// record stay if their copies still exist.
  func write(_ proof: JSONValue, under name: String = proofName) throws {
    let location = path.appending(name.utf8)
    var proof = proof
    if case .success(let bytes) = TextFile.read(location, limit: 64 << 20) {
      guard let earlier = try? JSONParser.parse(bytes, bounds: PrepareJSON.bounds),
        let schema = earlier["castbook"]?.string, schema == proof["castbook"]?.string
      else {
        guard isReplacing else {
          throw OutputFileError(
            path: location, reason: "exists and is not a record of prepared copies",
            isInTheWay: true)
        }
        return try finish(proof, location)
      }
      let isThere = { (name: String) in
        FilePath(name).map { FileSystem.status(path.appending($0.bytes))?.isFile == true } ?? false
      }
      proof =
        schema == SplitJSON.schema
        ? SplitJSON.joined(proof, with: earlier, isThere: isThere)
        : PrepareJSON.joined(proof, with: earlier, isThere: isThere)
    }
    try finish(proof, location)
  }

  /// Writes the record and syncs the folder.
  private func finish(_ proof: JSONValue, _ location: FilePath) throws {
    _ = try OutputFile.write(Array((proof.indentedText + "\n").utf8), to: location, replacing: true)
    try? FileSystem.syncEverything(around: path)
  }
}
