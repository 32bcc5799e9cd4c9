package import Model

/// The object `castbook.json`, which makes a prefix in a store a team's library.
package struct RemoteManifest: Hashable, Sendable {
  package let library: ULID
  /// The identifier of the key that the store is sealed with; `nil` if it isn't sealed.
  package let sealedBy: String?

  init(library: ULID, sealedBy: String?) { (self.library, self.sealedBy) = (library, sealedBy) }

  /// Reads the object's contents.
  init(bytes: [UInt8]) throws(TeamStoreError) {
    guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      let format = json["format"]?.integer, format >= 1
    else { throw TeamStoreError.damagedManifest }
    guard format <= RemoteLayout.format else { throw TeamStoreError.newerFormat(format) }
    guard let library = json["library"]?.string.flatMap(ULID.init) else {
      throw TeamStoreError.damagedManifest
    }
    self.init(library: library, sealedBy: json["sealed"]?.string)
  }

  /// The object's contents.
  var bytes: [UInt8] {
    let json: JSONValue = [
      "format": RemoteLayout.format, "library": library, "sealed": sealedBy,
    ]
    return (json.canonicalBytes ?? []) + [UInt8(ascii: "\n")]
  }
}
