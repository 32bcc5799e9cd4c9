package import Model

/// One page of what a store has below a prefix.
package struct ObjectListing: Hashable, Sendable {
  /// An object of a store.
  package struct Object: Hashable, Sendable {
    package let key: String
    package let byteCount: Int
    /// When it was stored, by the store's clock.
    package let modified: Instant
  }

  /// The objects in the order of their keys.
  package let objects: [Object]
  /// What to send for the next page; `nil` if this is the last one.
  package let next: String?

  /// Reads the answer of a store to a question for a list. Returns `nil` if it is not such an answer, or if it
  /// contradicts itself: a list that seems complete and isn't would make objects look lost.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes, let root = XMLElement(bytes),
      root.name == "ListBucketResult",
      let truncated = root["IsTruncated"]?.text, truncated == "true" || truncated == "false"
    else { return nil }
    var objects: [Object] = []
    for entry in root.all("Contents") {
      guard let key = entry["Key"]?.text, !key.isEmpty,
        let size = entry["Size"].flatMap({ Int($0.text) }), size >= 0,
        let modified = (entry["LastModified"]?.text).flatMap(HTTPDate.listed)
      else { return nil }
      objects.append(Object(key: key, byteCount: size, modified: modified))
    }
    if let count = root["KeyCount"], Int(count.text) != objects.count { return nil }
    guard
      zip(objects, objects.dropFirst()).allSatisfy({
        $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
      })
    else { return nil }
    self.objects = objects
    next = truncated == "true" ? root["NextContinuationToken"]?.text : nil
    // A page that is not the last one says how to go on.
    if truncated == "true", next?.isEmpty ?? true { return nil }
  }

  /// The longest answer that is read: a thousand keys of a kilobyte are an eighth of it.
  private static let maximumBytes = 8 << 20
}

/// Why a store refused a request, in its own words.
package struct StoreRefusal: Hashable, Sendable {
  /// The word that stores agree on, such as `AccessDenied` or `SlowDown`.
  package let code: String
  package let message: String

  /// Reads the body of a refusal. Returns `nil` if it says nothing.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count <= 1 << 16, let root = XMLElement(bytes), root.name == "Error",
      let code = root["Code"]?.text, (1...100).contains(code.utf8.count)
    else { return nil }
    self.code = sanitized(code)
    message = sanitized(String((root["Message"]?.text ?? "").prefix(300)))
  }
}
