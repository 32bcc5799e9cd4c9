#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Memory that may be refused: Swift's own way of asking for it ends the process instead.
enum Memory {
  static func allocate(_ count: Int) -> UnsafeMutableRawPointer? { unsafe malloc(count) }

  static func free(_ memory: UnsafeMutableRawPointer) { unsafe systemFree(memory) }
}

/// The system's `free`, under a name that does not hide ours.
private func systemFree(_ memory: UnsafeMutableRawPointer) { unsafe free(memory) }
