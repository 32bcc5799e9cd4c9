#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Everything that comes in on standard input.
package enum StandardInput {
  package static func read(limit: Int) -> Result<[UInt8], ReadFailure> {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe readPiece(buffer.baseAddress, buffer.count)
      }
      if got < 0, errno == EINTR { continue }
      if got < 0 { return .failure(.unreadable(errno)) }
      if got == 0 { return .success(bytes) }
      bytes += piece[..<got]
      if bytes.count > limit { return .failure(.tooLarge(bytes.count)) }
    }
  }

  private static func readPiece(_ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(0, start, count)
    #else
      unsafe Darwin.read(0, start, count)
    #endif
  }
}
