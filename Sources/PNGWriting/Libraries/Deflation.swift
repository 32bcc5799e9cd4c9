internal import CDeflate
internal import CZlib

/// How a stream is deflated.
package enum DeflationWay: Sendable {
  /// What was there before is looked for: best for drawings.
  case search
  /// Runs of one value alone are looked for: quick, and best where all the rest is chance, as in photographs.
  case runs
}

/// One stream of zlib, deflated piece by piece with fixed settings.
@safe package struct Deflation: ~Copyable {
  // zlib remembers where this lies, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  package init(_ way: DeflationWay = .search) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // It fails for want of memory alone, and so would an array.
    let status =
      switch way {
      case .search: unsafe castbook_deflate_init(stream)
      case .runs: unsafe castbook_deflate_runs_init(stream)
      }
    precondition(status == Z_OK, "There is no memory left to deflate with")
    unsafe self.stream = stream
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Deflates more bytes, the last ones with `ends`, and hands out what is ready.
  package mutating func take(
    _ bytes: ArraySlice<UInt8>, ends: Bool = false, each: (ArraySlice<UInt8>) -> Void
  ) {
    var rest = bytes
    var status = Z_OK
    repeat {
      // zlib counts in 32 bits.
      let part = rest.prefix(1 << 30)
      let isLast = ends && part.count == rest.count
      let (took, made) = unsafe part.withUnsafeBytes { input in
        unsafe piece.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.bindMemory(to: UInt8.self).baseAddress)
          unsafe stream.pointee.avail_in = UInt32(input.count)
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(output.count)
          status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          return unsafe (
            input.count - Int(stream.pointee.avail_in),
            output.count - Int(stream.pointee.avail_out)
          )
        }
      }
      rest = rest.dropFirst(took)
      if made > 0 { each(piece[..<made]) }
    } while status == Z_OK && (!rest.isEmpty || ends)
  }
}

/// Deflates what is held whole, looking for what was there before: better and quicker than piece by piece.
/// The stream is put behind the bytes that `file` holds already; false, and nothing put there, where they
/// would pass `limit` together. Of levels of libdeflate, 1 is the quickest and 12 the smallest.
package func deflate(
  _ bytes: [UInt8], into file: inout [UInt8], limit: Int, level: Int32 = 6
) -> Bool {
  guard let deflator = unsafe libdeflate_alloc_compressor(level) else { return false }
  defer { unsafe libdeflate_free_compressor(deflator) }
  let bound = unsafe libdeflate_zlib_compress_bound(deflator, bytes.count)
  let most = limit - file.count
  guard most > 0 else { return false }
  // It gives up a few bytes before the end of its room.
  let room = min(bound, most < Int.max - 64 ? most + 64 : most)
  var made = 0
  let before = file
  file = unsafe [UInt8](unsafeUninitializedCapacity: before.count + room) { buffer, count in
    _ = unsafe buffer.update(fromContentsOf: before)
    made = unsafe libdeflate_zlib_compress(
      deflator, bytes, bytes.count, buffer.baseAddress.map { unsafe $0 + before.count }, room)
    made = made > most ? 0 : made
    count = before.count + made
  }
  return made > 0
}

/// The CRC-32 of bytes.
package func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  unsafe bytes.withUnsafeBytes { buffer in
    unsafe libdeflate_crc32(0, buffer.baseAddress, buffer.count)
  }
}
