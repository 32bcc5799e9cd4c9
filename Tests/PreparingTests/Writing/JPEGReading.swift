import CEncoders
import Model
import Preparing
import Testing

/// A parsed JPEG, with its pixels by libjpeg.
struct JPEGReading {
  /// Markers up to the first scan, without those of tables.
  private(set) var markers: [UInt8] = []
  /// Quantisation steps of luma and colours, in the order of the file.
  private(set) var steps: [[UInt8]] = []
  /// Luma samples per colour sample, across and down.
  private(set) var sampling: [UInt8] = []
  private(set) var rgba: [UInt8] = []

  init(_ bytes: [UInt8]) throws {
    var offset = 2
    while bytes[offset + 1] != 0xDA {
      let marker = bytes[offset + 1]
      let count = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      let body = Array(bytes[offset + 4..<offset + 2 + count])
      switch marker {
      case 0xDB: steps += stride(from: 1, to: body.count, by: 65).map { Array(body[$0..<$0 + 64]) }
      case 0xC4: break
      default: markers.append(marker)
      }
      if 0xC0...0xC2 ~= marker {
        sampling = stride(from: 7, to: body.count, by: 3).map { body[$0] }
      }
      offset += 2 + count
    }
    var width: Int32 = 0, height: Int32 = 0
    var pixels = castbook_bytes()
    let isRead = bytes.withUnsafeBufferPointer {
      castbook_jpeg_decode($0.baseAddress, $0.count, &width, &height, &pixels)
    }
    try #require(isRead)
    rgba = Array(UnsafeBufferPointer(start: pixels.start, count: pixels.count))
    castbook_bytes_free(&pixels)
  }

  /// The mean square of differences to a picture's colours.
  func difference(to picture: PixelBuffer) -> Double {
    var sum = 0
    for pixel in 0..<picture.size.pixelCount {
      for channel in 0..<3 {
        let value = picture.values[pixel * picture.channels + min(channel, picture.channels - 1)]
        let away = Int(rgba[4 * pixel + channel]) - Int(value)
        sum += away * away
      }
    }
    return Double(sum) / Double(3 * picture.size.pixelCount)
  }
}
