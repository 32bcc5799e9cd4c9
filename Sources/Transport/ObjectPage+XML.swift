internal import Model
package import Transfers

extension ObjectPage {
  /// Parses a store's answer to a list request. Returns `nil` if it is not such an answer, or
  /// contradicts itself: a list that seems complete but isn't would make objects look lost.
  ///
  /// Keys are relative to the location's prefix. An answer with keys outside it is rejected.
  package init?(_ bytes: [UInt8], in location: StoreLocation) {
    guard bytes.count <= Self.maximumBytes, let root = XMLElement(bytes),
      root.name == "ListBucketResult",
      let truncated = root["IsTruncated"]?.text, truncated == "true" || truncated == "false"
    else { return nil }
    let beginning = location.prefix.isEmpty ? "" : "\(location.prefix)/"
    var objects: [Object] = []
    for entry in root.all("Contents") {
      guard let key = entry["Key"]?.text, key.hasPrefix(beginning), key != beginning, !key.isEmpty,
        let size = entry["Size"].flatMap({ Int($0.text) }),
        (0...Self.maximumObjectBytes).contains(size),
        let modified = (entry["LastModified"]?.text).flatMap(HTTPDate.parseListDate)
      else { return nil }
      objects.append(
        Object(
          key: String(key.dropFirst(beginning.count)), byteCount: size, modified: modified))
    }
    if let count = root["KeyCount"], Int(count.text) != objects.count { return nil }
    guard
      zip(objects, objects.dropFirst()).allSatisfy({
        $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
      })
    else { return nil }
    let token = truncated == "true" ? root["NextContinuationToken"]?.text : nil
    // Every page but the last must have the token of the next one.
    if truncated == "true", token?.isEmpty ?? true { return nil }
    self.init(objects, next: token)
  }

  /// The maximum length of an object in a believable list: a pebibyte, more than any store accepts.
  private static let maximumObjectBytes = 1 << 50
  /// The longest answer that is parsed. A thousand keys of a kilobyte need an eighth of it.
  private static let maximumBytes = 8 << 20
}
