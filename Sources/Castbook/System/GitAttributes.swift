internal import Files
internal import Library
internal import Media

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What Git is told of a project's lock file: with `merge=union` it takes the lines of both sides.
enum GitAttributes {
  private static let name = Array(".gitattributes".utf8)
  private static let line = "\(LockFile.name) merge=union"

  /// The command that tells Git; nothing where there is no Git, or where it knows.
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

  /// Whether the attributes of a repository say so of the lock file in a folder: what is nearest counts,
  /// before all what the repository keeps to itself.
  static func isMergedByUnion(in folder: FilePath, of repository: FilePath) -> Bool {
    let own = repository.appending(".git/info/attributes".utf8)
    let names = folder.bytes.dropFirst(repository.bytes.count)
      .split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    if let said = merging(own, (names + [LockFile.name]).joined(separator: "/")) { return said }
    var here = folder
    for depth in (0...names.count).reversed() {
      let path = (names[depth...] + [LockFile.name]).joined(separator: "/")
      if let said = merging(here.appending(name), path) { return said }
      here = here.folder
    }
    return false
  }

  /// What one file says, its last word; nothing when it says nothing of that path.
  private static func merging(_ file: FilePath, _ path: String) -> Bool? {
    var said: Bool?
    for line in text(of: file)?.split(whereSeparator: \.isNewline) ?? [] {
      let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      guard let pattern = words.first, !pattern.hasPrefix("#"), matches(path, pattern) else {
        continue
      }
      for word in words.dropFirst() {
        switch word {
        case "merge=union": said = true
        case "!merge": said = nil
        case "merge", "-merge", "binary": said = false
        default: if word.hasPrefix("merge=") { said = false }
        }
      }
    }
    return said
  }

  private static func text(of file: FilePath) -> String? {
    guard case .success(let bytes) = TextFile.read(file, limit: 1 << 20) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A pattern without a slash means the name alone, wherever it lies.
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

  private static func glob(_ text: String, _ pattern: String) -> Bool {
    unsafe fnmatch(pattern, text, FNM_PATHNAME) == 0
  }
}
