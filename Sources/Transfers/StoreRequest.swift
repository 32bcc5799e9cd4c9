package import Model

/// What a store of objects is asked to do.
package enum StoreRequest: Hashable, Sendable {
  /// Stores an object.
  case put(Upload)
  /// Reads an object: into a new file, or into memory if there is no path. A longer object is refused.
  case get(key: String, into: FilePath?, limit: Int)
  /// Lists the objects whose keys begin with a text, in the order of their keys, one page of them.
  ///
  /// A first page begins behind the key `after`; a later one is asked for by the `token` of the page before.
  case list(prefix: String, after: String? = nil, token: String? = nil)
  /// Deletes an object. It is no error if there is none.
  case delete(key: String)
  /// Makes an address from which anyone can read an object for some time.
  case address(key: String, seconds: Int)

  /// An object to store.
  package struct Upload: Hashable, Sendable {
    package let key: String
    package let body: Body
    /// The SHA-256 of the body. A file that has other bytes is not sent.
    package let digest: Digest
    /// The media type, such as `image/jpeg`.
    package let type: String
    /// Whether the store is asked to refuse it if the key is in use.
    package var isNewOnly = false
    /// How long it may be tried, in seconds; `nil` for as long as any request.
    package var seconds: Int?
    /// What is wrong with the request on purpose, to see whether the store notices.
    package var defect: Defect?

    package init(_ key: String, _ body: Body, _ digest: Digest, type: String) {
      (self.key, self.body, self.digest, self.type) = (key, body, digest, type)
    }
  }

  /// The bytes of an object.
  package enum Body: Hashable, Sendable {
    case bytes([UInt8])
    case file(FilePath)
  }

  /// A mistake that a good store refuses.
  package enum Defect: String, Hashable, Sendable {
    /// The header for the body's SHA-256 states another one.
    case wrongSHA256 = "wrong-sha256"
    /// The header for the body's MD5 states another one.
    case wrongMD5 = "wrong-md5"
    /// The request was signed twenty minutes ago.
    case oldSignature = "old-signature"
  }
}

/// What a store answered.
package struct StoreAnswer: Hashable, Sendable {
  /// The status of HTTP.
  package var status: Int
  /// The moment by the store's clock; `nil` if it doesn't say.
  package var date: Instant?
  /// The bytes that were read into memory.
  package var bytes: [UInt8] = []
  /// The length of the object that was read.
  package var byteCount = 0
  /// The objects of a list.
  package var page: ObjectPage?
  /// The address that was asked for.
  package var address: String?
  /// The store's word for its refusal, such as `AccessDenied`; empty if it has none.
  package var code = ""
  /// The store's explanation of its refusal.
  package var message = ""

  package init(status: Int, date: Instant? = nil) { (self.status, self.date) = (status, date) }

  package var isSuccess: Bool { (200...299).contains(status) }
}

/// One page of the objects of a store, in the order of their keys.
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

/// Why a store gave no answer.
package struct StoreFailure: Error, Hashable, Sendable {
  package enum Reason: String, Hashable, Sendable {
    /// The program that opens connections is missing, or ended.
    case noProgram = "no-program"
    /// libcurl is missing or too old.
    case noLibrary = "no-library"
    /// There are no keys, or the command for them failed.
    case noKeys = "no-keys"
    /// The host has no address, or refuses the connection.
    case noConnection = "no-connection"
    /// The certificate can't be trusted.
    case notTrusted = "not-trusted"
    /// The store took too long.
    case late
    /// The connection ended before the answer.
    case broken
    /// The answer is longer than it may be, or doesn't make sense.
    case badAnswer = "bad-answer"
    /// The file to send or to receive could not be read or written.
    case fileFailed = "file-failed"
    /// The file to send doesn't have the bytes that its name says.
    case damagedFile = "damaged-file"
    /// The request can't be sent at all.
    case impossible
  }

  package let reason: Reason
  /// More about it, for the message to the user.
  package let detail: String

  package init(_ reason: Reason, _ detail: String = "") {
    (self.reason, self.detail) = (reason, sanitized(detail))
  }
}

/// A store of objects, each with a key.
///
/// ```swift
/// try store.perform(keys.lazy.map { .delete(key: $0) }) { request, result in print(try result.get().status) }
/// ```
package protocol ObjectStore {
  /// Sends requests, many of them concurrently, and passes each with its answer to `each`, in the order of the answers.
  ///
  /// Requests are taken from the sequence as others end. If `each` throws, the rest is given up.
  func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests, each: (StoreRequest, Result<StoreAnswer, StoreFailure>) throws -> Void
  ) throws
}

extension ObjectStore {
  /// Sends one request and waits for the answer.
  package func answer(_ request: StoreRequest) throws -> StoreAnswer {
    var found: Result<StoreAnswer, StoreFailure>?
    try perform(CollectionOfOne(request)) { found = $1 }
    guard let found else { throw StoreFailure(.badAnswer, "no answer") }
    return try found.get()
  }
}
