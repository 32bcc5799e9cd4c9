internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// The destination of bundles: a folder with one folder or zip for each bundle, or a single zip.
///
/// ```swift
/// let zips = ExportDestination(folder, zips: true)
/// for bundle in try export.write(plan, to: zips).bundles { print(bundle.path) }
/// ```
public struct ExportDestination: Sendable {
  /// The folder for all bundles, or the path of the single zip.
  public let path: FilePath
  private let form: Form
  /// Whether a different bundle of the same name is replaced.
  private let isReplacing: Bool
  /// Whether a different bundle of the same name stays, and the new one gets a number.
  private let isNumbering: Bool

  /// How bundles are laid out at the destination.
  private enum Form { case folders, zips, oneZip }

  /// Creates a destination. A path that ends in `.zip` and is not a folder means a single zip.
  ///
  /// - Parameters:
  ///   - path: The folder or zip to write to.
  ///   - zips: Whether each bundle becomes a zip instead of a folder.
  ///   - replacing: Whether different bundles of the same name are replaced.
  ///   - numbering: Whether they stay, and the new bundle gets a number: `lobby-2`.
  public init(
    _ path: FilePath, zips: Bool = false, replacing: Bool = false, numbering: Bool = false
  ) {
    self.path = path
    (isReplacing, isNumbering) = (replacing, numbering)
    let isZip = path.suffix == "zip" && FileSystem.statusFollowingLinks(path)?.isFolder != true
    form = isZip ? .oneZip : zips ? .zips : .folders
  }

  /// Returns the path of a bundle.
  ///
  /// - Throws: An error if several bundles would go into a single zip.
  func path(of name: String, among count: Int) throws -> FilePath {
    switch form {
    case .folders: return path.appending(name.utf8)
    case .zips: return path.appending("\(name).zip".utf8)
    case .oneZip:
      guard count == 1 else {
        throw ElementLibraryError.invalidRequest(
          "\(path): one zip holds one bundle, and there are \(count)",
          fix: "name a folder with -o; --zip writes a zip for each")
      }
      return path
    }
  }

  /// Returns the target of the existing bundle with a name; `nil` if there is none, or if something
  /// else has the name.
  func target(ofBundle name: String) -> TargetID? {
    guard form != .oneZip, let existing = try? path(of: name, among: 1) else { return nil }
    // An existing bundle may come from anyone, and its target's id is printed, so the id must be
    // well formed.
    return manifest(at: existing).flatMap { TargetID(wellFormed: $0.target) }
  }

  /// Returns the manifest of the existing bundle at a path; `nil` if it is missing or unreadable.
  private func manifest(at path: FilePath) -> BundleManifest? {
    guard let status = FileSystem.status(path),
      form == .folders ? status.isFolder : status.isFile
    else { return nil }
    let bytes: [UInt8]?
    if form == .folders {
      let file = path.appending(Bundle.manifestName.utf8)
      bytes = try? TextFile.read(file, limit: BundleBounds.manifestBytes).get()
    } else {
      bytes = try? ZipFiles(path).bytes(
        named: Bundle.manifestName, limit: BundleBounds.manifestBytes)
    }
    return bytes.flatMap { try? BundleManifest($0) }
  }

  private static let maximumNumber = 10_000

  /// A path for a bundle, and the digest of a suitable bundle there; `nil` if it must be written.
  typealias Place = (path: FilePath, existing: Digest?)

  /// Returns the path for a bundle.
  ///
  /// - Parameter isSame: Returns the digest of the bundle at a path if its request is the same as
  ///   the new one's. That bundle stays, unless bundles are replaced.
  /// - Throws: An error if something else is in the way.
  func place(
    for bundle: Bundle, among count: Int, or isSame: (FilePath) throws -> Digest?
  ) throws -> Place {
    var number = 1
    while true {
      let name = number == 1 ? bundle.name : "\(bundle.name)-\(number)"
      let path = try path(of: name, among: count)
      do {
        return (path, try exists(bundle, at: path) ? bundle.digest : nil)
      } catch let error as OutputFileError {
        guard error.isInTheWay else { throw error }
        if !isReplacing, let existing = try isSame(path) { return (path, existing) }
        guard isNumbering, number < Self.maximumNumber else { throw error }
      }
      number += 1
    }
  }

  /// The folder that everything is written to.
  private var folder: FilePath { form == .oneZip ? path.folder : path }

  /// Whether an identical bundle exists at `path`.
  ///
  /// - Throws: `OutputFileError` if something else is in the way and may not be replaced.
  func exists(_ bundle: Bundle, at path: FilePath) throws -> Bool {
    guard let status = FileSystem.status(path) else { return false }
    let isFolder = form == .folders
    guard isFolder ? status.isFolder : status.isFile else {
      throw OutputFileError(
        path: path, reason: isFolder ? "exists and is not a folder" : "exists and is not a file",
        isInTheWay: true)
    }
    let found: any PackedFiles
    do {
      found = try isFolder ? FolderFiles(path) : ZipFiles(path)
      if found.name == bundle.name || isFolder, try found.isSame(as: bundle.files) { return true }
    } catch {
      throw Self.noBundle(path)
    }
    // Only what could be replaced is called different.
    try refuseForeign(found, at: path)
    guard isReplacing else {
      throw OutputFileError(path: path, reason: "exists and is different", isInTheWay: true)
    }
    return false
  }

