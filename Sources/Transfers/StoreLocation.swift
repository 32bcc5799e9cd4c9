/// The location of a team's library: a bucket of an S3-compatible store, and the prefix of all its
/// keys.
package struct StoreLocation: Hashable, Sendable {
  package let bucket: String
  /// The prefix of all keys, without leading or trailing slashes; empty for the whole bucket.
  package let prefix: String
  /// The server; `nil` for Amazon's own.
  package let endpoint: HTTPOrigin?
  package let region: String

  /// Parses `s3://bucket/prefix`. Returns `nil` if the bucket, the prefix or the region has
  /// characters that stores treat differently.
  package init?(_ text: String, endpoint: HTTPOrigin?, region: String) {
    guard text.hasPrefix("s3://") else { return nil }
    var parts = text.dropFirst(5).split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last == "" { parts.removeLast() }
    guard let bucket = parts.first, (3...63).contains(bucket.utf8.count),
      bucket.utf8.allSatisfy(Self.isBucketByte),
      bucket.utf8.first != UInt8(ascii: "."), bucket.utf8.first != UInt8(ascii: "-"),
      (1...40).contains(region.utf8.count), region.utf8.allSatisfy(Self.isBucketByte)
    else { return nil }
    for part in parts.dropFirst() {
      guard !part.isEmpty, part != ".", part != "..", part.utf8.allSatisfy(Self.isKeyByte) else {
        return nil
      }
    }
    let prefix = parts.dropFirst().joined(separator: "/")
    guard prefix.utf8.count <= 512 else { return nil }
    (self.bucket, self.prefix) = (String(bucket), prefix)
    (self.endpoint, self.region) = (endpoint, region)
  }

  private static func isBucketByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    isBucketByte(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
  }

  /// The location as `s3://bucket/prefix`.
  package var text: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }
}
