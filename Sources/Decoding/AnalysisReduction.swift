internal import CRaster
package import Model

/// Reduces a picture to the size at which it is measured, while its rows arrive from the
/// top.
@safe package final class AnalysisReduction {
  /// The size of the whole picture in pixels.
  package let size: PixelSize
  private let state: OpaquePointer
  private let colors: SmallPicture.Colors
  /// The lumas of one row, reused for every row.
  private var lumas: [UInt8]

  /// Prepares for rows of interleaved pixels. Returns `nil` for a picture with a side
  /// longer than a million pixels, and when memory is not available.
  package init?(_ size: PixelSize, _ colors: SmallPicture.Colors) {
    guard let state = unsafe Self.state(size) else { return nil }
    guard unsafe castbook_raster_plane(state, 0, UInt32(colors.channels), 1, 1, 1) else {
      unsafe castbook_raster_free(state)
      return nil
    }
    unsafe self.state = state
    self.size = size
    self.colors = colors
    lumas = [UInt8](repeating: 0, count: size.width)
  }

  deinit { unsafe castbook_raster_free(state) }

  /// The longest side that is accepted, in pixels.
  private static let maximumSide = 1_000_000

  /// Whether a picture of this size can be reduced when memory is available.
  package static func supports(_ size: PixelSize) -> Bool {
    (1...maximumSide).contains(size.width) && (1...maximumSide).contains(size.height)
  }

  /// The memory in bytes that a reduction takes: the rows that wait and their sums, the counts of
  /// a row's lumas, and the small picture until it is handed on.
  package static func memory(for size: PixelSize, channels: Int) -> Int {
    guard supports(size) else { return 0 }
    let small = AnalysisPicture.size(of: size)
    return size.width * (16 * channels + 51) + 2 * channels * small.pixelCount + (64 << 10)
  }

  /// Allocates the state in C; returns `nil` for an unsupported size or without memory.
  private static func state(_ size: PixelSize) -> OpaquePointer? {
    guard supports(size) else { return nil }
    let small = AnalysisPicture.size(of: size)
    return unsafe castbook_raster_new(
      UInt64(size.width), UInt64(size.height), UInt32(small.width), UInt32(small.height))
  }

  /// Adds the next row of interleaved values.
  ///
  /// - Parameter known: The row's lumas when the caller has them already.
  package func add(_ row: [UInt8], lumas known: [UInt8]? = nil) {
    guard row.count >= size.width * colors.channels else { return }
    unsafe row.withUnsafeBytes { unsafe add($0, lumas: known) }
  }

  private func add(_ row: UnsafeRawBufferPointer, lumas known: [UInt8]?) {
    guard let values = unsafe row.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    unsafe castbook_raster_row(state, 0, values)
    if let known, known.count >= size.width {
      unsafe known.withUnsafeBufferPointer {
        unsafe castbook_raster_luma(state, $0.baseAddress)
      }
      return
    }
    switch colors {
    case .grey: unsafe castbook_raster_luma(state, values)
    case .rgb:
      unsafe Luma.convert(row, .color, into: &lumas)
      unsafe lumas.withUnsafeBufferPointer { unsafe castbook_raster_luma(state, $0.baseAddress) }
    case .cmyk, .lab:
      let channels = colors.channels
      for pixel in lumas.indices { lumas[pixel] = unsafe luma(values + channels * pixel) }
      unsafe lumas.withUnsafeBufferPointer { unsafe castbook_raster_luma(state, $0.baseAddress) }
    }
  }

  /// The luma of one pixel of CMYK or L\*a\*b\*.
  private func luma(_ values: UnsafePointer<UInt8>) -> UInt8 {
    guard colors == .cmyk else { return unsafe values[0] }
    let luma = unsafe Luma.of(255 - values[0], 255 - values[1], 255 - values[2])
    return unsafe UInt8((Int(luma) * (255 - Int(values[3])) + 127) / 255)
  }

  /// The small picture; `nil` until all rows have been added.
  package var picture: SmallPicture? {
    guard unsafe castbook_raster_is_whole(state) else { return nil }
    return unsafe SmallPicture(
      codedSize: size, colors: colors, pixels: Self.plane(state, 0, size, colors.channels),
      statistics: Self.statistics(state))
  }
}

// MARK: Rows from C

