internal import Files

/// How this process uses the system's memory.
public enum ProcessMemory {
  /// Keeps freed memory for the next picture instead of returning it to the system.
  ///
  /// Pictures are processed one after the other in buffers of megabytes; getting each from the
  /// system again, page by page, took a fifth of the time. Programs call this; a library leaves the
  /// choice to its program.
  public static func keepForReuse() { Allocator.retainFreedMemory() }
}
