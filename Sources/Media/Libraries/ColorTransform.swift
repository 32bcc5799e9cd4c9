package import Decoding
package import Model

/// Converts rows of full-size pixels into 8-bit sRGB.
///
/// A converted pixel has three values, and alpha after them if the rows have it. Plain grey
/// keeps its single value.
///
/// ```swift
/// guard let transform = ColorTransform(layout, profile: profile, color) else { return nil }
/// transform.convert(pixels, count: width, into: row)
/// ```
package struct ColorTransform: Sendable {
  /// The work to do for each pixel.
  private enum Conversion: Sendable {
    /// Converts with Little CMS.
    case pipeline(ColorPipeline)
    /// Copies the values, which are 8-bit sRGB already.
    case copy
    /// Narrows 16-bit sRGB to 8 bits.
    case highBits
    /// Expands grey with alpha to three equal values.
    case grey
    /// Composites inks whose colours are unknown.
    case inks
  }

  /// Whether converted pixels have alpha.
  package let hasAlpha: Bool
  /// The number of values in a converted pixel.
  package let channels: Int
  /// Whether the conversion changes colours at all, and not only their storage.
  package let changesColors: Bool
  /// The layout of the rows to convert.
  private let layout: PixelLayout
  private let conversion: Conversion

  /// Prepares a conversion, or returns `nil` if the colours can't be interpreted.
  ///
  /// That is the case for an invalid profile or an unknown colour space, unless the picture
  /// has inks.
  package init?(_ layout: PixelLayout, profile: [UInt8]?, _ color: ColorSpace) {
    self.layout = layout
    hasAlpha = layout.hasAlpha
    let isAlreadySRGB = color.isSRGB && [.grey, .rgb].contains(layout.colors)
    let isPlainGrey = isAlreadySRGB && layout.colors == .grey && !layout.hasAlpha
    channels = isPlainGrey ? 1 : layout.hasAlpha ? 4 : 3
    changesColors = !isAlreadySRGB
    if isAlreadySRGB {
      let expandsGrey = layout.colors == .grey && layout.hasAlpha
      conversion = expandsGrey ? .grey : layout.depth == 8 ? .copy : .highBits
    } else if let pipeline = ColorPipeline.of(
      ColorPipeline.Kind(
        profile: profile, color: color, colors: layout.colors, hasAlpha: layout.hasAlpha,
        depth: layout.depth))
    {
      conversion = .pipeline(pipeline)
    } else if layout.colors == .cmyk {
      conversion = .inks
    } else {
      return nil
    }
  }

  /// Returns whether a picture's colours can be converted into sRGB.
  package static func isPossible(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    singlePixelTransform(colors, profile, color) != nil
  }

  /// Returns whether the real colours are known; inks without a profile are only composited.
  package static func isExact(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    guard let transform = singlePixelTransform(colors, profile, color) else { return false }
    if case .inks = transform.conversion { return false }
    return true
  }

  /// Returns a transform for a picture of one pixel, to test whether there can be one.
  private static func singlePixelTransform(
    _ colors: SmallPicture.Colors, _ profile: [UInt8]?, _ color: ColorSpace
  ) -> ColorTransform? {
    let layout = PixelLayout(size: PixelSize(width: 1, height: 1), colors: colors)
    return ColorTransform(layout, profile: profile, color)
  }

  /// Converts `count` pixels; it returns without change if a buffer is too small for them.
  package func convert(
    _ pixels: UnsafeRawBufferPointer, count: Int, into colors: UnsafeMutableRawBufferPointer
  ) {
    let valueBytes = layout.depth / 8
    guard count > 0, pixels.count >= count * layout.channels * valueBytes,
      colors.count >= count * channels, let from = pixels.baseAddress,
      let to = colors.baseAddress
    else { return }
    switch conversion {
    case .pipeline(let pipeline): unsafe pipeline.convertQuickly(from, count: count, into: to)
    case .copy: unsafe to.copyMemory(from: from, byteCount: count * channels)
    case .highBits: unsafe narrow(from, to, count * channels)
    case .grey: unsafe spread(pixels, count, colors)
    case .inks: unsafe layOver(pixels, count, colors)
    }
  }

  /// Returns the value at an index in 8 bits, rounded.
  private func value(_ pixels: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
    guard layout.depth == 16 else { return unsafe pixels[index] }
    let wide = unsafe Int(pixels.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    return UInt8((wide * 255 + 32767) / 65535)
  }

  /// Rounds 16-bit values to 8 bits.
  private func narrow(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    let values = unsafe from.assumingMemoryBound(to: UInt16.self)
    let bytes = unsafe to.assumingMemoryBound(to: UInt8.self)
    for index in 0..<count {
      unsafe bytes[index] = UInt8(
        truncatingIfNeeded: (UInt32(values[index]) &* 255 &+ 32767) / 65535)
    }
  }

  /// Expands grey to three equal values, and copies alpha.
  private func spread(
    _ pixels: UnsafeRawBufferPointer, _ count: Int, _ colors: UnsafeMutableRawBufferPointer
  ) {
    for pixel in 0..<count {
      let grey = unsafe value(pixels, layout.channels * pixel)
      for channel in 0..<3 { unsafe colors[channels * pixel + channel] = grey }
      if hasAlpha { unsafe colors[4 * pixel + 3] = value(pixels, 2 * pixel + 1) }
    }
  }

  /// Converts inks to the light that they leave, and copies alpha.
  private func layOver(
    _ pixels: UnsafeRawBufferPointer, _ count: Int, _ colors: UnsafeMutableRawBufferPointer
  ) {
    for pixel in 0..<count {
      let start = layout.channels * pixel
      let black = unsafe 255 - Int(value(pixels, start + 3))
      for channel in 0..<3 {
        let light = unsafe 255 - Int(value(pixels, start + channel))
        unsafe colors[channels * pixel + channel] = UInt8(light * black / 255)
      }
      if hasAlpha { unsafe colors[4 * pixel + 3] = value(pixels, start + 4) }
    }
  }
}
