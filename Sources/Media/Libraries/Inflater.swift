internal import CDeflate
internal import CZlib

/// CRC-32 and zlib streams: libdeflate where the whole result fits into memory, zlib piece by piece
/// where it doesn't.
enum Inflater {
  /// The CRC-32 of a part of a file.
  static func crc32(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    unsafe bytes.withUnsafeBytes { buffer in
      let part = unsafe UnsafeRawBufferPointer(rebasing: buffer[range])
      return unsafe libdeflate_crc32(0, part.baseAddress, part.count)
    }
  }

  /// What came of a stream that should give a certain number of bytes.
  enum Outcome: Equatable {
    /// Exactly as many as expected, and the check at the end agrees.
    case exact
    case tooFew(Int)
    /// More than expected, and the check at the end agrees: so many more; `nil` for more than are looked at.
    case tooMany(Int?)
    case damaged
    case noMemory
  }

  /// What an inflated stream gave.
  struct Result {
    let outcome: Outcome
    /// Everything it gave, where it came out exact or short.
    var bytes: [UInt8] = []
    /// Bytes of the input that stand after the stream's own end.
    var unread = 0
  }

  /// Inflates a stream whose result is expected to have exactly `count` bytes. Of one that gives more, the expected
  /// part is handed out in pieces.
  static func inflate(
    _ stream: ArraySlice<UInt8>, expecting count: Int,
    piecesOfLonger each: (ArraySlice<UInt8>) -> Void = { _ in }
  ) -> Result {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else {
      return Result(outcome: .noMemory)
    }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    var written = 0
    var consumed = 0
    var status = LIBDEFLATE_BAD_DATA
    let output = unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { output, initialized in
      status = unsafe stream.withUnsafeBytes { input in
        unsafe libdeflate_zlib_decompress_ex(
          decompressor, input.baseAddress, input.count, output.baseAddress, count, &consumed,
          &written)
      }
      initialized = status == LIBDEFLATE_SUCCESS ? written : 0
    }
    switch status {
    case LIBDEFLATE_SUCCESS:
      return Result(
        outcome: written == count ? .exact : .tooFew(written), bytes: output,
        unread: stream.count - consumed)
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      // libdeflate reads on with zeros where a stream was cut off, which looks like too much.
      return inflateByPieces(
        [stream[...]], pieceSize: 1 << 16, limit: count, excess: excess(of: count), each: each)
    default: return Result(outcome: .damaged)
    }
  }

  /// Inflates a stream that may give up to `limit` bytes; nothing when it gives more or is damaged.
  static func inflate(_ stream: [UInt8], upTo limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    let outcome = inflateByPieces([stream[...]], pieceSize: 1 << 14, limit: limit) {
      result.append(contentsOf: $0)
    }.outcome
    return outcome == .exact || outcome == .tooFew(result.count) ? result : nil
  }

  /// How much more than `count` bytes a stream may give for its end to be looked for: as much again.
  static func excess(of count: Int) -> Int { max(count, 1 << 16) }

  /// Inflates a stream given in parts, handing out up to `limit` bytes of its result piece by piece, none longer
  /// than `pieceSize`: memory stays the same whatever the stream holds. Up to `excess` bytes more are inflated to
  /// see whether the stream is sound.
  static func inflateByPieces(
    _ parts: [ArraySlice<UInt8>], pieceSize: Int, limit: Int, excess: Int = 0,
    each: (ArraySlice<UInt8>) -> Void
  ) -> Result {
    var stream = unsafe z_stream()
    guard unsafe castbook_inflate_init(&stream) == Z_OK else { return Result(outcome: .noMemory) }
    defer { unsafe inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: pieceSize)
    var total = 0
    var waiting = parts.reduce(0) { $0 + $1.count }
    for part in parts {
      var consumed = 0
      while consumed < part.count {
        var status = Z_OK
        let before = total
        let step = min(part.count - consumed, 1 << 26)
        let left = unsafe part.withUnsafeBytes { input -> Int in
          unsafe piece.withUnsafeMutableBufferPointer { output in
            let bytes = unsafe input.bindMemory(to: UInt8.self)
            unsafe stream.next_in = unsafe UnsafeMutablePointer(
              mutating: bytes.baseAddress?.advanced(by: consumed))
            unsafe stream.avail_in = UInt32(step)
            unsafe stream.next_out = output.baseAddress
            unsafe stream.avail_out = UInt32(pieceSize)
            status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            total += unsafe pieceSize - Int(stream.avail_out)
            return unsafe Int(stream.avail_in)
          }
        }
        consumed += step - left
        waiting -= step - left
        guard total <= limit + excess else { return Result(outcome: .tooMany(nil)) }
        if before < limit { each(piece[..<(min(total, limit) - before)]) }
        switch status {
        case Z_STREAM_END:
          return Result(outcome: outcome(total, of: limit), unread: waiting)
        case Z_OK: continue
        // No progress for want of input: the next part brings it.
        case Z_BUF_ERROR where left == 0: continue
        default: return Result(outcome: .damaged)
        }
      }
    }
    return Result(outcome: .damaged)
  }

  private static func outcome(_ total: Int, of limit: Int) -> Outcome {
    if total == limit { return .exact }
    return total < limit ? .tooFew(total) : .tooMany(total - limit)
  }
}
