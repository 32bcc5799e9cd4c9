internal import CFiles

/// The dump that the system writes when a process crashes. It contains all of its memory, including
/// the keys in its environment.
package enum MemoryDump {
  /// Prevents dumps of this process.
  package static func forbid() { castbook_forbid_dumps() }
}