extension AnalysisReduction {
  /// The content of the planes that a decoder in C delivers.
  package enum Planes: Sendable {
    /// One plane of grey.
    case grey
    /// Luma and chroma in separate planes, as in JPEG.
    case lumaAndChroma
    /// One plane of interleaved red, green and blue.
    case rgb
    /// One plane of interleaved cyan, magenta, yellow and black.
    case cmyk
    /// One plane of CMYK whose values are inverted, as Adobe writes them in JPEG.
    case invertedCMYK
  }

  /// Reduces a picture whose rows `feed` passes to the state in C.
  ///
  /// - Parameter feed: Feeds all rows and returns the content of the planes, or `nil` when
  ///   it failed.
  /// - Returns: The small picture, or `nil` when rows are missing, `feed` failed or memory
  ///   is not available.
  package static func picture(
    _ size: PixelSize, feed: (OpaquePointer) -> Planes?
  ) -> SmallPicture? {
    guard let state = unsafe state(size) else { return nil }
    defer { unsafe castbook_raster_free(state) }
    guard let planes = unsafe feed(state), unsafe castbook_raster_is_whole(state) else {
      return nil
    }
    let (colors, pixels): (SmallPicture.Colors, [UInt8]) =
      switch planes {
      case .grey: (.grey, unsafe plane(state, 0, size, 1))
      case .lumaAndChroma: (.rgb, unsafe joined(state, size))
      case .rgb: (.rgb, unsafe plane(state, 0, size, 3))
      case .cmyk: (.cmyk, unsafe plane(state, 0, size, 4))
      case .invertedCMYK: (.cmyk, unsafe plane(state, 0, size, 4).map { 255 - $0 })
      }
    return unsafe SmallPicture(
      codedSize: size, colors: colors, pixels: pixels, statistics: statistics(state))
  }

  /// Copies one reduced plane out of the state.
  private static func plane(
    _ state: OpaquePointer, _ number: Int32, _ size: PixelSize, _ channels: Int
  ) -> [UInt8] {
    let count = AnalysisPicture.size(of: size).pixelCount * channels
    guard let values = unsafe castbook_raster_small(state, number) else { return [] }
    return unsafe [UInt8](UnsafeBufferPointer(start: values, count: count))
  }

  /// Joins the reduced planes of luma and chroma to interleaved red, green and blue.
  private static func joined(_ state: OpaquePointer, _ size: PixelSize) -> [UInt8] {
    let count = AnalysisPicture.size(of: size).pixelCount
    return unsafe [UInt8](unsafeUninitializedCapacity: 3 * count) { rgb, filled in
      let matrix = ColorMatrix.standard(isNarrow: false).factors
      filled = unsafe castbook_raster_join(state, matrix, rgb.baseAddress) ? 3 * count : 0
    }
  }

  /// The counts of the whole picture; `nil` until all rows have been added.
  private static func statistics(_ state: OpaquePointer) -> NativeStatistics? {
    var counts = castbook_raster_statistics_t()
    guard unsafe castbook_raster_statistics(state, &counts) else { return nil }
    func list<Values>(_ values: Values, _ count: Int) -> [Int] {
      unsafe withUnsafeBytes(of: values) { bytes in
        (0..<count).map { unsafe Int(bytes.load(fromByteOffset: 8 * $0, as: UInt64.self)) }
      }
    }
    var statistics = NativeStatistics()
    statistics.across.counted = list(counts.across_counted, 8)
    statistics.across.excess = list(counts.across_excess, 8)
    statistics.across.hard = list(counts.across_hard, 8)
    statistics.down.counted = list(counts.down_counted, 8)
    statistics.down.excess = list(counts.down_excess, 8)
    statistics.pairsAt = list(counts.pairs, 12)
    statistics.equalAt = list(counts.equal, 12)
    statistics.pairs = statistics.pairsAt.reduce(0, +)
    statistics.equal = statistics.equalAt.reduce(0, +)
    statistics.equalExtremes = Int(counts.equal_extremes)
    statistics.fineness = Int(counts.fineness)
    statistics.detail = Int(counts.detail)
    statistics.textured = Int(counts.textured)
    statistics.coarseness = min(Int(counts.coarseness), NativeStatistics.maximumCoarseness)
    return statistics
  }
}
