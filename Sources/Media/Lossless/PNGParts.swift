/// A PNG's chunks, for writing the same coded picture anew with fewer of them.
package enum PNGParts {
  /// What says how colors are to be understood, and the most bytes it takes. The profile is asked for by itself.
  private static let colors = [
    "tRNS": 768, "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "sBIT": 4,
  ]

  /// The same coded picture without what is noted beside it: texts, EXIF, times, and whatever stands behind
  /// its end. An animation becomes its default image. An end mark that is missing is added; nothing where
  /// the chunks can't be followed, or one that is needed is damaged.
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
    // What is noted behind the picture comes too late for readers.
    for chunk in before
    where isKept(chunk, keepingProfile, keepingCredentials) && seen.insert(chunk.type).inserted {
      stripped += bytes[whole(chunk)]
    }
    for chunk in data { stripped += bytes[whole(chunk)] }
    return stripped + [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
  }

  /// Whether all that is needed is there and sound.
  private static func isWhole(_ file: PNGFile) -> Bool {
    let needed = file.chunks.chunks.filter { !$0.isAncillary }
    let known: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND"]
    return needed.allSatisfy { $0.checksumAgrees && known.contains($0.type) }
      && needed.count { $0.type == "IHDR" } == 1 && needed.count { $0.type == "PLTE" } <= 1
      && needed.contains { $0.type == "IDAT" } && file.chunks.cut?.type != "IDAT"
  }

  private static func isKept(
    _ chunk: PNGChunks.Chunk, _ keepingProfile: Bool, _ keepingCredentials: Bool
  ) -> Bool {
    guard chunk.checksumAgrees else { return false }
    if let limit = colors[chunk.type] { return chunk.data.count <= limit }
    return !chunk.isAncillary || (keepingProfile && chunk.type == "iCCP")
      || (keepingCredentials && chunk.type == "caBX")
  }

  /// A chunk with its length, type and checksum.
  private static func whole(_ chunk: PNGChunks.Chunk) -> Range<Int> {
    chunk.data.lowerBound - 8..<chunk.data.upperBound + 4
  }
}
