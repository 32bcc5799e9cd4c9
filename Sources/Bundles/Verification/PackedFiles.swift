package import Archive
package import Model

/// The files of a bundle or a pack as they are found, in a folder or in a zip.
///
/// Their names are safe, and no two of them are equal in any file system.
package protocol PackedFiles {
  /// The name of the folder that contains the files.
  var name: String { get }
  /// Whether that folder is inside a zip, where its name is part of what was written.
  var isZip: Bool { get }
  /// The paths of the folders in it.
  var folders: [String] { get }
  /// All files, in byte order of their names.
  var files: [(name: EntryName, byteCount: Int)] { get }

  /// Returns a whole file; throws when it is longer than `limit` or can't be read.
  func bytes(of name: EntryName, limit: Int) throws -> [UInt8]
  /// Passes a file to a closure piece by piece; throws when it can't be read.
  func read(_ name: EntryName, each: (ArraySlice<UInt8>) throws -> Void) throws
  func digest(of name: EntryName) throws -> Digest
}

extension PackedFiles {
  /// By default the files are in a plain folder.
  package var isZip: Bool { false }
  /// By default no folders are known, so empty ones aren't reported.
  package var folders: [String] { [] }

  /// By default a file is read into memory and passed on as one piece.
  package func read(_ name: EntryName, each: (ArraySlice<UInt8>) throws -> Void) throws {
    try each(bytes(of: name, limit: .max)[...])
  }

  /// Returns a whole file by its name, or `nil` when there is no such file.
  package func bytes(named name: String, limit: Int = 16 << 20) throws -> [UInt8]? {
    guard let file = files.first(where: { $0.name.text == name }) else { return nil }
    return try bytes(of: file.name, limit: limit)
  }
}
