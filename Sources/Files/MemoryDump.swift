internal import CFiles

/// What the system writes to a file when a process crashes: all of its memory, with the keys that its environment has.
package enum MemoryDump {
  /// Makes sure that there is none of this process.
  package static func forbid() { castbook_forbid_dumps() }
}
