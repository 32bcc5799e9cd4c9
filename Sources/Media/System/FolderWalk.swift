package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What paths come to: files as they are, folders as the files below them, in byte order.
package struct FolderWalk: Sendable {
  /// The files to look at, in the order given and found.
  package private(set) var files: [FilePath] = []
  /// What was passed over: how many names, and why.
  package private(set) var skipped: [Skipped: Int] = [:]
  /// Folders that could not be opened; they stand among the files, in their place.
  package private(set) var unreadable: [FilePath: FileProblem] = [:]

  /// Why a name was passed over.
  package enum Skipped: String, Sendable, CaseIterable {
    case hidden, sidecar, folderLink = "folder-link", livePhoto = "live-photo"
  }

  /// Names of files that belong to a system or to ours, never to a set of references.
  private static let passedOverNames: Set<String> = ["thumbs.db", "desktop.ini", "element.json"]
  private static let sidecarSuffixes: Set<String> = ["aae", "xmp", "thm"]

  package init(_ paths: [FilePath]) {
    for path in paths {
      if Self.kind(of: path, followingLinks: true) == .folder {
        walk(path)
      } else {
        files.append(path)
      }
    }
  }

  private enum Kind {
    case file, folder, link, other
  }

  /// Walks one folder with a list instead of calls into itself: depth is the stranger's to choose.
  private mutating func walk(_ folder: FilePath) {
    var waiting = [folder]
    while let path = waiting.popLast() {
      // Files of a folder come before and after its folders as the bytes of their names fall.
      guard Self.kind(of: path, followingLinks: true) == .folder else {
        files.append(path)
        continue
      }
      switch Folder.names(in: path) {
      case .failure(let failure):
        unreadable[path] = failure.problem
        files.append(path)
      case .success(let names): waiting += entries(names, of: path).reversed()
      }
    }
  }

  /// The paths below a folder that are looked at.
  private mutating func entries(_ names: [[UInt8]], of folder: FilePath) -> [FilePath] {
    let paths = names.map { folder.appending($0) }
    let pictureStems = Set(
      paths.filter { MediaFormat(suffix: $0.suffix ?? "")?.medium == .picture }.map(\.stem))
    return paths.filter { path in
      guard let reason = reasonToPassOver(path, pictureStems) else { return true }
      skipped[reason, default: 0] += 1
      return false
    }
  }

  private func reasonToPassOver(_ path: FilePath, _ pictureStems: Set<[UInt8]>) -> Skipped? {
    let name = path.name
    if name.bytes.first == UInt8(ascii: ".") { return .hidden }
    if Self.passedOverNames.contains(name.text.lowercased()) { return .sidecar }
    if let suffix = path.suffix, Self.sidecarSuffixes.contains(suffix) { return .sidecar }
    if Self.kind(of: path, followingLinks: false) == .link,
      Self.kind(of: path, followingLinks: true) == .folder
    {
      return .folderLink
    }
    // The three seconds that a phone films around a picture.
    if path.suffix == "mov" || path.suffix == "mp4", pictureStems.contains(path.stem),
      let length = ClipLength.milliseconds(of: path), (800...3500).contains(length)
    {
      return .livePhoto
    }
    return nil
  }

  private static func kind(of path: FilePath, followingLinks: Bool) -> Kind {
    var status = stat()
    let result = unsafe path.withCString { text in
      unsafe followingLinks ? stat(text, &status) : lstat(text, &status)
    }
    guard result == 0 else { return .other }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }
}

extension FilePath {
  /// The name without its suffix, in lower case: what belongs together shares it.
  fileprivate var stem: [UInt8] {
    let name = name.bytes
    let end = suffix == nil ? nil : name.lastIndex(of: UInt8(ascii: "."))
    return Array(String(decoding: name[..<(end ?? name.count)], as: UTF8.self).lowercased().utf8)
  }
}
