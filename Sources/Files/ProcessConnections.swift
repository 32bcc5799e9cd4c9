internal import CFiles

/// The connections of this process to other processes and machines.
package enum ProcessConnections {
  /// Prevents this process, and every program that it starts from now on, from connecting to
  /// anything. Returns `false` if the system can't do that.
  ///
  /// Socket pairs, which connect Castbook with its helper programs, still work.
  @discardableResult
  package static func forbid() -> Bool { castbook_forbid_connections() }
}
