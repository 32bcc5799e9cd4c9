internal import Files
package import Model

/// What paths come to: files as they are, folders as the files below them, in byte order.
package struct FolderWalk: Sendable {
  /// The files to look at, in the order given and found.
  package private(set) var files: [FilePath] = []
  /// Those of them that no folder called ordinary files: links, pipes, what was named itself.
  package private(set) var unsure: Set<FilePath> = []
  /// What was passed over: how many names, and why.
  package private(set) var skipped: [Skipped: Int] = [:]
  /// Folders that could not be opened; they stand among the files, in their place.
  package private(set) var unreadable: [FilePath: FileProblem] = [:]

  /// Why a name was passed over.
  package enum Skipped: String, Sendable, CaseIterable {
    case hidden, sidecar, folderLink = "folder-link", livePhoto = "live-photo"
  }

  /// Names of files that belong to a system or to ours, never to a set of references.
  private static let passedOverNames: Set<String> = [
    "thumbs.db", "desktop.ini", "element.json", "castbook.lock", "prepare.json", "split.json",
  ]
  private static let sidecarSuffixes: Set<String> = ["aae", "xmp", "thm"]

  package init(_ paths: [FilePath]) {
    for path in paths {
      if FileKind(of: path, followingLinks: true) == .folder {
        walk(path)
      } else {
        files.append(path)
        unsure.insert(path)
      }
    }
  }

  /// A path below a folder, and what the folder says it is.
  private struct Step {
    let path: FilePath
    let kind: FileKind
  }

  /// Walks one folder with a list instead of calls into itself: depth is the stranger's to choose.
  private mutating func walk(_ folder: FilePath) {
    var waiting = [Step(path: folder, kind: .folder)]
    while let step = waiting.popLast() {
      // Files of a folder come before and after its folders as the bytes of their names fall.
      guard step.kind == .folder else {
        files.append(step.path)
        if step.kind != .file { unsure.insert(step.path) }
        continue
      }
      switch Folder.entries(in: step.path) {
      case .failure(let failure):
        unreadable[step.path] = failure.problem
        files.append(step.path)
      case .success(let entries): waiting += steps(entries, of: step.path).reversed()
      }
    }
  }

  /// The paths below a folder that are looked at.
  private mutating func steps(_ entries: [Folder.Entry], of folder: FilePath) -> [Step] {
    let paths = entries.map { folder.appending($0.name) }
    // Few folders hold clips: only for those are the pictures' names collected.
    let pictureStems: Set<[UInt8]> =
      paths.contains(where: Self.mayBeOfLivePhoto)
      ? Set(
        paths.filter { MediaFormat(suffix: $0.suffix ?? "")?.medium == .picture }.map(\.stem)) : []
    return zip(paths, entries).compactMap { path, entry in
      let kind = entry.kind ?? FileKind(of: path, followingLinks: false) ?? .device
      if let reason = reasonToPassOver(path, kind, pictureStems) {
        skipped[reason, default: 0] += 1
        return nil
      }
      return Step(path: path, kind: kind)
    }
  }

  private func reasonToPassOver(
    _ path: FilePath, _ kind: FileKind, _ pictureStems: Set<[UInt8]>
  ) -> Skipped? {
    let name = path.name
    if name.bytes.first == UInt8(ascii: ".") { return .hidden }
    if Self.passedOverNames.contains(name.text.lowercased()) { return .sidecar }
    if let suffix = path.suffix, Self.sidecarSuffixes.contains(suffix) { return .sidecar }
    if kind == .link, FileKind(of: path, followingLinks: true) == .folder { return .folderLink }
    if !pictureStems.isEmpty, Self.mayBeOfLivePhoto(path), pictureStems.contains(path.stem),
      let length = ClipLength.milliseconds(of: path), (800...3500).contains(length)
    {
      return .livePhoto
    }
    return nil
  }

  /// Whether a name could be that of the seconds that a phone films around a picture.
  private static func mayBeOfLivePhoto(_ path: FilePath) -> Bool {
    path.suffix == "mov" || path.suffix == "mp4"
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
