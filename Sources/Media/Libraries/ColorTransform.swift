internal import Colors
package import Decoding
package import Model

/// Converts rows of full-size pixels into 8-bit sRGB.
///
/// A converted pixel has three values, and alpha after them if the rows have it. Plain grey
/// keeps its single value.
///
/// ```swift
/// let transform = try ColorTransform(layout, profile: profile, color)
/// try transform.convert(pixels, count: width, into: row)
/// ```
package struct ColorTransform: Sendable {
  /// The work to do for each pixel.
  private enum Conversion: Sendable {
    /// Converts with Little CMS.
    case converted(ColorConversion)
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

  /// Prepares a conversion.
  ///
  /// - Throws: `ColorFailure.unusable` for an invalid profile or an unknown colour space, unless
  ///   the picture has inks, and other errors if no process can read the profile.
  package init(
    _ layout: PixelLayout, profile: [UInt8]?, _ color: ColorSpace
  ) throws(ColorFailure) {
    self.layout = layout
    hasAlpha = layout.hasAlpha
    let isAlreadySRGB = color.isSRGB && [.grey, .rgb].contains(layout.colors)
    let isPlainGrey = isAlreadySRGB && layout.colors == .grey && !layout.hasAlpha
    channels = isPlainGrey ? 1 : layout.hasAlpha ? 4 : 3
    changesColors = !isAlreadySRGB
    if isAlreadySRGB {
      let expandsGrey = layout.colors == .grey && layout.hasAlpha
      conversion = expandsGrey ? .grey : layout.depth == 8 ? .copy : .highBits
    } else {
      let kind = ColorConversion.Kind(
        profile: profile, color: color, colors: layout.colors, hasAlpha: layout.hasAlpha,
        depth: layout.depth)
      do throws(ColorFailure) {
        conversion = .converted(try ColorConversion.of(kind))
      } catch .unusable where layout.colors == .cmyk {
        conversion = .inks
      }
    }
  }

  /// Returns whether a picture's colours can be converted into sRGB, as far as is known: if no
  /// process can read the profile, only the conversion fails.
  package static func isPossible(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    do throws(ColorFailure) {
      _ = try singlePixelTransform(colors, profile, color)
      return true
    } catch {
      return error != .unusable
    }
  }

  /// Returns whether the real colours are known; inks without a profile are only composited.
  package static func isExact(
    _ colors: SmallPicture.Colors, profile: [UInt8]?, _ color: ColorSpace
  ) -> Bool {
    do throws(ColorFailure) {
      if case .inks = try singlePixelTransform(colors, profile, color).conversion { return false }
      return true
    } catch {
      return error != .unusable
    }
  }

  /// Returns a transform for a picture of one pixel, to test whether there can be one.
  private static func singlePixelTransform(
    _ colors: SmallPicture.Colors, _ profile: [UInt8]?, _ color: ColorSpace
  ) throws(ColorFailure) -> ColorTransform {
    let layout = PixelLayout(size: PixelSize(width: 1, height: 1), colors: colors)
    return try ColorTransform(layout, profile: profile, color)
  }

  /// Converts `count` pixels, or none if a buffer is too small for them.
  package func convert(
    _ pixels: UnsafeRawBufferPointer, count: Int, into colors: UnsafeMutableRawBufferPointer
  ) throws(ColorFailure) {
    let valueBytes = layout.depth / 8
    guard count > 0, pixels.count >= count * layout.channels * valueBytes,
      colors.count >= count * channels, let from = pixels.baseAddress,
      let to = colors.baseAddress
    else { return }
    switch conversion {
    case .converted(let found): try unsafe found.convertQuickly(from, count: count, into: to)
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
