internal import CRaster
internal import Model

/// One row of full-size pixels while it is assembled from values of 8 or 16 bits.
@safe package final class PixelRow {
  /// The layout of the picture the row belongs to.
  package let layout: PixelLayout
  private let memory: UnsafeMutableRawBufferPointer

  /// Allocates a row of zeros.
  package init(_ layout: PixelLayout) {
    self.layout = layout
    unsafe memory = .allocate(byteCount: max(1, layout.rowBytes), alignment: 16)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { unsafe memory.deallocate() }

  /// Sets every byte of the row.
  package func fill(_ value: UInt8) {
    unsafe memory.initializeMemory(as: UInt8.self, repeating: value)
  }

  /// Calls `body` with the bytes of the row, without a copy.
  package func read<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    unsafe body(UnsafeRawBufferPointer(rebasing: memory[..<layout.rowBytes]))
  }

  /// A copy of the row's bytes.
  package var bytes: [UInt8] { unsafe read { unsafe Array($0) } }

  /// The number of pixels that fit between a column and the end of the row, at most
  /// `count`.
  private func room(_ count: Int, from column: Int) -> Int {
    max(0, min(count, layout.size.width - column))
  }

  /// The positions of one channel's values, for C.
  private func slots(_ channel: Int, from column: Int) -> castbook_slots_t {
    castbook_slots_t(channels: layout.channels, first: column * layout.channels + channel)
  }

  /// The row's memory as 8-bit values.
  private var narrow: UnsafeMutablePointer<UInt8>? {
    unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
  }

  /// The row's memory as 16-bit values.
  private var wide: UnsafeMutablePointer<UInt16>? {
    unsafe memory.baseAddress?.assumingMemoryBound(to: UInt16.self)
  }

  /// Unpacks a line as TIFF stores it, keeping the first `kept` of each pixel's `samples`
  /// values. Returns without change when the line is too short or its depth does not match the
  /// layout.
  ///
  /// - Parameters:
  ///   - count: The number of pixels in the line.
  ///   - depth: Bits a value in the line.
  ///   - isScaled: Whether values are scaled so that the largest becomes the largest of the layout.
  package func unpack(
    _ line: UnsafeRawBufferPointer, _ count: Int, samples: Int, kept: Int, depth: Int,
    isScaled: Bool, channel: Int = 0, from column: Int = 0
  ) {
    let count = room(count, from: column)
    guard column >= 0, count > 0, channel + kept <= layout.channels,
      (count * samples * depth + 7) / 8 <= line.count, (depth > 8) == (layout.depth > 8)
    else { return }
    unsafe castbook_pixels_unpack(
      memory.baseAddress, slots(channel, from: column),
      line.baseAddress?.assumingMemoryBound(to: UInt8.self), count, samples, kept,
      UInt32(depth), isScaled)
  }

  package func put(_ values: [UInt8], channel: Int, from column: Int = 0) {
    guard layout.depth == 8, channel < layout.channels, column >= 0 else { return }
    unsafe castbook_pixels_put(
      narrow, slots(channel, from: column), values, room(values.count, from: column))
  }

  /// Puts 8-bit colors in front of the alpha values, as many a pixel as the layout has.
  package func put(colors values: [UInt8], from column: Int = 0) {
    let colors = layout.colors.channels
    guard layout.depth == 8, column >= 0 else { return }
    unsafe castbook_pixels_unpack(
      memory.baseAddress, slots(0, from: column), values,
      room(values.count / colors, from: column), colors, colors, 8, false)
  }

  /// Puts values of up to 16 bits into a channel of 16 bits.
  package func put(deep values: [UInt16], channel: Int, _ scale: DeepScale) {
    guard layout.depth == 16, channel < layout.channels else { return }
    unsafe castbook_pixels_put_deep(
      wide, slots(channel, from: 0), values, room(values.count, from: 0), scale.matrix)
  }

  /// Converts luma and chroma of up to 16 bits to 16-bit colors.
  ///
  /// - Parameter across: The number of neighboring pixels that share a chroma sample.
  package func put(
    deep y: [UInt16], _ cb: [UInt16], _ cr: [UInt16], across: Int, _ scale: DeepScale
  ) {
    guard layout.depth == 16, layout.colors == .rgb, across > 0 else { return }
    let count = min(y.count, across * cb.count, across * cr.count)
    unsafe castbook_pixels_put_ycbcr(
      wide, slots(0, from: 0), y, cb, cr, room(count, from: 0), UInt32(across), scale.matrix)
  }

  /// Divides the colors by their alpha, for rows that were premultiplied with it.
  package func unpremultiply() {
    guard layout.hasAlpha else { return }
    unsafe castbook_pixels_unpremultiply(
      memory.baseAddress, layout.size.width, layout.channels, UInt32(layout.depth))
  }

  /// Inverts a channel, so the largest value becomes the smallest.
  package func invert(channel: Int) {
    let (step, count) = (layout.channels, layout.size.width)
    for index in stride(from: channel, to: count * step, by: step) {
      if layout.depth == 8 {
        unsafe narrow?[index] ^= UInt8.max
      } else {
        unsafe wide?[index] ^= UInt16.max
      }
    }
  }

  /// Replaces every value of a channel by what `change` returns for it, clamped to the
  /// depth.
  package func mapChannel(_ channel: Int, _ change: (Int) -> Int) {
    let (step, count) = (layout.channels, layout.size.width)
    for index in stride(from: channel, to: count * step, by: step) {
      if layout.depth == 8 {
        guard let narrow = unsafe narrow else { return }
        unsafe narrow[index] = UInt8(clamping: change(Int(narrow[index])))
      } else {
        guard let wide = unsafe wide else { return }
        unsafe wide[index] = UInt16(clamping: change(Int(wide[index])))
      }
    }
  }
}

/// The scale from values of 9 to 16 bits to 16 bits.
package struct DeepScale: Sendable {
  let matrix: castbook_deep_matrix_t

  /// Derives the scale from the picture's color matrix and the range of its values.
  package init(_ colors: ColorMatrix, depth: Int) {
    let shift = Int32(max(0, min(16, depth) - 8))
    let maximum = Double((1 << min(16, depth)) - 1)
    // In the range of video, luma has 219 steps of 8 bits and chroma has 224.
    let luma = 65_535 / (colors.isNarrow ? Double(219 << shift) : maximum)
    let chroma = 65_535 / (colors.isNarrow ? Double(224 << shift) : maximum)
    func factor(_ value: Double) -> Int64 { Int64((value * Double(1 << 24)).rounded()) }
    let (red, blue) = (colors.red, colors.blue)
    let green = 1 - red - blue
    matrix = castbook_deep_matrix_t(
      black: colors.isNarrow ? 16 << shift : 0, middle: 128 << shift, luma: factor(luma),
      red_by_cr: factor(2 * (1 - red) * chroma),
      green_by_cb: factor(-2 * blue * (1 - blue) / green * chroma),
      green_by_cr: factor(-2 * red * (1 - red) / green * chroma),
      blue_by_cb: factor(2 * (1 - blue) * chroma))
  }

  /// The scale for values that are not luma or chroma, such as grey and alpha.
  package init(isNarrow: Bool, depth: Int) {
    self.init(.standard(isNarrow: isNarrow), depth: depth)
  }
}
