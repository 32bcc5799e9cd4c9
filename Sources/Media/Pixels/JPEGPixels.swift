internal import Decoding
internal import Model

/// The pixels of a JPEG, by libjpeg.
struct JPEGPixels: PixelSource {
  let layout: PixelLayout
  private let bytes: [UInt8]
  private let frame: JPEGHeader.Frame
  private let isInOneScan: Bool

  init?(_ bytes: [UInt8]) {
    let header = JPEGHeader(ByteView(bytes))
    guard let frame = header.frame, let size = header.facts?.codedSize,
      let colors = Self.colors(of: frame.sampling.count)
    else { return nil }
    self.bytes = bytes
    self.frame = frame
    isInOneScan = header.isInOneScan
    layout = PixelLayout(size: size, colors: colors)
  }

  private static func colors(of channels: Int) -> SmallPicture.Colors? {
    switch channels {
    case 1: .grey
    case 3: .rgb
    case 4: .inks
    default: nil
    }
  }

  /// Rows of blocks while they come by; all coefficients where several scans bring them.
  var memory: Int {
    let rows = 64 * layout.rowBytes + RowPieces.memory(for: layout) + (1 << 18)
    return isInOneScan ? rows : rows + frame.coefficientBytes
  }

  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    // libjpeg makes pixels of no other rare coding.
    if let rare = frame.rareCoding, rare != "arithmetic" {
      return .failed("Castbook can't decode its \(rare) encoding")
    }
    return JPEGRows.decode(
      bytes, of: layout.size, as: layout, memoryLimit: memoryLimit, into: sink)
  }
}
