internal import Files
internal import Library
package import TeamStore
internal import Transfers

extension TeamEnvironment {
  /// The environment of this machine, with the library in a folder.
  ///
  /// - Parameter keeper: The key of the team's keeper, as named by the user.
  package static func ofThisMachine(with library: FilePath, keeper: SigningKey?) -> TeamEnvironment
  {
    let system = ProcessEnvironment.machineIdentifier ?? []
    let folder = FileSystem.status(library)?.identity.inode ?? 0
    let host = ProcessEnvironment.hostName
    // A copy of the folder is another machine for the team, even on the same computer.
    let card = MachineInfo(
      owner: SystemEnvironment.ofThisMachine.author, host: host,
      fingerprint: SHA256.digest(of: system + Array("\n\(host)\n\(folder)".utf8)))
    return TeamEnvironment(
      machine: card, keeper: keeper, secret: { try MachineSecret.read() },
      seconds: { MonotonicClock.milliseconds / 1000 },
      random: { SystemEnvironment.ofThisMachine.random($0) })
  }
}

extension ElementLibrary {
  /// The settings of the library's team store; `nil` if it has none.
  package func remoteSettings() throws -> RemoteSettings? { try RemoteSettings.read(of: id) }

  /// The team's signatures in the library, as seen by a machine that trusts `keeper`.
  package func signatures(believing keeper: SigningKey?) -> TeamSignatures {
    TeamSignatures(in: store, of: .ofThisMachine(with: folder, keeper: keeper))
  }
}
