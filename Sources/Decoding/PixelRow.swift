internal import CRaster
internal import Model

/// Rows of full-size pixels while they are put together: values of 8 or 16 bits, side by side.
@safe package final class PixelRow {
  package let layout: PixelLayout
  private let memory: UnsafeMutableRawBufferPointer

  package init(_ layout: PixelLayout) {
    self.layout = layout
    unsafe memory = .allocate(byteCount: max(1, layout.rowBytes), alignment: 16)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { unsafe memory.deallocate() }

  package func fill(_ value: UInt8) {
    unsafe memory.initializeMemory(as: UInt8.self, repeating: value)
  }

  /// Has the row read, as it is.
  package func read<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    unsafe body(UnsafeRawBufferPointer(rebasing: memory[..<layout.rowBytes]))
  }

  /// The row's bytes, copied.
  package var bytes: [UInt8] { unsafe read { unsafe Array($0) } }

  /// As many pixels as there are, and fit between a column and the end of the row.
  private func room(_ count: Int, from column: Int) -> Int {
    max(0, min(count, layout.size.width - column))
  }

  private func slots(_ channel: Int, from column: Int) -> castbook_slots_t {
    castbook_slots_t(channels: layout.channels, first: column * layout.channels + channel)
  }

  private var narrow: UnsafeMutablePointer<UInt8>? {
    unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
  }

  private var wide: UnsafeMutablePointer<UInt16>? {
    unsafe memory.baseAddress?.assumingMemoryBound(to: UInt16.self)
  }

  /// Takes the first `kept` of each pixel's `samples` values out of a line as TIFF stores them. Whoever
  /// calls sees to it that the line holds so many.
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

  /// Puts values of 8 bits into a channel.
  package func put(_ values: [UInt8], channel: Int, from column: Int = 0) {
    guard layout.depth == 8, channel < layout.channels, column >= 0 else { return }
    unsafe castbook_pixels_put(
      narrow, slots(channel, from: column), values, room(values.count, from: column))
  }

  /// Puts colours of 8 bits, as many a pixel as the layout has, in front of its alpha.
  package func put(colors values: [UInt8], from column: Int = 0) {
    let colors = layout.colors.channels
    guard layout.depth == 8, column >= 0 else { return }
    unsafe castbook_pixels_unpack(
      memory.baseAddress, slots(0, from: column), values,
      room(values.count / colors, from: column), colors, colors, 8, false)
  }

  /// Puts values of up to 16 bits into a channel of 16.
  package func put(deep values: [UInt16], channel: Int, _ scale: DeepScale) {
    guard layout.depth == 16, channel < layout.channels else { return }
    unsafe castbook_pixels_put_deep(
      wide, slots(channel, from: 0), values, room(values.count, from: 0), scale.matrix)
  }

  /// Puts luma and chroma of up to 16 bits as colours of 16; a sample of chroma belongs to `across` pixels.
  package func put(
    deep y: [UInt16], _ cb: [UInt16], _ cr: [UInt16], across: Int, _ scale: DeepScale
  ) {
    guard layout.depth == 16, layout.colors == .rgb, across > 0 else { return }
    let count = min(y.count, across * cb.count, across * cr.count)
    unsafe castbook_pixels_put_film(
      wide, slots(0, from: 0), y, cb, cr, room(count, from: 0), UInt32(across), scale.matrix)
  }

  /// Undoes that colours were darkened by their alpha.
  package func lighten() {
    guard layout.hasAlpha else { return }
    unsafe castbook_pixels_lighten(
      memory.baseAddress, layout.size.width, layout.channels, UInt32(layout.depth))
  }

  /// Makes the largest value the smallest, of a channel.
  package func invert(channel: Int) {
    let (step, count) = (layout.channels, layout.size.width)
    for place in stride(from: channel, to: count * step, by: step) {
      if layout.depth == 8 {
        unsafe narrow?[place] ^= UInt8.max
      } else {
        unsafe wide?[place] ^= UInt16.max
      }
    }
  }

  /// Has every value of a channel changed.
  package func change(channel: Int, _ change: (Int) -> Int) {
    let (step, count) = (layout.channels, layout.size.width)
    for place in stride(from: channel, to: count * step, by: step) {
      if layout.depth == 8 {
        guard let narrow = unsafe narrow else { return }
        unsafe narrow[place] = UInt8(clamping: change(Int(narrow[place])))
      } else {
        guard let wide = unsafe wide else { return }
        unsafe wide[place] = UInt16(clamping: change(Int(wide[place])))
      }
    }
  }
}

/// How values of 9 to 16 bits become values of 16.
package struct DeepScale: Sendable {
  let matrix: castbook_deep_matrix_t

  /// By the matrix of their picture and its range.
  package init(_ colors: ColorMatrix, depth: Int) {
    let shift = Int32(max(0, min(16, depth) - 8))
    let most = Double((1 << min(16, depth)) - 1)
    // Of the range that films have, 219 and 224 steps of 8 bits are all there is.
    let luma = 65_535 / (colors.isNarrow ? Double(219 << shift) : most)
    let chroma = 65_535 / (colors.isNarrow ? Double(224 << shift) : most)
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

  /// For values that stand for themselves.
  package init(isNarrow: Bool, depth: Int) {
    self.init(.standard(isNarrow: isNarrow), depth: depth)
  }
}
