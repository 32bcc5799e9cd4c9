internal import Files
internal import Library
internal import Media
internal import TeamStore
internal import Transfers

/// The program `castbook-transport`, separate because it alone opens connections to other machines.
enum TransportProgram {
  /// The path of the program next to the running one; `nil` if it is missing.
  static var location: FilePath? { DecoderProgram.location(of: "castbook-transport") }

  /// Starts the program for a store. Cancelling the current task ends its work.
  static func start(_ settings: RemoteSettings) throws -> TransportProcess {
    guard let connection = settings.connection else {
      throw RemoteError.badAddress(settings.location)
    }
    do {
      return try TransportProcess(location, connection) { Task.isCancelled }
    } catch let failure as TransferFailure {
      throw TeamStoreError.unanswered(failure)
    }
  }
}

extension ElementLibrary {
  /// Calls `body` with the library's team store, locked against other commands.
  ///
  /// - Parameter progress: Called while the work waits for the store.
  /// - Throws: `RemoteError.none` if the library has no team store, `RemoteError.busy` if another
  ///   command uses it.
  func withTeamStore<Value>(
    progress: (SyncProgress) -> Void = { _ in },
    _ body: (TeamStore<TransportProcess>, RemoteSettings) throws -> Value
  ) throws -> Value {
    guard let settings = try remoteSettings() else { throw RemoteError.none }
    let keys = try settings.keySource.map(TeamKeyFile.read)
    let path = try RemoteSettings.path(of: id, ProcessEnvironment.environment)
    guard let lock = try FileLock(path, timeoutMilliseconds: 3000) else { throw RemoteError.busy }
    return try withExtendedLifetime(lock) {
      let transport = try TransportProgram.start(settings)
      return try withoutActuallyEscaping(progress) { progress in
        transport.onPause = { progress(SyncProgress($0)) }
        defer { transport.onPause = nil }
        return try body(teamStore(on: transport, settings, keys), settings)
      }
    }
  }

  /// The library's team store, reached through a running transport program.
  func teamStore(
    on transport: TransportProcess, _ settings: RemoteSettings, _ keys: TeamKeys?
  ) throws -> TeamStore<TransportProcess> {
    TeamStore(
      transport, of: store, state: try RemoteState(of: folder, place: settings.place), keys: keys,
      supportsConditionalPut: settings.supportsConditionalPut,
      environment: .ofThisMachine(with: folder, keeper: settings.keeper))
  }
}

extension SyncProgress {
  fileprivate init(_ wait: TransferPause) {
    switch wait.reason {
    case .throttled: self.init(.waiting, wait.seconds)
    case .failing: self.init(.retrying, wait.seconds)
    }
  }
}
