internal import CPixels
package import Model

/// Scales a picture whose rows come from the top to another size, in linear light: what is finer than the new
/// pixels becomes as light as it looks from afar. A side that shrinks goes through Lanczos's window of three
/// lobes, made as wide as the reduction asks for. A side that grows goes through Catmull and Rom's cubic, each
/// value kept between its two neighbours, so that no edge rings.
///
///     let resampler = Resampler(from: picture.size, to: half, channels: 3)
///     resampler?.add(rows: rows) { finished += $0 }
///
/// Sums are of whole numbers: the same picture gives the same bytes on every processor, and the same picture
/// turned round the same bytes turned round.
@safe package final class Resampler {
  private let scaler: OpaquePointer
  private let rowBytes: Int
  private var finished: [UInt8]

  /// Nothing where there are no such pictures: a side of 0 or over 2^31, or other channels than 1, 3, or 4 of
  /// which the last is alpha, that colours are weighed by; nor where there is no memory left.
  package init?(from: PixelSize, to: PixelSize, channels: Int) {
    guard let scale = Self.scale(from, to, channels),
      let scaler = unsafe castbook_scaler_new(scale)
    else { return nil }
    unsafe self.scaler = scaler
    rowBytes = from.width * channels
    finished = [UInt8](repeating: 0, count: to.width * channels)
  }

  deinit { unsafe castbook_scaler_free(scaler) }

  /// The bytes it takes for as long as it lives: a few rows. Nothing where there are no such pictures.
  package static func memory(from: PixelSize, to: PixelSize, channels: Int) -> Int {
    guard let scale = scale(from, to, channels) else { return 0 }
    return castbook_scaler_memory(scale) + to.width * channels
  }

  /// Takes the next rows, a whole number of them, and hands out those that are finished, one by one. With the
  /// last row that comes the last one is handed out; what comes behind it is passed over.
  package func add(rows: UnsafeRawBufferPointer, each: (UnsafeRawBufferPointer) -> Void) {
    var rest = unsafe rows
    while rest.count >= rowBytes {
      let row = unsafe rest.prefix(rowBytes)
      unsafe castbook_scaler_take(scaler, UnsafeRawBufferPointer(rebasing: row).baseAddress)
      unsafe handOut(each)
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(rowBytes))
    }
  }

  private func handOut(_ each: (UnsafeRawBufferPointer) -> Void) {
    unsafe finished.withUnsafeMutableBytes { buffer in
      while unsafe castbook_scaler_next(scaler, buffer.baseAddress) {
        unsafe each(UnsafeRawBufferPointer(buffer))
      }
    }
  }

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
