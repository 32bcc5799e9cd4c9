internal import CFiles

/// The connections that this process opens to other processes and machines.
package enum OutgoingConnections {
  /// Prevents this process, and every program that it starts from now on, from connecting to
  /// anything. Returns `false` if the system can't do that.
  ///
  /// Socket pairs, which connect Castbook with its helper programs, still work.
  @discardableResult
  package static func disable() -> Bool { castbook_forbid_connections() }
}
