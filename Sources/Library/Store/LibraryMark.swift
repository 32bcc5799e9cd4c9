internal import Files
internal import Model

/// `castbook.json`: what makes a folder a library.
struct LibraryMark {
  let id: ULID

  /// The format that is written here, and the newest that is read.
  static let format = 1
  static let name = Array("castbook.json".utf8)

  init(id: ULID) { self.id = id }

  /// Reads it; a newer format is refused before anything else is looked at.
  init(of library: FilePath) throws(LibraryError) {
    let path = library.appending(Self.name)
    guard let status = FileSystem.status(path) else {
      throw FileSystem.isForbidden(path) ? .closed(library) : .none(library)
    }
    guard status.isFile else {
      throw .disk(FileError(path, "is a link or not a file; put the file itself there"))
    }
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(path, limit: 1 << 16) } catch { throw .disk(error) }
    try self.init(bytes: bytes, library)
  }

  /// Reads what stands in it.
  init(bytes: [UInt8], _ library: FilePath) throws(LibraryError) {
    let path = library.appending(Self.name)
    guard let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      let format = value["format"]?.integer, format >= 1
    else {
      throw .damagedMark(path, "it does not state the format of the library")
    }
    guard format <= Self.format else { throw .newerFormat(library, format) }
    guard let id = value["id"]?.string.flatMap(ULID.init) else {
      throw .damagedMark(path, "it does not contain the library's id")
    }
    self.id = id
  }

  var bytes: [UInt8] {
    let value: JSONValue = ["format": .integer(Self.format), "id": .string(id.text)]
    return (value.canonicalBytes ?? []) + [UInt8(ascii: "\n")]
  }
}
