internal import CPixels
internal import Model
internal import PNG

/// What a picture is written as in a PNG: the numbers of few colours, or values of 8 bits in as few channels
/// as it needs.
struct PNGForm: PNGRowSource {
  private enum Values {
    /// So many bits for each.
    case numbers(of: [UInt32], bits: Int)
    case channels(Int)
  }

  private let picture: HeldPicture
  private let values: Values

  /// All ways to write a picture that lose nothing, the one first that takes the fewest bytes before it is
  /// deflated; values before numbers of as many, since filters find something in them.
  static func all(of picture: HeldPicture) -> [PNGForm] {
    let flat = unsafe picture.values.withUnsafeBufferPointer { buffer in
      unsafe castbook_flat(buffer.baseAddress, picture.size.pixelCount, picture.channels)
    }
    let kept = (flat.is_grey ? 1 : 3) + (flat.is_opaque ? 0 : 1)
    let whole = PNGForm(picture: picture, values: .channels(kept))
    guard flat.count <= Int(castbook_most_colors) else { return [whole] }
    let colors = unsafe withUnsafeBytes(of: flat.colors) { bytes in
      unsafe bytes.bindMemory(to: UInt32.self).prefix(flat.count)
        // Those that are seen through stand first, and what follows need not say that it is not.
        .sorted { key($0) < key($1) }
    }
    let bits = [1, 2, 4].first { colors.count <= 1 << $0 } ?? 8
    let numbers = PNGForm(picture: picture, values: .numbers(of: colors, bits: bits))
    return kept == 1 && bits == 8 ? [whole, numbers] : [numbers, whole]
  }

  private static func key(_ color: UInt32) -> UInt64 {
    UInt64(color >> 24 == 255 ? 1 : 0) << 32 | UInt64(color.byteSwapped)
  }

  /// Writes the file of this form.
  var encoder: PNGEncoder {
    let (width, height) = (picture.size.width, picture.size.height)
    switch values {
    case .numbers(let colors, let bits):
      let palette = PNGEncoder.Palette(
        colors: colors.flatMap { color in
          [0, 8, 16].map { UInt8(truncatingIfNeeded: color >> $0) }
        },
        alphas: colors.map { UInt8($0 >> 24) }.filter { $0 != 255 })
      return PNGEncoder(
        width: width, height: height, depth: UInt8(bits), color: .palette, palette: palette)
    case .channels(let kept):
      let colors: [PNGHeader.ColorType] = [.grey, .greyAlpha, .color, .colorAlpha]
      return PNGEncoder(width: width, height: height, depth: 8, color: colors[kept - 1])
    }
  }

  func rows(_ range: Range<Int>, each: (ArraySlice<UInt8>) -> Bool) {
    let size = picture.size, given = picture.rowBytes
    var row = [UInt8](repeating: 0, count: encoder.rowBytes)
    for y in range {
      let source = picture.values[y * given..<(y + 1) * given]
      if case .channels(picture.channels) = values {
        guard each(source) else { return }
        continue
      }
      unsafe source.withUnsafeBufferPointer { source in
        switch values {
        case .numbers(let colors, let bits):
          unsafe castbook_flat_numbers(
            &row, source.baseAddress, size.width, picture.channels, UInt32(bits), colors,
            colors.count)
        case .channels(let kept):
          unsafe castbook_flat_keep(
            &row, source.baseAddress, size.width, picture.channels, kept)
        }
      }
      guard each(row[...]) else { return }
    }
  }
}
