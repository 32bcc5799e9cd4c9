internal import Model

/// The address of a resource at a provider, from a profile or an answer: `https://`, a public host
/// name, and anything after it.
///
/// ```swift
/// ProviderAddress("https://queue.fal.run/fal-ai/kling-video")?.host
/// ```
package struct ProviderAddress: Hashable, CustomStringConvertible, Sendable {
  /// The address without a fragment, as it is sent.
  package let text: String
  /// The name of the host, in lower case.
  package let host: String

  /// The longest accepted address. Signed ones have over a thousand characters.
  private static let maximumByteCount = 16_384

  /// Parses an address; `nil` unless it is safe to connect to: encrypted, on the default port,
  /// without a user name, and at a host that has a name and isn't part of a private network.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.maximumByteCount,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) })
    else { return nil }
    let whole = text.prefix { $0 != "#" }
    let end = whole.dropFirst(8).firstIndex { $0 == "/" || $0 == "?" } ?? whole.endIndex
    guard let origin = HTTPOrigin(String(whole[..<end])), origin.isEncrypted, origin.port == nil,
      Self.isPublic(origin.host)
    else { return nil }
    host = origin.host
    self.text = String(whole)
  }

  /// Whether a host name can be public. The address that it resolves to is checked on connecting.
  private static func isPublic(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, !host.contains(":"), let last = labels.last,
      // A host that ends in a number is an address, not a name.
      last.contains(where: { !("0"..."9").contains($0) }), !last.hasPrefix("0x")
    else { return false }
    return ![
      "local", "localhost", "internal", "lan", "home", "intranet", "corp", "test", "invalid",
    ]
    .contains(last) && !host.hasSuffix(".home.arpa")
  }

  package var description: String { text }
}
