internal import CZlib

/// One stream of zlib, deflated piece by piece with fixed settings.
@safe struct Deflation: ~Copyable {
  // zlib remembers where this lies, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  init() {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // It fails for want of memory alone, and so would an array.
    let status = unsafe castbook_deflate_init(stream)
    precondition(status == Z_OK, "There is no memory left to deflate with")
    unsafe self.stream = stream
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Deflates more bytes, the last ones with `ends`, and hands out what is ready.
  mutating func take(_ bytes: [UInt8], ends: Bool = false, each: (ArraySlice<UInt8>) -> Void) {
    var used = 0
    var status = Z_OK
    repeat {
      let (took, made) = unsafe bytes[used...].withUnsafeBytes { input in
        unsafe piece.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.bindMemory(to: UInt8.self).baseAddress)
          unsafe stream.pointee.avail_in = UInt32(input.count)
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(output.count)
          status = unsafe deflate(stream, ends ? Z_FINISH : Z_NO_FLUSH)
          return unsafe (
            input.count - Int(stream.pointee.avail_in),
            output.count - Int(stream.pointee.avail_out)
          )
        }
      }
      used += took
      if made > 0 { each(piece[..<made]) }
    } while status == Z_OK && (used < bytes.count || ends)
  }
}

/// The CRC-32 of bytes.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    unsafe UInt32(crc32(0, buffer.baseAddress, UInt32(buffer.count)))
  }
}
