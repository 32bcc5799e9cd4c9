internal import Files
internal import Model

/// The file `castbook.json`, which makes a folder a library.
struct LibraryManifest {
  /// The identity of the library.
  let id: ULID

  /// The format that this version writes, and the newest one that it reads.
  static let format = 1
  /// The name of the file.
  static let name = Array("castbook.json".utf8)

  init(id: ULID) { self.id = id }

  /// Reads the manifest of a library. A newer format is rejected before anything else is checked.
  ///
  /// Throws `LibraryError.noLibrary(_:)` if there is no such file.
  init(of library: FilePath) throws(LibraryError) {
    let path = library.appending(Self.name)
    guard let status = FileSystem.status(path) else {
      throw FileSystem.isInaccessible(path) ? .permissionDenied(library) : .noLibrary(library)
    }
    guard status.isFile else {
      throw .disk(FileError(path, "is a link or not a file; put the file itself there"))
    }
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(path, limit: 1 << 16) } catch { throw .disk(error) }
    try self.init(bytes: bytes, library)
  }

  /// Parses the contents of a manifest.
  ///
  /// - Parameters:
  ///   - bytes: The contents.
  ///   - library: The library's folder, for the text of errors.
  init(bytes: [UInt8], _ library: FilePath) throws(LibraryError) {
    let path = library.appending(Self.name)
    guard let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      let format = value["format"]?.integer, format >= 1
    else {
      throw .damagedManifest(path, "it does not state the format of the library")
    }
    guard format <= Self.format else { throw .newerFormat(library, format) }
    guard let id = value["id"]?.string.flatMap(ULID.init) else {
      throw .damagedManifest(path, "it does not contain the library's id")
    }
    self.id = id
  }

  /// The contents of the file.
  var bytes: [UInt8] {
    let value: JSONValue = ["format": Self.format, "id": id]
    return (value.canonicalBytes ?? []) + [UInt8(ascii: "\n")]
  }
}
