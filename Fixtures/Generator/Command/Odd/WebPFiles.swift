internal import FixtureScenes

/// WebP of every kind, valid and damaged.
let webpFiles: [Fixture] = soundWebPs + brokenWebPs

private let alpha = WebPCoding(hasAlpha: true)

private let soundWebPs: [Fixture] = [
  Fixture("webp-lossy.webp", "Lossy.", soundWebP) { () throws(FixtureError) in try card.webp() },
  Fixture("webp-lossless.webp", "Lossless.", soundWebP) { () throws(FixtureError) in
    try card.webp(WebPCoding(isLossless: true))
  },
  Fixture("webp-transparent.webp", "Lossy with alpha.", clear) { () throws(FixtureError) in
    try card.faded.webp(alpha)
  },
  Fixture("webp-transparent-lossless.webp", "Lossless with alpha.", clear) {
    () throws(FixtureError) in
    try card.faded.webp(WebPCoding(isLossless: true, hasAlpha: true))
  },
  Fixture(
    "webp-alpha-unused.webp", "The header announces alpha; none of it is clear.", soundWebP
  ) { () throws(FixtureError) in
    // The alpha bit of VP8X, in a file that has none.
    let bytes = try card.webp().addingWebPChunk("XMP ", [UInt8](xmpWithTitle))
    return bytes.replacing(at: 20, with: [bytes[20] | 0x10])
  },
  Fixture(
    "webp-alpha-full.webp", "Lossy with an alpha chunk of its own, 255 everywhere.",
    .picture("webp", 80, 100)
  ) { () throws(FixtureError) in
    // After VP8X; the chunk's first byte says: not compressed, not filtered.
    let bytes = try smallCard.webp().addingWebPChunk("XMP ", [UInt8](xmpWithTitle))
    let plane = [UInt8](repeating: 255, count: 80 * 100)
    let chunk = [UInt8]("ALPH") + [0x41, 0x1F, 0, 0, 0] + plane + [0]
    return try resized(
      bytes.replacing(at: 20, with: [bytes[20] | 0x10]).inserting(chunk, at: 30), by: chunk.count)
  },
  Fixture(
    "webp-alpha-unused-lossless.webp", "Lossless with the alpha bit set and alpha full everywhere.",
    soundWebP
  ) { () throws(FixtureError) in
    let bytes = try card.webp(WebPCoding(isLossless: true))
    // Bit 28 of VP8L's header, after its signature byte.
    return bytes.replacing(at: 24, with: [bytes[24] | 0x10])
  },
  Fixture("webp-animated.webp", "Three frames.", .picture("webp", 160, 200, .animated)) {
    () throws(FixtureError) in
    let first = testCard(width: 160, height: 200)
    return try animatedWebP([first, first.shifted(by: 40), first.shifted(by: 80)])
  },
  Fixture("webp-icc-p3.webp", "The profile Display P3.", .picture("webp", 320, 400, .notSRGB)) {
    () throws(FixtureError) in
    try card.webp().addingWebPChunk("ICCP", ColorProfile.displayP3.bytes)
  },
  Fixture("webp-icc-srgb.webp", "The profile sRGB.", soundWebP) { () throws(FixtureError) in
    try card.webp().addingWebPChunk("ICCP", ColorProfile.sRGB.bytes)
  },
  Fixture("webp-exif-gps.webp", "EXIF with a GPS position.", isPrivate) {
    () throws(FixtureError) in
    try card.webp().addingWebPChunk("EXIF", EXIFBlock(position: EXIFBlock.nullIsland).bytes)
  },
  Fixture("webp-xmp-gps.webp", "XMP with a GPS position.", isPrivate) { () throws(FixtureError) in
    try card.webp().addingWebPChunk("XMP ", [UInt8](xmpWithPosition))
  },
  turned(3, .big), turned(6, .big), turned(8, .little),
  Fixture(
    "webp-orientation-6-prefixed.webp", "Orientation 6 behind `Exif` and two zeros, as in a JPEG.",
    soundWebP.turned(6)
  ) { () throws(FixtureError) in
    let block = [UInt8]("Exif\0\0") + EXIFBlock.orientation(6).bytes
    return try card.stored(for: 6).webp().addingWebPChunk("EXIF", block)
  },
]

