internal import Castbook
internal import Files
internal import Synchronization

/// The folders of projects that were opened on the page, for the next start, too.
///
/// A library knows the projects that pin its elements or exported from it. One that was just begun
/// has done neither.
final class OpenedProjects: Sendable {
  private let folders: Mutex<[FilePath]>
  /// The file with one folder in each line; `nil` to keep nothing.
  private let file: FilePath?

  /// The number of folders above which the ones opened first are forgotten.
  private static let maximumCount = 100
  private static let byteLimit = 1 << 20

  /// Reads the folders that earlier galleries of a library kept.
  init(of library: ULID, in kept: GalleryFolders?) {
    file = kept?.state.appending("projects-\(library).txt".utf8)
    folders = Mutex(file.map(Self.content) ?? [])
  }

  /// The projects in these folders, as far as they are still there.
  var projects: [Project] {
    folders.withLock { $0 }.compactMap { folder in
      guard let location = try? ProjectLocation(named: folder) else { return nil }
      return try? Project(at: location)
    }
  }

  /// Adds the folder of a project. If it can't be kept, the next start doesn't know it.
  func add(_ folder: FilePath) {
    folders.withLock { folders in
      guard !folders.contains(folder), !folder.bytes.contains(UInt8(ascii: "\n")) else { return }
      folders = Array((folders + [folder]).suffix(Self.maximumCount))
      guard let file else { return }
      let lines = folders.map { $0.bytes + [UInt8(ascii: "\n")] }
      let temporary = file.folder.appending(file.name.bytes + Array(".new".utf8))
      try? FileSystem.remove(temporary)
      try? FileSystem.create(temporary, Array(lines.joined()), isDurable: false)
      try? FileSystem.rename(temporary, to: file)
    }
  }

  private static func content(of file: FilePath) -> [FilePath] {
    guard let status = FileSystem.status(file), status.isOwnedByUser,
      let bytes = try? FileSystem.read(file, limit: byteLimit)
    else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).prefix(maximumCount)
      .compactMap { FilePath(bytes: $0) }
  }
}
