internal import CPixels
internal import Model
internal import PNG

/// The representation of a picture in a PNG: palette indices when it has few colours, otherwise
/// 8-bit channels, as few as it needs.
struct PNGEncoding: PNGRowSource {
  /// The meaning of the values of a row.
  private enum Values {
    /// Indices into a palette, with the given number of bits each.
    case indices(of: [UInt32], bits: Int)
    /// The given number of 8-bit channels.
    case channels(Int)
  }

  private let picture: PixelBuffer
  private let values: Values

  /// Returns every lossless representation of a picture, the one with the fewest bytes before
  /// compression first.
  ///
  /// Channels come before indices of the same size, because row filters work on channels.
  static func candidates(for picture: PixelBuffer) -> [PNGEncoding] {
    let use = unsafe picture.values.withUnsafeBufferPointer { buffer in
      unsafe castbook_color_use(buffer.baseAddress, picture.size.pixelCount, picture.channels)
    }
    let kept = (use.is_grey ? 1 : 3) + (use.is_opaque ? 0 : 1)
    let whole = PNGEncoding(picture: picture, values: .channels(kept))
    guard use.count <= Int(castbook_maximum_colors) else { return [whole] }
    let colors = unsafe withUnsafeBytes(of: use.colors) { bytes in
      unsafe bytes.bindMemory(to: UInt32.self).prefix(use.count)
        // Transparent colours come first, so tRNS can omit the opaque ones that follow.
        .sorted { key($0) < key($1) }
    }
    let bits = [1, 2, 4].first { colors.count <= 1 << $0 } ?? 8
    let indices = PNGEncoding(picture: picture, values: .indices(of: colors, bits: bits))
    return kept == 1 && bits == 8 ? [whole, indices] : [indices, whole]
  }

  /// Returns the sort key of a colour: opaque colours come after all others.
  private static func key(_ color: UInt32) -> UInt64 {
    UInt64(color >> 24 == 255 ? 1 : 0) << 32 | UInt64(color.byteSwapped)
  }

  /// The encoder that writes this representation.
  var encoder: PNGEncoder {
    let (width, height) = (picture.size.width, picture.size.height)
    switch values {
    case .indices(let colors, let bits):
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

  /// Passes unfiltered rows to `each` from the top, until it returns `false`.
  func rows(_ range: Range<Int>, each: (ArraySlice<UInt8>) -> Bool) {
    let size = picture.size, given = picture.rowByteCount
    var row = [UInt8](repeating: 0, count: encoder.rowBytes)
    for y in range {
      let source = picture.values[y * given..<(y + 1) * given]
      if case .channels(picture.channels) = values {
        guard each(source) else { return }
        continue
      }
      unsafe source.withUnsafeBufferPointer { source in
        switch values {
        case .indices(let colors, let bits):
          unsafe castbook_write_color_indices(
            &row, source.baseAddress, size.width, picture.channels, UInt32(bits), colors,
            colors.count)
        case .channels(let kept):
          unsafe castbook_write_channels(
            &row, source.baseAddress, size.width, picture.channels, kept)
        }
      }
      guard each(row[...]) else { return }
    }
  }
}
