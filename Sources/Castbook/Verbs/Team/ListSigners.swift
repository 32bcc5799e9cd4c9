internal import Files
internal import Library
internal import TeamStore

/// The verb `remote signers`: the machines whose signatures have arrived, and which of them is the keeper's.
///
/// ```swift
/// var listing = ListSigners()
/// listing.keeper = .key("7f3a-09cc-12de-8a41-77b0")
/// for signer in try await listing.run(in: library) { print(signer.words) }
/// ```
public struct ListSigners: Sendable {
  /// Whom this machine is to believe.
  public enum Keeper: Hashable, Sendable {
    /// The machine that signs with the key of this fingerprint.
    case key(String)
    /// This machine.
    case this
    /// No machine.
    case none
  }

  /// The keeper from now on; `nil` to change nothing.
  public var keeper: Keeper?
  /// The fingerprint of a key that is to count no more, on the machines that believe this one; `nil` for none.
  public var ended: String?

  public init() {}

  /// Changes what is to be changed, and returns the signers, those that have signed last first.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, `RemoteError.unknownSigner` for a fingerprint that no
  ///   signature has, `RemoteError.notKeeper` if another machine ends keys.
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
        try state.transaction { try state.noteUnsignedEnd(of: key) }
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
