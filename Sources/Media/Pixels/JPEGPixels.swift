internal import Decoding
internal import Model

/// Decodes the full-size pixels of a JPEG by libjpeg.
struct JPEGPixels: PixelSource {
  /// The layout of the decoded rows.
  let layout: PixelLayout
  private let bytes: [UInt8]
  private let frame: JPEGHeader.Frame
  /// Whether the first scan contains every component.
  private let isInOneScan: Bool

  /// Reads the header, or returns `nil` if it states no size or an unusual number of
  /// components.
  init?(_ bytes: [UInt8]) {
    let header = JPEGHeader(ByteView(bytes))
    guard let frame = header.frame, let size = header.facts?.codedSize,
      let colors = Self.colors(of: frame.sampling.count)
    else { return nil }
    self.bytes = bytes
    self.frame = frame
    isInOneScan = header.isSingleScan
    layout = PixelLayout(size: size, colors: colors)
  }

  /// Returns the channels that libjpeg decodes into, or `nil` for an unusual number of
  /// components.
  private static func colors(of channels: Int) -> SmallPicture.Colors? {
    switch channels {
    case 1: .grey
    case 3: .rgb
    case 4: .cmyk
    default: nil
    }
  }

  /// The memory for rows of blocks, and for all coefficients if several scans contribute to
  /// them.
  var memory: Int {
    let rows = 64 * layout.rowBytes + PixelRowBatch.memory(for: layout) + (1 << 18)
    return isInOneScan ? rows : rows + frame.coefficientBytes
  }

  /// Decodes all rows and passes them to `sink`.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    // libjpeg can't compute the pixels of other rare encodings.
    if let rare = frame.rareCoding, rare != "arithmetic" {
      return .failed("Castbook can't decode its \(rare) encoding")
    }
    return JPEGRows.decode(bytes, of: layout.size, as: layout, memoryLimit: memoryLimit, into: sink)
  }
}
