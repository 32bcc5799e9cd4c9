import TestSupport

/// Puts segments and chunks around a real picture, without a library: the bytes beside the pixels
/// are exactly those of the test.
package enum AssembledPicture {
  // MARK: JPEG

  /// A JPEG with segments after its first one.
  package static func jpeg(
    _ picture: [UInt8], _ segments: [(marker: UInt8, data: [UInt8])], behind: [UInt8] = []
  ) -> [UInt8] {
    var offset = 2
    if picture[2] == 0xFF, picture[3] == 0xE0 {
      offset += 2 + Int(picture[4]) << 8 + Int(picture[5])
    }
    let written = segments.flatMap { segment -> [UInt8] in
      let length = segment.data.count + 2
      return [0xFF, segment.marker, UInt8(length >> 8), UInt8(length & 0xFF)] + segment.data
    }
    return picture[..<offset] + written + picture[offset...] + behind
  }

  package static func exif(_ block: EXIFBuilder) -> (marker: UInt8, data: [UInt8]) {
    (0xE1, Array("Exif\0\0".utf8) + block.bytes)
  }

  package static func xmp(_ packet: String) -> (marker: UInt8, data: [UInt8]) {
    (0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(packet.utf8))
  }

  /// A packet with fields as attributes, or as elements.
  package static func packet(attributes: String = "", fields: String = "") -> String {
    """
    <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">\
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
    \(attributes)>\(fields)</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>
    """
  }

  /// A Photoshop resource.
  package static func resource(_ id: Int, _ data: [UInt8]) -> [UInt8] {
    Array("8BIM".utf8) + Bytes.big(id, 2) + [0, 0] + Bytes.big(data.count, 4) + data
      + (data.count % 2 == 0 ? [] : [0])
  }

  package static func resources(_ resources: [UInt8]...) -> (marker: UInt8, data: [UInt8]) {
    (0xED, Array("Photoshop 3.0\0".utf8) + resources.flatMap(\.self))
  }

  /// A dataset of IPTC's second record.
  package static func caption(_ number: Int, _ text: String) -> [UInt8] {
    [0x1C, 2, UInt8(number)] + Bytes.big(text.utf8.count, 2) + Array(text.utf8)
  }

  /// A JUMBF box in the form of C2PA.
  package static func manifest(_ text: String) -> [UInt8] {
    let label = Array("c2pa\0".utf8)
    let id: [UInt8] = [
      0x63, 0x32, 0x70, 0x61, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ]
    let description = box("jumd", id + [3] + label)
    return box("jumb", description + box("json", Array(text.utf8)))
  }

  package static func box(_ type: String, _ data: [UInt8]) -> [UInt8] {
    Bytes.big(8 + data.count, 4) + Array(type.utf8) + data
  }

  // MARK: PNG

  /// A PNG with chunks before its pixels.
  package static func png(
    _ picture: [UInt8], _ chunks: [(type: String, data: [UInt8])], behind: [UInt8] = []
  ) -> [UInt8] {
    // The header takes 25 bytes after the signature's eight.
    let written = chunks.flatMap { PNGBytes.chunk($0.type, $0.data) }
    return picture[..<33] + written + picture[33...] + behind
  }

  // MARK: WebP

  /// A WebP with chunks after its picture.
  package static func webp(
    _ picture: [UInt8], width: Int, height: Int, _ chunks: [(type: String, data: [UInt8])],
    behind: [UInt8] = []
  ) -> [UInt8] {
    var flags: UInt8 = 0
    for chunk in chunks {
      if chunk.type == "EXIF" { flags |= 8 }
      if chunk.type == "XMP " { flags |= 4 }
    }
    let canvas = Bytes.little(width - 1, 3) + Bytes.little(height - 1, 3)
    let body =
      chunk("VP8X", [flags, 0, 0, 0] + canvas) + picture.dropFirst(12)
      + chunks.flatMap { chunk($0.type, $0.data) }
    return Array("RIFF".utf8) + Bytes.little(body.count + 4, 4) + Array("WEBP".utf8) + body + behind
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    Array(type.utf8) + Bytes.little(data.count, 4) + data + (data.count % 2 == 0 ? [] : [0])
  }
}
