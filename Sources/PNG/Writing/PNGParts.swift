/// Copies of a PNG with the same encoded picture and fewer, or more, chunks. Nothing is decoded.
package enum PNGParts {
  /// The chunks that say how colours are meant, with the most bytes each may have. The profile is decided
  /// on separately.
  private static let colors = [
    "tRNS": 768, "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "sBIT": 4,
  ]

  /// The encoded picture without texts, EXIF, times, and whatever follows its end marker. An animation
  /// becomes its default image, and a missing end marker is added.
  ///
  /// Returns `nil` if the chunks can't be parsed, or a critical one is damaged.
  package static func stripped(
    _ bytes: [UInt8], keepingProfile: Bool, keepingCredentials: Bool = false
  ) -> [UInt8]? {
    guard let file = try? PNGFile(bytes), !file.chunks.tooMany, isWhole(file) else { return nil }
    let data = file.chunks.firstRun(of: "IDAT")
    let before = file.chunks.chunks[..<data.startIndex]
    guard file.header.colorType != .palette || before.contains(where: { $0.type == "PLTE" }) else {
      return nil
    }
    var stripped = PNGChunks.signature
    stripped.reserveCapacity(bytes.count + 12)
    var seen: Set<String> = []
    // Readers ignore what says how to show the picture if it follows the picture.
    for chunk in before
    where isKept(chunk, keepingProfile, keepingCredentials) && seen.insert(chunk.type).inserted {
      stripped += bytes[chunk.whole]
    }
    for chunk in data { stripped += bytes[chunk.whole] }
    return stripped + PNGChunk.end
  }

  /// The file with a packet of XMP in a chunk before the picture data; `nil` if there are none.
  package static func adding(xmp packet: [UInt8], to bytes: [UInt8]) -> [UInt8]? {
    guard let data = PNGChunks(bytes).first("IDAT") else { return nil }
    let index = data.whole.lowerBound
    let chunk = PNGChunk.bytes("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + packet)
    return bytes[..<index] + chunk + bytes[index...]
  }

  /// Whether everything that a reader needs is present and sound.
  private static func isWhole(_ file: PNGFile) -> Bool {
    let needed = file.chunks.chunks.filter { !$0.isAncillary }
    let known: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND"]
    return needed.allSatisfy { $0.checksumAgrees && known.contains($0.type) }
      && needed.count { $0.type == "IHDR" } == 1 && needed.count { $0.type == "PLTE" } <= 1
      && needed.contains { $0.type == "IDAT" } && file.chunks.cut?.type != "IDAT"
  }

  /// Whether a chunk belongs to the picture, or says how its colours are meant.
  private static func isKept(
    _ chunk: PNGChunks.Chunk, _ keepingProfile: Bool, _ keepingCredentials: Bool
  ) -> Bool {
    guard chunk.checksumAgrees else { return false }
    if let limit = colors[chunk.type] { return chunk.data.count <= limit }
    return !chunk.isAncillary || (keepingProfile && chunk.type == "iCCP")
      || (keepingCredentials && chunk.type == "caBX")
  }
}
