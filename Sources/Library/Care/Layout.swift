internal import Files
internal import Model

/// What lies where in a library's folder.
struct Layout {
  let root: FilePath

  var blobs: FilePath { root.appending("blobs".utf8) }
  var log: FilePath { root.appending("log".utf8) }
  /// Pictures made small and the like: may go at any time.
  var cache: FilePath { root.appending("cache".utf8) }
  /// What was damaged, kept for somebody who knows more.
  var damaged: FilePath { root.appending("damaged".utf8) }
  /// There as long as an erasure is under way: the names of the blobs that go.
  var erasing: FilePath { root.appending("erasing".utf8) }

  /// A folder of the library that is a link, a file or anything else: what lies behind it is not the
  /// library's to write or delete.
  var strange: FilePath? {
    [blobs, blobs.appending(".new".utf8), log, cache, damaged].first { path in
      FileSystem.status(path).map { !$0.isFolder } ?? false
    }
  }

  /// What a name in the library's own folder stands for.
  enum Place {
    case known
    /// Follows from the rest: `catalog.sqlite` and whatever lies beside it under that name.
    case derived
    /// Of a run that did not end well.
    case leftover
    case foreign
  }

  static func place(of name: [UInt8]) -> Place {
    let text = String(decoding: name, as: UTF8.self)
    if text.hasPrefix(".index-") || text.hasPrefix(".new-") { return .leftover }
    // What a restoration locked that was ended.
    if name == FileSystem.pendingMarkName { return .leftover }
    if text.hasPrefix("catalog.phash."), text.hasSuffix(".new") { return .leftover }
    if text.hasPrefix("catalog.") { return .derived }
    let known = [
      "castbook.json", "backups.json", "blobs", "log", "cache", "damaged", "erasing",
    ]
    return known.contains(text) ? .known : .foreign
  }

  /// Whether it belongs to the index itself.
  static func isIndex(_ name: [UInt8]) -> Bool {
    String(decoding: name, as: UTF8.self).hasPrefix("catalog.sqlite")
  }

  /// Nobody takes longer to add files.
  static let oldestTemporaryMilliseconds = 24 * 3600 * 1000
}

extension RecordLog {
  /// Whether a name in a day's folder is that of a segment that is being written. Other names with a dot are
  /// those of other programs.
  static func isTemporary(_ name: [UInt8]) -> Bool { name.starts(with: ".new-".utf8) }
}

extension FilePath {
  /// Whether the last name begins with a dot.
  var isHidden: Bool { name.bytes.first == UInt8(ascii: ".") }
}

extension RecordLog.Segment {
  /// Reads the name of a file.
  init?(day: Day, name: [UInt8]) {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasSuffix(".jsonl"), let digest = Digest(hex: String(text.dropLast(6))),
      digest.hex == text.dropLast(6)
    else { return nil }
    self.init(day: day, digest: digest)
  }
}
