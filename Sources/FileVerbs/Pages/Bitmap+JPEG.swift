internal import Drawing
internal import Preparing

extension Bitmap {
  /// Returns the picture as a JPEG, with half the chroma; `nil` if it can't be encoded.
  ///
  /// - Parameter quality: The quality in hundredths.
  func jpeg(quality: Int) -> [UInt8]? {
    guard let buffer = PixelBuffer(size: size, channels: 3, values: rgb) else { return nil }
    return try? JPEGWriter.bytes(of: buffer, settings: .init(quality: quality, sampling: .half))
  }

  /// Returns the picture reduced until it has at most so many pixels. It is never enlarged.
  func holding(_ maximumPixels: Int) -> Bitmap {
    guard size.pixelCount > maximumPixels else { return self }
    let share = (Double(maximumPixels) / Double(size.pixelCount)).squareRoot()
    // Rounded down, so that rounding the other side up doesn't exceed the limit.
    let width = max(1, Int(Double(size.width) * share))
    return fitted(width: width, height: max(1, maximumPixels / width))
  }
}
