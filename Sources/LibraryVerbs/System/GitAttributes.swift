internal import Files
internal import Library
internal import Media
internal import POSIX

/// Git's merge setting for a project's lock file. With `merge=union`, Git keeps the lines of both
/// sides.
enum GitAttributes {
  private static let name = Array(".gitattributes".utf8)
  private static let line = "\(LockFile.name) merge=union"

  /// Returns the command that sets it; `nil` outside a Git repository, or if it is set already.
  static func advice(for folder: FilePath) -> String? {
    guard let repository = ProjectFolder.repository(around: folder),
      !isMergedByUnion(in: folder, of: repository)
    else { return nil }
    let file = folder.appending(name)
    let isHere = FilePath(".").flatMap(ProjectFolder.full) == folder
    let path = isHere ? ".gitattributes" : file.quoted
    // A last line without an end would swallow the new one.
    let isOpen = text(of: file).map { !$0.isEmpty && $0.last != "\n" } ?? false
    let command = isOpen ? "printf '\\n\(line)\\n'" : "echo '\(line)'"
    return "to let Git merge the pins of branches: \(command) >> \(path)"
  }

  /// Returns whether a repository merges the lock file of a folder by union. The repository's own
  /// attributes take precedence, then the nearest file of attributes.
  static func isMergedByUnion(in folder: FilePath, of repository: FilePath) -> Bool {
    let own = repository.appending(".git/info/attributes".utf8)
    let names = folder.bytes.dropFirst(repository.bytes.count)
      .split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    if let isSet = mergesByUnion(own, (names + [LockFile.name]).joined(separator: "/")) {
      return isSet
    }
    var here = folder
    for depth in (0...names.count).reversed() {
      let path = (names[depth...] + [LockFile.name]).joined(separator: "/")
      if let isSet = mergesByUnion(here.appending(name), path) { return isSet }
      here = here.folder
    }
    return false
  }

  /// Returns what one file of attributes sets for a path; `nil` if it doesn't mention the path. The
  /// last line that matches counts.
  private static func mergesByUnion(_ file: FilePath, _ path: String) -> Bool? {
    var isSet: Bool?
    for line in text(of: file)?.split(whereSeparator: \.isNewline) ?? [] {
      let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      guard let pattern = words.first, !pattern.hasPrefix("#"), matches(path, pattern) else {
        continue
      }
      for word in words.dropFirst() {
        switch word {
        case "merge=union": isSet = true
        case "!merge": isSet = nil
        case "merge", "-merge", "binary": isSet = false
        default: if word.hasPrefix("merge=") { isSet = false }
        }
      }
    }
    return isSet
  }

  /// Returns the text of a file; `nil` if it can't be read.
  private static func text(of file: FilePath) -> String? {
    guard case .success(let bytes) = TextFile.read(file, limit: 1 << 20) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns whether a pattern of attributes means a path. A pattern without a slash matches the
  /// name in any folder.
  private static func matches(_ path: String, _ pattern: String) -> Bool {
    if pattern.hasPrefix("**/") {
      let rest = String(pattern.dropFirst(3))
      let parts = path.split(separator: "/")
      return parts.indices.contains { glob(parts[$0...].joined(separator: "/"), rest) }
    }
    if pattern.contains("/") {
      return glob(path, pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern)
    }
    return glob(path.split(separator: "/").last.map(String.init) ?? path, pattern)
  }

  /// Returns whether a path matches a pattern with wildcards, which match no slash.
  private static func glob(_ text: String, _ pattern: String) -> Bool {
    unsafe fnmatch(pattern, text, FNM_PATHNAME) == 0
  }
}
