/// The chunks of a PNG, for writing the same encoded picture with fewer, or more, of them. Pixels
/// are not decoded.
package enum PNGParts {
  /// The chunks that say how to interpret colours, and the largest size of each.
  ///
  /// The profile is not among them, because it is requested separately.
  private static let colors = ["tRNS": 768, "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "sBIT": 4]

  /// Returns the same coded picture without metadata.
  ///
  /// Texts, EXIF, times and everything after the end are left out, and an animation becomes
  /// its default image. A missing end chunk is added. The result is `nil` if the chunks can't
  /// be followed, or if one that is needed is damaged.
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
    // Metadata after the picture's data come too late for readers, so only chunks before
    // them are kept.
    for chunk in before
    where isKept(chunk, keepingProfile, keepingCredentials) && seen.insert(chunk.type).inserted {
      stripped += bytes[chunk.whole]
    }
    for chunk in data { stripped += bytes[chunk.whole] }
    return stripped + PNGChunk.end
  }

  /// Returns the file with a packet of XMP in a chunk before the picture data, or `nil` if there
  /// are not picture data.
  package static func adding(xmp packet: [UInt8], to bytes: [UInt8]) -> [UInt8]? {
    guard let data = PNGChunks(bytes).first("IDAT") else { return nil }
    let index = data.whole.lowerBound
    let chunk = PNGChunk.bytes("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + packet)
    return bytes[..<index] + chunk + bytes[index...]
  }

  /// Returns whether every chunk that is needed is present and undamaged.
  private static func isWhole(_ file: PNGFile) -> Bool {
    let needed = file.chunks.chunks.filter { !$0.isAncillary }
    let known: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND"]
    return needed.allSatisfy { $0.checksumAgrees && known.contains($0.type) }
      && needed.count { $0.type == "IHDR" } == 1 && needed.count { $0.type == "PLTE" } <= 1
      && needed.contains { $0.type == "IDAT" } && file.chunks.cut?.type != "IDAT"
  }

  /// Returns whether a chunk is kept: it is undamaged, and either needed or requested.
  private static func isKept(
    _ chunk: PNGChunks.Chunk, _ keepingProfile: Bool, _ keepingCredentials: Bool
  ) -> Bool {
    guard chunk.checksumAgrees else { return false }
    if let limit = colors[chunk.type] { return chunk.data.count <= limit }
    return !chunk.isAncillary || (keepingProfile && chunk.type == "iCCP")
      || (keepingCredentials && chunk.type == "caBX")
  }
}
