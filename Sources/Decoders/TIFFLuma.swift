internal import CTIFF
internal import Decoding
internal import Model

/// Makes a page small while its strips or tiles come by: grey, colours, a palette, inks and luma with
/// chroma beside it, in up to 16 bits.
struct TIFFLuma {
  /// How a pixel's values are to be understood.
  private enum Kind {
    case grey(isInverted: Bool)
    case palette([UInt8])
    case color
    case inks
    /// Lumas in units of so many, two values of chroma behind each.
    case units(across: Int, down: Int)
  }

  private let size: PixelSize
  private let kind: Kind
  /// Bits a value, and values that stand together for a pixel.
  private let depth: Int
  private let samples: Int
  /// Which value is alpha, and whether colours are darkened by it already.
  private let alpha: Int?
  private let isDarkened: Bool
  private let piece: PixelSize
  private let isTiled: Bool
  /// One for all, or one for each plane of a page that keeps colours apart.
  private let planes: [LumaReduction]

  /// `isRGB` when the page's luma and chroma are handed over as red, green and blue.
  init?(_ file: OpaquePointer, _ size: PixelSize, isRGB: Bool) {
    func short(_ tag: Int32, _ otherwise: UInt16) -> Int {
      Int(unsafe castbook_tiff_short(file, UInt32(tag), otherwise))
    }
    depth = short(TIFFTAG_BITSPERSAMPLE, 1)
    let count = short(TIFFTAG_SAMPLESPERPIXEL, 1)
    guard [1, 2, 4, 8, 16].contains(depth), count > 0,
      short(TIFFTAG_SAMPLEFORMAT, UInt16(SAMPLEFORMAT_UINT)) == Int(SAMPLEFORMAT_UINT),
      let (kind, colors) = isRGB
        ? (.color, 3) : (unsafe Self.kind(file, short(TIFFTAG_PHOTOMETRIC, .max), depth)),
      colors <= count
    else { return nil }
    self.size = size
    self.kind = kind
    let isPlanar =
      count > 1
      && short(TIFFTAG_PLANARCONFIG, UInt16(PLANARCONFIG_CONTIG)) == Int(PLANARCONFIG_SEPARATE)
    samples = isPlanar ? 1 : count
    let extra = unsafe Int32(castbook_tiff_extra_sample(file, UInt16.max))
    isDarkened = extra == EXTRASAMPLE_ASSOCALPHA
    alpha =
      !isPlanar && count > colors && (isDarkened || extra == EXTRASAMPLE_UNASSALPHA) ? colors : nil
    isTiled = unsafe TIFFIsTiled(file) != 0
    func long(_ tag: Int32, _ otherwise: Int) -> Int {
      let value = Int(unsafe castbook_tiff_long(file, UInt32(tag), 0))
      return value > 0 ? value : otherwise
    }
    piece =
      isTiled
      ? PixelSize(width: long(TIFFTAG_TILEWIDTH, 1), height: long(TIFFTAG_TILELENGTH, 1))
      : PixelSize(
        width: size.width, height: min(size.height, long(TIFFTAG_ROWSPERSTRIP, size.height)))
    if isPlanar, case .units = kind { return nil }
    planes = (0..<(isPlanar ? colors : 1)).compactMap { _ in LumaReduction(size) }
    guard planes.count == (isPlanar ? colors : 1) else { return nil }
  }

  private static func kind(
    _ file: OpaquePointer, _ photometric: Int, _ depth: Int
  ) -> (Kind, colors: Int)? {
    switch Int32(photometric) {
    case PHOTOMETRIC_MINISWHITE: return (.grey(isInverted: true), 1)
    // The lightness of Lab is told by its first value.
    case PHOTOMETRIC_MINISBLACK: return (.grey(isInverted: false), 1)
    case PHOTOMETRIC_CIELAB, PHOTOMETRIC_ICCLAB: return (.grey(isInverted: false), 3)
    case PHOTOMETRIC_RGB: return (.color, 3)
    case PHOTOMETRIC_SEPARATED: return (.inks, 4)
    case PHOTOMETRIC_PALETTE:
      return unsafe palette(file, depth).map { (.palette($0), 1) }
    case PHOTOMETRIC_YCBCR:
      var (across, down): (UInt16, UInt16) = (0, 0)
      unsafe castbook_tiff_subsampling(file, &across, &down)
      guard depth == 8, [1, 2, 4].contains(across), [1, 2, 4].contains(down) else { return nil }
      return (.units(across: Int(across), down: Int(down)), 3)
    default: return nil
    }
  }

