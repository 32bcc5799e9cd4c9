internal import CRaster

/// Converts rows of pixels to 8-bit red, green and blue, three values a pixel.
package enum ColorRow {
  /// Converts a row of luma and two rows of chroma.
  ///
  /// - Parameter across: The number of neighbouring pixels that share a chroma sample: 1,
  ///   2, 4 or 8.
  package static func convert(
    _ y: [UInt8], _ cb: [UInt8], _ cr: [UInt8], across: Int, _ matrix: ColorMatrix,
    into rgb: inout [UInt8]
  ) {
    let count = min(rgb.count / 3, y.count, across * cb.count, across * cr.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_from_ycbcr(
        rgb.baseAddress, y, cb, cr, count, UInt32(across), matrix.factors)
    }
  }

  package static func interleave(
    _ red: [UInt8], _ green: [UInt8], _ blue: [UInt8], into rgb: inout [UInt8]
  ) {
    let count = min(rgb.count / 3, red.count, green.count, blue.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_from_planes(rgb.baseAddress, red, green, blue, count)
    }
  }

  /// Replaces each value by its color in a palette of 256 colors with three values each.
  /// Returns without change when the palette is shorter.
  package static func lookUp(_ entries: [UInt8], in table: [UInt8], into rgb: inout [UInt8]) {
    guard table.count >= 768 else { return }
    let count = min(rgb.count / 3, entries.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_from_entries(rgb.baseAddress, entries, count, table)
    }
  }

  /// Unpacks one row of values of up to 16 bits, as TIFF stores them, and reduces them to
  /// 8 bits.
  ///
  /// - Parameters:
  ///   - line: The packed row. It may be shorter than `count` values.
  ///   - depth: Bits a value, from 1 to 16. For other depths the result is empty.
  ///   - isScaled: Whether values of fewer than 8 bits are scaled so that the largest becomes 255.
  package static func unpack(
    _ line: UnsafeRawBufferPointer, _ count: Int, depth: Int, isScaled: Bool
  ) -> [UInt8] {
    let count = min(count, line.count * 8 / max(1, depth))
    let bytes = unsafe line.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let slots = castbook_slots_t(channels: 1, first: 0)
    guard (1...16).contains(depth), count > 0 else { return [] }
    if depth > 8 {
      var deep = [UInt16](repeating: 0, count: count)
      unsafe castbook_pixels_unpack(&deep, slots, bytes, count, 1, 1, UInt32(depth), isScaled)
      return deep.map { UInt8($0 >> 8) }
    }
    var values = [UInt8](repeating: 0, count: count)
    unsafe castbook_pixels_unpack(&values, slots, bytes, count, 1, 1, UInt32(depth), isScaled)
    return values
  }

  /// Composites red, green, blue and alpha over white.
  package static func compositeOverWhite(_ rgba: [UInt8], into rgb: inout [UInt8]) {
    let count = min(rgb.count / 3, rgba.count / 4)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_over_white(rgb.baseAddress, rgba, count)
    }
  }

  /// Composites pixels of three values over white, in place.
  package static func compositeOverWhite(_ rgb: inout [UInt8], alphas: [UInt8]) {
    let count = min(rgb.count / 3, alphas.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_by_alphas(rgb.baseAddress, 3, alphas, count)
    }
  }
}

/// The coefficients that convert luma and chroma to red, green and blue.
package struct ColorMatrix: Sendable {
  /// The weight of red in luma.
  let red: Double
  /// The weight of blue in luma.
  let blue: Double
  /// Whether values use the range of video: 16 to 235 for luma, 16 to 240 for chroma.
  let isNarrow: Bool
  /// The coefficients for C, in units of 1/65536.
  let factors: castbook_matrix_t

  /// Derives a matrix from the weights of red and blue in luma.
  ///
  /// - Parameter isNarrow: Whether values use the range of video instead of 0 to 255.
  package init(red: Double, blue: Double, isNarrow: Bool) {
    self.red = red
    self.blue = blue
    self.isNarrow = isNarrow
    let green = 1 - red - blue
    let scale = isNarrow ? 255.0 / 224 : 1
    func factor(_ value: Double) -> Int32 { Int32((value * 65536).rounded()) }
    factors = castbook_matrix_t(
      black: isNarrow ? 16 : 0, luma: factor(isNarrow ? 255.0 / 219 : 1),
      red_by_cr: factor(2 * (1 - red) * scale),
      green_by_cb: factor(-2 * blue * (1 - blue) / green * scale),
      green_by_cr: factor(-2 * red * (1 - red) / green * scale),
      blue_by_cb: factor(2 * (1 - blue) * scale))
  }

  /// The matrix of ITU-R BT.601, which applies to pictures that name none.
  package static func standard(isNarrow: Bool) -> ColorMatrix {
    ColorMatrix(red: 0.299, blue: 0.114, isNarrow: isNarrow)
  }
}
