internal import Model

/// What a PNG's first chunk says: how the rows of pixels are laid out.
struct PNGHeader {
  let width: Int
  let height: Int
  let depth: Int
  let colorType: ColorType
  let isInterlaced: Bool

  enum ColorType: Int {
    case grey = 0
    case color = 2
    case palette = 3
    case greyAlpha = 4
    case colorAlpha = 6

    /// Values a pixel.
    var samples: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .color: 3
      case .colorAlpha: 4
      }
    }

    var hasAlpha: Bool { self == .greyAlpha || self == .colorAlpha }
    var isGrey: Bool { self == .grey || self == .greyAlpha }

    fileprivate var depths: Set<Int> {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .color, .greyAlpha, .colorAlpha: [8, 16]
      }
    }
  }

  /// Why a header can't be followed.
  struct Refusal: Error {
    let what: String
  }

  init(_ chunk: ByteView) throws(Refusal) {
    guard chunk.count == 13, let width = chunk.u32(0), let height = chunk.u32(4),
      let depth = chunk[8], let type = chunk[9], let interlace = chunk[12]
    else { throw Refusal(what: "its header is \(chunk.count) bytes long instead of 13") }
    let sides = 1...Int(Int32.max)
    guard sides.contains(width), sides.contains(height) else {
      throw Refusal(what: "its header claims \(width) × \(height) px")
    }
    guard let colorType = ColorType(rawValue: Int(type)), colorType.depths.contains(Int(depth))
    else { throw Refusal(what: "its header has colour type \(type) with \(depth) bits") }
    guard chunk[10] == 0, chunk[11] == 0, interlace <= 1 else {
      throw Refusal(what: "its header has an invalid encoding")
    }
    self.width = width
    self.height = height
    self.depth = Int(depth)
    self.colorType = colorType
    isInterlaced = interlace == 1
  }

  private init(_ frame: PNGHeader, width: Int, height: Int) {
    self.width = width
    self.height = height
    depth = frame.depth
    colorType = frame.colorType
    isInterlaced = frame.isInterlaced
  }

  /// The layout of a frame of an animation, which shares everything but its size.
  func frame(width: Int, height: Int) -> PNGHeader? {
    guard width > 0, height > 0, width <= self.width, height <= self.height else { return nil }
    return PNGHeader(self, width: width, height: height)
  }

  var bitsPerPixel: Int { colorType.samples * depth }

  /// One of the pictures that an interlaced file is made of; an ordinary file has one.
  struct Pass {
    let width: Int
    let height: Int
    /// Without the byte in front that names the filter.
    let rowBytes: Int
    /// Where its pixels lie in the whole picture: the first one, and how far the next ones are apart.
    let first: (column: Int, row: Int)
    let step: (across: Int, down: Int)
  }

  /// The passes that hold any pixel, in their order.
  var passes: [Pass] {
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
      return Pass(
        width: columns, height: rows, rowBytes: (columns * bitsPerPixel + 7) / 8,
        first: (left, top), step: (across, down))
    }
  }

  /// How many bytes the compressed data must give; nothing when the number itself is too large.
  var inflatedCount: Int? {
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
