internal import CZlib

/// A deflated stream without zlib's header and trailer, which is inflated piece by piece.
@safe struct Inflation: ~Copyable {
  // zlib keeps a pointer to the stream, so it must not move in memory.
  private let stream: UnsafeMutablePointer<z_stream>
  private var piece: [UInt8]
  /// Whether the end of the stream has been reached.
  private(set) var isFinished = false

  /// Begins a stream whose output is handed over in pieces of at most `pieceSize` bytes.
  ///
  /// - Throws: `ZipError.limitExceeded` when zlib cannot allocate its memory.
  init(pieceSize: Int = 1 << 17) throws(ZipError) {
    piece = [UInt8](repeating: 0, count: pieceSize)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe castbook_inflate_raw_init(stream) == Z_OK else {
      unsafe stream.deallocate()
      throw .limitExceeded(what: "memory", limit: pieceSize)
    }
    unsafe self.stream = stream
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Inflates the next part of the stream, passes the output to `each` piece by piece, and
  /// returns the number of input bytes consumed. The number is smaller than the size of
  /// the part only when the stream ends within it.
  ///
  /// - Throws: `ZipError.damaged` when the data is not a deflated stream, and every error
  ///   of `each`.
  mutating func consume(
    _ part: ArraySlice<UInt8>, each: (ArraySlice<UInt8>) throws -> Void
  ) throws -> Int {
    var consumed = 0
    while !isFinished {
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
      case Z_STREAM_END: isFinished = true
      case Z_OK where used > 0 || made > 0: continue
      // No progress is possible until the next part arrives.
      case Z_OK, Z_BUF_ERROR: return consumed
      default: throw ZipError.damaged(what: "compressed data is broken")
      }
    }
    return consumed
  }
}
