package import Model
internal import PNG

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
    case .png: PNGParts.adding(xmp: packet, to: bytes)
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
}
