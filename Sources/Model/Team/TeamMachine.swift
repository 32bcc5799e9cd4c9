/// A machine of a team, as it has introduced itself to the team's store.
public struct TeamMachine: Hashable, Sendable {
  public let id: ULID
  /// Who works on it; empty if that is unknown.
  public let by: String
  public let host: String
  /// When it introduced itself, by the store's clock.
  public let joined: Instant
  /// Whether it is the machine on which this program runs.
  public let isThis: Bool

  package init(id: ULID, by: String, host: String, joined: Instant, isThis: Bool) {
    (self.id, self.by, self.host) = (id, by, host)
    (self.joined, self.isThis) = (joined, isThis)
  }

  /// Who works on it and what it is called: `ben (laptop)`.
  public var label: String {
    let host = host.isEmpty ? "a machine" : host
    return by.isEmpty ? host : "\(by) (\(host))"
  }
}

/// An erasure that some machine, or the team's store, is not known to have carried out.
public struct OpenErasure: Hashable, Sendable {
  public let record: Digest
  /// When it was made.
  public let at: Instant
  /// Whether the keeper's clean-up has removed from the store what it covers.
  public let isCleaned: Bool
  /// The machines that have not reported it, the earliest first.
  public let machines: [TeamMachine]

  package init(record: Digest, at: Instant, isCleaned: Bool, machines: [TeamMachine]) {
    (self.record, self.at) = (record, at)
    (self.isCleaned, self.machines) = (isCleaned, machines)
  }
}

/// The machines of a team, and the erasures that haven't reached all of them.
public struct TeamMachines: Hashable, Sendable {
  /// The machines that share the library, the earliest first.
  public let machines: [TeamMachine]
  /// The erasures that are not carried out everywhere, the earliest first.
  public let openErasures: [OpenErasure]

  package init(machines: [TeamMachine], openErasures: [OpenErasure]) {
    (self.machines, self.openErasures) = (machines, openErasures)
  }
}
