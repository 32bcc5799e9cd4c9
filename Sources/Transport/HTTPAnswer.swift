package import Model

/// What a server answered.
package struct HTTPAnswer: Hashable, Sendable {
  package let status: Int
  package let headers: [HTTPRequest.Field]
  /// The bytes that were received into memory; empty if they were written to a file.
  package let body: [UInt8]
  /// The number of bytes received, into memory or to a file.
  package let receivedBytes: Int

  /// The first value of a header, whatever its case.
  package subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The moment of the answer by the server's clock; `nil` if it doesn't say.
  package var date: Instant? { self["date"].flatMap(HTTPDate.moment) }

  package var isSuccess: Bool { (200...299).contains(status) }

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

/// Why there is no answer.
package struct TransferFailure: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// The host has no address, or refuses the connection.
    case noConnection
    /// The certificate is not one to trust.
    case notTrusted
    /// It took too long, or stood still.
    case late
    /// The connection ended before the answer.
    case broken
    /// The answer is longer than it may be.
    case tooLong
    /// The file that is sent or received could not be read or written.
    case fileFailed
    /// The host is this machine, or one of a private network.
    case notPublic
    /// The address or the protocol is not one to use, or there is no memory.
    case impossible
  }

  package let reason: Reason
  /// What the library that sends says of it, for the message to the user.
  package let detail: String

  /// Whether the server may have got the request, or a part of it.
  package var mayHaveArrived = false

  /// Whether the same request may succeed later.
  package var isPassing: Bool {
    switch reason {
    case .noConnection, .late, .broken: true
    case .notTrusted, .tooLong, .fileFailed, .notPublic, .impossible: false
    }
  }
}
