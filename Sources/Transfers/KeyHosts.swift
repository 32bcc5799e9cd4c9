internal import CatalogKeys
package import Model

/// The hosts that each provider's key may be sent to.
///
/// The built-in table has the hosts of the built-in profiles. The user allows others in
/// `keys.json`.
///
/// ```swift
/// KeyHosts.builtIn.allows("FAL_KEY", at: "queue.fal.run")  // true
/// ```
package struct KeyHosts: Hashable, Sendable {
  /// The hosts of each key, by the name of its variable.
  private var hosts: [String: Set<String>]

  /// The table that comes with the program.
  package static let builtIn = KeyHosts(
    unsafe [UInt8](
      UnsafeBufferPointer(start: castbook_key_hosts(), count: castbook_key_hosts_count())))

  /// Parses a table. One that can't be parsed allows no hosts at all.
  private init(_ bytes: [UInt8]) {
    let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 4))
    hosts = json?["hosts"].flatMap(Self.hosts(in:)) ?? [:]
  }

  /// Parses an object of host lists; `nil` if it is or contains anything else.
  private static func hosts(in json: JSONValue) -> [String: Set<String>]? {
    guard let members = json.members else { return nil }
    var hosts: [String: Set<String>] = [:]
    for member in members {
      guard KeyFile.isName(member.key), let list = member.value.array else { return nil }
      for host in list {
        guard let text = host.string, let address = ProviderAddress("https://\(text)/"),
          address.host == text.lowercased()
        else { return nil }
        hosts[member.key, default: []].insert(address.host)
      }
    }
    return hosts
  }

  /// Returns the table with additional hosts that the user allows; `nil` if the JSON is not an
  /// object of host lists.
  package func adding(_ json: JSONValue) -> KeyHosts? {
    guard let more = Self.hosts(in: json) else { return nil }
    var all = self
    all.hosts.merge(more) { $0.union($1) }
    return all
  }

  /// Whether a key may be sent to a host.
  package func allows(_ name: String, at host: String) -> Bool {
    hosts[name]?.contains(host) ?? false
  }

  /// The hosts of a key, in order; empty for a variable that is not a provider's key.
  package func hosts(of name: String) -> [String] { hosts[name]?.sorted() ?? [] }

  /// The names of all keys, in order.
  package var names: [String] { hosts.keys.sorted() }
}

extension KeyHosts {
  /// The refusal to send a key to a host that may not have it.
  package struct Refusal: Error, Hashable, Sendable {
    /// The name of the key's variable.
    package let name: String
    package let host: String
    /// The hosts that the key may be sent to.
    package let allowed: [String]

    /// The refusal, as a message to the user.
    package var message: String {
      allowed.isEmpty
        ? "$\(name) is not a provider's key, and is not sent to \(host)"
        : "$\(name) is not sent to \(host), only to \(allowed.joined(separator: " and "))"
    }
  }

  /// Returns why the key in a header may not be sent to a host; `nil` if it may, or if the header
  /// contains no key.
  package func refusal(of header: String, at host: String) -> Refusal? {
    guard let name = KeyFile.variable(in: header), !allows(name, at: host) else { return nil }
    return Refusal(name: name, host: host, allowed: hosts(of: name))
  }
}
