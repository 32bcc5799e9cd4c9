internal import POSIX

/// Memory whose allocation may fail. Swift's own allocation ends the process instead.
enum Memory {
  /// Returns `nil` when memory is not available.
  static func allocate(_ count: Int) -> UnsafeMutableRawPointer? { unsafe malloc(count) }

  /// Frees memory from `allocate(_:)`.
  static func free(_ memory: UnsafeMutableRawPointer) { unsafe POSIX.free(memory) }
}
