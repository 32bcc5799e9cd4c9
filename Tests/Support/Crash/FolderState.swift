public import Foundation

/// The contents of a folder: names, bytes and modes. Two runs with equal results are equal.
public struct FolderState: Hashable, Sendable {
  public enum Item: Hashable, Sendable {
    case folder(mode: Int)
    case file([UInt8], mode: Int)
    case link(target: String)
  }

  /// The items by their paths relative to the folder.
  public var items: [String: Item]

  public init(items: [String: Item] = [:]) { self.items = items }

  /// Reads a folder; a file that has several names is read as several files.
  public init(of folder: URL) throws {
    items = [:]
    let manager = FileManager.default
    for path in try manager.subpathsOfDirectory(atPath: folder.path()) {
      let absolute = folder.appending(path: path).path()
      let attributes = try manager.attributesOfItem(atPath: absolute)
      let mode = (attributes[.posixPermissions] as? Int) ?? 0
      switch attributes[.type] as? FileAttributeType {
      case .typeDirectory?: items[path] = .folder(mode: mode)
      case .typeSymbolicLink?:
        items[path] = .link(target: try manager.destinationOfSymbolicLink(atPath: absolute))
      case .typeRegular?:
        items[path] = .file(Array(try Data(contentsOf: URL(filePath: absolute))), mode: mode)
      default: continue
      }
    }
  }

  /// Makes a folder with exactly these contents.
  public func write(to folder: URL) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: folder.path()) { try manager.removeItem(at: folder) }
    // The mode of the folder itself is not recorded; it is private, as a library's is.
    try manager.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let ordered = items.sorted { $0.key < $1.key }
    for (path, item) in ordered {
      let url = folder.appending(path: path)
      switch item {
      case .folder: try manager.createDirectory(at: url, withIntermediateDirectories: true)
      case .file(let bytes, _): try Data(bytes).write(to: url)
      case .link(let target):
        try manager.createSymbolicLink(atPath: url.path(), withDestinationPath: target)
      }
    }
    // The contents of a folder come before it: its mode may forbid access.
    for (path, item) in ordered.reversed() {
      switch item {
      case .folder(let mode), .file(_, let mode):
        try manager.setAttributes(
          [.posixPermissions: mode], ofItemAtPath: folder.appending(path: path).path())
      case .link: continue
      }
    }
  }

  /// The bytes of a file, as text; `nil` without the file.
  public func text(_ path: String) -> String? {
    guard case .file(let bytes, _)? = items[path] else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension FolderState: CustomStringConvertible {
  public var description: String {
    let lines = items.sorted { $0.key < $1.key }.map { path, item in
      switch item {
      case .folder(let mode): "\(path)/ \(String(mode, radix: 8))"
      case .file(let bytes, let mode):
        "\(path) \(String(mode, radix: 8)) \(bytes.count) bytes, hash \(bytes.hashValue)"
      case .link(let target): "\(path) → \(target)"
      }
    }
    return lines.joined(separator: "\n")
  }
}
