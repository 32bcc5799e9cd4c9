internal import CPixels
package import Model

/// Scales a picture in linear light, row by row from the top.
///
/// Working in linear light keeps details that are finer than the new pixels as bright as they look
/// from afar. A side that shrinks is filtered with a three-lobed Lanczos window, widened by the
/// reduction factor. A side that grows is interpolated with the Catmull–Rom cubic, with each value
/// clamped between its two neighbours so that edges don't ring.
///
/// ```swift
/// let resampler = Resampler(from: picture.size, to: half, channels: 3)
/// resampler?.add(rows: rows) { finished += $0 }
/// ```
///
/// Sums are integers: equal pictures give equal bytes on every processor, and a rotated picture
/// gives the same bytes rotated.
@safe package final class Resampler {
  private let scaler: OpaquePointer
  private let rowBytes: Int
  private var finished: [UInt8]

  /// Creates a resampler for 1 or 3 channels, or for 4 whose last is an alpha channel that
  /// weights the colours.
  ///
  /// It returns `nil` for other numbers of channels, for a side of 0 or over 2³¹ pixels, and when
  /// memory runs out.
  package init?(from: PixelSize, to: PixelSize, channels: Int) {
    guard let scale = Self.scale(from, to, channels),
      let scaler = unsafe castbook_scaler_new(scale)
    else { return nil }
    unsafe self.scaler = scaler
    rowBytes = from.width * channels
    finished = [UInt8](repeating: 0, count: to.width * channels)
  }

  deinit { unsafe castbook_scaler_free(scaler) }

  /// Returns the bytes of memory that a resampler holds while it exists, which is a few rows, or 0
  /// for sizes that `init(from:to:channels:)` refuses.
  package static func memory(from: PixelSize, to: PixelSize, channels: Int) -> Int {
    guard let scale = scale(from, to, channels) else { return 0 }
    return castbook_scaler_memory(scale) + to.width * channels
  }

  /// Reads the next rows, a whole number of them, and passes each finished row to `each`.
  ///
  /// The last input row completes the last output row; any rows after it are ignored.
  package func add(rows: UnsafeRawBufferPointer, each: (UnsafeRawBufferPointer) -> Void) {
    var rest = unsafe rows
    while rest.count >= rowBytes {
      let row = unsafe rest.prefix(rowBytes)
      unsafe castbook_scaler_add(scaler, UnsafeRawBufferPointer(rebasing: row).baseAddress)
      unsafe handOut(each)
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(rowBytes))
    }
  }

  /// Passes every row that is finished to `each`.
  private func handOut(_ each: (UnsafeRawBufferPointer) -> Void) {
    unsafe finished.withUnsafeMutableBytes { buffer in
      while unsafe castbook_scaler_next(scaler, buffer.baseAddress) {
        unsafe each(UnsafeRawBufferPointer(buffer))
      }
    }
  }

  /// Returns the C description of the scaling, or `nil` when an argument is out of range.
  private static func scale(_ from: PixelSize, _ to: PixelSize, _ channels: Int)
    -> castbook_scale_t?
  {
    let sides = [from.width, from.height, to.width, to.height]
    guard [1, 3, 4].contains(channels), sides.allSatisfy({ 1...1 << 31 ~= $0 }) else { return nil }
    return castbook_scale_t(
      width: from.width, height: from.height, new_width: to.width, new_height: to.height,
      channels: channels)
  }
}
