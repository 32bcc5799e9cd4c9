internal import CTIFF
internal import Decoding
internal import Model

/// How the values of a page's pixels are to be understood: grey, colours, a palette, inks, lightness with
/// two other values, and luma with chroma beside it, in up to 16 bits.
struct TIFFPixels {
  enum Kind {
    case grey(isInverted: Bool)
    /// The lumas and the colours of its entries.
    case palette([UInt8], [UInt8])
    case color
    case inks
    /// L*a*b*; `isSigned` when the other two are numbers around nought.
    case lab(isSigned: Bool)
    /// Lumas in units of so many, two values of chroma behind each.
    case units(across: Int, down: Int, ColorMatrix)
  }

  let kind: Kind
  /// Bits a value, and values a pixel.
  let depth: Int
  let samples: Int
  /// Values a pixel without those beside its colours.
  let colorCount: Int
  /// Whether each value has planes of its own.
  let isPlanar: Bool
  /// Which value is alpha, and whether colours are darkened by it already.
  let alpha: Int?
  let isDarkened: Bool

  /// `isRGB` when the page's luma and chroma are handed over as red, green and blue.
  init?(_ file: OpaquePointer, isRGB: Bool) {
    func short(_ tag: Int32, _ otherwise: UInt16) -> Int {
      Int(unsafe castbook_tiff_short(file, UInt32(tag), otherwise))
    }
    depth = short(TIFFTAG_BITSPERSAMPLE, 1)
    let count = short(TIFFTAG_SAMPLESPERPIXEL, 1)
    guard (1...16).contains(depth), count > 0,
      short(TIFFTAG_SAMPLEFORMAT, UInt16(SAMPLEFORMAT_UINT)) == Int(SAMPLEFORMAT_UINT),
      let (kind, colors) = isRGB
        ? (.color, 3) : (unsafe Self.kind(file, short(TIFFTAG_PHOTOMETRIC, .max), depth)),
      colors <= count
    else { return nil }
    self.kind = kind
    colorCount = colors
    isPlanar =
      count > 1
      && short(TIFFTAG_PLANARCONFIG, UInt16(PLANARCONFIG_CONTIG)) == Int(PLANARCONFIG_SEPARATE)
    if isPlanar || count != 3, case .units = kind { return nil }
    let extra = unsafe Int32(castbook_tiff_extra_sample(file, UInt16.max))
    isDarkened = extra == EXTRASAMPLE_ASSOCALPHA
    alpha = count > colors && (isDarkened || extra == EXTRASAMPLE_UNASSALPHA) ? colors : nil
    // Of planes only those are held that make a colour.
    samples = isPlanar ? colors + (alpha == nil ? 0 : 1) : count
  }

  private static func kind(
    _ file: OpaquePointer, _ photometric: Int, _ depth: Int
  ) -> (Kind, colors: Int)? {
    switch Int32(photometric) {
    case PHOTOMETRIC_MINISWHITE: return (.grey(isInverted: true), 1)
    case PHOTOMETRIC_MINISBLACK: return (.grey(isInverted: false), 1)
    case PHOTOMETRIC_CIELAB where depth % 8 == 0: return (.lab(isSigned: true), 3)
    case PHOTOMETRIC_ICCLAB where depth % 8 == 0: return (.lab(isSigned: false), 3)
    case PHOTOMETRIC_RGB: return (.color, 3)
    case PHOTOMETRIC_SEPARATED: return (.inks, 4)
    case PHOTOMETRIC_PALETTE:
      return unsafe palette(file, depth).map { ($0, 1) }
    case PHOTOMETRIC_YCBCR:
      var (across, down): (UInt16, UInt16) = (0, 0)
      unsafe castbook_tiff_subsampling(file, &across, &down)
      guard depth == 8, [1, 2, 4].contains(across), [1, 2, 4].contains(down),
        let matrix = unsafe matrix(file)
      else { return nil }
      return (.units(across: Int(across), down: Int(down), matrix), 3)
    default: return nil
    }
  }

  /// How luma and chroma make colours; nothing for a range that is neither all of it nor that of films.
  private static func matrix(_ file: OpaquePointer) -> ColorMatrix? {
    var shares: [Float] = [0, 0, 0]
    var ends = [Float](repeating: 0, count: 6)
    guard unsafe castbook_tiff_film(file, &shares, &ends) != 0 else {
      return .standard(isNarrow: false)
    }
    let isNarrow = ends == [16, 235, 128, 240, 128, 240] || ends == [15, 235, 128, 240, 128, 240]
    guard isNarrow || ends == [0, 255, 128, 255, 128, 255] else { return nil }
    // Numbers that no luma is made of say nothing.
    let (red, blue) = (Double(shares[0]), Double(shares[2]))
    guard (0.01...0.9).contains(red), (0.01...0.9).contains(blue), red + blue <= 0.95 else {
      return .standard(isNarrow: isNarrow)
    }
    return ColorMatrix(red: red, blue: blue, isNarrow: isNarrow)
  }

  private static func palette(_ file: OpaquePointer, _ depth: Int) -> Kind? {
    var red: UnsafePointer<UInt16>?
    var green: UnsafePointer<UInt16>?
    var blue: UnsafePointer<UInt16>?
    guard depth <= 8, unsafe castbook_tiff_palette(file, &red, &green, &blue) != 0,
      let red = unsafe red, let green = unsafe green, let blue = unsafe blue
    else { return nil }
    var colors = [UInt8](repeating: 0, count: 768)
    for entry in 0..<1 << depth {
      colors[3 * entry] = unsafe UInt8(red[entry] >> 8)
      colors[3 * entry + 1] = unsafe UInt8(green[entry] >> 8)
      colors[3 * entry + 2] = unsafe UInt8(blue[entry] >> 8)
    }
    let lumas = (0..<1 << depth).map {
      Luma.of(colors[3 * $0], colors[3 * $0 + 1], colors[3 * $0 + 2])
    }
    return .palette(lumas, colors)
  }

