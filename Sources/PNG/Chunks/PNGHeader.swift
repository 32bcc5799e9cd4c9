package import Model

/// The content of a PNG's first chunk: its size, and how its rows of pixels are coded.
package struct PNGHeader: Sendable {
  /// The width in pixels.
  package let width: Int
  /// The height in pixels.
  package let height: Int
  /// Bits per value: 1, 2, 4, 8 or 16.
  package let depth: Int
  package let colorType: ColorType
  /// Whether the rows come in the seven passes of Adam7.
  package let isInterlaced: Bool

  /// What the values of a pixel mean, with PNG's number as the raw value.
  package enum ColorType: Int, Sendable {
    case grey = 0
    case color = 2
    case palette = 3
    case greyAlpha = 4
    case colorAlpha = 6

    /// The number of values in a pixel.
    package var samples: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .color: 3
      case .colorAlpha: 4
      }
    }

    /// Whether every pixel has an alpha value.
    package var hasAlpha: Bool { self == .greyAlpha || self == .colorAlpha }
    /// Whether there is one channel besides alpha.
    package var isGrey: Bool { self == .grey || self == .greyAlpha }

    /// The depths that the standard allows.
    fileprivate var depths: Set<Int> {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .color, .greyAlpha, .colorAlpha: [8, 16]
      }
    }
  }
}

extension PNGHeader {
  /// Parses the data of an `IHDR` chunk.
  ///
  /// Throws a problem for a size, depth, colour type or method that the standard doesn't know.
  package init(_ chunk: [UInt8]) throws(FileProblem) {
    guard chunk.count == 13, let width = chunk[...].number(at: 0),
      let height = chunk[...].number(at: 4)
    else { throw .corrupt(what: "its header is \(chunk.count) bytes long instead of 13") }
    let (depth, type, interlace) = (chunk[8], chunk[9], chunk[12])
    let sides = 1...Int(Int32.max)
    guard sides.contains(width), sides.contains(height) else {
      throw .corrupt(what: "its header claims \(width) × \(height) px")
    }
    guard let colorType = ColorType(rawValue: Int(type)), colorType.depths.contains(Int(depth))
    else { throw .corrupt(what: "its header has colour type \(type) with \(depth) bits") }
    guard chunk[10] == 0, chunk[11] == 0, interlace <= 1 else {
      throw .corrupt(what: "its header has an invalid encoding")
    }
    self.width = width
    self.height = height
    self.depth = Int(depth)
    self.colorType = colorType
    isInterlaced = interlace == 1
  }

  /// The layout of an animation's frame, which differs only in its size; `nil` for a size that is
  /// empty or larger than the picture's.
  package func frame(width: Int, height: Int) -> PNGHeader? {
    guard width > 0, height > 0, width <= self.width, height <= self.height else { return nil }
    return PNGHeader(
      width: width, height: height, depth: depth, colorType: colorType, isInterlaced: isInterlaced)
  }

  package var bitsPerPixel: Int { colorType.samples * depth }

  /// One of the reduced pictures that an interlaced file consists of. Other files have one pass.
  package struct Pass: Sendable {
    /// The width in pixels.
    package let width: Int
    /// The height in pixels.
    package let height: Int
    /// The bytes of a row, without the leading one that names its filter.
    package let rowBytes: Int
  }

  /// The passes that have any pixels, in file order.
  package var passes: [Pass] {
    let steps =
      isInterlaced
      ? [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
      ] : [(0, 0, 1, 1)]
    return steps.compactMap { left, top, across, down in
      let columns = (width - left + across - 1) / across
      let rows = (height - top + down - 1) / down
      guard width > left, height > top else { return nil }
      return Pass(width: columns, height: rows, rowBytes: (columns * bitsPerPixel + 7) / 8)
    }
  }

  /// How many bytes the compressed data must inflate to; `nil` if the number exceeds `Int`.
  package var inflatedCount: Int? {
    var total = 0
    for pass in passes {
      let (bytes, overflow) = (pass.rowBytes + 1).multipliedReportingOverflow(by: pass.height)
      let (sum, more) = total.addingReportingOverflow(bytes)
      if overflow || more { return nil }
      total = sum
    }
    return total
  }
}