  private static func palette(_ file: OpaquePointer, _ depth: Int) -> [UInt8]? {
    var red: UnsafePointer<UInt16>?
    var green: UnsafePointer<UInt16>?
    var blue: UnsafePointer<UInt16>?
    guard depth <= 8, unsafe castbook_tiff_palette(file, &red, &green, &blue) != 0,
      let red = unsafe red, let green = unsafe green, let blue = unsafe blue
    else { return nil }
    return (0..<1 << depth).map { entry in
      unsafe Luma.of(
        UInt8(red[entry] >> 8), UInt8(green[entry] >> 8), UInt8(blue[entry] >> 8))
    }
  }

  /// The picture, where all of its pieces have come by.
  var plane: LumaPlane? {
    guard planes.count > 1 else { return planes.first?.plane }
    let means = planes.map(\.means)
    let lumas = means[0].indices.map { place in
      pixel(means.map { $0[place] })
    }
    return LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: lumas)
  }

  /// The luma of a pixel of these values.
  private func pixel(_ values: [UInt8]) -> UInt8 {
    switch kind {
    case .grey(let isInverted): return isInverted ? 255 - values[0] : values[0]
    case .palette(let table): return table[Int(values[0])]
    case .color: return Luma.of(values[0], values[1], values[2])
    case .inks:
      let luma = Luma.of(255 - values[0], 255 - values[1], 255 - values[2])
      return UInt8((Int(luma) * (255 - Int(values[3])) + 127) / 255)
    case .units: return values[0]
    }
  }

  /// Adds a strip or tile, decoded.
  func add(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
    let across = isTiled ? (size.width - 1) / piece.width + 1 : 1
    let down = (size.height - 1) / piece.height + 1
    let (layer, inside) = index.quotientAndRemainder(dividingBy: across * down)
    guard layer < planes.count else { return }
    let first = inside % across * piece.width
    let top = inside / across * piece.height
    let columns = min(piece.width, size.width - first)
    let rows = min(piece.height, size.height - top)
    guard columns > 0, rows > 0 else { return }
    var lumas = [UInt8](repeating: 0, count: columns)
    for row in 0..<rows {
      guard unsafe read(row, bytes, into: &lumas) else { return }
      planes[layer].add(lumas, row: top + row, first: first, step: 1)
    }
  }

  /// Reads a row of a piece; false where the piece ends before it.
  private func read(_ row: Int, _ bytes: UnsafeRawBufferPointer, into lumas: inout [UInt8]) -> Bool
  {
    if case .units(let across, let down) = kind {
      return unsafe readUnits(row, bytes, across, down, into: &lumas)
    }
    let rowBytes = (piece.width * samples * depth + 7) / 8
    guard (row + 1) * rowBytes <= bytes.count else { return false }
    let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[row * rowBytes..<(row + 1) * rowBytes])
    let isPlane = planes.count > 1
    var values = [UInt8](repeating: 0, count: samples)
    for column in lumas.indices {
      for number in 0..<samples { values[number] = unsafe value(column * samples + number, line) }
      var luma = isPlane ? values[0] : pixel(values)
      if let alpha {
        luma =
          isDarkened
          ? UInt8(min(255, Int(luma) + 255 - Int(values[alpha])))
          : Luma.overWhite(luma, alpha: values[alpha])
      }
      lumas[column] = luma
    }
    return true
  }

  /// A value of a row in 8 bits; the entry of a palette as it is.
  private func value(_ index: Int, _ line: UnsafeRawBufferPointer) -> UInt8 {
    switch depth {
    case 8: return unsafe line[index]
    // Numbers have been put into the order of this machine.
    case 16:
      return unsafe UInt8(line.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self) >> 8)
    default:
      let bit = index * depth
      let most = (1 << depth) - 1
      let value = unsafe Int(line[bit / 8]) >> (8 - depth - bit % 8) & most
      if case .palette = kind { return UInt8(value) }
      return UInt8(value * 255 / most)
    }
  }

  private func readUnits(
    _ row: Int, _ bytes: UnsafeRawBufferPointer, _ across: Int, _ down: Int,
    into lumas: inout [UInt8]
  ) -> Bool {
    let unit = across * down + 2
    let units = (piece.width + across - 1) / across
    let start = row / down * units * unit + row % down * across
    guard start + (units - 1) * unit + across <= bytes.count else { return false }
    for column in lumas.indices {
      lumas[column] = unsafe bytes[start + column / across * unit + column % across]
    }
    return true
  }
}
