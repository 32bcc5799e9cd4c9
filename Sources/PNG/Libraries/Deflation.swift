internal import CDeflate
internal import CZlib

/// What a compressor looks for.
enum DeflationStrategy: Sendable {
  /// Earlier occurrences of the same bytes: best for drawings.
  case search
  /// Only runs of one value: fast, and best for photographs, whose remaining differences are
  /// random.
  case runs
}

/// One zlib stream, deflated piece by piece with fixed settings.
@safe struct Deflation: ~Copyable {
  // zlib keeps its address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var piece = [UInt8](repeating: 0, count: 1 << 16)

  /// Begins a stream.
  init(_ strategy: DeflationStrategy = .search) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // It fails only if memory runs out, as an array would.
    let status =
      switch strategy {
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

  /// Deflates more bytes and hands what is ready to `each`. `ends` completes the stream.
  mutating func add(
    _ bytes: ArraySlice<UInt8>, ends: Bool = false, each: (ArraySlice<UInt8>) -> Void
  ) {
    var rest = bytes
    var status = Z_OK
    repeat {
      // zlib counts in 32 bits.
      let part = rest.prefix(1 << 30)
      let isLast = ends && part.count == rest.count
      let (consumed, made) = unsafe part.withUnsafeBytes { input in
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
      rest = rest.dropFirst(consumed)
      if made > 0 { each(piece[..<made]) }
    } while status == Z_OK && (!rest.isEmpty || ends)
  }
}

/// Deflates bytes at once with libdeflate, which is better and faster than piece by piece, and
/// appends the zlib stream to `file`.
///
/// Returns false, and leaves `file` as it is, if it would grow beyond `limit` bytes. Level 1 is
/// the fastest and 12 gives the smallest result.
func deflate(
  _ bytes: [UInt8], into file: inout [UInt8], limit: Int, level: Int32 = 6
) -> Bool {
  guard let deflator = unsafe libdeflate_alloc_compressor(level) else { return false }
  defer { unsafe libdeflate_free_compressor(deflator) }
  let bound = unsafe libdeflate_zlib_compress_bound(deflator, bytes.count)
  let maximum = limit - file.count
  guard maximum > 0 else { return false }
  // libdeflate gives up a few bytes before its output is full.
  let room = min(bound, maximum < Int.max - 64 ? maximum + 64 : maximum)
  var made = 0
  let before = file
  file = unsafe [UInt8](unsafeUninitializedCapacity: before.count + room) { buffer, count in
    _ = unsafe buffer.update(fromContentsOf: before)
    made = unsafe libdeflate_zlib_compress(
      deflator, bytes, bytes.count, buffer.baseAddress.map { unsafe $0 + before.count }, room)
    made = made > maximum ? 0 : made
    count = before.count + made
  }
  return made > 0
}
