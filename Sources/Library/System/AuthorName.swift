package import Files
package import Model
internal import POSIX
internal import UnicodeText

/// The user's name, which their changes carry: one line in their own words.
///
/// It is what `CASTBOOK_BY` says, or else the text of the file `name` in the user's settings.
package struct AuthorName: Hashable, Sendable {
  package let text: String
  /// Whether `CASTBOOK_BY` says it.
  package let isFromEnvironment: Bool

  /// The longest name, in characters.
  package static let maximumLength = 200
  /// The longest file that is read, in bytes: a character can have many.
  private static let maximumBytes = 1 << 14

  /// The user's name; `nil` if there is none. A text that is no plain line counts as none.
  package static var ofUser: AuthorName? {
    if let value = variable("CASTBOOK_BY") {
      let text = plain(value)
      return text.isEmpty ? nil : AuthorName(text: text, isFromEnvironment: true)
    }
    guard let path, case .success(let bytes) = TextFile.read(path, limit: maximumBytes) else {
      return nil
    }
    let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
    let text = plain(line.map(String.init) ?? "")
    return text.isEmpty ? nil : AuthorName(text: text, isFromEnvironment: false)
  }

  /// Keeps a name for later commands of this user; an empty one removes it.
  package static func keep(_ name: String) throws(FileError) {
    guard let path else { return }
    guard !name.isEmpty else {
      if FileSystem.status(path) != nil { try FileSystem.remove(path) }
      return
    }
    try FileSystem.createFolders(path.folder)
    try AtomicFile.writePrivate(Array("\(plain(name))\n".utf8), to: path, replacing: true)
  }

  /// The file with the name; `nil` without a home folder.
  package static var path: FilePath? {
    UserConfiguration.folder("name") { name in variable(name).map { Array($0.utf8) } }
  }

  /// Returns a name in its normal form; empty if it isn't one line of plain text.
  package static func plain(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse]
        .contains(scalar.properties.generalCategory)
    }
    guard isPlain, text.count <= maximumLength, text.utf8.count < maximumBytes else { return "" }
    return NormalText.nfc(text)
  }

  /// The value of a variable; `nil` if it is unset or empty.
  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value[0] != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
