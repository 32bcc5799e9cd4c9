internal import CTIFF
internal import Decoding
internal import Model

/// The interpretation of a page's values: grey, colors, a palette, CMYK, L\*a\*b\*, or
/// luma with subsampled chroma, of up to 16 bits.
struct TIFFPixels {
  /// The meaning of a pixel's values.
  enum Kind {
    /// One value; inverted when 0 is white.
    case grey(isInverted: Bool)
    /// An index into a palette, given as the lumas and the colors of its entries.
    case palette([UInt8], [UInt8])
    /// Red, green and blue.
    case color
    /// Cyan, magenta, yellow and black.
    case cmyk
    /// L\*a\*b\*; signed when a\* and b\* are numbers around zero.
    case lab(isSigned: Bool)
    /// Units of `across` × `down` lumas followed by two chroma samples.
    case subsampled(across: Int, down: Int, ColorMatrix)
  }

  /// The meaning of the color values.
  let kind: Kind
  /// Bits a value.
  let depth: Int
  /// The number of values a pixel has in memory.
  let samples: Int
  /// The number of color values a pixel has, without extra samples.
  let colorCount: Int
  /// Whether each value has planes of its own.
  let isPlanar: Bool
  /// The index of alpha among the values; `nil` when there is none.
  let alpha: Int?
  /// Whether the colors are premultiplied with alpha.
  let isPremultiplied: Bool

