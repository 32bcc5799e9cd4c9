internal import Files

/// Finds files that arrive in a folder or in folders below it, once they are completely written.
///
/// ```swift
/// var watch = FolderWatch(folder)
/// while true {
///   for path in try watch.arrivals() { … }
///   try await Task.sleep(for: .seconds(1))
/// }
/// ```
///
/// Links are not followed, and names that begin with a dot are left out. So is a picture beside a
/// clip of the same name, which is its preview.
public struct FolderWatch: Sendable {
  /// The path of the folder.
  public let folder: FilePath
  /// What was seen of each file last.
  private var seen: [FilePath: Sighting] = [:]
  /// Whether files of the first look are handed out as well.
  private let includesExisting: Bool
  private var isFirst = true

  /// The number of looks that must find a file unchanged before it is handed out.
  private static let quietLooks = 3
  /// The maximum number of files that are watched.
  private static let maximumCount = 100_000

  private struct Sighting {
    let byteCount: Int
    let modified: Int
    /// The number of looks in a row that found it so.
    let lookCount: Int
    /// Whether the file was handed out, or was there before.
    var isDone: Bool
  }

  /// Creates a watch.
  ///
  /// - Parameter includesExisting: Whether files that are there already are handed out as well.
  public init(_ folder: FilePath, includesExisting: Bool = false) {
    (self.folder, self.includesExisting) = (folder, includesExisting)
  }

  /// Whether the last look found files that may still be written.
  public var isWaiting: Bool { seen.values.contains { !$0.isDone } }

  /// Looks at the folder, and returns the files that are new and that three looks in a row have
  /// found unchanged, in byte order. One that changes after that is handed out again.
  ///
  /// - Throws: `ElementLibraryError` if the folder can't be read or has too many files.
  public mutating func arrivals() throws -> [FilePath] {
    var settled: [FilePath] = []
    var now: [FilePath: Sighting] = [:]
    for path in try files() {
      guard let status = FileSystem.status(path), status.isFile else { continue }
      let known = seen[path]
      let isSame =
        known.map { $0.byteCount == status.byteCount && $0.modified == status.modified } ?? false
      var sighting = Sighting(
        byteCount: status.byteCount, modified: status.modified,
        lookCount: isSame ? (known?.lookCount ?? 0) + 1 : 1,
        isDone: isSame && known?.isDone == true || isFirst && !includesExisting)
      if !sighting.isDone, sighting.lookCount >= Self.quietLooks, status.byteCount > 0 {
        settled.append(path)
        sighting.isDone = true
      }
      now[path] = sighting
    }
    (seen, isFirst) = (now, false)
    return settled.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Returns the media files below the folder.
  private func files() throws -> [FilePath] {
    var files: [FilePath] = []
    var waiting = [folder]
    while let place = waiting.popLast() {
      let entries: [Folder.Entry]
      switch Folder.entries(in: place) {
      case .success(let found): entries = found
      case .failure(let failure):
        // A folder inside may have been removed meanwhile.
        guard place == folder else { continue }
        throw ElementLibraryError.invalidRequest(
          "\(folder): \(failure.message)", fix: "name the folder that clips are saved in")
      }
      let visible = entries.filter { $0.name.first != UInt8(ascii: ".") }
      let paths = visible.map { place.appending($0.name) }
      waiting += zip(paths, visible).filter { path, entry in
        (entry.kind ?? FileKind(of: path, followingLinks: false)) == .folder
      }.map(\.0)
      files += Self.media(paths)
      guard files.count + waiting.count <= Self.maximumCount else {
        throw ElementLibraryError.invalidRequest(
          "\(folder) has more than \(Self.maximumCount) files", fix: "watch a folder inside it")
      }
    }
    return files
  }

  /// Returns the clips, sounds and pictures among paths, without previews of clips.
  private static func media(_ paths: [FilePath]) -> [FilePath] {
    let media = paths.compactMap { path in
      MediaFormat(suffix: path.suffix ?? "").map { (path, $0.medium) }
    }.filter { $0.1 != .other }
    let clips = Set(media.filter { $0.1 == .clip }.map { Array($0.0.stem) })
    return media.filter { path, medium in
      medium != .picture || !clips.contains(Array(path.stem))
    }.map(\.0)
  }
}
