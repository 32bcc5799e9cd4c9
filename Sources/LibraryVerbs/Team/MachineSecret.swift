internal import Files
internal import Library
internal import TeamStore

/// The secret of this user on this machine, from which its signing keys for all teams are derived.
///
/// It is kept outside the library, which is copied, backed up and shared.
enum MachineSecret {
  /// Returns the secret, creating it on first use.
  static func read(
    _ environment: (String) -> [UInt8]? = ProcessEnvironment.environment
  ) throws -> [UInt8] {
    guard let path = UserConfiguration.state("machine.key", environment) else {
      throw ElementLibraryError.noHomeDirectory
    }
    if FileSystem.status(path) == nil { try create(path) }
    switch TextFile.read(path, limit: 1 << 12) {
    case .success(let bytes):
      if let mode = FileSystem.mode(path), mode & 0o077 != 0 {
        throw RemoteError.openMachineKey(path)
      }
      guard let secret = secret(in: bytes) else {
        throw RemoteError.badMachineKey(path, "is damaged")
      }
      return secret
    case .failure(let failure): throw RemoteError.badMachineKey(path, failure.message)
    }
  }

  private static let prefix = "castbook-machine-1:"

  private static func secret(in bytes: [UInt8]) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).first, line.hasPrefix(prefix),
      let secret = Hex.bytes(of: String(line.dropFirst(prefix.count))),
      secret.count == MachineKey.byteCount
    else { return nil }
    return secret
  }

  private static func create(_ path: FilePath) throws {
    let secret = SystemEnvironment.ofThisMachine.random(MachineKey.byteCount)
    do throws(FileError) {
      try FileSystem.createFolders(path.folder)
      try AtomicFile.writePrivate(
        Array("\(prefix)\(Hex.text(of: secret))\n".utf8), to: path, replacing: false)
    } catch {
      // Another command may have created it at the same time.
      guard FileSystem.status(path) != nil else {
        throw RemoteError.badMachineKey(path, error.reason)
      }
    }
  }
}
