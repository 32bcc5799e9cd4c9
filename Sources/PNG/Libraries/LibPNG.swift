internal import CPNGReader
package import Model

/// Reads PNGs with libpng: rows of what is uncommon, and a second opinion on everything in tests.
///
/// Grey of fewer than 8 bits, palettes and `tRNS` become whole values with alpha. Colours are not
/// converted: `gAMA` and profiles are left to the caller.
///
/// ```swift
/// let outcome = LibPNG().read(bytes) { layout in … } each: { row, place in … }
/// ```
package struct LibPNG: Sendable {
  /// How the values of a row lie: `channels` values of `depth` bits, side by side.
  package struct Layout: Hashable, Sendable {
    package let size: PixelSize
    /// 1 for grey, 2 for grey and alpha, 3 for colours, 4 for colours and alpha.
    package let channels: Int
    /// 8, or 16 in this machine's byte order.
    package let depth: Int
  }

  /// How reading ended.
  package enum Outcome: Hashable, Sendable {
    /// Every row was read, and the rest of the file as well. `warning` is the first that libpng
    /// gave.
    case whole(warning: String?)
    /// libpng refused the file, for a reason in its own words.
    case refused(String)
    /// The memory limit was too low.
    case noMemory
    /// The caller did not want the rows.
    case declined
  }

  /// Whether values of 16 bits stay so. Otherwise their low bytes are dropped.
  package var keeps16Bits = true
  /// Whether compressed data may refer further back than they say they do. libdeflate never minds.
  var ignoresWindow = false
  /// The longest side that is read. This is libpng's own limit.
  package var maximumSide = 1_000_000
  /// The bytes that libpng and zlib may allocate together.
  package var memoryLimit = 64 << 20

  package init() {}

  /// Reads a whole file as it is, every chunk included.
  ///
  /// `begin` says whether to deliver rows of a layout; `each` gets every row and where it belongs,
  /// of an interlaced picture pass by pass.
  package func read(
    _ bytes: [UInt8], begin: (Layout) -> Bool, each: ([UInt8], PNGRowPosition) -> Void
  ) -> Outcome {
    read(bytes, [0..<bytes.count], addsEnd: false, maximumWidth: maximumSide, begin, each)
  }

  /// Reads the picture of a file from the chunks that it needs: header, palette, transparency,
  /// data. What else the file contains never reaches libpng.
  func readPicture(
    of file: PNGFile, begin: (Layout) -> Bool, each: ([UInt8], PNGRowPosition) -> Void
  ) -> Outcome {
    let data = file.chunks.firstRun(of: "IDAT")
    guard let header = file.chunks.first("IHDR"), let first = data.first, let last = data.last
    else { return .refused("its picture data are missing") }
    let palette =
      file.header.colorType == .palette ? file.paletteChunk : nil
    let transparency = file.hasAlpha ? file.transparencyChunk : nil
    let ranges =
      [0..<header.whole.upperBound] + [palette, transparency].compactMap { $0?.whole }
      + [first.whole.lowerBound..<last.whole.upperBound]
    return read(file.bytes, ranges, addsEnd: true, maximumWidth: Int(Int32.max), begin, each)
  }

  private func read(
    _ bytes: [UInt8], _ ranges: [Range<Int>], addsEnd: Bool, maximumWidth: Int,
    _ begin: (Layout) -> Bool, _ each: ([UInt8], PNGRowPosition) -> Void
  ) -> Outcome {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var options = unsafe castbook_png_options_t()
      unsafe options.bytes = buffer.baseAddress
      unsafe options.range_count = ranges.count
      unsafe withUnsafeMutableBytes(of: &options.ranges) { slots in
        let slots = unsafe slots.bindMemory(to: castbook_png_range_t.self)
        for (index, range) in ranges.enumerated() {
          unsafe slots[index] = castbook_png_range_t(start: range.lowerBound, count: range.count)
        }
      }
      unsafe options.adds_end = addsEnd
      unsafe options.keeps_16_bits = keeps16Bits
      unsafe options.ignores_window = ignoresWindow
      unsafe options.maximum_width = UInt32(maximumWidth)
      unsafe options.maximum_height = UInt32(maximumSide)
      unsafe options.memory_limit = memoryLimit
      guard let reader = unsafe castbook_png_new(&options) else { return .noMemory }
      defer { unsafe castbook_png_free(reader) }
      return unsafe Self.read(reader, begin, each)
    }
  }

  /// Reads from the first chunk to the end marker.
  private static func read(
    _ reader: OpaquePointer, _ begin: (Layout) -> Bool, _ each: ([UInt8], PNGRowPosition) -> Void
  ) -> Outcome {
    var layout = castbook_png_layout_t()
    let begun = unsafe castbook_png_begin(reader, &layout)
    guard begun == CASTBOOK_PNG_FINE else { return unsafe failure(begun, reader) }
    let size = PixelSize(width: Int(layout.width), height: Int(layout.height))
    guard begin(Layout(size: size, channels: Int(layout.channels), depth: Int(layout.depth)))
    else { return .declined }
    var row = [UInt8](repeating: 0, count: layout.row_bytes)
    var position = castbook_png_position_t()
    while true {
      let status = unsafe castbook_png_next(reader, &row, &position)
      guard status == CASTBOOK_PNG_FINE else { return unsafe failure(status, reader) }
      let count = Int(position.count)
      let range = PNGRowPosition(
        row: Int(position.row), first: Int(position.first), step: Int(position.step))
      each(
        count == size.width ? row : Array(row[..<(layout.row_bytes / size.width * count)]), range)
    }
  }

  /// The outcome after a status that is not a row.
  private static func failure(
    _ status: castbook_png_status_t, _ reader: OpaquePointer
  ) -> Outcome {
    switch status {
    case CASTBOOK_PNG_ENDED:
      let warning = unsafe String(cString: castbook_png_warning(reader))
      return .whole(warning: warning.isEmpty ? nil : warning)
    case CASTBOOK_PNG_NO_MEMORY: return .noMemory
    default: return unsafe .refused(String(cString: castbook_png_message(reader)))
    }
  }
}
