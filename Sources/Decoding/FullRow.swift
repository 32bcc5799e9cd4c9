internal import CRaster

/// Converts rows of a file's pixels into rows of whole values, at full size.
package enum FullRow {
  /// Converts packed pixels of `depth` bits into the colours of a table.
  ///
  /// The table has 256 entries; their length gives the number of channels.
  package static func lookUp(
    _ packed: [UInt8], depth: Int, in table: [UInt8], into pixels: inout [UInt8]
  ) {
    let channels = table.count / 256
    guard (1...4).contains(channels), [1, 2, 4, 8].contains(depth) else { return }
    let count = min(pixels.count / channels, packed.count * 8 / depth)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe castbook_full_entries(
        pixels.baseAddress, packed, count, UInt32(depth), table, channels)
    }
  }

  /// Converts blue, green and red into red, green and blue.
  package static func convert(bgr: [UInt8], into rgb: inout [UInt8]) {
    let count = min(bgr.count, rgb.count) / 3
    unsafe rgb.withUnsafeMutableBufferPointer { rgb in
      unsafe castbook_full_bgr(rgb.baseAddress, bgr, count)
    }
  }

  /// Converts pixels of 2 or 4 little-endian bytes into the channels that masks select.
  package static func unpack(
    _ bytes: [UInt8], pixelBytes: Int, masks: [UInt32], into pixels: inout [UInt8]
  ) {
    guard pixelBytes == 2 || pixelBytes == 4, (1...4).contains(masks.count) else { return }
    let count = min(bytes.count / pixelBytes, pixels.count / masks.count)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe castbook_full_masks(pixels.baseAddress, bytes, count, pixelBytes, masks, masks.count)
    }
  }
}