  /// Whether what alpha took of its colours can be given back to them: not to numbers around nought, and not
  /// where nobody says whether it was taken of light or of ink.
  var canBeLightened: Bool {
    switch kind {
    case .grey(let isInverted): !isInverted
    case .color, .inks: true
    case .palette, .lab, .units: false
    }
  }

  /// What the picture is made small as.
  var colors: SmallPicture.Colors {
    switch kind {
    case .grey: .grey
    case .palette, .color, .units: .rgb
    case .inks: .inks
    case .lab: .lab
    }
  }

  /// So many values of a row in 8 bits; entries of a palette as they are.
  func values(_ count: Int, _ line: UnsafeRawBufferPointer) -> [UInt8] {
    switch depth {
    case 8: return unsafe [UInt8](line.prefix(count))
    // Numbers have been put into the order of this machine.
    case 16:
      return (0..<count).map {
        unsafe UInt8(line.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self) >> 8)
      }
    default:
      let isPalette = if case .palette = kind { true } else { false }
      return unsafe ColorRow.unpack(line, count, depth: depth, isScaled: !isPalette)
    }
  }

  /// The luma of the pixel whose values begin at a place.
  private func luma(_ values: [UInt8], _ place: Int) -> UInt8 {
    switch kind {
    case .grey(let isInverted): return isInverted ? 255 - values[place] : values[place]
    case .palette(let lumas, _): return lumas[Int(values[place])]
    case .color: return Luma.of(values[place], values[place + 1], values[place + 2])
    case .inks:
      let luma = Luma.of(255 - values[place], 255 - values[place + 1], 255 - values[place + 2])
      return UInt8((Int(luma) * (255 - Int(values[place + 3])) + 127) / 255)
    case .lab, .units: return values[place]
    }
  }

  /// The lumas of means of planes.
  func lumas(ofPlanes means: [[UInt8]]) -> [UInt8] {
    (means.first ?? []).indices.map { place in luma(means.map { $0[place] }, 0) }
  }

  /// The lumas of a row of pixels, over white.
  func lumas(_ values: [UInt8]) -> [UInt8] {
    var lumas = [UInt8](repeating: 0, count: values.count / samples)
    if case .color = kind, samples == 3 || samples == 4 && alpha == 3 && !isDarkened {
      unsafe values.withUnsafeBytes {
        unsafe Luma.convert($0, samples == 3 ? .color : .colorAlpha, into: &lumas)
      }
      return lumas
    }
    if samples == 1 {
      switch kind {
      case .grey(let isInverted): return isInverted ? values.map { 255 - $0 } : values
      case .palette(let table, _): return values.map { table[Int($0)] }
      case .color, .inks, .lab, .units: break
      }
    }
    for pixel in lumas.indices {
      let place = pixel * samples
      let plain = luma(values, place)
      guard let alpha else {
        lumas[pixel] = plain
        continue
      }
      lumas[pixel] =
        isDarkened
        ? Self.lightened(plain, values[place + alpha])
        : Luma.overWhite(plain, alpha: values[place + alpha])
    }
    return lumas
  }

  /// A value that was darkened by its alpha, over white.
  private static func lightened(_ value: UInt8, _ alpha: UInt8) -> UInt8 {
    UInt8(min(255, Int(value) + 255 - Int(alpha)))
  }

  /// The colours of a row of pixels, over white; `lumas` are its own.
  func colors(_ values: [UInt8], lumas: [UInt8]) -> [UInt8] {
    switch kind {
    case .grey, .units: return lumas
    case .palette(_, let table):
      var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
      ColorRow.lookUp(samples == 1 ? values : taken(1, of: values), in: table, into: &rgb)
      return overWhite(rgb, values)
    case .color:
      if samples == 4, alpha == 3, !isDarkened {
        var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
        ColorRow.layOverWhite(values, into: &rgb)
        return rgb
      }
      return overWhite(taken(3, of: values), values)
    case .inks:
      var inks = taken(4, of: values)
      guard let alpha, !isDarkened else { return inks }
      for place in inks.indices {
        inks[place] = UInt8(Int(inks[place]) * Int(values[place / 4 * samples + alpha]) / 255)
      }
      return inks
    case .lab(let isSigned):
      var lab = taken(3, of: values)
      guard isSigned else { return lab }
      for place in lab.indices where place % 3 > 0 { lab[place] ^= 0x80 }
      return lab
    }
  }

  /// The first values of each pixel.
  private func taken(_ count: Int, of values: [UInt8]) -> [UInt8] {
    if samples == count { return values }
    var first = [UInt8](repeating: 0, count: values.count / samples * count)
    for place in first.indices { first[place] = values[place / count * samples + place % count] }
    return first
  }

  private func overWhite(_ rgb: [UInt8], _ values: [UInt8]) -> [UInt8] {
    guard let alpha else { return rgb }
    let alphas = (0..<rgb.count / 3).map { values[$0 * samples + alpha] }
    var rgb = rgb
    if isDarkened {
      for place in rgb.indices { rgb[place] = Self.lightened(rgb[place], alphas[place / 3]) }
    } else {
      ColorRow.layOverWhite(&rgb, alphas: alphas)
    }
    return rgb
  }
}
