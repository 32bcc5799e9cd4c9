internal import Files
package import Model

/// The files and folders in a library's folder.
struct Layout {
  /// The library's folder.
  let root: FilePath

  /// The folder with the files of elements, in 256 folders by the first two digits of their
  /// names.
  var blobs: FilePath { root.appending("blobs".utf8) }
  /// The folder with the record log, in one folder for each day.
  var log: FilePath { root.appending("log".utf8) }
  /// The folder with previews and the like, which may be deleted at any time.
  var cache: FilePath { root.appending("cache".utf8) }
  /// The folder for damaged files, which are kept in case the user can rescue something from
  /// them.
  var damaged: FilePath { root.appending("damaged".utf8) }
  /// The folder for files of elements that teammates have erased, in a folder for each day.
  var erased: FilePath { root.appending("erased".utf8) }
  /// A file that exists while an erasure is in progress and contains the names of the blobs to
  /// be deleted.
  var erasing: FilePath { root.appending("erasing".utf8) }

  /// The folder with an empty locked file for each order that is being submitted to a provider.
  var submitting: FilePath { root.appending(".submitting".utf8) }

  /// The path of a library folder that is actually a link, a file or something else; `nil` if there
  /// is none.
  ///
  /// The contents of such a path don't belong to the library, which must not write or delete there.
  var unusableFolder: FilePath? {
    [blobs, blobs.appending(".new".utf8), log, cache, damaged, erased, submitting].first { path in
      FileSystem.status(path).map { !$0.isFolder } ?? false
    }
  }

  /// The meaning of a name in the library's own folder.
  enum Kind {
    /// A permanent file or folder of the library.
    case known
    /// A file that can be made again: `catalog.sqlite` and the files beside it with related
    /// names.
    case derived
    /// A temporary file of an interrupted command.
    case leftover
    /// Anything that Castbook doesn't write.
    case foreign
  }

  /// Returns the meaning of a name in the library's own folder.
  static func kind(of name: [UInt8]) -> Kind {
    let text = String(decoding: name, as: UTF8.self)
    if text.hasPrefix(".index-") || text.hasPrefix(".new-") { return .leftover }
    // The lock file of an interrupted restoration.
    if name == FileSystem.pendingManifestName { return .leftover }
    let isSearched = text.hasPrefix("catalog.phash.") || text.hasPrefix("catalog.subjects.")
    if isSearched, text.hasSuffix(".new") { return .leftover }
    if text.hasPrefix("catalog.") { return .derived }
    let known = [
      "castbook.json", "backups.json", "blobs", "log", "cache", "damaged", "erased", "erasing",
      ".submitting",
    ]
    return known.contains(text) || text.hasPrefix(RemoteState.name) ? .known : .foreign
  }

  /// Returns whether a name belongs to the index or to a file that SQLite keeps beside it.
  static func isIndex(_ name: [UInt8]) -> Bool {
    String(decoding: name, as: UTF8.self).hasPrefix("catalog.sqlite")
  }

  /// The age from which a temporary file counts as abandoned. No command takes that long to add
  /// files.
  static let maximumTemporaryAgeMilliseconds = 24 * 3600 * 1000
}

extension RecordLog {
  /// Returns whether a name in a day's folder is that of a segment being written.
  ///
  /// Other hidden files belong to other programs.
  static func isTemporary(_ name: [UInt8]) -> Bool { name.starts(with: ".new-".utf8) }
}

extension FilePath {
  /// Whether the last component of the path begins with a dot.
  var isHidden: Bool { name.bytes.first == UInt8(ascii: ".") }
}

extension RecordLog.Segment {
  /// Parses the name of a file in a day's folder, or returns `nil` when it isn't a segment's.
  init?(day: Day, name: [UInt8]) {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasSuffix(".jsonl"), let digest = Digest(hex: String(text.dropLast(6))),
      digest.hex == text.dropLast(6)
    else { return nil }
    self.init(day: day, digest: digest)
  }
}

extension LibraryStore {
  /// The folder with the locks of what is being submitted to providers.
  package var submissionFolder: FilePath { Layout(root: root).submitting }
}
