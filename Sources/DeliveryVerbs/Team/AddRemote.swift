internal import Files
internal import Library
internal import TeamStore
internal import Transfers

/// The verb `remote add`: shares a library with a team through a store that speaks S3.
///
/// ```swift
/// var adding = AddRemote("s3://studio/cast")
/// adding.endpoint = "https://s3.example.com"
/// let added = try await adding.run(at: location)
/// print(added.probe.mayWrite)
/// ```
public struct AddRemote: Sendable {
  /// The address: `s3://bucket` or `s3://bucket/prefix`.
  public var location: String
  /// The server; `nil` for Amazon S3.
  public var endpoint: String?
  /// The region; `nil` for the environment's, or else `us-east-1`.
  public var region: String?
  /// The profile in `~/.aws` with the keys.
  public var profile: String?
  /// The account whose keys the user has entered into Castbook; `nil` for keys of Amazon's tools.
  public var account: String?
  /// A file with the certificate authority that signed the store's certificate.
  public var authorities: FilePath?
  /// Which files a pull fetches.
  public var files = RemoteSettings.FetchedFiles.none

  /// The source of the team's key for a sealed store; `nil` for one that isn't sealed.
  ///
  /// A key file that doesn't exist is created if the store contains no library yet.
  public var keySource: RemoteSettings.KeySource?

  /// Creates a request for a store on Amazon's servers, with the keys of the environment.
  public init(_ location: String) { self.location = location }

  /// Probes the store and connects the library to it.
  ///
  /// A library that doesn't exist yet, or is empty, becomes a copy of the one in the store.
  ///
  /// - Throws: `RemoteError`, or an error of the store.
  public func run(at target: LibraryLocation) async throws -> AddedRemote {
    var settings = try settings()
    let exists = ElementLibrary.exists(at: target)
    var library = exists ? try ElementLibrary(at: target) : nil
    if let library, let other = try library.remoteSettings() {
      throw RemoteError.exists(other.location)
    }
    // One process does everything: each new one would look up the keys again, and a key command may
    // ask for a password.
    let transport = try TransportProgram.start(settings)
    let system = SystemEnvironment.ofThisMachine
    let probe = try StoreProbe.run(
      on: transport, random: system.random(32), now: Instant(milliseconds: system.now()))
    if probe.isConsistent == false { throw RemoteError.inconsistent(location) }
    settings = settings.completed(by: probe)
    let manifest = try TeamStore.manifest(in: transport)
    if manifest == nil {
      if library == nil { throw RemoteError.noLibrary(target) }
      if !probe.mayWrite { throw RemoteError.mayNotBegin(location) }
    }
    let (keys, newKey) = try keys(for: manifest)
    var isCopy = false
    if let identity = manifest?.library, library?.id != identity {
      isCopy = true
      if !exists {
        try LibraryStore.create(at: target.folder, as: identity)
      } else if try !LibraryStore.adopt(identity, at: target.folder) {
        throw RemoteError.otherLibrary(location)
      }
      library = nil
    }
    let shared = try library ?? ElementLibrary(at: target)
    // The machine that starts sharing is the keeper until its user names another one.
    if manifest == nil {
      settings.keeper = try shared.signatures(believing: nil).ownKey().publicKey
    }
    try settings.write(for: shared.id)
    do {
      try shared.teamStore(on: transport, settings, keys).claim()
    } catch {
      _ = try? RemoveRemote().run(in: shared)
      throw error
    }
    return AddedRemote(
      settings: settings, probe: probe, isNew: manifest == nil, isCopy: isCopy, newKey: newKey)
  }

  private func settings() throws -> RemoteSettings {
    // Later commands may run in other folders, so the path is made absolute.
    let authorities = authorities.map(Self.absolute)
    let region = region ?? Self.environmentRegion ?? "us-east-1"
    let origin = try endpoint.map { endpoint throws(RemoteError) in
      guard let origin = HTTPOrigin(endpoint) else { throw .badEndpoint(endpoint) }
      return origin
    }
    guard let found = StoreLocation(location, endpoint: origin, region: region) else {
      throw RemoteError.badAddress(location)
    }
    return RemoteSettings(
      location: found.text, endpoint: origin?.description, region: region, profile: profile,
      account: account, authorities: authorities, files: files, verifiesSHA256: false,
      supportsConditionalPut: false, keySource: absoluteKeySource)
  }

  /// Returns the absolute path of a file, or the path as it is if its folder doesn't exist.
  private static func absolute(_ path: FilePath) -> FilePath {
    FileSystem.resolved(path.folder).map { $0.appending(path.name.bytes) } ?? path
  }

  /// The key source with an absolute path, which later commands can use in any folder.
  private var absoluteKeySource: RemoteSettings.KeySource? {
    if case .file(let path) = keySource { .file(Self.absolute(path)) } else { keySource }
  }

  private static var environmentRegion: String? {
    (ProcessEnvironment.environment("AWS_REGION")
      ?? ProcessEnvironment.environment("AWS_DEFAULT_REGION")).map {
        String(decoding: $0, as: UTF8.self)
      }
  }

  /// Returns the team's keys, checked against the store's manifest, and the path of the key file if
  /// one was created.
  private func keys(for manifest: RemoteManifest?) throws -> (keys: TeamKeys?, newKey: FilePath?) {
    guard let keySource = absoluteKeySource else {
      if manifest?.sealedBy != nil { throw TeamStoreError.sealed }
      return (nil, nil)
    }
    var newKey: FilePath?
    if manifest == nil, case .file(let path) = keySource, FileSystem.status(path) == nil {
      try TeamKeyFile.create(path)
      newKey = path
    }
    let keys = try TeamKeyFile.read(keySource)
    if let manifest {
      guard let sealedBy = manifest.sealedBy else { throw TeamStoreError.notSealed }
      guard sealedBy == keys.identifier else { throw TeamStoreError.wrongKey }
    }
    return (keys, newKey)
  }
}

/// A team store that was set up.
public struct AddedRemote: Sendable {
  public let settings: RemoteSettings
  public let probe: RemoteProbe
  /// Whether the store contained no library before.
  public let isNew: Bool
  /// Whether the local library became a copy of the one in the store.
  public let isCopy: Bool
  /// The team's key file, if this call created it.
  public let newKey: FilePath?
}

extension RemoteSettings {
  /// The settings, completed with the results of a probe.
  fileprivate func completed(by probe: RemoteProbe) -> RemoteSettings {
    RemoteSettings(
      location: location, endpoint: endpoint, region: region, profile: profile,
      account: account, authorities: authorities, files: files,
      verifiesSHA256: probe.verifiesSHA256 == true,
      supportsConditionalPut: probe.supportsConditionalPut == true, keySource: keySource)
  }
}

/// The verb `remote remove`: stops sharing a library on this machine. The library and the store
/// stay unchanged.
public struct RemoveRemote: Sendable {
  public init() {}

  /// Removes the settings and the local state of the store. Returns the store's address.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> String {
    let path = try RemoteSettings.path(of: library.id, ProcessEnvironment.environment)
    // Damaged settings can be removed, too.
    guard FileSystem.status(path) != nil else { throw RemoteError.none }
    let location = (try? library.remoteSettings())?.location
    try FileSystem.remove(path)
    try RemoteState.remove(from: library.folder)
    return location ?? "the team store"
  }
}