  /// Returns `nil` for a page whose values are not understood here.
  ///
  /// - Parameter isRGB: Whether libtiff converts the page's luma and chroma to red, green
  ///   and blue.
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
    if isPlanar || count != 3, case .subsampled = kind { return nil }
    let extra = unsafe Int32(castbook_tiff_extra_sample(file, UInt16.max))
    isPremultiplied = extra == EXTRASAMPLE_ASSOCALPHA
    alpha = count > colors && (isPremultiplied || extra == EXTRASAMPLE_UNASSALPHA) ? colors : nil
    // Of separate planes, only those of colors and alpha are kept.
    samples = isPlanar ? colors + (alpha == nil ? 0 : 1) : count
  }

  /// Returns the kind for a photometric interpretation and its number of color values, or
  /// `nil` when it is not supported.
  private static func kind(
    _ file: OpaquePointer, _ photometric: Int, _ depth: Int
  ) -> (Kind, colors: Int)? {
    switch Int32(photometric) {
    case PHOTOMETRIC_MINISWHITE: return (.grey(isInverted: true), 1)
    case PHOTOMETRIC_MINISBLACK: return (.grey(isInverted: false), 1)
    case PHOTOMETRIC_CIELAB where depth % 8 == 0: return (.lab(isSigned: true), 3)
    case PHOTOMETRIC_ICCLAB where depth % 8 == 0: return (.lab(isSigned: false), 3)
    case PHOTOMETRIC_RGB: return (.color, 3)
    case PHOTOMETRIC_SEPARATED: return (.cmyk, 4)
    case PHOTOMETRIC_PALETTE: return unsafe palette(file, depth).map { ($0, 1) }
    case PHOTOMETRIC_YCBCR:
      var (across, down): (UInt16, UInt16) = (0, 0)
      unsafe castbook_tiff_subsampling(file, &across, &down)
      guard depth == 8, [1, 2, 4].contains(across), [1, 2, 4].contains(down),
        let matrix = unsafe matrix(file)
      else { return nil }
      return (.subsampled(across: Int(across), down: Int(down), matrix), 3)
    default: return nil
    }
  }

  /// Returns the matrix of a page with luma and chroma, or `nil` for a range that is
  /// neither the full one nor that of video.
  private static func matrix(_ file: OpaquePointer) -> ColorMatrix? {
    var weights: [Float] = [0, 0, 0]
    var range = [Float](repeating: 0, count: 6)
    guard unsafe castbook_tiff_film(file, &weights, &range) != 0 else {
      return .standard(isNarrow: false)
    }
    let isNarrow =
      range == [16, 235, 128, 240, 128, 240] || range == [15, 235, 128, 240, 128, 240]
    guard isNarrow || range == [0, 255, 128, 255, 128, 255] else { return nil }
    // Weights that cannot be those of any luma are ignored.
    let (red, blue) = (Double(weights[0]), Double(weights[2]))
    guard (0.01...0.9).contains(red), (0.01...0.9).contains(blue), red + blue <= 0.95 else {
      return .standard(isNarrow: isNarrow)
    }
    return ColorMatrix(red: red, blue: blue, isNarrow: isNarrow)
  }

  /// Reads the palette with its 16-bit colors reduced to 8 bits; `nil` when there is none.
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

  /// Whether premultiplied colors can be divided by their alpha.
  ///
  /// That is not possible for signed numbers, nor where the file does not say whether
  /// light or ink was multiplied.
  var canUnpremultiply: Bool {
    switch kind {
    case .grey(let isInverted): !isInverted
    case .color, .cmyk: true
    case .palette, .lab, .subsampled: false
    }
  }

  var colors: SmallPicture.Colors {
    switch kind {
    case .grey: .grey
    case .palette, .color, .subsampled: .rgb
    case .cmyk: .cmyk
    case .lab: .lab
    }
  }

  /// Returns the first `count` values of a line in 8 bits; indices of a palette unchanged.
  func values(_ count: Int, _ line: UnsafeRawBufferPointer) -> [UInt8] {
    switch depth {
    case 8: return unsafe [UInt8](line.prefix(count))
    // libtiff has converted the values to native byte order.
    case 16:
      return (0..<count).map {
        unsafe UInt8(line.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self) >> 8)
      }
    default:
      let isPalette = if case .palette = kind { true } else { false }
      return unsafe ColorRow.unpack(line, count, depth: depth, isScaled: !isPalette)
    }
  }

  /// Returns the luma of the pixel whose values begin at `index`.
  private func luma(_ values: [UInt8], _ index: Int) -> UInt8 {
    switch kind {
    case .grey(let isInverted): return isInverted ? 255 - values[index] : values[index]
    case .palette(let lumas, _): return lumas[Int(values[index])]
    case .color: return Luma.of(values[index], values[index + 1], values[index + 2])
    case .cmyk:
      let luma = Luma.of(255 - values[index], 255 - values[index + 1], 255 - values[index + 2])
      return UInt8((Int(luma) * (255 - Int(values[index + 3])) + 127) / 255)
    case .lab, .subsampled: return values[index]
    }
  }

  /// Returns the lumas of pixels whose values are in separate planes.
  func lumas(ofPlanes means: [[UInt8]]) -> [UInt8] {
    (means.first ?? []).indices.map { index in luma(means.map { $0[index] }, 0) }
  }

  /// Returns the lumas of a row of pixels, composited over white.
  func lumas(_ values: [UInt8]) -> [UInt8] {
    var lumas = [UInt8](repeating: 0, count: values.count / samples)
    if case .color = kind, samples == 3 || samples == 4 && alpha == 3 && !isPremultiplied {
      unsafe values.withUnsafeBytes {
        unsafe Luma.convert($0, samples == 3 ? .color : .colorAlpha, into: &lumas)
      }
      return lumas
    }
    if samples == 1 {
      switch kind {
      case .grey(let isInverted): return isInverted ? values.map { 255 - $0 } : values
      case .palette(let table, _): return values.map { table[Int($0)] }
      case .color, .cmyk, .lab, .subsampled: break
      }
    }
    for pixel in lumas.indices {
      let index = pixel * samples
      let opaque = luma(values, index)
      guard let alpha else {
        lumas[pixel] = opaque
        continue
      }
      lumas[pixel] =
        isPremultiplied
        ? Self.premultipliedOverWhite(opaque, values[index + alpha])
        : Luma.compositedOverWhite(opaque, alpha: values[index + alpha])
    }
    return lumas
  }

  private static func premultipliedOverWhite(_ value: UInt8, _ alpha: UInt8) -> UInt8 {
    UInt8(min(255, Int(value) + 255 - Int(alpha)))
  }

  /// Returns the colors of a row of pixels, composited over white.
  ///
  /// - Parameter lumas: The lumas of the same row.
  func colors(_ values: [UInt8], lumas: [UInt8]) -> [UInt8] {
    switch kind {
    case .grey, .subsampled: return lumas
    case .palette(_, let table):
      var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
      ColorRow.lookUp(samples == 1 ? values : firstValues(1, of: values), in: table, into: &rgb)
      return overWhite(rgb, values)
    case .color:
      if samples == 4, alpha == 3, !isPremultiplied {
        var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
        ColorRow.compositeOverWhite(values, into: &rgb)
        return rgb
      }
      return overWhite(firstValues(3, of: values), values)
    case .cmyk:
      var inks = firstValues(4, of: values)
      guard let alpha, !isPremultiplied else { return inks }
      for index in inks.indices {
        inks[index] = UInt8(Int(inks[index]) * Int(values[index / 4 * samples + alpha]) / 255)
      }
      return inks
    case .lab(let isSigned):
      var lab = firstValues(3, of: values)
      guard isSigned else { return lab }
      for index in lab.indices where index % 3 > 0 { lab[index] ^= 0x80 }
      return lab
    }
  }

  private func firstValues(_ count: Int, of values: [UInt8]) -> [UInt8] {
    if samples == count { return values }
    var first = [UInt8](repeating: 0, count: values.count / samples * count)
    for index in first.indices { first[index] = values[index / count * samples + index % count] }
    return first
  }

  /// Composites colors over white by the alpha among `values`.
  private func overWhite(_ rgb: [UInt8], _ values: [UInt8]) -> [UInt8] {
    guard let alpha else { return rgb }
    let alphas = (0..<rgb.count / 3).map { values[$0 * samples + alpha] }
    var rgb = rgb
    if isPremultiplied {
      for index in rgb.indices {
        rgb[index] = Self.premultipliedOverWhite(rgb[index], alphas[index / 3])
      }
    } else {
      ColorRow.compositeOverWhite(&rgb, alphas: alphas)
    }
    return rgb
  }
}
