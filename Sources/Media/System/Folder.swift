package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a folder holds.
package enum Folder {
  /// A name in a folder, and what stands under it as far as the folder itself tells.
  struct Entry {
    let name: [UInt8]
    let kind: FileKind?
  }

  /// The names in a folder, in byte order.
  package static func names(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    entries(in: folder).map { $0.map(\.name) }
  }

  /// The names in a folder; nothing where there are more than so many, or none can be read.
  package static func names(in folder: FilePath, atMost limit: Int) -> [[UInt8]]? {
    guard case .success(let entries) = entries(in: folder, atMost: limit + 1),
      entries.count <= limit
    else { return nil }
    return entries.map(\.name)
  }

  /// The names of the files in a folder, in byte order: no folders, links, pipes. What the folder says
  /// nothing of counts as a file.
  package static func fileNames(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    entries(in: folder).map { entries in
      entries.filter { $0.kind == nil || $0.kind == .file }.map(\.name)
    }
  }

  /// The names of the folders in a folder, and all other names, each in byte order. A name whose kind the file
  /// system does not report counts as a folder.
  package static func folderNames(
    in folder: FilePath
  ) -> Result<(folders: [[UInt8]], others: [[UInt8]]), ReadFailure> {
    entries(in: folder).map { entries in
      let isFolder = { (entry: Entry) in entry.kind == nil || entry.kind == .folder }
      return (
        entries.filter(isFolder).map(\.name), entries.filter { !isFolder($0) }.map(\.name)
      )
    }
  }

  /// What stands in a folder, in byte order of the names; of more names than `limit` some.
  static func entries(
    in folder: FilePath, atMost limit: Int = .max
  ) -> Result<[Entry], ReadFailure> {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      return .failure(errno == ENOENT ? .notFound : .unreadable(errno))
    }
    defer { unsafe closedir(stream) }
    var entries: [Entry] = []
    // At the end and at a fault readdir gives nothing; only errno tells them apart.
    errno = 0
    while entries.count < limit, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) {
        entries.append(Entry(name: name, kind: FileKind(unsafe entry.pointee.d_type)))
      }
      errno = 0
    }
    guard errno == 0 else { return .failure(.unreadable(errno)) }
    return .success(entries.sorted { $0.name.lexicographicallyPrecedes($1.name) })
  }
}

/// What stands under a path.
enum FileKind {
  case file, folder, link, other

  /// By a folder's own record, which some file systems leave empty.
  fileprivate init?(_ type: UInt8) {
    switch Int(type) {
    case Int(DT_REG): self = .file
    case Int(DT_DIR): self = .folder
    case Int(DT_LNK): self = .link
    case Int(DT_UNKNOWN): return nil
    default: self = .other
    }
  }

  /// By asking for the path itself.
  init(of path: FilePath, followingLinks: Bool) {
    var status = stat()
    let result = unsafe path.withCString { text in
      unsafe followingLinks ? stat(text, &status) : lstat(text, &status)
    }
    guard result == 0 else {
      self = .other
      return
    }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
  }
}

/// A small text file, such as a profile.
package enum TextFile {
  /// All of it; a failure when it is larger than `limit`.
  package static func read(_ path: FilePath, limit: Int) -> Result<[UInt8], ReadFailure> {
    do {
      let file = try FileReader.open(path)
      guard file.size <= limit else { return .failure(.tooLarge(file.size)) }
      return .success(try file.read())
    } catch {
      return .failure(error)
    }
  }
}
