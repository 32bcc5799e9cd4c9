internal import Archive
internal import Files
internal import Model

/// The files of a library in a zip, which may come from an untrusted source.
struct LibraryZip: LibraryFileSource {
  let path: FilePath
  let id: ULID
  let manifest: [UInt8]
  /// The number of files in the zip that don't belong to a library, such as an index; they are
  /// ignored.
  let ignoredFileCount: Int
  /// Reads the entries.
  private let reader: ZipReader<ReadableFile>
  /// The entries that are stored files.
  private let entries: [StoredFile: ZipReader<ReadableFile>.Entry]

  /// The number of stored files, without `castbook.json`.
  var fileCount: Int { entries.count }

  /// Reads the directory of a zip.
  ///
  /// The library may be at the top of the zip or in one folder. Throws `ZipError` for a file
  /// that isn't a zip or is a hostile one, and `BackupError.notABackup` when it doesn't contain
  /// exactly one library.
  init(_ path: FilePath, _ input: ReadableFile) throws {
    self.path = path
    reader = try ZipReader(input, limits: BackupZip.limits)
    let manifests = reader.entries.filter { entry in
      let parts = entry.name.text.split(separator: "/")
      return parts.last == "castbook.json" && parts.count <= 2
    }
    guard let manifest = manifests.first, manifests.count == 1 else {
      throw BackupError.notABackup(
        path, manifests.isEmpty ? "it contains no castbook.json" : "it contains several libraries")
    }
    self.manifest = try reader.bytes(of: manifest, limit: 1 << 16)
    id = try LibraryManifest(bytes: self.manifest, path).id
    let top = manifest.name.text.dropLast("castbook.json".count)
    var entries: [StoredFile: ZipReader<ReadableFile>.Entry] = [:]
    for entry in reader.entries where entry.name.text.hasPrefix(top) {
      if let file = StoredFile(relativePath: entry.name.text.dropFirst(top.count)) {
        entries[file] = entry
      }
    }
    self.entries = entries
    ignoredFileCount = reader.entries.count - entries.count - 1
  }

  /// Returns all segments by day and digest.
  func segments() -> [RecordLog.Segment] {
    entries.keys.compactMap { file in
      if case .segment(let segment) = file { segment } else { nil }
    }.sorted { ($0.day, $0.digest.hex) < ($1.day, $1.digest.hex) }
  }

  /// Returns the uncompressed length of a file, or `nil` when the zip doesn't contain it.
  func byteCount(of file: StoredFile) -> Int? { entries[file]?.byteCount }

  /// Unpacks a file piece by piece; throws `FileVanished` when the zip doesn't contain it.
  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let entry = entries[file] else { throw FileVanished() }
    try reader.read(entry, each: each)
  }
}
