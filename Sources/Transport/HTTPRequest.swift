internal import Model
package import Transfers

/// A request to a server, without its body.
package struct HTTPRequest: Hashable, Sendable {
  /// The name and value of a header or of a query parameter.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  package var method: String
  package var origin: HTTPOrigin
  /// The unencoded path, beginning with a slash.
  package var path: String
  /// The unencoded query parameters.
  package var query: [Field] = []
  package var headers: [Field] = []

  package init(_ method: String, _ origin: HTTPOrigin, _ path: String) {
    (self.method, self.origin, self.path) = (method, origin, path)
  }

  /// The encoded address, with the query parameters sorted by name and value.
  package var url: String {
    let query = encodedQuery
    return "\(origin)\(encodedPath)" + (query.isEmpty ? "" : "?\(query)")
  }

  /// The path with each component encoded. Slashes are kept.
  var encodedPath: String {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map(\.percentEncoded).joined(separator: "/")
  }

  /// The query parameters, encoded and sorted.
  var encodedQuery: String {
    query.map { (name: $0.name.utf8.percentEncoded, value: $0.value.utf8.percentEncoded) }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
}

/// The part of a request before its body, with the encoded address.
package struct PreparedRequest: Hashable, Sendable {
  package let method: String
  package let url: String
  package let headers: [HTTPRequest.Field]

  package init(_ method: String, _ url: String, _ headers: [HTTPRequest.Field] = []) {
    (self.method, self.url, self.headers) = (method, url, headers)
  }
}

extension HTTPRequest {
  var head: PreparedRequest { PreparedRequest(method, url, headers) }
}
