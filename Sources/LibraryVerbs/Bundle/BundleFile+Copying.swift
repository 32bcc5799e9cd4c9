package import Archive
internal import Bundles
internal import Files
internal import Library

extension BundleFile {
  /// Writes the file into a folder, not yet durable.
  ///
  /// - Throws: An error if its bytes have changed since the bundle or pack was planned.
  package func write(to path: FilePath) throws {
    switch content {
    case .bytes(let bytes): try FileSystem.create(path, bytes, isDurable: false)
    case .copy(let source):
      let result = try CopySource(digest, at: source).copy(to: path, mode: 0o666)
      guard case .sound = result else { throw Self.changed(source) }
    }
  }

  /// A file whose bytes matched its digest, ready to be added to a zip.
  struct ZipEntry: Sendable {
    let file: BundleFile
    /// The bytes, or `nil` if they are too many for memory and are read again.
    let bytes: [UInt8]?
    /// The CRC-32 of the bytes, which a zip states in front of them.
    let checksum: UInt32
  }

  /// Reads and checks the file for a zip.
  ///
  /// - Throws: An error if its bytes have changed since the bundle or pack was planned.
  func zipEntry() throws -> ZipEntry {
    if case .copy(let path) = content, byteCount > ReadableFile.wholeFileLimit {
      let (result, checksum) = try CopySource(digest, at: path).measure()
      guard case .sound = result else { throw Self.changed(path) }
      return ZipEntry(file: self, bytes: nil, checksum: checksum)
    }
    let bytes = try bytes()
    return ZipEntry(file: self, bytes: bytes, checksum: ZipWriter<[UInt8]>.checksum(of: bytes))
  }

  /// Returns the bytes of a file that fits into memory. So it is read once, although a zip states
  /// the checksum first.
  private func bytes() throws -> [UInt8] {
    switch content {
    case .bytes(let bytes): return bytes
    case .copy(let path):
      guard case .success(let bytes) = TextFile.read(path, limit: byteCount),
        SHA256.digest(of: bytes) == digest
      else { throw Self.changed(path) }
      return bytes
    }
  }

  /// Reads and checks the file, and passes its bytes on in pieces, never more than `byteCount`.
  ///
  /// - Throws: An error if its bytes have changed since the bundle or pack was planned.
  func read(each: (ArraySlice<UInt8>) throws -> Void) throws {
    switch content {
    case .bytes(let bytes):
      precondition(bytes.count == byteCount)
      try each(bytes[...])
    case .copy(let path):
      let source = CopySource(digest, byteCount: byteCount, at: path)
      guard case .sound = try source.read(each: each) else { throw Self.changed(path) }
    }
  }

  /// The file's name in a zip, in a folder with the name of the bundle or pack.
  func entryName(in folder: String) throws(ZipError) -> EntryName {
    guard let entry = EntryName("\(folder)/\(name)") else { throw .unsafeName(name.text) }
    return entry
  }

  fileprivate static func changed(_ path: FilePath) -> ElementLibraryError {
    .damaged("\(path) has changed: castbook doctor")
  }
}

extension ZipWriter {
  /// Adds a file of a bundle or pack, in the folder with the bundle's name.
  mutating func add(_ entry: BundleFile.ZipEntry, in folder: String) throws {
    let file = entry.file
    let name = try file.entryName(in: folder)
    if let bytes = entry.bytes { return try add(name, bytes, checksum: entry.checksum) }
    guard case .copy(let path) = file.content else { return }
    try add(name, byteCount: file.byteCount, checksum: entry.checksum) { write in
      guard case .sound = try CopySource(file.digest, at: path).read(each: write) else {
        throw BundleFile.changed(path)
      }
    }
  }
}

extension Bundle {
  /// Writes the bundle as a zip, with its files in a folder of its name.
  package func zip<Output: ZipOutput>(to output: Output) throws -> Output {
    var writer = ZipWriter(to: output)
    for file in files { try writer.add(file.zipEntry(), in: name) }
    return try writer.finish()
  }
}

extension PackedFiles {
  /// Returns whether these are the files of a bundle or pack, with the same bytes.
  package func isSame(as files: [BundleFile]) throws -> Bool {
    guard self.files.map(\.name) == files.map(\.name),
      self.files.map(\.byteCount) == files.map(\.byteCount)
    else { return false }
    return try files.allSatisfy { try digest(of: $0.name) == $0.digest }
  }
}
