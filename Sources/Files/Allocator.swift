internal import CFiles

/// The allocator of this process's memory.
package enum Allocator {
  /// Keeps up to a gigabyte of freed memory for later allocations instead of returning it to the
  /// system at once.
  package static func retainFreedMemory() { castbook_keep_memory() }
}
