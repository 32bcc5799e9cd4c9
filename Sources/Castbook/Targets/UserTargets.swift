internal import Media

extension TargetCatalogue {
  /// The built-in targets, and on top the user's own: from a folder that was named, else from the
  /// folder of the configuration if there is one. A file in the latter that can't be used is passed
  /// over and kept among the faults, so that it stops only who asks for it.
  public static func load(named folder: FilePath?, configured: FilePath?) throws -> TargetCatalogue
  {
    if let folder { return try TargetCatalogue(user: profiles(in: folder, isOptional: false)) }
    guard let configured else { return try TargetCatalogue() }
    var files = try profiles(in: configured, isOptional: true)
    var faults: [ProfileError] = []
    while true {
      do {
        // All together, since they may name each other.
        return try TargetCatalogue(user: files, faults: faults)
      } catch {
        guard files.contains(where: { $0.name == error.file }) else { throw error }
        files.removeAll { $0.name == error.file }
        faults.append(error)
      }
    }
  }

  /// `$XDG_CONFIG_HOME/castbook/targets`, or the same below `~/.config`.
  public static func configuredFolder(_ environment: (String) -> [UInt8]?) -> FilePath? {
    let tail = Array("castbook/targets".utf8)
    if let config = environment("XDG_CONFIG_HOME"), config.first == UInt8(ascii: "/") {
      return FilePath(bytes: config)?.appending(tail)
    }
    guard let home = environment("HOME") else { return nil }
    return FilePath(bytes: home)?.appending(Array(".config/".utf8) + tail)
  }

  private static func profiles(
    in folder: FilePath, isOptional: Bool
  ) throws -> [(name: String, bytes: [UInt8])] {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(.notFound) where isOptional: return []
    case .failure(let reason): throw UnreadableFolder(path: folder, reason: reason.words)
    }
    return try names.filter { $0.ends(with: Array(".json".utf8)) && $0.first != UInt8(ascii: ".") }
      .map { name in
        let path = folder.appending(name)
        switch TextFile.read(path, limit: 4 << 20) {
        case .success(let bytes): return (path.text, bytes)
        case .failure(let reason): throw UnreadableFolder(path: path, reason: reason.words)
        }
      }
  }
}

/// A folder or file of the user's targets that can't be read.
public struct UnreadableFolder: Error, Sendable {
  public let path: FilePath
  public let reason: String
}

extension UnreadableFolder: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}

extension Sequence where Element: Equatable {
  fileprivate func ends(with suffix: [Element]) -> Bool {
    reversed().starts(with: suffix.reversed())
  }
}
