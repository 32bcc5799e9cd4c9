internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// Where bundles go: a folder each, a zip each, or one bundle into a zip that is named.
public struct ExportPlace: Sendable {
  public let path: FilePath
  private let form: Form
  private let isReplacing: Bool

  private enum Form { case folders, zips, oneZip }

  public init(_ path: FilePath, zips: Bool = false, replacing: Bool = false) {
    self.path = path
    isReplacing = replacing
    let isZip = path.suffix == "zip" && FileSystem.followed(path)?.isFolder != true
    form = isZip ? .oneZip : zips ? .zips : .folders
  }

  /// Where a bundle will lie; an error where not all of them can.
  func path(of name: String, among count: Int) throws -> FilePath {
    switch form {
    case .folders: return path.appending(name.utf8)
    case .zips: return path.appending("\(name).zip".utf8)
    case .oneZip:
      guard count == 1 else {
        throw ElementLibraryError.wrong(
          "\(path): one zip holds one bundle, and there are \(count)",
          fix: "name a folder with -o; --zip writes a zip for each")
      }
      return path
    }
  }

  /// The target of the bundle that has a name already; `nil` if there is none, or something else has the name.
  func target(ofBundle name: String) -> TargetID? {
    guard form != .oneZip, let place = try? path(of: name, among: 1),
      let status = FileSystem.status(place), form == .folders ? status.isFolder : status.isFile
    else { return nil }
    let bytes: [UInt8]?
    if form == .folders {
      let file = place.appending(Bundle.manifestName.utf8)
      bytes = try? TextFile.read(file, limit: BundleBounds.manifestBytes).get()
    } else {
      bytes = try? ZipFiles(place).bytes(
        named: Bundle.manifestName, limit: BundleBounds.manifestBytes)
    }
    // What is there may come from anybody, and the id is shown.
    return bytes.flatMap { try? BundleManifest($0) }.flatMap { TargetID(wellFormed: $0.target) }
  }

  /// The folder that all of it goes into.
  private var folder: FilePath { form == .oneZip ? path.folder : path }

  /// Whether the very same bundle lies there; an error where something else is in the way.
  func isThere(_ bundle: Bundle, at place: FilePath) throws -> Bool {
    guard let status = FileSystem.status(place) else { return false }
    let isFolder = form == .folders
    guard isFolder ? status.isFolder : status.isFile else {
      throw OutputError(
        path: place, reason: isFolder ? "exists and is not a folder" : "exists and is not a file",
        isInTheWay: true)
    }
    let found: any PackedFiles
    do {
      found = try isFolder ? FolderFiles(place) : ZipFiles(place)
    } catch {
      throw OutputError(path: place, reason: "exists and is not a bundle", isInTheWay: true)
    }
    if try isSame(found, bundle) { return true }
    guard isReplacing else {
      throw OutputError(path: place, reason: "exists and is different", isInTheWay: true)
    }
    try refuseForeign(found, at: place)
    return false
  }

  private func isSame(_ found: any PackedFiles, _ bundle: Bundle) throws -> Bool {
    guard found.name == bundle.name || form == .folders,
      found.files.map(\.name) == bundle.files.map(\.name),
      found.files.map(\.byteCount) == bundle.files.map(\.byteCount)
    else { return false }
    return try bundle.files.allSatisfy { try found.digest(of: $0.name) == $0.digest }
  }

  /// What is no part of a bundle is never thrown away with it.
  private func refuseForeign(_ found: any PackedFiles, at place: FilePath) throws {
    guard let bytes = try found.bytes(named: Bundle.manifestName),
      let manifest = try? BundleManifest(bytes)
    else {
      throw OutputError(path: place, reason: "exists and is not a bundle", isInTheWay: true)
    }
    let own = Set(manifest.files.map(\.name) + [Bundle.manifestName, Bundle.sumsName])
    if let other = found.files.first(where: { !own.contains($0.name.text) }) {
      throw OutputError(
        path: place,
        reason: "contains \(sanitized(other.name.text)), which is not part of the bundle",
        isInTheWay: true, fix: "move it elsewhere first: Castbook never deletes other files")
    }
  }

  // MARK: Writing

  /// A bundle that is written under a temporary name.
  struct Staged {
    let temporary: FilePath
    let place: FilePath
    /// Whether another one has its place, which may go.
    let isReplacing: Bool
  }

