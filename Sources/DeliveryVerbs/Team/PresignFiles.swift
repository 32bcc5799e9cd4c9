internal import Bundles
internal import Library
internal import TeamStore
internal import Transfers

/// Creates addresses from which a provider can read a bundle's files in the team's store, for
/// `bundle request --presign`.
public struct PresignFiles: Sendable {
  /// How long the addresses are valid, in seconds.
  public let seconds: Int

  /// The longest validity that stores allow: seven days.
  public static let maximumSeconds = 7 * 24 * 3600

  /// Creates a request for addresses. `seconds` is clamped to 1 through `maximumSeconds`.
  public init(seconds: Int) { self.seconds = min(max(seconds, 1), Self.maximumSeconds) }

  /// The addresses by the file's name in the bundle, and the files that the store doesn't have.
  public struct Addresses: Sendable {
    public let values: [String: String]
    public let absentFiles: [String]
  }

  /// Creates the addresses of the bundle's references.
  ///
  /// - Throws: `RemoteError.privateStore` if providers can't reach the store.
  public func run(for bundle: FoundBundle, in library: ElementLibrary) throws -> Addresses {
    guard let settings = try library.remoteSettings() else { throw RemoteError.none }
    guard settings.keySource == nil else { throw TeamStoreError.sealedAddresses }
    if let origin = settings.storeLocation?.endpoint, origin.isPrivate {
      throw RemoteError.privateStore(settings.endpoint ?? settings.location)
    }
    let files = bundle.verification.manifest?.files ?? []
    let wanted = files.filter { $0.name.hasPrefix("references/") }
    let found = try library.withTeamStore { team, _ in
      try team.addresses(of: wanted.map(\.digest), seconds: seconds)
    }
    var values: [String: String] = [:]
    for file in wanted { values[file.name] = found[file.digest] }
    return Addresses(
      values: values, absentFiles: wanted.map(\.name).filter { values[$0] == nil })
  }
}

extension HTTPOrigin {
  /// Whether, judging by its name, the host can be reached only from this machine or network.
  var isPrivate: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host.hasSuffix(".local")
      || host.hasSuffix(".internal") || !host.contains(where: { $0 == "." || $0 == ":" })
    {
      return true
    }
    if host.contains(":") {
      return host == "::1" || host.hasPrefix("fc") || host.hasPrefix("fd")
        || ["fe8", "fe9", "fea", "feb"].contains { host.hasPrefix($0) }
        || host.hasPrefix("::ffff:")
    }
    let parts = host.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 4 else { return false }
    return switch (parts[0], parts[1]) {
    case (0, _), (10, _), (127, _), (169, 254), (192, 168): true
    case (172, 16...31), (100, 64...127): true
    default: false
    }
  }
}
