/// The name of a file in an archive: a relative path that is safe to create below any
/// folder.
///
/// ```swift
/// EntryName("references/mira-front.jpg")  // a name
/// EntryName("../mira.jpg")                // nil
/// ```
package struct EntryName: Hashable, CustomStringConvertible, Comparable, Sendable {
  /// The path as it is written in the archive, with `/` between its components.
  package let text: String

  /// The length of the longest path that is accepted, in bytes of UTF-8.
  static let byteLimit = 1024
  /// The length of the longest component that is accepted, in bytes: the limit of most
  /// file systems.
  static let componentByteLimit = 255
  /// The largest number of components that is accepted.
  static let depthLimit = 32

  /// Returns `nil` when the path is too long or too deep, is absolute, or has a component
  /// that is empty, `.`, `..` or contains a backslash or a control character.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.byteLimit, parts.count <= Self.depthLimit,
      parts.allSatisfy(Self.isComponent)
    else { return nil }
    self.text = text
  }

  /// Whether a component names one file or folder on every system, and cannot mean another
  /// one.
  private static func isComponent(_ part: Substring.UTF8View) -> Bool {
    (1...componentByteLimit).contains(part.count)
      && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }

  /// The name as a system sees it that does not distinguish upper from lower case.
  ///
  /// Swift compares strings by canonical equivalence, so two folded names are also equal
  /// when one is written with composed letters and the other with decomposed ones.
  var folded: String { text.lowercased() }

  /// The folders that contain the file, from the outermost to the innermost, folded like
  /// `folded`.
  var foldedFolders: [String] {
    let parts = folded.split(separator: "/")
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }

  package var description: String { text }

  /// Compares the bytes of the paths, so the order is the same on every machine.
  package static func < (left: EntryName, right: EntryName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Checks that no two names are the same file on any system, and that no file is also a
  /// folder of another.
  ///
  /// - Throws: `ZipError.conflictingNames` with the two names.
  package static func checkDistinct(_ names: [EntryName]) throws {
    // Swift's strings are equal when they have the same letters, composed or decomposed.
    var seen: [String: EntryName] = [:]
    for name in names {
      if let twin = seen.updateValue(name, forKey: name.folded) {
        throw ZipError.conflictingNames(twin.text, name.text)
      }
    }
    for name in names {
      for folder in name.foldedFolders {
        if let file = seen[folder] { throw ZipError.conflictingNames(file.text, name.text) }
      }
    }
  }
}
