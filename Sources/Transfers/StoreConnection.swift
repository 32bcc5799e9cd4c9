package import Model

/// Which store to connect to, and as whom.
package struct StoreConnection: Hashable, Sendable {
  package let location: StoreLocation
  /// The profile in `~/.aws` whose keys are used; `nil` for the environment's keys or the default
  /// profile's.
  package var profile: String?
  /// The account whose keys the user has entered into Castbook, with the folder of such keys; `nil`
  /// for keys of Amazon's tools.
  package var keptKeys: KeptAccount?
  /// A file with additional certificate authorities.
  package var certificateAuthorities: FilePath?
  /// Whether uploads state their MD5, for stores that don't check SHA-256.
  package var statesMD5 = true
  /// The maximum number of connections for small objects.
  package var connectionCount = 32

  package init(_ location: StoreLocation) { self.location = location }
}

/// An account whose keys the user has entered into Castbook.
package struct KeptAccount: Hashable, Sendable {
  package let name: String
  /// The folder of kept keys.
  package let folder: FilePath

  /// The names of the two keys with which a store is opened.
  package static let storeKeyNames = (access: "AWS_ACCESS_KEY_ID", secret: "AWS_SECRET_ACCESS_KEY")

  package init(_ name: String, in folder: FilePath) { (self.name, self.folder) = (name, folder) }
}

extension KeptAccount: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    name = try fields.required("name", \.name)
    folder = try fields.required("folder") { SentPath($0.folder) }.path
  }
}

extension StoreConnection: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let text = try fields.required("location", \.location.text)
    let endpoint = fields.valid("endpoint", \.location.endpoint?.description)
    let region = try fields.required("region", \.location.region)
    let origin = endpoint.flatMap(HTTPOrigin.init)
    guard (endpoint == nil) == (origin == nil),
      let location = StoreLocation(text, endpoint: origin, region: region)
    else { throw RecordError("store connection: its location is invalid") }
    self.init(location)
    profile = fields.valid("profile", \.profile)
    certificateAuthorities =
      fields.valid("authorities") { $0.certificateAuthorities.map(SentPath.init) }?.path
    keptKeys = try fields.optional("keptKeys", \.keptKeys)
    statesMD5 = try fields.required("md5", \.statesMD5)
    connectionCount = try fields.required("connections", \.connectionCount, in: 1...256)
  }
}
