internal import CFiles

/// How this process asks the system for memory.
public enum ProcessMemory {
  /// Keeps what was freed for what comes next. Pictures are worked on one after the other in buffers of
  /// megabytes, and getting each anew from the system, page by page, took a fifth of the time. For
  /// programs; a library leaves it to the program that it is a part of.
  public static func keepForReuse() { castbook_keep_memory() }
}
