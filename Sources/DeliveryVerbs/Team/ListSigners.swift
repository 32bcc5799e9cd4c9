internal import Files
internal import Library
internal import TeamStore

/// The verb `remote signers`: lists the machines that have signed records, names the keeper, and
/// ends keys.
///
/// ```swift
/// var listing = ListSigners()
/// listing.keeper = .key("7f3a-09cc-12de-8a41-77b0")
/// for signer in try await listing.run(in: library) { print(signer.label) }
/// ```
public struct ListSigners: Sendable {
  /// The keeper that this machine is to trust.
  public enum Keeper: Hashable, Sendable {
    /// The machine whose signing key has this fingerprint.
    case key(String)
    /// This machine.
    case this
    /// No machine.
    case none
  }

  /// The new keeper; `nil` to leave it unchanged.
  public var keeper: Keeper?
  /// The fingerprint of a key that machines trusting this one must reject; `nil` for none.
  public var ended: String?

  public init() {}

  /// Applies the changes and returns the signers, the most recent first.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, `RemoteError.unknownSigner` for
  ///   an unknown fingerprint, `RemoteError.notKeeper` if this machine ends a key but isn't the
  ///   keeper.
  public func run(in library: ElementLibrary) async throws -> [TeamSigner] {
    guard var settings = try library.remoteSettings() else { throw RemoteError.none }
    let path = try RemoteSettings.path(of: library.id, ProcessEnvironment.environment)
    guard let lock = try FileLock(path, timeoutMilliseconds: 3000) else { throw RemoteError.busy }
    return try withExtendedLifetime(lock) {
      if let keeper {
        settings.keeper = try key(keeper, library.signatures(believing: settings.keeper).signers())
        try settings.write(for: library.id)
      }
      if let ended {
        let signers = try library.signatures(believing: settings.keeper).signers()
        guard signers.contains(where: { $0.isThis && $0.isKeeper }) else {
          throw RemoteError.notKeeper
        }
        let key = try Self.key(ended, signers)
        if signers.contains(where: { $0.key == key && $0.isThis }) {
          throw RemoteError.endsItself
        }
        let state = try RemoteState(of: library.folder, place: settings.place)
        try state.transaction { try state.recordUnsignedEnd(of: key) }
      }
      return try library.signatures(believing: settings.keeper).signers()
    }
  }

  private func key(_ keeper: Keeper, _ signers: [TeamSigner]) throws -> SigningKey? {
    switch keeper {
    case .none: nil
    case .this: signers.first(where: \.isThis)?.key
    case .key(let text): try Self.key(text, signers)
    }
  }

  private static func key(_ fingerprint: String, _ signers: [TeamSigner]) throws -> SigningKey {
    guard let signer = signers.first(where: { $0.key.hasFingerprint(fingerprint) }) else {
      throw RemoteError.unknownSigner(fingerprint)
    }
    return signer.key
  }
}
