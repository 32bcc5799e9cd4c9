internal import CDecoderServer
internal import POSIX

/// The socket of a session, on the side of the process that serves it.
package struct SessionSocket {
  private let descriptor: Int32

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Sends the answer to the request that began the session. Returns `false` if the socket is
  /// closed.
  package func answer(_ bytes: [UInt8]) -> Bool {
    var header = castbook_decoder_answer_t(
      status: UInt32(CASTBOOK_DECODER_ANSWERED), signal: 0, byte_count: UInt64(bytes.count))
    return unsafe withUnsafeBytes(of: &header) { unsafe write($0) }
      && bytes.withUnsafeBytes { unsafe write($0) }
  }

  /// Reads the number with which a message begins; `nil` if the socket is closed.
  package func number() -> UInt32? {
    var number: UInt32 = 0
    return unsafe withUnsafeMutableBytes(of: &number) { unsafe read(into: $0) } ? number : nil
  }

  /// Writes all bytes. Returns `false` if the socket is closed.
  package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    unsafe OutputDescriptor.write(bytes, to: descriptor)
  }

  /// Fills memory. Returns `false` if the socket is closed before.
  package func read(into memory: UnsafeMutableRawBufferPointer) -> Bool {
    var rest = unsafe memory
    while unsafe !rest.isEmpty {
      let count = unsafe POSIX.read(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
