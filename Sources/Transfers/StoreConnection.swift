package import Model

/// Which store to connect to, and as whom.
package struct StoreConnection: Hashable, Sendable {
  package let location: StoreLocation
  /// The profile in `~/.aws` whose keys are used; `nil` for the environment's keys or the default
  /// profile's.
  package var profile: String?
  /// A file with additional certificate authorities.
  package var certificateAuthorities: FilePath?
  /// Whether uploads state their MD5, for stores that don't check SHA-256.
  package var statesMD5 = true
  /// The maximum number of connections for small objects.
  package var connectionCount = 32

  package init(_ location: StoreLocation) { self.location = location }
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
    statesMD5 = try fields.required("md5", \.statesMD5)
    connectionCount = try fields.required("connections", \.connectionCount, in: 1...256)
  }
}
