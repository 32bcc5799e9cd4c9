internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The system's own words for its errors.
package enum SystemError {
  /// `words(EACCES)` is "Permission denied".
  package static func words(_ code: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "error \(code)" }
      guard unsafe strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
      return unsafe String(cString: start)
    }
  }

  /// Whether it says that no space is left, for anybody or for this user.
  package static func isWantOfSpace(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// Whether it says that a file is not there.
  package static func isOfMissingFile(_ code: Int32) -> Bool { code == ENOENT }
}
