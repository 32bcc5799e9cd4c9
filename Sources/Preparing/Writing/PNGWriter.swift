package import Model
internal import PNGWriting

/// Writes a picture as a lossless PNG with 8 bits per channel, in sRGB and without other metadata.
///
/// A picture with few colours gets a palette, equal channels become grey, and a fully opaque alpha
/// channel is omitted. Equal pictures give equal bytes with the same versions of the libraries.
package enum PNGWriter {
  /// Filtered rows up to this many bytes are compressed in one piece, those of larger pictures in a
  /// stream.
  private static let heldBytes = 64 << 20
  /// The number of filtered bytes that decide how the whole picture is compressed.
  private static let sampleBytes = 1 << 20
  /// The longest side that PNG allows, in pixels.
  private static let longestSide = Int(Int32.max)

  /// Returns the encoded file, or `nil` when it exceeds `limit` bytes.
  package static func bytes(of picture: PixelBuffer, limit: Int? = nil) throws(WritingError)
    -> [UInt8]?
  {
    try bytes(of: picture, limit: limit, heldBytes: heldBytes)
  }

  /// Returns the encoded file as `bytes(of:limit:)` does; `heldBytes` is the most that is
  /// compressed in one piece.
  static func bytes(of picture: PixelBuffer, limit: Int? = nil, heldBytes: Int)
    throws(WritingError) -> [UInt8]?
  {
    guard picture.size.longerSide <= longestSide else {
      throw .tooLarge(side: picture.size.longerSide, limit: longestSide)
    }
    var limit = max(limit ?? Int.max, 0)
    var best: [UInt8]?
    for form in PNGEncoding.candidates(for: picture) {
      let isHeld = (form.rowByteCount + 1) * picture.size.height <= heldBytes
      // A large picture with few colours is not encoded a second time.
      guard best == nil || isHeld else { break }
      if let file = file(form, picture.size, isHeld: isHeld, limit: limit) {
        best = file
        limit = file.count - 1
      }
    }
    return best
  }

  /// Returns the bytes of memory that encoding takes in addition to the picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    let rows = (size.width * channels + 1) * size.height
    // Deflate enlarges incompressible data by only a few bytes in each 10,000.
    let file = min(limit ?? Int.max, rows + rows >> 10 + 1 << 10)
    let libraries = 2 << 20 + RowFilter.memory(rowBytes: size.width * channels)
    // Either the filtered rows and two files, because one with a palette may be kept for
    // comparison, or one file.
    return rows <= heldBytes ? rows + 2 * file + libraries : file + libraries
  }

  /// Encodes one representation; returns `nil` when the file exceeds `limit` bytes.
  private static func file(_ form: PNGEncoding, _ size: PixelSize, isHeld: Bool, limit: Int)
    -> [UInt8]?
  {
    var file = PNGChunk.signature
    file += PNGChunk.header(
      width: size.width, height: size.height, depth: form.bitDepth, colors: form.colorType)
    // Rendering intent 0 is perceptual, the one for photographs.
    file += PNGChunk.bytes("sRGB", [0])
    if let palette = form.palette {
      file += PNGChunk.bytes("PLTE", palette.colors)
      if !palette.alphas.isEmpty { file += PNGChunk.bytes("tRNS", palette.alphas) }
    }
    let dataOffset = PNGChunk.begin("IDAT", in: &file)
    let end = PNGChunk.bytes("IEND", [])
    // The checksum of IDAT and the IEND chunk follow the data.
    let room = limit - 4 - end.count
    let way = way(for: form, size)
    guard
      isHeld && way == .search
        ? deflateHeld(form, size, &file, room) : deflateRows(form, size, &file, room, way)
    else { return nil }
    PNGChunk.end(dataOffset, in: &file)
    file += end
    return file
  }

  // MARK: Rows

  /// Passes filtered rows to `each` until it returns `false`.
  private static func filtered(
    _ form: PNGEncoding, _ rows: Range<Int>, each: (ArraySlice<UInt8>) -> Bool
  ) {
    guard let step = form.filterDistance else {
      return form.rows(rows) { each([0] + $0) }
    }
    var filter = RowFilter(rowBytes: form.rowByteCount, pixelBytes: step)
    form.rows(rows) { row in
      filter.take(row)
      return each(filter.filtered[...])
    }
  }

  /// Compresses all rows in one piece; returns whether the file fits into `room` bytes.
  private static func deflateHeld(
    _ form: PNGEncoding, _ size: PixelSize, _ file: inout [UInt8], _ room: Int
  ) -> Bool {
    var rows: [UInt8] = []
    rows.reserveCapacity((form.rowByteCount + 1) * size.height)
    filtered(form, 0..<size.height) { row in
      rows += row
      return true
    }
    return deflate(rows, into: &file, limit: room)
  }

  /// Compresses row by row; returns whether the file fits into `room` bytes.
  private static func deflateRows(
    _ form: PNGEncoding, _ size: PixelSize, _ file: inout [UInt8], _ room: Int, _ way: DeflationWay
  ) -> Bool {
    // Reserved capacity takes no memory until it is used.
    file.reserveCapacity(min(room, (form.rowByteCount + 2) * size.height) + 1 << 10)
    var deflation = Deflation(way)
    filtered(form, 0..<size.height) { row in
      deflation.take(row) { file += $0 }
      return file.count <= room
    }
    guard file.count <= room else { return false }
    deflation.take([], ends: true) { file += $0 }
    return file.count <= room
  }

  // MARK: The way

  /// Chooses how to compress the picture, by compressing a sample of rows from all over it.
  private static func way(for form: PNGEncoding, _ size: PixelSize) -> DeflationWay {
    let parts = 4, height = min(size.height, max(1, sampleBytes / parts / form.rowByteCount))
    var sample: [UInt8] = []
    for part in 0..<parts {
      let first = (size.height - height) * (2 * part + 1) / (2 * parts)
      filtered(form, first..<first + height) { row in
        sample += row
        return true
      }
    }
    var byRuns = 0
    var deflation = Deflation(.runs)
    deflation.take(sample[...], ends: true) { byRuns += $0.count }
    var bySearch: [UInt8] = []
    return deflate(sample, into: &bySearch, limit: byRuns) ? .search : .runs
  }
}
