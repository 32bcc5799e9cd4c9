/// An id or an address that a provider gave, at one of its accounts.
///
/// ```swift
/// let id = KnownID("element-123", account: "studio")
/// ```
public struct KnownID: Hashable, Sendable {
  /// The id or address.
  public let id: String
  /// The name of the account; empty when it isn't stated.
  public let account: String

  /// Creates a known id; pass an empty string for an unknown account.
  public init(_ id: String, account: String) {
    self.id = id
    self.account = account
  }
}
