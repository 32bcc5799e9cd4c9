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
}
