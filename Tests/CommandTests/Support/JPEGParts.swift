import Foundation
import Testing

/// Parts of JPEG files.
enum JPEGParts {
  /// Inserts an Exif block with a camera's make into a JPEG, after its first marker.
  static func addingExif(to file: URL) throws {
    var bytes = [UInt8](try Data(contentsOf: file))
    try #require(bytes.starts(with: [0xFF, 0xD8]))
    let make = Array("Castbook Camera\0".utf8)
    // Big-endian TIFF: one directory with one entry, Make, whose text follows.
    var tiff = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1]
    tiff += [0x01, 0x0F, 0, 2, 0, 0, 0, UInt8(make.count), 0, 0, 0, 26, 0, 0, 0, 0] + make
    let body = Array("Exif\0\0".utf8) + tiff
    let length = body.count + 2
    bytes.insert(contentsOf: [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body, at: 2)
    try Data(bytes).write(to: file)
  }
}
