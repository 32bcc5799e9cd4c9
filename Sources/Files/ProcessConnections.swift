internal import CFiles

/// The connections of this process to others and to other machines.
package enum ProcessConnections {
  /// Makes sure that this process, and every program that it starts from now on, can't connect to anything. Returns
  /// `false` if the system can't do that.
  ///
  /// Pairs of sockets, with which the programs beside castbook are reached, are still possible.
  @discardableResult
  package static func forbid() -> Bool { castbook_forbid_connections() }
}
