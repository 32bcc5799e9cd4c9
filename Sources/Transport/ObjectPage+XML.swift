internal import Model
package import Transfers

extension ObjectPage {
  /// Reads the answer of a store to a question for a list. Returns `nil` if it is not such an answer, or if it
  /// contradicts itself: a list that seems complete and isn't would make objects look lost.
  ///
  /// Keys are those of the location, without its prefix. An answer with other keys is not an answer either.
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
        let modified = (entry["LastModified"]?.text).flatMap(HTTPDate.listed)
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
    // A page that is not the last one says how to go on.
    if truncated == "true", token?.isEmpty ?? true { return nil }
    self.init(objects, next: token)
  }

  /// The length of an object from which a list is not believed: a pebibyte, more than any store accepts.
  private static let maximumObjectBytes = 1 << 50
  /// The longest answer that is read: a thousand keys of a kilobyte are an eighth of it.
  private static let maximumBytes = 8 << 20
}