private let clear = Expectation.picture("webp", 320, 400, .hasAlpha)
private let isPrivate = Expectation.picture("webp", 320, 400, .privateMetadata)
private let truncated = soundWebP.damaged(.error, .truncated)
private let corrupt = soundWebP.damaged(.error, .corrupt)

private func turned(_ orientation: Int, _ order: ByteOrder) -> Fixture {
  Fixture(
    "webp-orientation-\(orientation).webp", "Orientation \(orientation) in an EXIF chunk.",
    soundWebP.turned(orientation)
  ) { () throws(FixtureError) in
    let block = EXIFBlock.orientation(UInt16(orientation), order).bytes
    return try card.stored(for: orientation).webp().addingWebPChunk("EXIF", block)
  }
}

private let brokenWebPs: [Fixture] = [
  Fixture("webp-cut.webp", "Lossy, cut off at half.", truncated) { () throws(FixtureError) in
    let bytes = try card.webp()
    return Array(bytes.prefix(bytes.count / 2))
  },
  Fixture("webp-cut-lossless.webp", "Lossless, cut off at half.", truncated) {
    () throws(FixtureError) in
    let bytes = try card.webp(WebPCoding(isLossless: true))
    return Array(bytes.prefix(bytes.count / 2))
  },
  Fixture("webp-cut-in-header.webp", "Cut off inside the header.", .broken("webp", .truncated)) {
    () throws(FixtureError) in try Array(card.webp().prefix(22))
  },
  Fixture(
    "webp-riff-too-long.webp", "The file says it is 1,000 bytes longer than it is.",
    truncated.may(.corrupt)
  ) { () throws(FixtureError) in try resized(card.webp(), by: 1000) },
  Fixture(
    "webp-riff-too-short.webp", "The file says it is 1,000 bytes shorter than its one chunk.",
    corrupt.may(.trailingData, .truncated)
  ) { () throws(FixtureError) in try resized(card.webp(), by: -1000) },
  Fixture(
    "webp-trailing.webp", "1 kB of text after the end.", .picture("webp", 320, 400, .trailingData)
  ) { () throws(FixtureError) in
    try card.webp() + [UInt8](String(repeating: "After the end. ", count: 68))
  },
  Fixture(
    "webp-canvas-disagrees.webp", "The canvas is said to be 640 × 800, the picture is 320 × 400.",
    Expectation(format: "webp", orientation: 1, damage: .error, rules: [.corrupt])
  ) { () throws(FixtureError) in
    let bytes = try card.webp().addingWebPChunk("XMP ", [UInt8](xmpWithTitle))
    return bytes.replacing(at: 24, with: [0x7F, 2, 0, 0x1F, 3, 0])
  },
  Fixture(
    "webp-header-16383x16383.webp", "A tiny file whose header says 16,383 × 16,383.",
    Expectation.picture("webp", 16_383, 16_383).unproven()
      .oneOf(.truncated, .corrupt, .tooManyPixels)
  ) { () throws(FixtureError) in
    // After RIFF and chunk headers, three bytes of frame tag and three of start code.
    try smallCard.webp().replacing(at: 26, with: [0xFF, 0x3F, 0xFF, 0x3F])
  },
  Fixture("webp-bad-start.webp", "The start code of the picture data is wrong.", unreadable) {
    () throws(FixtureError) in try card.webp().replacing(at: 23, with: [0, 0, 0])
  },
  Fixture("webp-unknown-chunk.webp", "A chunk of unknown data behind the picture.", soundWebP) {
    () throws(FixtureError) in
    let bytes = try card.webp().addingWebPChunk("XMP ", [UInt8](xmpWithTitle))
    return try resized(bytes + [UInt8]("CAST") + [4, 0, 0, 0, 1, 2, 3, 4], by: 12)
  },
]

private let unreadable = Expectation.broken("webp", .corrupt)

/// The file with another size in its RIFF header.
private func resized(_ bytes: [UInt8], by difference: Int) throws(FixtureError) -> [UInt8] {
  let old = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
  var size: [UInt8] = []
  size.append(UInt32(old + difference), .little)
  return bytes.replacing(at: 4, with: size)
}
