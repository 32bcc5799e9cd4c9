internal import Model

/// The scheme, the host and the port of a server, such as `https://s3.eu-central-1.amazonaws.com`.
package struct HTTPOrigin: Hashable, CustomStringConvertible, Sendable {
  package let isEncrypted: Bool
  /// The name or the address of the host, in lower case; an IPv6 address without brackets.
  package let host: String
  /// The port; `nil` for the scheme's default.
  package let port: Int?

  /// Parses `http://host`, `https://host:port` or `http://[::1]:9000`, with or without a trailing
  /// slash. Returns `nil` if the text contains anything else, such as a user, a path or a query.
  package init?(_ text: String) {
    let lower = text.lowercased()
    let isEncrypted = lower.hasPrefix("https://")
    guard isEncrypted || lower.hasPrefix("http://") else { return nil }
    var rest = lower.dropFirst(isEncrypted ? 8 : 7)
    if rest.hasSuffix("/") { rest.removeLast() }
    var port: Substring?
    var host = rest
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = rest[rest.index(after: rest.startIndex)..<end]
      let tail = rest[rest.index(after: end)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { return nil }
      port = tail.isEmpty ? nil : tail.dropFirst()
      guard
        host.utf8.allSatisfy({
          Hex.value(of: $0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        })
      else { return nil }
    } else {
      if let colon = rest.firstIndex(of: ":") {
        host = rest[..<colon]
        port = rest[rest.index(after: colon)...]
      }
      guard host.utf8.allSatisfy(Self.isHostByte), !host.hasPrefix("."), !host.hasPrefix("-") else {
        return nil
      }
    }
    guard (1...253).contains(host.utf8.count) else { return nil }
    if let port {
      guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port),
        (1...65535).contains(number)
      else { return nil }
      self.port = number == (isEncrypted ? 443 : 80) ? nil : number
    } else {
      self.port = nil
    }
    (self.isEncrypted, self.host) = (isEncrypted, String(host))
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  private init(isEncrypted: Bool, host: String, port: Int?) {
    (self.isEncrypted, self.host, self.port) = (isEncrypted, host, port)
  }

  /// Returns the origin of a subdomain of this host.
  package func subdomain(_ name: String) -> HTTPOrigin {
    HTTPOrigin(isEncrypted: isEncrypted, host: "\(name).\(host)", port: port)
  }

  /// The host and port as in the `Host` header.
  package var hostHeader: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }

  package var description: String { "\(isEncrypted ? "https" : "http")://\(hostHeader)" }
}
