package import Model

/// A request to an object store.
package enum StoreRequest: Hashable, Sendable {
  /// Stores an object.
  case put(Upload)
  /// Reads an object of at most `limit` bytes into a new file, or into memory if there is no path.
  case get(key: String, into: FilePath?, limit: Int)
  /// Lists one page of the objects whose keys begin with `prefix`, in key order.
  ///
  /// The first page begins after the key `after`; a later one is requested with the `token` of the
  /// previous page.
  case list(prefix: String, after: String? = nil, token: String? = nil)
  /// Deletes an object. A missing object is not an error.
  case delete(key: String)
  /// Creates an address at which anyone can read an object for this many seconds.
  case presign(key: String, seconds: Int)

  /// An object to store.
  package struct Upload: Hashable, Sendable {
    package let key: String
    package var body: Body
    /// The SHA-256 of the body. A file with other bytes is not sent.
    package let digest: Digest
    /// The media type, such as `image/jpeg`.
    package let type: String
    /// Whether the store should refuse the upload if the key is in use.
    package var failsIfExists = false
    /// The time limit for all attempts, in seconds; `nil` for no limit of its own.
    package var seconds: Int?
    /// A deliberate fault in the request, to test whether the store notices it.
    package var fault: DeliberateFault?

    package init(_ key: String, _ body: Body, _ digest: Digest, type: String) {
      (self.key, self.body, self.digest, self.type) = (key, body, digest, type)
    }
  }

  /// The bytes of an object.
  package enum Body: Hashable, Sendable {
    case bytes([UInt8])
    case file(FilePath)
  }

  /// A fault for which a good store refuses the request.
  package enum DeliberateFault: String, Hashable, Sendable {
    /// The SHA-256 header doesn't match the body.
    case wrongSHA256 = "wrong-sha256"
    /// The MD5 header doesn't match the body.
    case wrongMD5 = "wrong-md5"
    /// The request was signed twenty minutes ago.
    case oldSignature = "old-signature"
  }
}

/// A store's answer.
package struct StoreResponse: Hashable, Sendable {
  /// The HTTP status.
  package var status: Int
  /// When the store answered, by its own clock; `nil` if it doesn't say.
  package var date: Instant?
  /// The bytes that were read into memory.
  package var bytes: [UInt8] = []
  /// The length of the object that was read.
  package var byteCount = 0
  /// The page of objects that a list request returned.
  package var page: ObjectPage?
  /// The address that was requested.
  package var address: String?
  /// The store's error code, such as `AccessDenied`; empty if it has none.
  package var code = ""
  /// The store's explanation of its refusal.
  package var message = ""

  package init(status: Int, date: Instant? = nil) { (self.status, self.date) = (status, date) }

  package var isSuccess: Bool { (200...299).contains(status) }
}

/// One page of a store's objects, in key order.
package struct ObjectPage: Hashable, Sendable {
  /// An object of a store.
  package struct Object: Hashable, Sendable {
    package let key: String
    package let byteCount: Int
    /// When it was stored, by the store's clock.
    package let modified: Instant

    package init(key: String, byteCount: Int, modified: Instant) {
      (self.key, self.byteCount, self.modified) = (key, byteCount, modified)
    }
  }

  package let objects: [Object]
  /// The token of the next page; `nil` if this is the last one.
  package let next: String?

  package init(_ objects: [Object], next: String? = nil) {
    (self.objects, self.next) = (objects, next)
  }
}

/// A store of objects, each with a key.
///
/// ```swift
/// try store.perform(keys.lazy.map { .delete(key: $0) }) { request, result in
///   print(try result.get().status)
/// }
/// ```
package protocol ObjectStore {
  /// Sends requests, many of them concurrently, and passes each with its answer to `each`, in the
  /// order in which answers arrive.
  ///
  /// Requests are taken from the sequence as earlier ones end. If `each` throws, the rest are
  /// cancelled.
  func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests,
    each: (StoreRequest, Result<StoreResponse, TransferFailure>) throws -> Void
  ) throws
}

extension ObjectStore {
  /// Sends one request and waits for the answer.
  package func answer(_ request: StoreRequest) throws -> StoreResponse {
    var found: Result<StoreResponse, TransferFailure>?
    try perform(CollectionOfOne(request)) { found = $1 }
    guard let found else { throw TransferFailure(.badAnswer, "no answer") }
    return try found.get()
  }
}
