package import Model

/// Which store to connect to, and as whom.
package struct StoreConnection: Hashable, Sendable {
  package let location: StoreLocation
  /// The profile in `~/.aws` whose keys are used; `nil` for the environment's keys or the default
  /// profile's.
  package var profile: String?
  /// A file with additional certificate authorities.
  package var authorities: FilePath?
  /// Whether uploads state their MD5, for stores that don't check SHA-256.
  package var statesMD5 = true
  /// The maximum number of connections for small objects.
  package var connectionCount = 32

  package init(_ location: StoreLocation) { self.location = location }
}

extension StoreConnection {
  package var json: JSONValue {
    [
      "location": location.text, "endpoint": location.endpoint?.description,
      "region": location.region, "profile": profile, "authorities": authorities?.bytes.base64,
      "md5": statesMD5, "connections": connectionCount,
    ]
  }

  package init?(_ json: JSONValue) {
    let endpoint = json["endpoint"]?.string
    guard let text = json["location"]?.string, let region = json["region"]?.string,
      let location = StoreLocation(
        text, endpoint: endpoint.flatMap(HTTPOrigin.init), region: region),
      (endpoint == nil) == (location.endpoint == nil),
      let statesMD5 = json["md5"]?.boolean, let count = json["connections"]?.integer,
      (1...256).contains(count)
    else { return nil }
    self.init(location)
    profile = json["profile"]?.string
    authorities = json["authorities"]?.string.flatMap([UInt8].init(base64:)).flatMap {
      FilePath(bytes: $0)
    }
    (self.statesMD5, connectionCount) = (statesMD5, count)
  }
}
