#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes that another program sends on standard input.
package enum StandardInput {
  /// Reads to the end. Fails if there are more than `limit` bytes.
  package static func read(limit: Int) -> Result<[UInt8], ReadFailure> {
    let input = Descriptor(fcntl(0, F_DUPFD_CLOEXEC, 0))
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe piece.withUnsafeMutableBufferPointer { buffer in
        unsafe input.read(into: buffer.baseAddress, buffer.count)
      }
      if got < 0 { return .failure(.unreadable(errno)) }
      if got == 0 { return .success(bytes) }
      bytes += piece[..<got]
      if bytes.count > limit { return .failure(.tooLarge(bytes.count)) }
    }
  }
}
