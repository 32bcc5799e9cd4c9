import CTransport
import Foundation

/// Whether numeric addresses are of the public internet.
enum PublicAddress {
  /// Returns whether an address is public, unlike `10.0.0.1` or `fe80::1`; `nil` if it isn't one.
  static func isPublic(_ text: String) -> Bool? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(text, nil, &hints, &list) == 0, let found = unsafe list else {
      return nil
    }
    defer { unsafe freeaddrinfo(found) }
    return unsafe found.pointee.ai_addr.map { unsafe castbook_transport_is_public($0) }
  }
}
