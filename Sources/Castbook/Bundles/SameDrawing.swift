internal import Media

/// Whether two PNGs show the same drawing: the same pixels, and beside them the same chunks to the byte.
///
/// Another version of the library that packs pixels writes other bytes for the same ones, and a bundle must stay
/// verifiable when that library is updated.
enum SameDrawing {
  static func isShown(by one: [UInt8], and other: [UInt8]) -> Bool {
    if one == other { return true }
    guard let rest = bytesBesidePixels(one), rest == bytesBesidePixels(other),
      let pixels = pixels(one)
    else { return false }
    return pixels == Self.pixels(other)
  }

  /// Everything but the packed pixels and their lengths; `nil` where the chunks can't be followed to the end.
  private static func bytesBesidePixels(_ png: [UInt8]) -> [UInt8]? {
    guard png.count >= 8 else { return nil }
    var rest = Array(png[..<8])
    var start = 8
    while start + 12 <= png.count {
      let length = png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= png.count - start - 12 else { return nil }
      let end = start + 12 + length
      if png[start + 4..<start + 8].elementsEqual("IDAT".utf8) {
        if !rest.suffix(4).elementsEqual("IDAT".utf8) { rest += Array("IDAT".utf8) }
      } else {
        rest += png[start..<end]
      }
      start = end
    }
    return start == png.count ? rest : nil
  }

  /// A legend has fewer pixels than this takes.
  private static let byteLimit = 64 << 20

  private static func pixels(_ png: [UInt8]) -> [UInt8]? {
    guard let reading = PixelReading(png, .png) else { return nil }
    let held = HeldPixels(byteLimit: byteLimit)
    _ = reading.run(within: byteLimit, into: held)
    return held.isWhole ? held.values : nil
  }
}
