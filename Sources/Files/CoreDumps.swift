internal import CFiles

/// The dumps that the system writes when a process crashes. They contain all of its memory,
/// including the keys in its environment.
package enum CoreDumps {
  /// Disables the dumps of this process.
  package static func disable() { castbook_forbid_dumps() }
}
