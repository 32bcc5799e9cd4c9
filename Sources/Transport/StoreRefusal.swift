internal import Model

/// The reason that a store states for refusing a request.
package struct StoreRefusal: Hashable, Sendable {
  /// The standard error code, such as `AccessDenied` or `SlowDown`.
  package let code: String
  package let message: String

  /// Parses the body of a refusal. Returns `nil` if it has no error code.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count <= 1 << 16, let root = XMLElement(bytes), root.name == "Error",
      let code = root["Code"]?.text, (1...100).contains(code.utf8.count)
    else { return nil }
    self.code = sanitized(code)
    message = sanitized(String((root["Message"]?.text ?? "").prefix(300)))
  }
}
