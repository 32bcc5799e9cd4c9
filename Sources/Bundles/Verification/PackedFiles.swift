package import Archive
package import Model

/// The files of a bundle or a pack as they are found, in a folder or in a zip. Their names are safe, and no two are
/// one to any system.
package protocol PackedFiles {
  /// What the folder is called that they lie in.
  var name: String { get }
  /// Whether that is the folder inside a zip, whose name is part of what was written.
  var isZip: Bool { get }
  /// The folders in it, by their paths.
  var folders: [String] { get }
  /// All files, in byte order of their names.
  var files: [(name: EntryName, byteCount: Int)] { get }

  /// A whole file, if it is no longer than `limit`.
  func bytes(of name: EntryName, limit: Int) throws -> [UInt8]
  /// The SHA-256 of a file.
  func digest(of name: EntryName) throws -> Digest
}

extension PackedFiles {
  package var isZip: Bool { false }
  package var folders: [String] { [] }

  /// A whole file by its name; nothing where there is none.
  package func bytes(named name: String, limit: Int = 16 << 20) throws -> [UInt8]? {
    guard let file = files.first(where: { $0.name.text == name }) else { return nil }
    return try bytes(of: file.name, limit: limit)
  }
}
