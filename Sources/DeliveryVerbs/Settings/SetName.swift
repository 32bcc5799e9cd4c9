internal import Library

/// The verb `settings name`: sets the name that the user's changes carry.
public enum SetName {
  /// Keeps a name for all libraries on this machine; an empty one removes it.
  ///
  /// - Throws: `SettingsError.badName` if it isn't one line of plain text.
  public static func run(_ name: String) throws {
    let words = name.split(separator: " ").joined(separator: " ")
    guard words.isEmpty || !AuthorName.plain(words).isEmpty else { throw SettingsError.badName }
    guard AuthorName.path != nil else { throw ElementLibraryError.noHomeDirectory }
    try AuthorName.keep(words)
  }
}
