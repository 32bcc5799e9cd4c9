internal import CRaster

/// Turns rows of pixels into red, green and blue of 8 bits, three values a pixel.
package enum ColorRow {
  /// Rows of luma and of chroma, whose samples belong to `across` pixels each: 1, 2, 4 or 8.
  package static func convert(
    _ y: [UInt8], _ cb: [UInt8], _ cr: [UInt8], across: Int, _ matrix: ColorMatrix,
    into rgb: inout [UInt8]
  ) {
    let count = min(rgb.count / 3, y.count, across * cb.count, across * cr.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_of_film(
        rgb.baseAddress, y, cb, cr, count, UInt32(across), matrix.factors)
    }
  }

  /// Rows of red, green and blue.
  package static func join(
    _ red: [UInt8], _ green: [UInt8], _ blue: [UInt8], into rgb: inout [UInt8]
  ) {
    let count = min(rgb.count / 3, red.count, green.count, blue.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_of_planes(rgb.baseAddress, red, green, blue, count)
    }
  }

  /// Entries of a table of 256 colours, three values each.
  package static func lookUp(_ entries: [UInt8], in table: [UInt8], into rgb: inout [UInt8]) {
    guard table.count >= 768 else { return }
    let count = min(rgb.count / 3, entries.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_of_entries(rgb.baseAddress, entries, count, table)
    }
  }

  /// Values of up to 16 bits out of a line as TIFF stores them, in 8; `isScaled` when the largest stays the
  /// largest.
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

  /// Red, green, blue and alpha, laid over white.
  package static func layOverWhite(_ rgba: [UInt8], into rgb: inout [UInt8]) {
    let count = min(rgb.count / 3, rgba.count / 4)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_over_white(rgb.baseAddress, rgba, count)
    }
  }

  /// Lays pixels of three values over white, each as far as its alpha says.
  package static func layOverWhite(_ rgb: inout [UInt8], alphas: [UInt8]) {
    let count = min(rgb.count / 3, alphas.count)
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_row_by_alphas(rgb.baseAddress, 3, alphas, count)
    }
  }
}

/// How colours are had of luma and chroma.
package struct ColorMatrix: Sendable {
  /// The shares of red and blue in luma.
  let red: Double
  let blue: Double
  let isNarrow: Bool
  /// In 65536ths.
  let factors: castbook_matrix_t

  /// By the shares of red and blue in luma; `isNarrow` when values lie between 16 and 235 or 240, as films
  /// have them.
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

  /// That of ITU-R BT.601, which pictures have that say nothing else.
  package static func standard(isNarrow: Bool) -> ColorMatrix {
    ColorMatrix(red: 0.299, blue: 0.114, isNarrow: isNarrow)
  }
}
