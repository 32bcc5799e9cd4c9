package import Archive
internal import Bundles
internal import Files
internal import Media

/// A folder or zip that claims to be a bundle or a pack. It may come from anyone, so links are not
/// followed and its size is limited.
package enum BundleSource {
  /// The maximum number of files and folders in a pack.
  static let maximumPackFileCount = 250_000
  /// The maximum number of files and folders in a bundle: those that a manifest may list, and some
  /// for the bundle's own files.
  static let maximumBundleFileCount = BundleBounds.maximumFileCount + 100
  /// The maximum total size in bytes, 1 TiB.
  static let maximumByteCount = 1 << 40

  /// Opens a folder or zip.
  ///
  /// - Throws: An error with the most similar existing name if the path does not exist.
  package static func open(_ path: FilePath) throws -> any PackedFiles & Sendable {
    guard let status = FileSystem.statusFollowingLinks(path) else {
      throw FileVerbError.invalidRequest(
        "\(path): no such file or folder",
        fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a bundle or a pack")
    }
    if status.isFolder { return try FolderFiles(path) }
    return try ZipFiles(path)
  }
}

/// The files in a folder. Links and devices are refused.
package struct FolderFiles: PackedFiles, Sendable {
  let path: FilePath
  /// The folder's own name, also if the path is `.` or ends in `..`.
  package let name: String
  /// The paths of the folders inside, in byte order.
  package let folders: [String]
  /// The files with their sizes, in the order of their paths.
  package let files: [(name: EntryName, byteCount: Int)]

  /// Lists a folder and everything below it.
  ///
  /// - Throws: `ZipError` if there is too much, an unsafe name, a link, or two names that differ
  ///   only in case.
  package init(_ path: FilePath) throws {
    self.path = path
    name = FileSystem.resolved(path)?.name.text ?? path.name.text
    var files: [(name: EntryName, byteCount: Int)] = []
    var unvisited = [""]
    var folders: [String] = []
    let isPack = FileSystem.status(path.appending(PackLayout.manifestName.utf8)) != nil
    let limit = isPack ? BundleSource.maximumPackFileCount : BundleSource.maximumBundleFileCount
    func refuseMore(than count: Int) throws {
      if count > limit { throw ZipError.limitExceeded(what: "files and folders", limit: limit) }
    }
    var remainingBytes = BundleSource.maximumByteCount
    // An explicit stack instead of recursion: deep folders can't exhaust the call stack.
    while let folder = unvisited.popLast() {
      let location = folder.isEmpty ? path : path.appending(folder.utf8)
      let parts = try FileSystem.names(in: location)
      try refuseMore(than: files.count + folders.count + parts.count)
      for part in parts {
        let text = String(validating: part, as: UTF8.self)
        let inner = text.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
        guard let inner, let entry = EntryName(inner),
          let status = FileSystem.status(path.appending(inner.utf8))
        else { throw ZipError.unsafeName(String(decoding: part, as: UTF8.self)) }
        if status.isFolder {
          unvisited.append(inner)
          folders.append(inner)
        } else if status.isFile {
          guard status.byteCount <= remainingBytes else {
            throw ZipError.limitExceeded(what: "bytes", limit: BundleSource.maximumByteCount)
          }
          remainingBytes -= status.byteCount
          files.append((entry, status.byteCount))
        } else {
          throw ZipError.unsupported(what: "a link or device (\"\(inner)\")")
        }
      }
    }
    self.folders = folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.files = files.sorted { $0.name < $1.name }
    try EntryName.checkDistinct(self.files.map(\.name))
  }

  /// Opens a file for reading. It may have disappeared since it was listed.
  private func open(_ name: EntryName) throws -> ReadableFile {
    guard let file = try ReadableFile.open(path.appending(name.text.utf8)) else {
      throw BundleError.missing(name.text)
    }
    return file
  }

  /// Returns the bytes of a file.
  ///
  /// - Throws: `BundleError.missing` if it has disappeared, and `ZipError` if it has more than
  ///   `limit` bytes.
  package func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    let file = try open(name)
    guard file.byteCount <= limit else { throw ZipError.limitExceeded(what: "bytes", limit: limit) }
    return try file.read(at: 0, count: file.byteCount)
  }

  package func read(_ name: EntryName, each: (ArraySlice<UInt8>) throws -> Void) throws {
    try open(name).forEachPiece(each)
  }
}

/// The files of a zip below its single top folder.
package struct ZipFiles: PackedFiles, @unchecked Sendable {
  let path: FilePath
  /// The name of the top folder.
  package let name: String
  package let isZip = true
  package let folders: [String]
  package let files: [(name: EntryName, byteCount: Int)]
  // The reader never changes once it is open, and entries are read at their offsets, so threads may
  // share it.
  private let reader: ZipReader<ReadableFile>

  /// Opens a zip and reads its list of files. It may be a link.
  ///
  /// - Throws: `ZipError` if there is too much, or if not all files are in one folder.
  package init(_ path: FilePath) throws {
    guard let input = try ReadableFile.open(path, followingLinks: true) else {
      throw FileVerbError.invalidRequest("\(path): no such file", fix: "name a zip")
    }
    var limits = ZipReader<ReadableFile>.Limits()
    limits.entries = BundleSource.maximumPackFileCount
    // Pictures hardly compress. What unpacks to many times its size is not a bundle but an attack.
    limits.bytes = (64 << 20) + 20 * input.byteCount
    reader = try ZipReader(input, limits: limits)
    let tops = Set(reader.entries.map { $0.name.text.prefix { $0 != "/" } })
    guard tops.count == 1, let top = tops.first,
      reader.entries.allSatisfy({ $0.name.text.count > top.count }),
      reader.folders.allSatisfy({ "\($0)/".hasPrefix("\(top)/") })
    else { throw ZipError.damaged(what: "its files are not in one folder") }
    name = String(top)
    self.path = path
    folders = reader.folders.map { String($0.text.dropFirst(top.count + 1)) }.filter { !$0.isEmpty }
    files = reader.entries.compactMap { entry in
      EntryName(String(entry.name.text.dropFirst(top.count + 1))).map { ($0, entry.byteCount) }
    }
  }

  /// Returns the zip's entry for a file of the bundle.
  private func entry(_ name: EntryName) throws -> ZipReader<ReadableFile>.Entry {
    guard let full = EntryName("\(self.name)/\(name)"), let entry = reader.entry(full) else {
      throw BundleError.missing(name.text)
    }
    return entry
  }

  package func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    try reader.bytes(of: entry(name), limit: limit)
  }

  package func read(_ name: EntryName, each: (ArraySlice<UInt8>) throws -> Void) throws {
    try reader.read(entry(name), each: each)
  }
}

extension PackedFiles {
  /// Returns the SHA-256 of a file, read piece by piece.
  package func digest(of name: EntryName) throws -> Digest {
    let hash = RunningSHA256()
    try read(name) { hash.update($0) }
    return hash.digest
  }
}
