internal import CZlib

/// One deflated stream without zlib's frame, inflated piece by piece.
@safe struct Inflation: ~Copyable {
  // zlib remembers where this lies, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var piece: [UInt8]
  /// Whether the stream's own end was met.
  private(set) var isOver = false

  init(pieceSize: Int = 1 << 17) throws(ZipError) {
    piece = [UInt8](repeating: 0, count: pieceSize)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe castbook_inflate_raw_init(stream) == Z_OK else {
      unsafe stream.deallocate()
      throw .tooMuch(what: "memory", limit: pieceSize)
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates the next part of the stream and hands out what it gives; says how much of the part
  /// was used, which is less only behind the stream's end.
  mutating func take(
    _ part: ArraySlice<UInt8>, each: (ArraySlice<UInt8>) throws -> Void
  ) throws -> Int {
    var consumed = 0
    while !isOver {
      var status = Z_OK
      let (used, made) = unsafe part.dropFirst(consumed).withUnsafeBytes { input in
        unsafe piece.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.bindMemory(to: UInt8.self).baseAddress)
          unsafe stream.pointee.avail_in = UInt32(input.count)
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(output.count)
          status = unsafe inflate(stream, Z_NO_FLUSH)
          return unsafe (
            input.count - Int(stream.pointee.avail_in),
            output.count - Int(stream.pointee.avail_out)
          )
        }
      }
      consumed += used
      if made > 0 { try each(piece[..<made]) }
      switch status {
      case Z_STREAM_END: isOver = true
      case Z_OK where used > 0 || made > 0: continue
      // Nothing to go on with: the next part brings it.
      case Z_OK, Z_BUF_ERROR: return consumed
      default: throw ZipError.damaged(what: "compressed data is broken")
      }
    }
    return consumed
  }
}