  private static func noBundle(_ path: FilePath) -> OutputFileError {
    OutputFileError(
      path: path, reason: "exists and is not a bundle", isInTheWay: true,
      fix: "name another folder with -o, or move it away: Castbook never deletes other files")
  }

  /// Throws an error if a bundle contains files that are not part of it. They would be lost if it
  /// were replaced.
  private func refuseForeign(_ found: any PackedFiles, at path: FilePath) throws {
    guard let bytes = try? found.bytes(named: Bundle.manifestName),
      let manifest = try? BundleManifest(bytes)
    else { throw Self.noBundle(path) }
    let bundleFiles = Set(manifest.files.map(\.name) + [Bundle.manifestName, Bundle.sumsName])
    if let foreign = found.files.first(where: { !bundleFiles.contains($0.name.text) }) {
      throw OutputFileError(
        path: path,
        reason: "contains \(sanitized(foreign.name.text)), which is not part of the bundle",
        isInTheWay: true, fix: "move it elsewhere first: Castbook never deletes other files")
    }
  }

  // MARK: Writing

  /// A bundle that is written under a temporary name.
  struct Staged {
    /// The path under which the bundle is written.
    let temporary: FilePath
    /// The final path.
    let destination: FilePath
    /// Whether an existing bundle is replaced.
    let isReplacing: Bool
  }

  /// Calls `body` with a temporary folder next to the bundles' final places, and removes that
  /// folder afterwards. If the destination was created for this and stays empty, it is removed too.
  func withTemporaryFolder(_ body: (FilePath) throws -> Void) throws {
    let isNew = FileSystem.status(folder) == nil
    try OutputFileError.about(folder) { try FileSystem.createFolders(folder) }
    defer { if isNew { FileSystem.removeFolder(folder) } }
    let temporary = try OutputFileError.about(folder) {
      try FileSystem.makeTemporaryFolder(in: folder)
    }
    defer { try? FileSystem.removeAll(temporary) }
    try body(temporary)
  }

  /// Writes a bundle into the temporary folder, under `number` as its name.
  func stage(
    _ bundle: Bundle, for destination: FilePath, in folder: FilePath, number: Int
  ) throws -> Staged {
    let temporary = folder.appending("\(number)".utf8)
    try OutputFileError.about(destination) {
      if form == .folders {
        try writeFolder(bundle, temporary)
      } else {
        _ = try bundle.zip(to: WritableFile(temporary, mode: 0o666))
      }
    }
    return Staged(
      temporary: temporary, destination: destination,
      isReplacing: FileSystem.status(destination) != nil)
  }

  /// Writes a bundle as a folder, without waiting for each file to reach the disk: `publish(_:)`
  /// syncs once for all.
  private func writeFolder(_ bundle: Bundle, _ folder: FilePath) throws {
    try FileSystem.createFolder(folder)
    var made: Set<String> = []
    for file in bundle.files {
      let parts = file.name.text.split(separator: "/").dropLast()
      for end in parts.indices {
        let inner = parts[...end].joined(separator: "/")
        if made.insert(inner).inserted { try FileSystem.createFolder(folder.appending(inner.utf8)) }
      }
      try file.write(to: folder.appending(file.name.text.utf8))
    }
  }

  /// Moves all staged bundles to their final paths, or none: after a failure those that were moved
  /// are moved back.
  func publish(_ staged: [Staged]) throws {
    // Data must reach the disk before names do. Otherwise a power cut could leave a name without
    // its contents.
    try? FileSystem.syncEverything(around: folder)
    var placed: [Staged] = []
    do {
      for staged in staged {
        try publish(staged)
        placed.append(staged)
      }
    } catch {
      for staged in placed.reversed() { moveBack(staged) }
      if let error = error as? FileError {
        throw OutputFileError(
          path: error.path, reason: error.reason, isInTheWay: false,
          fix: "no files were written; try again")
      }
      throw error
    }
  }

  /// Moves one bundle to its final path. An existing bundle is exchanged with it in one step, so
  /// there is always one of the two.
  private func publish(_ staged: Staged) throws {
    guard staged.isReplacing else {
      guard try FileSystem.move(staged.temporary, toUnused: staged.destination) else {
        throw OutputFileError(
          path: staged.destination, reason: "appeared in the meantime", isInTheWay: true)
      }
      return
    }
    try FileSystem.swap(staged.temporary, staged.destination)
    // Files that were added since the first check must not be lost either, so the replaced bundle
    // is checked again.
    do {
      try refuseForeign(
        form == .folders ? FolderFiles(staged.temporary) : ZipFiles(staged.temporary),
        at: staged.destination)
    } catch {
      try FileSystem.swap(staged.temporary, staged.destination)
      throw error
    }
  }

  /// Undoes `publish(_:)` for one bundle.
  private func moveBack(_ staged: Staged) {
    if staged.isReplacing {
      try? FileSystem.swap(staged.temporary, staged.destination)
    } else {
      _ = try? FileSystem.move(staged.destination, toUnused: staged.temporary)
    }
  }
}
