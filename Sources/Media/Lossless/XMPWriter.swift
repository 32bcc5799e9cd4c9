package import Model

/// Writes a packet of XMP into a finished file; the coded picture stays as it is.
package enum XMPWriter {
  /// The number of bytes by which a file grows besides the packet itself, at most.
  package static let overhead = 64

  /// Returns the file with the packet, or `nil` for other formats and if the file has no room
  /// for it.
  package static func adding(
    _ packet: [UInt8], to bytes: [UInt8], _ format: MediaFormat
  ) -> [UInt8]? {
    switch format {
    case .jpeg: addingToJPEG(packet, bytes)
    case .png: addingToPNG(packet, bytes)
    case .webp: WebPParts.adding(packet, to: bytes)
    default: nil
    }
  }

  /// Inserts the packet as a segment after the JFIF segment, which must come first.
  private static func addingToJPEG(_ packet: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
    let data = Array("http://ns.adobe.com/xap/1.0/\0".utf8) + packet
    guard data.count + 2 <= 0xFFFF, let parts = JPEGParts(bytes) else { return nil }
    let offset =
      parts.parts.first.map { $0.marker == 0xE0 ? $0.whole.upperBound : $0.whole.lowerBound } ?? 2
    let length = [UInt8((data.count + 2) >> 8), UInt8((data.count + 2) & 0xFF)]
    return bytes[..<offset] + [0xFF, 0xE1] + length + data + bytes[offset...]
  }

  /// Inserts the packet as a text chunk in front of the picture's data.
  private static func addingToPNG(_ packet: [UInt8], _ bytes: [UInt8]) -> [UInt8]? {
    guard let data = PNGChunks(bytes).first("IDAT") else { return nil }
    let offset = data.data.lowerBound - 8
    let content = Array("iTXtXML:com.adobe.xmp\0\0\0\0\0".utf8) + packet
    let chunk =
      bigEndian(content.count - 4) + content
      + bigEndian(Int(Inflater.crc32(content, 0..<content.count)))
    return bytes[..<offset] + chunk + bytes[offset...]
  }

  /// Returns a number as four bytes, the highest first.
  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
