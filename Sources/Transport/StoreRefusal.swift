internal import Model

/// Why a store refused a request, in its own words.
package struct StoreRefusal: Hashable, Sendable {
  /// The word that stores agree on, such as `AccessDenied` or `SlowDown`.
  package let code: String
  package let message: String

  /// Reads the body of a refusal. Returns `nil` if it says nothing.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count <= 1 << 16, let root = XMLElement(bytes), root.name == "Error",
      let code = root["Code"]?.text, (1...100).contains(code.utf8.count)
    else { return nil }
    self.code = sanitized(code)
    message = sanitized(String((root["Message"]?.text ?? "").prefix(300)))
  }
}
