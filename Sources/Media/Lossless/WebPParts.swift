internal import Decoding

/// The chunks of a WebP, for writing the same coded picture with fewer of them.
package enum WebPParts {
  /// The bits of the extended header that announce chunks besides the picture.
  private enum Flag {
    static let profile: UInt8 = 0x20
    static let exif: UInt8 = 0x08
    static let xmp: UInt8 = 0x04
  }

  /// Returns the same coded picture without EXIF, XMP and anything else around it or after
  /// its end.
  ///
  /// The result is `nil` for an animation, and if the chunks can't be followed.
  package static func stripped(
    _ bytes: [UInt8], keepingProfile: Bool, keepingCredentials: Bool = false
  ) -> [UInt8]? {
    let file = WebPFile(bytes).container
    let pictures = file.chunks.filter { $0.type == "VP8 " || $0.type == "VP8L" }
    guard file.isWhole, pictures.count == 1, !file.chunks.contains(where: { $0.type == "ANMF" })
    else { return nil }
    var seen: Set<String> = []
    var body: [UInt8] = []
    for chunk in file.chunks {
      var data = Array(bytes[chunk.data])
      switch chunk.type {
      case "VP8X":
        guard data.count >= 10 else { return nil }
        data = Array(data.prefix(10))
        data[0] &= ~(Flag.exif | Flag.xmp | (keepingProfile ? 0 : Flag.profile))
      case "VP8 ", "VP8L", "ALPH": break
      case "ICCP" where keepingProfile: break
      case "C2PA" where keepingCredentials: break
      default: continue
      }
      guard seen.insert(chunk.type).inserted else { continue }
      body += self.chunk(chunk.type, data)
    }
    return container(of: body)
  }

  /// Returns the file with a packet of XMP after its picture.
  ///
  /// The result is `nil` without an extended header, because only that can announce the
  /// packet.
  static func adding(_ packet: [UInt8], to bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 30, ByteView(bytes).begins(with: "VP8X", at: 12) else { return nil }
    var body = Array(bytes.dropFirst(12))
    body[8] |= Flag.xmp
    return container(of: body + chunk("XMP ", packet))
  }

  /// Returns a RIFF container with a body of chunks.
  private static func container(of body: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + littleEndian(body.count + 4) + Array("WEBP".utf8) + body
  }

  /// Returns a chunk, padded to an even number of bytes.
  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    Array(type.utf8) + littleEndian(data.count) + data + (data.count % 2 == 0 ? [] : [0])
  }

  /// Returns a number as four bytes, the lowest first.
  private static func littleEndian(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