  /// Does work in a folder for what is not in its place yet. It is gone afterwards, and so is the folder for all
  /// where it was made for nothing.
  func inWorkshop(_ body: (FilePath) throws -> Void) throws {
    let isNew = FileSystem.status(folder) == nil
    do {
      try FileSystem.makeFolders(folder)
    } catch {
      throw OutputError(path: folder, reason: error.reason, isInTheWay: false)
    }
    defer { if isNew { FileSystem.removeFolder(folder) } }
    let workshop: FilePath
    do {
      workshop = try FileSystem.makeTemporaryFolder(in: folder)
    } catch {
      throw OutputError(path: folder, reason: error.reason, isInTheWay: false)
    }
    defer { try? FileSystem.removeAll(workshop) }
    try body(workshop)
  }

  /// Writes a bundle; `number` tells it from others in the workshop.
  func stage(
    _ bundle: Bundle, for place: FilePath, in workshop: FilePath, number: Int
  ) throws -> Staged {
    let temporary = workshop.appending("\(number)".utf8)
    do {
      if form == .folders {
        try writeFolder(bundle, temporary)
      } else {
        try writeZip(bundle, temporary)
      }
    } catch let error as FileError {
      throw OutputError(path: place, reason: error.reason, isInTheWay: false)
    }
    return Staged(
      temporary: temporary, place: place, isReplacing: FileSystem.status(place) != nil)
  }

  private func writeFolder(_ bundle: Bundle, _ folder: FilePath) throws {
    try FileSystem.makeFolder(folder)
    var made: Set<String> = []
    for file in bundle.files {
      let parts = file.name.text.split(separator: "/").dropLast()
      for end in parts.indices {
        let inner = parts[...end].joined(separator: "/")
        if made.insert(inner).inserted { try FileSystem.makeFolder(folder.appending(inner.utf8)) }
      }
      try FileSystem.create(
        folder.appending(file.name.text.utf8), file.read(), isDurable: false)
    }
  }

  private func writeZip(_ bundle: Bundle, _ path: FilePath) throws {
    _ = try bundle.zip(to: WritableFile(path, mode: 0o666))
  }

  /// Gives bundles their names: all of them, or none.
  func place(_ staged: [Staged]) throws {
    // What is not on the disk could be gone after a power cut though its name is there.
    try? FileSystem.syncEverything(around: folder)
    var done: [Staged] = []
    do {
      for one in staged {
        try place(one)
        done.append(one)
      }
    } catch {
      for one in done.reversed() { takeBack(one) }
      if let error = error as? FileError {
        throw OutputError(
          path: error.path, reason: error.reason, isInTheWay: false,
          fix: "no files were written; try again")
      }
      throw error
    }
  }

  private func place(_ staged: Staged) throws {
    guard staged.isReplacing else {
      guard try FileSystem.move(staged.temporary, toUnused: staged.place) else {
        throw OutputError(
          path: staged.place, reason: "appeared in the meantime", isInTheWay: true)
      }
      return
    }
    try FileSystem.exchange(staged.temporary, staged.place)
    // What came there since it was looked at is not thrown away.
    do {
      try refuseForeign(
        form == .folders ? FolderFiles(staged.temporary) : ZipFiles(staged.temporary),
        at: staged.place)
    } catch {
      try FileSystem.exchange(staged.temporary, staged.place)
      throw error
    }
  }

  private func takeBack(_ staged: Staged) {
    if staged.isReplacing {
      try? FileSystem.exchange(staged.temporary, staged.place)
    } else {
      _ = try? FileSystem.move(staged.place, toUnused: staged.temporary)
    }
  }
}

extension Bundle {
  /// The bundle as a zip, its files under its name.
  func zip<Output: ZipOutput>(to output: Output) throws -> Output {
    var writer = ZipWriter(to: output)
    for file in files {
      guard let entry = EntryName("\(name)/\(file.name)") else {
        throw ZipError.unsafeName(file.name.text)
      }
      try writer.add(entry, file.read())
    }
    return try writer.finish()
  }
}

extension BundleFile {
  /// Its bytes; an error where they are not what they were.
  func read() throws -> [UInt8] {
    switch content {
    case .bytes(let bytes): return bytes
    case .copy(let path):
      guard case .success(let bytes) = TextFile.read(path, limit: 1 << 40),
        SHA256.digest(of: bytes) == digest
      else {
        throw ElementLibraryError.damaged("\(path) has changed: castbook doctor")
      }
      return bytes
    }
  }
}
