/// The name of a file in an archive: a path that is safe to create below any folder.
///
/// ```swift
/// EntryName("references/mira-front.jpg")  // a name
/// EntryName("../mira.jpg")                // nothing
/// ```
package struct EntryName: Hashable, Sendable {
  package let text: String

  static let byteLimit = 1024
  static let componentByteLimit = 255
  static let depthLimit = 32

  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.byteLimit, parts.count <= Self.depthLimit,
      parts.allSatisfy(Self.isComponent)
    else { return nil }
    self.text = text
  }

  /// Whether a part of a path names one file or folder on every system, and no other than it seems.
  private static func isComponent(_ part: Substring.UTF8View) -> Bool {
    (1...componentByteLimit).contains(part.count)
      && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }

  /// What it shares with names that some system takes for the same: one that does not tell upper from
  /// lower case, or letters written in one piece from those written in two.
  var folded: String { text.lowercased() }

  /// The folders that it lies in, as such names.
  var foldedFolders: [String] {
    let parts = folded.split(separator: "/")
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }
}

extension EntryName: CustomStringConvertible {
  package var description: String { text }
}

extension EntryName: Comparable {
  /// Byte order, the same on every machine.
  package static func < (left: EntryName, right: EntryName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension EntryName {
  /// No two files may be one to any system, and no file a folder of another.
  package static func refuseTwins(_ names: [EntryName]) throws {
    // Swift's texts are equal when they are the same letters, in one piece or in two.
    var seen: [String: EntryName] = [:]
    for name in names {
      if let twin = seen.updateValue(name, forKey: name.folded) {
        throw ZipError.sameName(twin.text, name.text)
      }
    }
    for name in names {
      for folder in name.foldedFolders {
        if let file = seen[folder] { throw ZipError.sameName(file.text, name.text) }
      }
    }
  }
}
