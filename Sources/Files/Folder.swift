internal import CFiles
package import Model
internal import POSIX

/// The names in a folder, read without following links.
package enum Folder {
  /// A name in a folder, with the kind that the folder itself records.
  package struct Entry {
    package let name: [UInt8]
    /// `nil` if the file system doesn't record kinds.
    package let kind: FileKind?
  }

  /// The names in a folder, in byte order.
  package static func names(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    entries(in: folder).map { $0.map(\.name) }
  }

  /// The names in a folder, in byte order; `nil` if there are more than `limit` or the folder can't
  /// be read.
  package static func names(in folder: FilePath, atMost limit: Int) -> [[UInt8]]? {
    guard case .success(let entries) = entries(in: folder, atMost: limit + 1),
      entries.count <= limit
    else { return nil }
    return entries.map(\.name)
  }

  /// The names of the files in a folder, in byte order, without folders, links and pipes. A name
  /// whose kind the file system does not record counts as a file.
  package static func fileNames(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    entries(in: folder).map { entries in
      entries.filter { $0.kind == nil || $0.kind == .file }.map(\.name)
    }
  }

  /// The names of the folders in a folder, and all other names, each in byte order. A name whose
  /// kind the file system does not record counts as a folder.
  package static func folderNames(
    in folder: FilePath
  ) -> Result<(folders: [[UInt8]], others: [[UInt8]]), ReadFailure> {
    entries(in: folder).map { entries in
      let isFolder = { (entry: Entry) in entry.kind == nil || entry.kind == .folder }
      return (entries.filter(isFolder).map(\.name), entries.filter { !isFolder($0) }.map(\.name))
    }
  }

  /// The entries of a folder, in byte order of their names. If there are more than `limit`, only
  /// some of them.
  package static func entries(
    in folder: FilePath, atMost limit: Int = .max
  ) -> Result<[Entry], ReadFailure> {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      return .failure(errno == ENOENT ? .notFound : .unreadable(errno))
    }
    var entries: [Entry] = []
    defer {
      unsafe closedir(stream)
      WorkMeter.recordListing(entries.count)
    }
    // readdir returns NULL both at the end and on failure; only errno distinguishes them.
    errno = 0
    while entries.count < limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) {
        let kind = FileKind(directoryEntryType: unsafe entry.pointee.d_type)
        entries.append(Entry(name: name, kind: kind))
      }
      errno = 0
    }
    guard errno == 0 else { return .failure(.unreadable(errno)) }
    return .success(entries.sorted { $0.name.lexicographicallyPrecedes($1.name) })
  }
}

extension FileSystem {
  // MARK: Making

  /// Creates a folder. Does nothing if there is one, or a link to one.
  package static func createFolder(_ path: FilePath, mode: UInt32 = 0o777) throws(FileError) {
    guard unsafe path.withCString({ unsafe mkdir($0, mode_t(mode)) }) != 0 else { return }
    let code = errno
    if code == EEXIST, statusFollowingLinks(path)?.isFolder == true { return }
    throw FileError(path, code, .create)
  }

  /// Creates a folder and its missing parents.
  package static func createFolders(_ path: FilePath) throws(FileError) {
    var missing: [FilePath] = []
    var folder = path
    while statusFollowingLinks(folder)?.isFolder != true, missing.last != folder {
      missing.append(folder)
      folder = folder.folder
    }
    for folder in missing.reversed() { try createFolder(folder) }
  }

  /// Creates a folder that only this user can enter, and its missing parents.
  package static func makePrivateFolder(_ path: FilePath) throws(FileError) {
    try createFolders(path.folder)
    try createFolder(path, mode: 0o700)
  }

  /// Creates a folder with an unused name: `prefix` and six random letters.
  package static func makeTemporaryFolder(
    in folder: FilePath, prefix: String = ".castbook-"
  ) throws(FileError) -> FilePath {
    var template = folder.appending((prefix + "XXXXXX").utf8).bytes + [0]
    let isMade = unsafe template.withUnsafeMutableBytes { buffer in
      let text = unsafe buffer.assumingMemoryBound(to: CChar.self)
      return unsafe text.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard isMade, let made = FilePath(bytes: template.dropLast()) else {
      throw FileError(folder, errno, .createInFolder)
    }
    return made
  }

  /// The folder for temporary files: the one that `TMPDIR` names, or else `/tmp`.
  package static var temporaryFolder: FilePath {
    let system = FilePath("/tmp") ?? .unnamed
    guard let value = unsafe getenv("TMPDIR"), unsafe value[0] != 0 else { return system }
    let bytes = unsafe Array(UnsafeBufferPointer(start: value, count: strlen(value)))
    return FilePath(bytes: bytes.map(UInt8.init(bitPattern:))) ?? system
  }

  // MARK: Removing

  /// Removes an empty folder. Does nothing if it is missing or not empty.
  package static func removeFolder(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe rmdir($0) }
  }

