internal import Castbook

/// Lets in who opened the address that was printed, from Castbook's own page alone.
///
/// A page on the internet can have a browser ask anything of a port on this machine. It can't know the key, it does
/// not get the cookie, and what it asks names where it comes from.
struct Doorkeeper: Sendable {
  /// What opens the page the first time.
  let key: String
  /// What the browser shows from then on.
  let pass: String
  let port: Int

  /// Sixteen bytes nobody guesses, as text.
  static func secret() -> String {
    var chance = SystemRandomNumberGenerator()
    return Hex.text(of: (0..<16).map { _ in UInt8.random(in: 0...255, using: &chance) })
  }

  /// Cookies know no ports: two libraries that are open at once must not shut each other out.
  var cookieName: String { "castbook-\(port)" }

  var cookie: String { "\(cookieName)=\(pass); HttpOnly; SameSite=Strict; Path=/" }

  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }

  /// What a request's head says of where it comes from.
  struct Head {
    var method: String
    var host: [String]
    var origin: [String]
    var site: [String]
    var cookie: [String]
    /// The header that only a script of the same origin can send.
    var mark: [String]
  }

  /// Why a request is not even looked at; nothing where it may come in. `isDoor` where the opening address is
  /// asked for, with or without the key.
  func refusal(of head: Head, isDoor: Bool) -> Refusal? {
    guard head.host.count == 1, let host = head.host.first, hosts.contains(host) else {
      return .refused
    }
    let own = "http://\(host)"
    guard head.origin.count <= 1, head.origin.allSatisfy({ $0 == own }), head.site.count <= 1 else {
      return .refused
    }
    if isDoor { return head.method == "GET" || head.method == "HEAD" ? nil : .refused }
    // "same-site" is another port of this machine: somebody else.
    guard head.site.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else { return .refused }
    guard isLetIn(head.cookie) else { return .noSession }
    if head.method == "GET" || head.method == "HEAD" { return nil }
    return head.origin == [own] && head.mark == ["page"] ? nil : .refused
  }

  func isLetIn(_ cookies: [String]) -> Bool {
    cookies.flatMap { $0.split(separator: ";") }.contains { pair in
      let sides = pair.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { return false }
      return sides[0].trimmed == cookieName && Self.isSame(sides[1].trimmed, pass)
    }
  }

  func isKey(_ text: String?) -> Bool { text.map { Self.isSame($0, key) } ?? false }

  /// Compares in a time that tells nothing of where they differ.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
