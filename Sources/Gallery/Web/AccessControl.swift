internal import Castbook

/// Decides which requests are answered: only those of a browser that opened the printed
/// address, and only from Castbook's own page.
///
/// A page on the internet can make a browser send any request to a port on this machine.
/// It does not know the key, it does not receive the cookie, and the browser's headers
/// reveal its origin.
struct AccessControl: Sendable {
  /// The secret in the address, which admits a browser the first time.
  let key: String
  /// The secret in the cookie, which the browser sends from then on.
  let session: String
  /// The part of the host that distinguishes the gallery from every other program on this machine.
  let name: String
  /// The port, which is part of the names of hosts and of the cookie.
  let port: Int

  /// Returns random bytes as hexadecimal text.
  static func secret(_ byteCount: Int = 16) -> String {
    var generator = SystemRandomNumberGenerator()
    return Hex.text(of: (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// The name of the cookie. Browsers share cookies between ports, so it contains the
  /// port: two galleries that are open at the same time must not lock each other out.
  var cookieName: String { "castbook-\(port)" }

  /// The value of the header that sets the cookie.
  var cookie: String { "\(cookieName)=\(session); HttpOnly; SameSite=Strict; Path=/" }

  /// The only accepted value of the `Host` header. Any other could be a name that resolves to this
  /// machine.
  ///
  /// Browsers resolve every name under `localhost` to this machine. They send cookies to all ports
  /// of a name, so on plain `localhost` or `127.0.0.1` every other program could read ours.
  var host: String { "castbook-\(name).localhost:\(port)" }

  /// Whether a host is another name of this machine, under which a user may look for the page.
  func isElsewhere(_ host: String?) -> Bool {
    ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"].contains(host)
  }

  /// The parts of a request's head that show where it comes from. Each header is a list, since it
  /// may be repeated.
  struct Head {
    var method: String
    /// The values of `Host`.
    var host: [String]
    /// The values of `Origin`.
    var origin: [String]
    /// The values of `Sec-Fetch-Site`.
    var site: [String]
    /// The values of `Cookie`.
    var cookie: [String]
    /// The values of `X-Castbook`, which only a script of the same origin can send.
    var pageHeader: [String]
  }

  /// Returns why a request is refused, or `nil` when it may be answered.
  ///
  /// - Parameter isEntry: Whether the request is for the root, with or without the key.
  func refusal(of head: Head, isEntry: Bool) -> Refusal? {
    guard head.host.count == 1, let asked = head.host.first else { return .forbidden }
    guard asked == host || isEntry && isElsewhere(asked) else { return .forbidden }
    let own = "http://\(asked)"
    guard head.origin.count <= 1, head.origin.allSatisfy({ $0 == own }), head.site.count <= 1 else {
      return .forbidden
    }
    if isEntry { return head.method == "GET" || head.method == "HEAD" ? nil : .forbidden }
    // "same-site" is another port of this machine: another program.
    guard head.site.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else { return .forbidden }
    guard hasSession(head.cookie) else { return .unauthorized }
    if head.method == "GET" || head.method == "HEAD" { return nil }
    return head.origin == [own] && head.pageHeader == ["page"] ? nil : .forbidden
  }

  /// Whether one of the cookies is that of this gallery with the right secret.
  func hasSession(_ cookies: [String]) -> Bool {
    cookies.flatMap { $0.split(separator: ";") }.contains { pair in
      let sides = pair.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { return false }
      return sides[0].trimmed == cookieName && Self.isSame(sides[1].trimmed, session)
    }
  }

  /// Whether a text is the key.
  func isKey(_ text: String?) -> Bool { text.map { Self.isSame($0, key) } ?? false }

  /// Compares two texts in a time that does not depend on where they differ.
  static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension Substring {
  /// The text without spaces at either end.
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
