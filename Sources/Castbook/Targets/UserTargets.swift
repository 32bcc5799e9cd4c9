internal import Archive
internal import Files
internal import Library
internal import Media

extension TargetCatalogue {
  /// The built-in targets, and on top the user's own: from a folder that was named, else from the
  /// folder of the configuration if there is one. A file in the latter that can't be used is passed
  /// over and kept among the faults, so that it stops only who asks for it.
  ///
  /// `pinned` are profiles of an earlier day that hold in place of all others of their ids.
  public static func load(
    named folder: FilePath?, configured: FilePath?,
    pinned: [(name: String, bytes: [UInt8])] = []
  ) throws -> TargetCatalogue {
    // As `pinned` names them that came with a bundle.
    let carried = Set(
      pinned.map(\.name).filter { $0.hasSuffix("/target.json") || $0.contains("/makers/") })
    if let folder {
      return try TargetCatalogue(
        user: beside(pinned, profiles(in: folder, isOptional: false)), carried: carried)
    }
    guard let configured else { return try TargetCatalogue(user: pinned, carried: carried) }
    var files = try beside(pinned, profiles(in: configured, isOptional: true))
    var faults: [ProfileError] = []
    while true {
      do {
        // All together, since they may name each other.
        return try TargetCatalogue(user: files, faults: faults, carried: carried)
      } catch {
        guard files.contains(where: { $0.name == error.file }) else { throw error }
        files.removeAll { $0.name == error.file }
        faults.append(error)
      }
    }
  }

  /// Profiles, and others as far as they are of other ids; what can't be read of those is told later.
  private static func beside(
    _ pinned: [(name: String, bytes: [UInt8])], _ others: [(name: String, bytes: [UInt8])]
  ) throws -> [(name: String, bytes: [UInt8])] {
    let ids = Set(try pinned.map { try ProfileLoader.load($0.bytes, file: $0.name).id })
    return pinned
      + others.filter { file in
        (try? ProfileLoader.load(file.bytes, file: file.name)).map { !ids.contains($0.id) } ?? true
      }
  }

  /// The profiles that a file holds, or that a bundle was made by.
  public static func pinned(at path: FilePath) throws -> [(name: String, bytes: [UInt8])] {
    if FileSystem.followed(path)?.isFolder != true, path.suffix != "zip" {
      switch TextFile.read(path, limit: 4 << 20) {
      case .success(let bytes): return [(path.text, bytes)]
      case .failure(let reason): throw UnreadableFolder(path: path, reason: reason.words)
      }
    }
    let found = try FoundFiles.open(path)
    let names = found.files.map(\.name).filter { name in
      name.text == "target.json" || name.text.hasPrefix("makers/")
    }
    guard names.contains(where: { $0.text == "target.json" }) else {
      throw ElementLibraryError.wrong(
        "\(path) is not a bundle: it has no target.json", fix: "name a profile's file")
    }
    return try names.map { ("\(path)/\($0)", try found.bytes(of: $0, limit: 4 << 20)) }
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
