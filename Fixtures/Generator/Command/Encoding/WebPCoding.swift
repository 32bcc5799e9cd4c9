internal import CEncoders
internal import FixtureScenes

/// How a picture is written as WebP.
struct WebPCoding {
  var isLossless = false
  var quality = 80
  var hasAlpha = false
}

extension Picture {
  func webp(_ coding: WebPCoding = WebPCoding()) throws(FixtureError) -> [UInt8] {
    var options = options(coding)
    var out = unsafe castbook_bytes()
    guard unsafe castbook_webp_encode(rgba, &options, &out) else { throw .refused("WebP") }
    return unsafe taken(&out)
  }

  fileprivate func options(_ coding: WebPCoding) -> castbook_webp_options {
    castbook_webp_options(
      width: Int32(width), height: Int32(height), lossless: coding.isLossless,
      quality: Int32(coding.quality), alpha: coding.hasAlpha)
  }
}

/// Pictures of equal size as an animation of half a second each.
func animatedWebP(_ pictures: [Picture], _ coding: WebPCoding = WebPCoding()) throws(FixtureError)
  -> [UInt8]
{
  guard let first = pictures.first else { throw .refused("WebP") }
  var options = first.options(coding)
  var out = unsafe castbook_bytes()
  let frames = pictures.flatMap(\.rgba)
  guard unsafe castbook_webp_animate(frames, pictures.count, 500, &options, &out) else {
    throw .refused("WebP")
  }
  return unsafe taken(&out)
}

extension [UInt8] {
  /// This WebP file with an additional chunk: `EXIF`, `ICCP` or `XMP `.
  func addingWebPChunk(_ name: String, _ chunk: [UInt8]) throws(FixtureError) -> [UInt8] {
    var out = unsafe castbook_bytes()
    guard unsafe castbook_webp_add_chunk(self, count, name, chunk, chunk.count, &out) else {
      throw .refused("WebP mux")
    }
    return unsafe taken(&out)
  }
}
