internal import CFiles

/// Memory that this process no longer uses.
package enum FreedMemory {
  /// Keeps up to a gigabyte for later allocations instead of returning it to the system at once.
  package static func keep() { castbook_keep_memory() }
}
