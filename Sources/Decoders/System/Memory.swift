#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Memory whose allocation may fail. Swift's own allocation ends the process instead.
enum Memory {
  /// Returns `nil` when memory is not available.
  static func allocate(_ count: Int) -> UnsafeMutableRawPointer? { unsafe malloc(count) }

  /// Frees memory from `allocate(_:)`.
  static func free(_ memory: UnsafeMutableRawPointer) { unsafe systemFree(memory) }
}

/// The system's `free`, under a name that the method above does not hide.
private func systemFree(_ memory: UnsafeMutableRawPointer) { unsafe free(memory) }
