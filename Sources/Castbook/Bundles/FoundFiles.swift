internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// The files of a folder or a zip that says it is a bundle or a pack. It may come from anybody: nothing is
/// followed that leads out of it.
enum FoundFiles {
  /// A pack has no more files and folders, nor more bytes.
  static let mostFiles = 250_000
  /// A bundle has no more files and folders.
  static let mostBundleFiles = BundleBounds.maximumFileCount + 100
  static let mostBytes = 1 << 40

  static func open(_ path: FilePath) throws -> any PackedFiles & Sendable {
    guard let status = FileSystem.followed(path) else {
      throw ElementLibraryError.wrong(
        "\(path): no such file or folder",
        fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a bundle or a pack")
    }
    if status.isFolder { return try FolderFiles(path) }
    return try ZipFiles(path)
  }
}

/// What a folder holds.
struct FolderFiles: PackedFiles, Sendable {
  let path: FilePath
  let name: String
  let folders: [String]
  let files: [(name: EntryName, byteCount: Int)]

  init(_ path: FilePath) throws {
    self.path = path
    name = ProjectFolder.full(path)?.name.text ?? path.name.text
    var files: [(name: EntryName, byteCount: Int)] = []
    var open = [""]
    var folders: [String] = []
    let isPack = FileSystem.status(path.appending(Pack.manifestName.utf8)) != nil
    let limit = isPack ? FoundFiles.mostFiles : FoundFiles.mostBundleFiles
    func refuseMore(than count: Int) throws {
      if count > limit { throw ZipError.tooMuch(what: "files and folders", limit: limit) }
    }
    var left = FoundFiles.mostBytes
    // Folder by folder, no call within a call.
    while let folder = open.popLast() {
      let place = folder.isEmpty ? path : path.appending(folder.utf8)
      let parts = try FileSystem.names(in: place)
      try refuseMore(than: files.count + folders.count + parts.count)
      for part in parts {
        let text = String(validating: part, as: UTF8.self)
        let inner = text.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
        guard let inner, let entry = EntryName(inner),
          let status = FileSystem.status(path.appending(inner.utf8))
        else { throw ZipError.unsafeName(String(decoding: part, as: UTF8.self)) }
        if status.isFolder {
          open.append(inner)
          folders.append(inner)
        } else if status.isFile {
          guard status.byteCount <= left else {
            throw ZipError.tooMuch(what: "bytes", limit: FoundFiles.mostBytes)
          }
          left -= status.byteCount
          files.append((entry, status.byteCount))
        } else {
          throw ZipError.unsupported(what: "a link or device (\"\(inner)\")")
        }
      }
    }
    self.folders = folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.files = files.sorted { $0.name < $1.name }
    try EntryName.refuseTwins(self.files.map(\.name))
  }

  private func open(_ name: EntryName) throws -> ReadableFile {
    guard let file = try ReadableFile.open(path.appending(name.text.utf8)) else {
      throw BundleError.missing(name.text)
    }
    return file
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    let file = try open(name)
    guard file.byteCount <= limit else { throw ZipError.tooMuch(what: "bytes", limit: limit) }
    return try file.read(at: 0, count: file.byteCount)
  }

  func digest(of name: EntryName) throws -> Digest {
    let hash = RunningSHA256()
    try open(name).forEachPiece { hash.update($0) }
    guard let digest = hash.digest else { throw BundleError.missing(name.text) }
    return digest
  }
}

/// What a zip holds below its one folder.
struct ZipFiles: PackedFiles, @unchecked Sendable {
  let path: FilePath
  let name: String
  let isZip = true
  let folders: [String]
  let files: [(name: EntryName, byteCount: Int)]
  // Nothing in it changes once it is open, and places are read by their number.
  private let reader: ZipReader<ReadableFile>

  init(_ path: FilePath) throws {
    guard let input = try ReadableFile.open(path, followingLinks: true) else {
      throw ElementLibraryError.wrong("\(path): no such file", fix: "name a zip")
    }
    var limits = ZipReader<ReadableFile>.Limits()
    limits.entries = FoundFiles.mostFiles
    // Pictures hardly shrink: what unpacks to many times its size is no picture.
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

  private func entry(_ name: EntryName) throws -> ZipReader<ReadableFile>.Entry {
    guard let full = EntryName("\(self.name)/\(name)"), let entry = reader.entry(full) else {
      throw BundleError.missing(name.text)
    }
    return entry
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    try reader.bytes(of: entry(name), limit: limit)
  }

  func digest(of name: EntryName) throws -> Digest {
    let hash = RunningSHA256()
    try reader.read(entry(name)) { hash.update($0) }
    guard let digest = hash.digest else { throw BundleError.missing(name.text) }
    return digest
  }
}
