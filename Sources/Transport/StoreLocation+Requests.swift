package import Transfers

extension StoreLocation {
  /// Returns a request about an object, or about the bucket if there is no key.
  ///
  /// Amazon expects the bucket in the host name, other servers in the path. A bucket with a dot is
  /// also in the path, because its host name would not match Amazon's certificate.
  package func request(_ method: String, key: String? = nil) -> HTTPRequest {
    let path = key.map { prefix.isEmpty ? "/\($0)" : "/\(prefix)/\($0)" }
    if let endpoint { return HTTPRequest(method, endpoint, "/\(bucket)\(path ?? "/")") }
    let amazon = Self.amazon(region)
    return bucket.contains(".")
      ? HTTPRequest(method, amazon, "/\(bucket)\(path ?? "/")")
      : HTTPRequest(method, amazon.subdomain(bucket), path ?? "/")
  }

  /// Returns the request for a page of the keys that begin with a text.
  package func listRequest(_ beginning: String, after: String? = nil, next: String? = nil)
    -> HTTPRequest
  {
    let root = prefix.isEmpty ? "" : "\(prefix)/"
    var request = request("GET")
    request.query = [.init("list-type", "2"), .init("prefix", root + beginning)]
    if let after { request.query.append(.init("start-after", root + after)) }
    if let next { request.query.append(.init("continuation-token", next)) }
    return request
  }

  private static func amazon(_ region: String) -> HTTPOrigin {
    guard let origin = HTTPOrigin("https://s3.\(region).amazonaws.com") else {
      preconditionFailure("the region has only letters, digits, dashes and dots")
    }
    return origin
  }
}
