internal import Archive
internal import Bundles
internal import Files
internal import Library

extension BundleFile {
  /// Writes the file into a folder, not yet durable.
  ///
  /// - Throws: An error if its bytes have changed since the bundle or pack was planned.
  func write(to path: FilePath) throws {
    switch content {
    case .bytes(let bytes): try FileSystem.create(path, bytes, isDurable: false)
    case .copy(let source):
      guard case .sound = try CopySource(digest, at: source).copy(to: path, mode: 0o666) else {
        throw Self.changed(source)
      }
    }
  }

  /// Reads and checks the file for a zip, which states a checksum in front of the bytes.
  ///
  /// - Throws: An error if its bytes have changed since the bundle or pack was planned.
  func prepared() throws -> PreparedEntry {
    switch content {
    case .bytes(let bytes): return PreparedEntry(self, bytes)
    case .copy(let path) where byteCount <= ReadableFile.wholeFileLimit:
      // In memory, the file need not be read again for its checksum.
      guard case .success(let bytes) = TextFile.read(path, limit: byteCount),
        SHA256.digest(of: bytes) == digest
      else { throw Self.changed(path) }
      return PreparedEntry(self, bytes)
    case .copy(let path):
      let (result, checksum) = try CopySource(digest, at: path).measure()
      guard case .sound = result else { throw Self.changed(path) }
      return PreparedEntry(file: self, source: path, bytes: [], checksum: checksum)
    }
  }

  fileprivate static func changed(_ path: FilePath) -> ElementLibraryError {
    .damaged("\(path) has changed: castbook doctor")
  }

  /// A file whose bytes matched its digest, ready to be added to a zip.
  struct PreparedEntry: Sendable {
    let file: BundleFile
    /// The file to read again, piece by piece, or `nil` if its bytes are in memory.
    let source: FilePath?
    /// The bytes, unless they are too many for memory.
    let bytes: [UInt8]
    /// The CRC-32 of the bytes.
    let checksum: UInt32

    fileprivate init(file: BundleFile, source: FilePath?, bytes: [UInt8], checksum: UInt32) {
      self.file = file
      self.source = source
      self.bytes = bytes
      self.checksum = checksum
    }

    fileprivate init(_ file: BundleFile, _ bytes: [UInt8]) {
      let checksum = ZipWriter<[UInt8]>.checksum(of: bytes)
      self.init(file: file, source: nil, bytes: bytes, checksum: checksum)
    }
  }
}

extension ZipWriter {
  /// Adds a file of a bundle or pack, in the folder with the bundle's name.
  mutating func add(_ entry: BundleFile.PreparedEntry, in folder: String) throws {
    let file = entry.file
    guard let name = EntryName("\(folder)/\(file.name)") else {
      throw ZipError.unsafeName(file.name.text)
    }
    guard let source = entry.source else {
      return try add(name, entry.bytes, checksum: entry.checksum)
    }
    try add(name, byteCount: file.byteCount, checksum: entry.checksum) { write in
      guard case .sound = try CopySource(file.digest, at: source).read(each: write) else {
        throw BundleFile.changed(source)
      }
    }
  }
}

extension Bundle {
  /// Writes the bundle as a zip, with its files in a folder of its name.
  func zip<Output: ZipOutput>(to output: Output) throws -> Output {
    var writer = ZipWriter(to: output)
    for file in files { try writer.add(file.prepared(), in: name) }
    return try writer.finish()
  }
}

extension PackedFiles {
  /// Returns whether these are the files of a bundle or pack, with the same bytes.
  func isSame(as files: [BundleFile]) throws -> Bool {
    guard self.files.map(\.name) == files.map(\.name),
      self.files.map(\.byteCount) == files.map(\.byteCount)
    else { return false }
    return try files.allSatisfy { try digest(of: $0.name) == $0.digest }
  }
}
