internal import CDeflate
internal import CZlib

/// Computes CRC-32 and inflates zlib streams.
///
/// libdeflate is used where the whole result fits into memory, and zlib, piece by piece,
/// where it does not.
package enum Inflater {
  /// Returns the CRC-32 of a part of a file.
  package static func crc32(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    unsafe bytes.withUnsafeBytes { buffer in
      let part = unsafe UnsafeRawBufferPointer(rebasing: buffer[range])
      return unsafe libdeflate_crc32(0, part.baseAddress, part.count)
    }
  }

  /// The result of inflating a stream with an expected length.
  package enum Outcome: Equatable, Sendable {
    /// The length is as expected, and the checksum agrees.
    case exact
    /// The stream gave only this many bytes, and its checksum agrees.
    case tooFew(Int)
    /// The stream gave more bytes than expected, and its checksum agrees.
    ///
    /// The value is the number of additional bytes, or `nil` if that exceeds what is
    /// inflated.
    case tooMany(Int?)
    /// The stream is malformed or cut off, or its checksum does not agree.
    case damaged
    case noMemory
  }

  /// The outcome of inflating a stream, and its bytes.
  package struct Result: Sendable {
    package let outcome: Outcome
    /// All of its bytes, if the outcome is `exact` or `tooFew`, and it was inflated at once.
    package var bytes: [UInt8] = []
    /// The number of input bytes that follow the end of the stream.
    package var unread = 0
  }

  /// Inflates a stream whose result should have exactly `count` bytes.
  ///
  /// If it has more, the expected part is passed to `each` in pieces.
  ///
  /// ```swift
  /// let result = Inflater.inflate(stream, expecting: rows * rowBytes)
  /// guard result.outcome == .exact else { return nil }
  /// ```
  package static func inflate(
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
      // libdeflate continues with zeros where a stream was cut off, which looks like too much
      // data.
      return inflateByPieces(
        [stream[...]], pieceSize: 1 << 16, limit: count, excess: excess(of: count), each: each)
    default: return Result(outcome: .damaged)
    }
  }

  /// Inflates a stream of up to `limit` bytes, or returns `nil` if it has more or is damaged.
  package static func inflate(_ stream: [UInt8], upTo limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    let outcome = inflateByPieces([stream[...]], pieceSize: 1 << 14, limit: limit) {
      result.append(contentsOf: $0)
    }.outcome
    return outcome == .exact || outcome == .tooFew(result.count) ? result : nil
  }

  /// Returns how many additional bytes are inflated in search of the stream's end: as many as
  /// expected.
  package static func excess(of count: Int) -> Int { max(count, 1 << 16) }

  /// Inflates a stream that is given in parts, and passes up to `limit` bytes to `each`.
  ///
  /// No piece is longer than `pieceSize`, so memory does not depend on the stream. Up to
  /// `excess` more bytes are inflated to see whether the stream is intact.
  package static func inflateByPieces(
    _ parts: [ArraySlice<UInt8>], pieceSize: Int, limit: Int, excess: Int = 0,
    each: (ArraySlice<UInt8>) -> Void
  ) -> Result {
    var stream = unsafe z_stream()
    guard unsafe castbook_inflate_init(&stream) == Z_OK else { return Result(outcome: .noMemory) }
    defer { unsafe inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: pieceSize)
    var total = 0
    var unread = parts.reduce(0) { $0 + $1.count }
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
        unread -= step - left
        if before < limit { each(piece[..<(min(total, limit) - before)]) }
        guard total <= limit + excess else { return Result(outcome: .tooMany(nil)) }
        switch status {
        case Z_STREAM_END: return Result(outcome: outcome(total, of: limit), unread: unread)
        case Z_OK: continue
        // There is no progress without more input, which the next part brings.
        case Z_BUF_ERROR where left == 0: continue
        default: return Result(outcome: .damaged)
        }
      }
    }
    return Result(outcome: .damaged)
  }

  /// Returns the outcome of an intact stream by its length.
  private static func outcome(_ total: Int, of limit: Int) -> Outcome {
    if total == limit { return .exact }
    return total < limit ? .tooFew(total) : .tooMany(total - limit)
  }
}