  /// Removes a file, or a folder with its contents. Does nothing if it doesn't exist. Links are
  /// removed, not followed.
  package static func removeAll(_ path: FilePath) throws(FileError) {
    guard status(path)?.isFolder == true else { return try remove(path) }
    // A list instead of recursion: folders may be nested to any depth.
    var folders = [path]
    var emptied: [FilePath] = []
    while let folder = folders.popLast() {
      emptied.append(folder)
      for name in try names(in: folder) {
        let item = folder.appending(name)
        if status(item)?.isFolder == true { folders.append(item) } else { try remove(item) }
      }
    }
    for folder in emptied.reversed() { removeFolder(folder) }
  }

  // MARK: Listing

  /// The names in a folder, in byte order; none if the folder is missing.
  package static func names(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    try Self.list(folder, Folder.names(in: folder))
  }

  /// The names of the files in a folder, in byte order; none if the folder is missing.
  package static func fileNames(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    try Self.list(folder, Folder.fileNames(in: folder))
  }

  private static func list(
    _ folder: FilePath, _ result: Result<[[UInt8]], ReadFailure>
  ) throws(FileError) -> [[UInt8]] {
    switch result {
    case .success(let names): return names
    case .failure(.notFound): return []
    case .failure(let failure): throw FileError(folder, failure.message)
    }
  }

  /// The files in a folder whose names have this length and suffix, at most `limit`; empty if the
  /// folder is missing.
  package static func names(
    in folder: FilePath, length: Int, suffix: String, limit: Int = .max
  ) throws(FileError) -> NameSet {
    var set = castbook_name_set_t(count: 0, sum: 0)
    let result = unsafe folder.withCString { folder in
      unsafe suffix.withCString {
        unsafe castbook_read_names(folder, UInt(length), $0, UInt(limit), &set)
      }
    }
    guard result == 0 else { throw FileError(folder, errno, .read) }
    return NameSet(set)
  }

  /// The count, total length and names of the regular files in a folder; `nil` if it can't be read.
  /// Memory use is constant, however many files there are.
  package static func summary(ofFilesIn folder: FilePath) -> FolderSummary? {
    var sum = castbook_folder_sum_t()
    guard unsafe folder.withCString({ unsafe castbook_sum_folder($0, &sum) }) == 0 else {
      return nil
    }
    return FolderSummary(count: Int(sum.count), byteCount: Int(sum.byte_count), names: sum.names)
  }

  // MARK: Durability

  /// Makes changes to the names in a folder durable: files created, renamed and removed.
  package static func syncFolder(_ path: FilePath) throws(FileError) { try sync(path) }

  /// Makes everything on the file system of a folder durable, in one step.
  package static func syncEverything(around folder: FilePath) throws(FileError) {
    guard let opened = Descriptor(opening: folder, O_RDONLY | O_DIRECTORY) else {
      throw FileError(folder, errno, .open)
    }
    guard castbook_sync_file_system(opened.number) == 0 else {
      throw FileError(folder, errno, .sync)
    }
  }

  // MARK: Place

  /// The identity of the folder that a path leads to, through links; `nil` if there is none.
  package static func folderIdentity(_ path: FilePath) -> FileIdentity? {
    statusFollowingLinks(path).flatMap { $0.isFolder ? $0.identity : nil }
  }

  /// Whether a path, which need not exist yet, is a folder or below it.
  package static func isInside(_ path: FilePath, _ folder: FilePath) -> Bool {
    guard let goal = folderIdentity(folder) else { return false }
    var start = path
    while folderIdentity(start) == nil, start.folder != start { start = start.folder }
    // Upwards by the system's own "..", because a link may lead anywhere.
    var last: FileIdentity?
    while let here = folderIdentity(start), here != last {
      if here == goal { return true }
      last = here
      start = start.appending("..".utf8)
    }
    return false
  }
}

/// A set of file names, compared by their number and the sum of their hashes.
package struct NameSet: Hashable, Sendable {
  package var count = 0
  package var sum = 0

  package init(count: Int, sum: Int) {
    self.count = count
    self.sum = sum
  }

  package init(_ names: some Sequence<String>) {
    var set = castbook_name_set_t(count: 0, sum: 0)
    for name in names { unsafe name.withCString { unsafe castbook_add_name($0, &set) } }
    self.init(set)
  }

  fileprivate init(_ set: castbook_name_set_t) {
    count = Int(set.count)
    sum = Int(truncatingIfNeeded: set.sum)
  }

  /// This set plus names that are not in it yet.
  package func adding(_ others: NameSet) -> NameSet {
    NameSet(count: count + others.count, sum: sum &+ others.sum)
  }

  /// This set minus names that are all in it.
  package func removing(_ others: NameSet) -> NameSet {
    NameSet(count: count - others.count, sum: sum &- others.sum)
  }
}

/// The regular files of a folder as three numbers, for comparing two states of it.
package struct FolderSummary: Hashable, Sendable {
  package var count = 0
  /// The total length of the files.
  package var byteCount = 0
  /// The sum of a hash of each file's name and length.
  package var names: UInt64 = 0

  package init(count: Int = 0, byteCount: Int = 0, names: UInt64 = 0) {
    self.count = count
    self.byteCount = byteCount
    self.names = names
  }

  package static func += (sum: inout FolderSummary, other: FolderSummary) {
    sum.count += other.count
    sum.byteCount += other.byteCount
    sum.names &+= other.names
  }
}
