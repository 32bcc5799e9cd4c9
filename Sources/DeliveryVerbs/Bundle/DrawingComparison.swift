internal import Media

/// Compares PNGs by what they show: the same pixels, and the same bytes in all other chunks.
///
/// Another version of the compression library writes different bytes for the same pixels. A bundle
/// must stay verifiable after an update of that library.
enum DrawingComparison {
  /// Whether two PNGs show the same drawing.
  static func isSameDrawing(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    if one == other { return true }
    guard let bytes = bytesBesidePixels(one), bytes == bytesBesidePixels(other),
      let pixels = pixels(one)
    else { return false }
    return pixels == Self.pixels(other)
  }

  /// Returns everything but the compressed pixels and their lengths; `nil` if the chunks can't be
  /// followed to the end. Consecutive `IDAT` chunks count as one, since their division may differ
  /// too.
  private static func bytesBesidePixels(_ png: [UInt8]) -> [UInt8]? {
    guard png.count >= 8 else { return nil }
    var bytes = Array(png[..<8])
    var start = 8
    while start + 12 <= png.count {
      let length = png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= png.count - start - 12 else { return nil }
      let end = start + 12 + length
      if png[start + 4..<start + 8].elementsEqual("IDAT".utf8) {
        if !bytes.suffix(4).elementsEqual("IDAT".utf8) { bytes += Array("IDAT".utf8) }
      } else {
        bytes += png[start..<end]
      }
      start = end
    }
    return start == png.count ? bytes : nil
  }

  /// The maximum size of the pixels in memory. A legend is always smaller.
  private static let byteLimit = 64 << 20

  /// Returns the decoded pixels; `nil` if the image is incomplete or too large.
  private static func pixels(_ png: [UInt8]) -> [UInt8]? {
    guard let reading = PixelReading(png, .png) else { return nil }
    let decoded = BufferedPixels(byteLimit: byteLimit)
    _ = reading.run(within: byteLimit, into: decoded)
    return decoded.isWhole ? decoded.values : nil
  }
}
