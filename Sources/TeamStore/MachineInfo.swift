package import Model

/// What a machine tells its team about itself.
package struct MachineInfo: Hashable, Sendable {
  /// The person who works on it; empty if unknown.
  package let owner: String
  /// The name of the machine.
  package let host: String
  /// Distinguishes this copy of the library from copies of its folder. It stays on the machine.
  package let fingerprint: Digest

  package init(owner: String, host: String, fingerprint: Digest) {
    (self.owner, self.host, self.fingerprint) = (owner, host, fingerprint)
  }
}
