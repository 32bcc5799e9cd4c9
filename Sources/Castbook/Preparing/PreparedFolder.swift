internal import Files
internal import Library
internal import Media
internal import Synchronization

/// The folder that prepared copies go to: all of them, and the proof of how they were made, or nothing.
///
/// Copies are written under temporary names while they are made. Nothing has its name before all are done
/// and nothing is in the way.
public struct PreparedFolder: Sendable {
  public let path: FilePath
  private let isReplacing: Bool
  private let temporary: FilePath
  private let waiting = Waiting()
  /// Folders that were made for it.
  private let isNew: Bool

  /// The proof's name.
  static let proofName = "prepare.json"

  /// Makes the folder where there is none.
  public init(at path: FilePath, replacing: Bool) throws {
    self.path = path
    isReplacing = replacing
    isNew = FileSystem.status(path) == nil
    do {
      try FileSystem.makeFolders(path)
    } catch {
      throw OutputError(path: path, reason: "the folder can't be created", isInTheWay: false)
    }
    guard FileSystem.isWritable(path) else {
      throw OutputError(path: path, reason: "the folder is not writable", isInTheWay: false)
    }
    temporary = path.appending("copy".utf8)
  }

  /// What puts copies beside where they will be.
  var keep: Preparation.Keep {
    { copy in Result { try stage(copy.bytes, copy.digest) } }
  }

  /// Writes a copy that has no name yet.
  func stage(_ bytes: [UInt8], _ digest: Digest) throws -> KeptCopy {
    let staged = try AtomicFile(bytes, beside: temporary)
    waiting.files.withLock { $0.append(staged) }
    return KeptCopy(digest: digest, byteCount: bytes.count, place: .file(staged))
  }

  /// All copies that were written, those too that nobody was told of before it was broken off.
  private final class Waiting: Sendable {
    let files = Mutex<[AtomicFile]>([])
  }

  /// A copy that has its name.
  public struct Written: Sendable {
    /// Where it lies.
    public let path: FilePath
    /// The same within the folder.
    public let name: String
    /// Whether the very same file was there already.
    public let wasThere: Bool
  }

  /// Gives the copies of files their names, in their order; nothing for a file that has none. All are refused
  /// when anything else is in the way of one.
  func name(
    _ files: [PreparedFile], _ copies: [KeptCopy?], among list: FileList
  ) throws -> [Written?] {
    do {
      return try place(plans(files, copies, list), among: list)
    } catch {
      discard()
      throw error
    }
  }

  private func place(_ plans: [Plan?], among list: FileList) throws -> [Written?] {
    try refuse(plans, originals: list)
    return try plans.map { plan in
      guard let plan else { return nil }
      if plan.path.folder != path { try FileSystem.makeFolders(plan.path.folder) }
      if plan.wasThere {
        plan.staged.discard()
      } else {
        try plan.staged.move(to: plan.path, replacing: isReplacing)
      }
      return Written(path: plan.path, name: plan.name, wasThere: plan.wasThere)
    }
  }

  /// Takes away what was written and has no name.
  func discard() {
    for staged in waiting.files.withLock({ $0 }) { staged.discard() }
    if isNew { FileSystem.removeFolder(path) }
  }

  /// Writes files under names of their own within the folder: all of them, or none when anything else is in
  /// the way of one. What is there already and the same is left.
  func write(
    _ files: [(name: FilePath, bytes: [UInt8])], among list: FileList
  ) throws -> [Written] {
    var names = Self.names
    var plans: [Plan?] = []
    do {
      for file in files {
        guard let digest = SHA256.digest(of: file.bytes),
          case .file(let staged) = try stage(file.bytes, digest).place
        else { continue }
        plans.append(plan(staged, digest, name: file.name, &names))
      }
      return try place(plans, among: list).compactMap(\.self)
    } catch {
      discard()
      throw error
    }
  }

  private struct Plan {
    let path: FilePath
    let name: String
    let staged: AtomicFile
    let digest: Digest
    var wasThere = false
  }

  private func plans(
    _ files: [PreparedFile], _ copies: [KeptCopy?], _ list: FileList
  ) -> [Plan?] {
    var names = Self.names
    return zip(files, copies).map { file, copy in
      guard let copy, case .file(let staged) = copy.place else { return nil }
      let format = file.preparedCopy?.facts.format ?? file.before.facts.format ?? .jpeg
      // A copy lies where its original lies within the folder that was named.
      return plan(staged, copy.digest, name: list.nameWithin(file.path).suffixed(format), &names)
    }
  }

  /// No copy gets the name of a proof.
  private static var names: FileNames {
    FileNames(reserved: [proofName, SplitJSON.proofName, StillsJSON.proofName])
  }

  private func plan(
    _ staged: AtomicFile, _ digest: Digest, name: FilePath, _ names: inout FileNames
  ) -> Plan {
    let parts = name.text.split(separator: "/").filter { $0 != "." }
      .map { Wording.fitName(String($0), digest) }
    let folder = parts.dropLast().map { "\($0)/" }.joined()
    let unique = folder + names.add(parts.last ?? "", in: folder)
    let path = self.path.appending(unique.utf8)
    let outcome = try? OutputFile.refuse(path, unlessItIs: digest)
    return Plan(
      path: path, name: unique, staged: staged, digest: digest,
      wasThere: outcome == .alreadyThere)
  }

  private func refuse(_ plans: [Plan?], originals: FileList) throws {
    let sources = Set(
      originals.paths.compactMap { FileSystem.followed(originals.places[$0] ?? $0)?.identity })
    for case .some(let plan) in plans where !plan.wasThere {
      guard let status = FileSystem.status(plan.path) else { continue }
      if sources.contains(status.identity) {
        throw OutputError(
          path: plan.path, reason: "is the original; originals are never replaced",
          isInTheWay: true)
      }
      if !isReplacing { try OutputFile.refuse(plan.path, unlessItIs: plan.digest) }
      guard status.isFile else {
        throw OutputError(path: plan.path, reason: "is not a file", isInTheWay: true)
      }
    }
  }

  // MARK: The proof

  /// Writes the proof, and brings all of it to the disk. What an earlier proof says of copies that are
  /// still there stays in it.
  func write(_ proof: JSONValue, under name: String = proofName) throws {
    let place = path.appending(name.utf8)
    var proof = proof
    if case .success(let bytes) = TextFile.read(place, limit: 64 << 20) {
      guard let earlier = try? JSONParser.parse(bytes, bounds: PrepareJSON.bounds),
        let schema = earlier["castbook"]?.string, schema == proof["castbook"]?.string
      else {
        guard isReplacing else {
          throw OutputError(
            path: place, reason: "exists and is not a record of prepared copies", isInTheWay: true)
        }
        return try finish(proof, place)
      }
      let isThere = { (name: String) in
        FilePath(name).map { FileSystem.status(path.appending($0.bytes))?.isFile == true } ?? false
      }
      proof =
        schema == SplitJSON.schema
        ? SplitJSON.joined(proof, with: earlier, isThere: isThere)
        : PrepareJSON.joined(proof, with: earlier, isThere: isThere)
    }
    try finish(proof, place)
  }

  private func finish(_ proof: JSONValue, _ place: FilePath) throws {
    _ = try OutputFile.write(Array((proof.indentedText + "\n").utf8), to: place, replacing: true)
    try? FileSystem.syncEverything(around: path)
  }
}
