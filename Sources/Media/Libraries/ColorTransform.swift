package import Decoding
package import Model

/// Turns rows of full-size pixels into sRGB of 8 bits: three values a pixel, and alpha behind them where
/// the rows have it; of plain grey only one.
package struct ColorTransform: Sendable {
  /// What is done to the colours.
  private enum Way: Sendable {
    /// By Little CMS.
    case pipeline(ColorPipeline)
    /// They are sRGB, in 8 bits.
    case asTheyAre
    /// They are sRGB in 16 bits,
    case highBits
    /// or grey with alpha, which becomes three equal values.
    case grey
    /// Inks of no known colour, laid over each other.
    case inks
  }

  /// Whether what comes out has alpha.
  package let hasAlpha: Bool
  /// Values a pixel that come out.
  package let channels: Int
  /// Whether colours change at all.
  package let changesColors: Bool
  private let layout: PixelLayout
  private let way: Way

  /// Nothing where the colours can't be followed: a profile that is none, or a space that is not known.
  package init?(_ layout: PixelLayout, profile: [UInt8]?, _ color: ColorSpace) {
    self.layout = layout
    hasAlpha = layout.hasAlpha
    let isAsSeen = color.isSRGB && [.grey, .rgb].contains(layout.colors)
    let isPlainGrey = isAsSeen && layout.colors == .grey && !layout.hasAlpha
    channels = isPlainGrey ? 1 : layout.hasAlpha ? 4 : 3
    changesColors = !isAsSeen
    if isAsSeen {
      let isSpread = layout.colors == .grey && layout.hasAlpha
      way = isSpread ? .grey : layout.depth == 8 ? .asTheyAre : .highBits
    } else if let pipeline = ColorPipeline.of(
      ColorPipeline.Kind(
        profile: profile, color: color, colors: layout.colors, hasAlpha: layout.hasAlpha,
        depth: layout.depth))
    {
      way = .pipeline(pipeline)
    } else if layout.colors == .inks {
      way = .inks
    } else {
      return nil
    }
  }

  /// Whether colours of a picture can be turned into sRGB.
  package static func isPossible(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    ofOnePixel(colors, profile, color) != nil
  }

  /// Whether it is known which colours they are: inks without a profile are merely laid over each other.
  package static func isExact(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    guard let transform = ofOnePixel(colors, profile, color) else { return false }
    if case .inks = transform.way { return false }
    return true
  }

  private static func ofOnePixel(
    _ colors: SmallPicture.Colors, _ profile: [UInt8]?, _ color: ColorSpace
  ) -> ColorTransform? {
    let layout = PixelLayout(size: PixelSize(width: 1, height: 1), colors: colors)
    return ColorTransform(layout, profile: profile, color)
  }

  /// Turns so many pixels.
  package func convert(
    _ pixels: UnsafeRawBufferPointer, count: Int, into colors: UnsafeMutableRawBufferPointer
  ) {
    let valueBytes = layout.depth / 8
    guard count > 0, pixels.count >= count * layout.channels * valueBytes,
      colors.count >= count * channels, let from = pixels.baseAddress,
      let to = colors.baseAddress
    else { return }
    switch way {
    case .pipeline(let pipeline):
      unsafe pipeline.convertQuickly(from, count: count, into: to)
    case .asTheyAre: unsafe to.copyMemory(from: from, byteCount: count * channels)
    case .highBits: unsafe narrow(from, to, count * channels)
    case .grey: unsafe spread(pixels, count, colors)
    case .inks: unsafe layOver(pixels, count, colors)
    }
  }

  /// A value in 8 bits, rounded.
  private func value(_ pixels: UnsafeRawBufferPointer, _ place: Int) -> UInt8 {
    guard layout.depth == 16 else { return unsafe pixels[place] }
    let wide = unsafe Int(pixels.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self))
    return UInt8((wide * 255 + 32767) / 65535)
  }

  private func narrow(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    let values = unsafe from.assumingMemoryBound(to: UInt16.self)
    let bytes = unsafe to.assumingMemoryBound(to: UInt8.self)
    for place in 0..<count {
      unsafe bytes[place] = UInt8(
        truncatingIfNeeded: (UInt32(values[place]) &* 255 &+ 32767) / 65535)
    }
  }

  private func spread(
    _ pixels: UnsafeRawBufferPointer, _ count: Int, _ colors: UnsafeMutableRawBufferPointer
  ) {
    for pixel in 0..<count {
      let grey = unsafe value(pixels, layout.channels * pixel)
      for channel in 0..<3 { unsafe colors[channels * pixel + channel] = grey }
      if hasAlpha { unsafe colors[4 * pixel + 3] = value(pixels, 2 * pixel + 1) }
    }
  }

  private func layOver(
    _ pixels: UnsafeRawBufferPointer, _ count: Int, _ colors: UnsafeMutableRawBufferPointer
  ) {
    for pixel in 0..<count {
      let place = layout.channels * pixel
      let black = unsafe 255 - Int(value(pixels, place + 3))
      for channel in 0..<3 {
        let light = unsafe 255 - Int(value(pixels, place + channel))
        unsafe colors[channels * pixel + channel] = UInt8(light * black / 255)
      }
      if hasAlpha { unsafe colors[4 * pixel + 3] = value(pixels, place + 4) }
    }
  }
}
