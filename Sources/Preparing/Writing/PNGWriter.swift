package import Model
internal import PNGWriting

/// Writes a picture as a PNG that loses nothing: of 8 bits a value, in sRGB, without anything else. Few colours
/// become a palette, equal ones grey, and an alpha that hides nothing is left out. The same picture gives the
/// same bytes with the same libraries.
package enum PNGWriter {
  /// Rows of so many bytes are deflated at once, larger pictures piece by piece.
  private static let heldBytes = 64 << 20
  /// Filtered bytes by which it is told how all are best deflated.
  private static let sampleBytes = 1 << 20
  private static let longestSide = Int(Int32.max)

  /// The file; nothing where it passes `limit` bytes.
  package static func bytes(of picture: HeldPicture, limit: Int? = nil) throws(WritingError)
    -> [UInt8]?
  {
    try bytes(of: picture, limit: limit, heldBytes: heldBytes)
  }

  /// The same with another bound for what is deflated at once.
  static func bytes(of picture: HeldPicture, limit: Int? = nil, heldBytes: Int)
    throws(WritingError) -> [UInt8]?
  {
    guard picture.size.longerSide <= longestSide else {
      throw .tooLarge(side: picture.size.longerSide, limit: longestSide)
    }
    var limit = max(limit ?? Int.max, 0)
    var best: [UInt8]?
    for form in PNGForm.all(of: picture) {
      let isHeld = (form.rowBytes + 1) * picture.size.height <= heldBytes
      // A large picture of few colours is not written twice.
      guard best == nil || isHeld else { break }
      if let file = file(form, picture.size, isHeld: isHeld, limit: limit) {
        best = file
        limit = file.count - 1
      }
    }
    return best
  }

  /// The bytes that writing takes, besides the picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    let rows = (size.width * channels + 1) * size.height
    // Deflating makes nothing larger than by a few bytes in each 10,000.
    let file = min(limit ?? Int.max, rows + rows >> 10 + 1 << 10)
    let libraries = 2 << 20 + RowFilter.memory(rowBytes: size.width * channels)
    // Filtered rows, and the file in the making beside the one of a palette; or a file alone.
    return rows <= heldBytes ? rows + 2 * file + libraries : file + libraries
  }

  private static func file(_ form: PNGForm, _ size: PixelSize, isHeld: Bool, limit: Int) -> [UInt8]?
  {
    var file = PNGChunk.signature
    file += PNGChunk.header(
      width: size.width, height: size.height, depth: form.depth, colors: form.colors)
    // Seen as a photograph: perceptual.
    file += PNGChunk.bytes("sRGB", [0])
    if let palette = form.palette {
      file += PNGChunk.bytes("PLTE", palette.colors)
      if !palette.alphas.isEmpty { file += PNGChunk.bytes("tRNS", palette.alphas) }
    }
    let place = PNGChunk.begin("IDAT", in: &file)
    let end = PNGChunk.bytes("IEND", [])
    // Behind the data stand their checksum and the end.
    let room = limit - 4 - end.count
    let way = way(for: form, size)
    guard
      isHeld && way == .search
        ? deflateHeld(form, size, &file, room) : deflateRows(form, size, &file, room, way)
    else { return nil }
    PNGChunk.end(place, in: &file)
    file += end
    return file
  }

  // MARK: Rows

  /// Hands out filtered rows for as long as they are wanted.
  private static func filtered(
    _ form: PNGForm, _ rows: Range<Int>, each: (ArraySlice<UInt8>) -> Bool
  ) {
    guard let step = form.filterStep else {
      return form.rows(rows) { each([0] + $0) }
    }
    var filter = RowFilter(rowBytes: form.rowBytes, pixelBytes: step)
    form.rows(rows) { row in
      filter.take(row)
      return each(filter.filtered[...])
    }
  }

  private static func deflateHeld(
    _ form: PNGForm, _ size: PixelSize, _ file: inout [UInt8], _ room: Int
  ) -> Bool {
    var rows: [UInt8] = []
    rows.reserveCapacity((form.rowBytes + 1) * size.height)
    filtered(form, 0..<size.height) { row in
      rows += row
      return true
    }
    return deflate(rows, into: &file, limit: room)
  }

  private static func deflateRows(
    _ form: PNGForm, _ size: PixelSize, _ file: inout [UInt8], _ room: Int, _ way: DeflationWay
  ) -> Bool {
    // Room that is not used is no memory yet.
    file.reserveCapacity(min(room, (form.rowBytes + 2) * size.height) + 1 << 10)
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

  /// How all is best deflated, told by some rows from all over the picture.
  private static func way(for form: PNGForm, _ size: PixelSize) -> DeflationWay {
    let parts = 4, height = min(size.height, max(1, sampleBytes / parts / form.rowBytes))
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
