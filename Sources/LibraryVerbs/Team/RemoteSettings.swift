internal import Files
internal import TeamStore
package import Transfers

/// Where a library's team store is, and how this machine uses it. It contains no keys.
///
/// The file is in the user's settings folder and not in the library: a library may come from a
/// stranger, who must not decide where this machine sends its files.
public struct RemoteSettings: Hashable, Sendable {
  /// The address, such as `s3://bucket/prefix`.
  public let location: String
  /// The server, such as `https://s3.example.com`; `nil` for Amazon S3.
  public let endpoint: String?
  public let region: String
  /// The profile in `~/.aws` with the keys; `nil` for the environment's keys or the default
  /// profile.
  public let profile: String?
  /// The account whose keys the user has entered into Castbook; `nil` for keys of Amazon's tools.
  public let account: String?
  /// A file with the certificate authority that signed the store's certificate; `nil` if the system
  /// trusts it already.
  public let authorities: FilePath?
  /// Which files a pull fetches.
  public package(set) var files: FetchedFiles
  /// Whether the store verifies uploads by SHA-256. If it doesn't, MD5 is sent, too.
  let verifiesSHA256: Bool
  /// Whether the store supports conditional writes: it refuses to overwrite an object on request.
  package let supportsConditionalPut: Bool

  /// The source of the team's key; `nil` if the store isn't sealed.
  public let keySource: KeySource?
  /// The key of the keeper, which this machine trusts; `nil` if the user has named none.
  public package(set) var keeper: SigningKey?

  /// The source of a sealed store's key.
  public enum KeySource: Hashable, Sendable {
    /// A file with the key.
    case file(FilePath)
    /// A command that prints it, such as a password manager's.
    case command(String)
  }

  /// Which files a pull fetches with the records.
  public enum FetchedFiles: String, CaseIterable, JSONConvertible, Sendable {
    /// No files; `fetch` gets them when they are needed.
    case none
    /// Files of elements that any project of the team has pinned.
    case pinned
    /// All files of all elements.
    case all
  }

  /// The folder with the settings of all libraries.
  static func folder(_ environment: (String) -> [UInt8]?) -> FilePath? {
    UserConfiguration.folder("remotes", environment)
  }

  /// The settings file of a library.
  package static func path(of library: ULID, _ environment: (String) -> [UInt8]?) throws -> FilePath
  {
    guard let folder = folder(environment) else { throw ElementLibraryError.noHomeDirectory }
    return folder.appending("\(library).json".utf8)
  }

  /// Reads the settings of a library; `nil` if it has no team store.
  ///
  /// - Throws: `RemoteError.damagedSettings` for a file that can't be read.
  static func read(
    of library: ULID, _ environment: (String) -> [UInt8]? = ProcessEnvironment.environment
  ) throws -> RemoteSettings? {
    guard let folder = folder(environment) else { return nil }
    let path = folder.appending("\(library).json".utf8)
    switch TextFile.read(path, limit: 1 << 16) {
    case .success(let bytes):
      guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
        let settings = RemoteSettings(json: json)
      else { throw RemoteError.damagedSettings(path) }
      return settings
    case .failure(.notFound): return nil
    case .failure: throw RemoteError.damagedSettings(path)
    }
  }

  /// Writes the settings of a library, for this user alone.
  package func write(
    for library: ULID, _ environment: (String) -> [UInt8]? = ProcessEnvironment.environment
  ) throws {
    let path = try Self.path(of: library, environment)
    try FileSystem.createFolders(path.folder)
    try AtomicFile.writePrivate(Array("\(json.indentedText)\n".utf8), to: path, replacing: true)
  }

  package init(
    location: String, endpoint: String?, region: String, profile: String?,
    account: String? = nil, authorities: FilePath?, files: FetchedFiles, verifiesSHA256: Bool,
    supportsConditionalPut: Bool, keySource: KeySource? = nil
  ) {
    (self.location, self.endpoint, self.region) = (location, endpoint, region)
    (self.profile, self.account, self.authorities) = (profile, account, authorities)
    self.files = files
    (self.verifiesSHA256, self.keySource) = (verifiesSHA256, keySource)
    self.supportsConditionalPut = supportsConditionalPut
  }

  /// The parsed address; `nil` if it is invalid.
  package var storeLocation: StoreLocation? {
    let origin = endpoint.flatMap(HTTPOrigin.init)
    guard (endpoint == nil) == (origin == nil) else { return nil }
    return StoreLocation(location, endpoint: origin, region: region)
  }

  /// The connection for `castbook-transport`; `nil` if the address is invalid.
  package var connection: StoreConnection? {
    guard let storeLocation else { return nil }
    var connection = StoreConnection(storeLocation)
    connection.profile = profile
    connection.keptKeys = account.flatMap { account in
      KeptAccount.folderOfUser.map { KeptAccount(account, in: $0) }
    }
    connection.certificateAuthorities = authorities
    connection.statesMD5 = !verifiesSHA256
    return connection
  }

  /// The text that identifies the store and the prefix, regardless of whose keys are used.
  package var place: String { "\(endpoint ?? "amazon:\(region)") \(location)" }
}

extension RemoteSettings.FetchedFiles: StoredValue {}

extension RemoteSettings: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("remote/1")
    location = try fields.required("location", \.location)
    endpoint = fields.valid("endpoint", \.endpoint)
    region = try fields.required("region", \.region)
    profile = fields.valid("profile", \.profile)
    account = fields.valid("account", \.account)
    authorities = try fields.path("ca", \.authorities)
    files = try fields.required("files", \.files)
    verifiesSHA256 = try fields.required("verifiesSha256", \.verifiesSHA256)
    supportsConditionalPut = try fields.required("honoursConditions", \.supportsConditionalPut)
    keeper = try fields.optional("keeper", \.keeper)
    keySource = try fields.optional("sealed", \.keySource)
    try fields.require(storeLocation != nil, "its location is invalid")
  }
}

extension RemoteSettings.KeySource: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let path = try fields.path("file") { if case .file(let own) = $0 { own } else { nil } }
    if let path {
      self = .file(path)
    } else {
      self = .command(
        try fields.associated("command") { if case .command(let own) = $0 { own } else { nil } })
    }
  }
}

extension Fields {
  /// Returns a path that may be absent. If its bytes are not UTF-8, they are under `key` with
  /// `_hex`.
  fileprivate mutating func path(
    _ key: String, _ value: (Object) -> FilePath?
  ) throws(RecordError) -> FilePath? {
    let text = valid(key) { value($0)?.text }
    let hex = try optional("\(key)_hex") { object in
      value(object).flatMap { $0.isText ? nil : HexBytes($0.bytes) }
    }
    return hex.map { FilePath(bytes: $0.bytes) } ?? text.flatMap { FilePath($0) }
  }
}
