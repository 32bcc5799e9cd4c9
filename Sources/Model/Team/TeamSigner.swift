/// A machine that has signed what it wrote to a team's store.
public struct TeamSigner: Hashable, Sendable {
  public let key: SigningKey
  /// Who works on it and what it is called, in its own words; empty if unknown.
  public let by: String
  public let host: String
  /// When it last signed; `nil` if it never has.
  public let last: Instant?
  public let signatureCount: Int
  public let isThis: Bool
  /// Whether this machine regards it as the keeper's.
  public let isKeeper: Bool
  /// Whether the keeper says that it has left the team.
  public let isEnded: Bool

  package init(
    key: SigningKey, by: String, host: String, last: Instant?, signatureCount: Int, isThis: Bool,
    isKeeper: Bool, isEnded: Bool
  ) {
    (self.key, self.by, self.host, self.last) = (key, by, host, last)
    (self.signatureCount, self.isThis) = (signatureCount, isThis)
    (self.isKeeper, self.isEnded) = (isKeeper, isEnded)
  }

  /// Who works on it and what it is called: `ben (laptop)`.
  public var label: String {
    let host = host.isEmpty ? "a machine" : host
    return by.isEmpty ? host : "\(by) (\(host))"
  }
}
