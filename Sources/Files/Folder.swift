package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

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

  /// The names in a folder, in byte order; `nil` if there are more than `limit` or the folder can't be read.
  package static func names(in folder: FilePath, atMost limit: Int) -> [[UInt8]]? {
    guard case .success(let entries) = entries(in: folder, atMost: limit + 1),
      entries.count <= limit
    else { return nil }
    return entries.map(\.name)
  }

  /// The names of the files in a folder, in byte order, without folders, links and pipes. A name whose kind
  /// the file system does not record counts as a file.
  package static func fileNames(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    entries(in: folder).map { entries in
      entries.filter { $0.kind == nil || $0.kind == .file }.map(\.name)
    }
  }

  /// The names of the folders in a folder, and all other names, each in byte order. A name whose kind the file
  /// system does not record counts as a folder.
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

  /// The entries of a folder, in byte order of their names. If there are more than `limit`, some of them.
  package static func entries(
    in folder: FilePath, atMost limit: Int = .max
  ) -> Result<[Entry], ReadFailure> {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      return .failure(errno == ENOENT ? .notFound : .unreadable(errno))
    }
    defer { unsafe closedir(stream) }
    var entries: [Entry] = []
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
