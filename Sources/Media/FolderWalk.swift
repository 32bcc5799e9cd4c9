internal import Files
package import Model

/// The files that paths lead to: files themselves, and the files below folders in byte order.
///
/// ```swift
/// for file in FolderWalk([shoot]).files where file.problem == nil { print(file.path) }
/// ```
package struct FolderWalk: Sendable {
  /// The files, in the order in which they were given and found. A folder that can't be read is
  /// among them, with its problem.
  package private(set) var files: [File] = []
  /// The number of skipped names for each reason.
  package private(set) var skipped: [Skipped: Int] = [:]

  /// A file that was given or found.
  package struct File: Sendable {
    package let path: FilePath
    /// Whether a folder listed it as a regular file. Links, pipes and paths that were given are
    /// not confirmed to be one.
    package var isRegular = false
    /// The reason why it can't be read, if that is known.
    package var problem: FileProblem?
  }

  /// The reason why a name was skipped.
  package enum Skipped: String, Sendable, CaseIterable {
    case hidden, sidecar, folderLink = "folder-link", livePhoto = "live-photo"
  }

  /// The names of files that belong to an operating system or to Castbook, never to a set of
  /// references.
  private static let skippedNames: Set<String> = [
    "thumbs.db", "desktop.ini", "element.json", "castbook.lock", "prepare.json", "split.json",
  ]
  private static let sidecarSuffixes: Set<String> = ["aae", "xmp", "thm"]

  package init(_ paths: [FilePath]) {
    for path in paths {
      if FileKind(of: path, followingLinks: true) == .folder {
        walk(path)
      } else {
        files.append(File(path: path))
      }
    }
  }

  /// A path below a folder, with its kind according to the folder.
  private struct Step {
    let path: FilePath
    let kind: FileKind
  }

  /// Walks one folder by means of a list: recursion would follow folders to any depth.
  private mutating func walk(_ folder: FilePath) {
    var waiting = [Step(path: folder, kind: .folder)]
    while let step = waiting.popLast() {
      // Files and folders of a folder are in one order, that of the bytes of their names.
      guard step.kind == .folder else {
        files.append(File(path: step.path, isRegular: step.kind == .file))
        continue
      }
      switch Folder.entries(in: step.path) {
      case .failure(let failure):
        files.append(File(path: step.path, problem: failure.problem))
      case .success(let entries): waiting += steps(entries, of: step.path).reversed()
      }
    }
  }

  /// Returns the paths below a folder that are not skipped.
  private mutating func steps(_ entries: [Folder.Entry], of folder: FilePath) -> [Step] {
    let paths = entries.map { folder.appending($0.name) }
    // The names of pictures are only needed in folders with clips, which are few.
    let pictureStems: Set<[UInt8]> =
      paths.contains(where: Self.mayBeOfLivePhoto)
      ? Set(
        paths.filter { MediaFormat(suffix: $0.suffix ?? "")?.medium == .picture }.map(\.sharedStem))
      : []
    return zip(paths, entries).compactMap { path, entry in
      let kind = entry.kind ?? FileKind(of: path, followingLinks: false) ?? .device
      if let reason = reasonToSkip(path, kind, pictureStems) {
        skipped[reason, default: 0] += 1
        return nil
      }
      return Step(path: path, kind: kind)
    }
  }

  /// Returns why a path is skipped; `nil` if it is not.
  private func reasonToSkip(
    _ path: FilePath, _ kind: FileKind, _ pictureStems: Set<[UInt8]>
  ) -> Skipped? {
    let name = path.name
    if name.bytes.first == UInt8(ascii: ".") { return .hidden }
    if Self.skippedNames.contains(name.text.lowercased()) { return .sidecar }
    if let suffix = path.suffix, Self.sidecarSuffixes.contains(suffix) { return .sidecar }
    if kind == .link, FileKind(of: path, followingLinks: true) == .folder { return .folderLink }
    if !pictureStems.isEmpty, Self.mayBeOfLivePhoto(path), pictureStems.contains(path.sharedStem),
      let length = ClipLength.milliseconds(of: path), (800...3500).contains(length)
    {
      return .livePhoto
    }
    return nil
  }

  /// Whether a file could be the short clip that a phone films around a picture.
  private static func mayBeOfLivePhoto(_ path: FilePath) -> Bool {
    path.suffix == "mov" || path.suffix == "mp4"
  }
}

extension FilePath {
  /// The name without its suffix, in lower case: what belongs together shares it.
  fileprivate var sharedStem: [UInt8] {
    Array(String(decoding: stem, as: UTF8.self).lowercased().utf8)
  }
}
