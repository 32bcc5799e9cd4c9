package import Model

/// A server's response.
package struct HTTPResponse: Hashable, Sendable {
  package let status: Int
  package let headers: [HTTPRequest.Field]
  /// The bytes that were received into memory; empty if they were written to a file.
  package let body: [UInt8]
  /// The number of bytes received, into memory or to a file.
  package let receivedBytes: Int

  /// The first value of a header. The name's case doesn't matter.
  package subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// When the server answered, by its own clock; `nil` if it doesn't say.
  package var date: Instant? { self["date"].flatMap(HTTPDate.parse) }

  package var isSuccess: Bool { (200...299).contains(status) }

  /// Whether the status means that the same request may succeed later.
  var hasTransientStatus: Bool { [408, 425, 429, 500, 502, 503, 504].contains(status) }

  init(status: Int, head: [UInt8], body: [UInt8], receivedBytes: Int) {
    (self.status, self.body, self.receivedBytes) = (status, body, receivedBytes)
    headers = head.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
      return HTTPRequest.Field(
        String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
  }
}
