public import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The times at which the folders in a folder were changed.
public struct FolderTimes: Hashable, Sendable {
  /// The two times of one folder, in nanoseconds since 1970.
  public struct Times: Hashable, Sendable {
    /// When a name in it was last changed (`mtime`), or another time that a program set.
    public var modified: Int
    /// When anything about it was last changed on this disk (`ctime`).
    public var changed: Int

    public init(modified: Int, changed: Int) {
      self.modified = modified
      self.changed = changed
    }
  }

  /// The times by paths relative to the folder, which itself is "".
  public var folders: [String: Times]

  public init(folders: [String: Times] = [:]) { self.folders = folders }

  /// Reads the times that a command sees if its folders are shown as changed so much earlier.
  public init(of folder: URL, behindSeconds: Int = 0) throws {
    folders = [:]
    for (path, status) in try Self.statuses(in: folder) {
      let earlier = behindSeconds * 1_000_000_000
      folders[path] = Times(
        modified: status.times.modified - earlier, changed: status.times.changed - earlier)
    }
  }

  /// The table by which `CrashRun` shows these times to a command, for a folder that was just
  /// written and has not changed since.
  func table(of folder: URL) throws -> String {
    try Self.statuses(in: folder).compactMap { path, status in
      folders[path].map { times in
        "\(status.inode) \(status.times.changed) \(times.modified) \(times.changed)\n"
      }
    }.joined()
  }

  private static func statuses(in folder: URL) throws -> [(String, (inode: UInt64, times: Times))] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
    return ([""] + paths).compactMap { path in
      let url = path.isEmpty ? folder : folder.appending(path: path)
      return status(url.path()).map { (path, $0) }
    }
  }

  private static func status(_ path: String) -> (inode: UInt64, times: Times)? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    #if canImport(Glibc)
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    func nanoseconds(_ time: timespec) -> Int { Int(time.tv_sec) * 1_000_000_000 + time.tv_nsec }
    return (
      UInt64(status.st_ino),
      Times(modified: nanoseconds(modified), changed: nanoseconds(changed))
    )
  }
}

extension FolderTimes: CustomStringConvertible {
  public var description: String {
    folders.sorted { $0.key < $1.key }
      .map { "\($0.key)/ \($0.value.modified) \($0.value.changed)" }.joined(separator: "\n")
  }
}

/// The part of the folder times that survives a power cut if they were not durable, whatever names
/// survived.
public enum TimeSurvival: Hashable, Sendable {
  /// The durable times survive.
  case old
  /// The last times of the folders survive.
  case new
  /// Any later times survive, at random, and each of the two independently.
  case some(seed: Int)

  public static let extremes: [TimeSurvival] = [.old, .new]
}
