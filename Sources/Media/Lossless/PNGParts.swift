/// The chunks of a PNG, for writing the same coded picture with fewer of them.
package enum PNGParts {
  /// The chunks that say how colours are to be interpreted, and the largest size of each.
  ///
  /// The profile is not among them, because it is requested separately.
  private static let colors = [
    "tRNS": 768, "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "sBIT": 4,
  ]

  /// Returns the same coded picture without metadata.
  ///
  /// Texts, EXIF, times and everything after the end are left out, and an animation becomes
  /// its default image. A missing end chunk is added. The result is `nil` if the chunks can't
  /// be followed, or if one that is needed is damaged.
  package static func stripped(
    _ bytes: [UInt8], keepingProfile: Bool, keepingCredentials: Bool = false
  ) -> [UInt8]? {
    guard let file = try? PNGFile(bytes), !file.chunks.tooMany, isWhole(file) else { return nil }
    let data = file.firstRun(of: "IDAT")
    let before = file.chunks.chunks[..<data.startIndex]
    guard file.header.colorType != .palette || before.contains(where: { $0.type == "PLTE" }) else {
      return nil
    }
    var stripped = Array(bytes.prefix(8))
    stripped.reserveCapacity(bytes.count + 12)
    var seen: Set<String> = []
    // Metadata after the picture's data come too late for readers, so only chunks before
    // them are kept.
    for chunk in before
    where isKept(chunk, keepingProfile, keepingCredentials) && seen.insert(chunk.type).inserted {
      stripped += bytes[whole(chunk)]
    }
    for chunk in data { stripped += bytes[whole(chunk)] }
    return stripped + [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
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

  /// Returns the range of a chunk with its length, type and checksum.
  private static func whole(_ chunk: PNGChunks.Chunk) -> Range<Int> {
    chunk.data.lowerBound - 8..<chunk.data.upperBound + 4
  }
}
