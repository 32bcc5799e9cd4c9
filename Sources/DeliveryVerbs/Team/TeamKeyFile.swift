internal import Files
internal import Library
internal import TeamStore
internal import Transfers

/// The team's keys for a sealed store, in a file or printed by a command.
enum TeamKeyFile {
  /// Reads the keys from a file or a command.
  ///
  /// - Throws: `RemoteError.noKey` if there are none.
  static func read(_ source: RemoteSettings.KeySource) throws -> TeamKeys {
    let bytes: [UInt8]
    switch source {
    case .file(let path):
      switch TextFile.read(path, limit: 1 << 16) {
      case .success(let found): bytes = found
      case .failure(let failure): throw RemoteError.noKey("\(path): \(failure.message)")
      }
      if let mode = FileSystem.mode(path), mode & 0o077 != 0 { throw RemoteError.openKey(path) }
    case .command(let command):
      do {
        bytes = try ShellCommand.output(of: command)
      } catch {
        throw RemoteError.noKey("the command for the team's key \(error.message)")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self), let keys = TeamKeys(text: text)
    else {
      if case .file(let path) = source {
        throw RemoteError.noKey("\(path) contains no key of a team")
      }
      throw RemoteError.noKey("the command printed no key of a team")
    }
    return keys
  }

  /// Writes a new key into a new file, which only this user may read.
  static func create(_ path: FilePath) throws {
    let text =
      "# The key of a team's sealed library. Keep it secret, and keep a copy: without it, the store can't be read.\n"
      + TeamKeys.line(random: SystemEnvironment.ofThisMachine.random(32))
    try AtomicFile.writePrivate(Array(text.utf8), to: path, replacing: false)
  }

  /// Adds a new key at the end of a file.
  static func addKey(to path: FilePath) throws {
    _ = try read(.file(path))
    guard case .success(let old) = TextFile.read(path, limit: 1 << 16) else {
      throw RemoteError.noKey("\(path) can't be read")
    }
    let line = TeamKeys.line(random: SystemEnvironment.ofThisMachine.random(32))
    let separator = old.last == UInt8(ascii: "\n") ? "" : "\n"
    try AtomicFile.writePrivate(old + Array((separator + line).utf8), to: path, replacing: true)
  }
}

/// The verb `remote key rotate`: creates a new key for a sealed store. Only that key opens what is
/// sealed from then on.
public struct RotateTeamKey: Sendable {
  public init() {}

  /// Adds a key to the team's file, and returns the file's path.
  ///
  /// - Throws: `RemoteError.notInFile` if a command prints the key.
  public func run(in library: ElementLibrary) throws -> FilePath {
    guard let settings = try library.remoteSettings() else { throw RemoteError.none }
    guard let source = settings.keySource else { throw RemoteError.notSealed }
    guard case .file(let path) = source else { throw RemoteError.notInFile }
    try TeamKeyFile.addKey(to: path)
    return path
  }
}
