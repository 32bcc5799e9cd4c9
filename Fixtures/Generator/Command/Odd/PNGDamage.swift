internal import FixtureScenes

/// PNG that is truncated, changed, or wrongly assembled.
let pngDamage: [Fixture] = cutPNGs + changedPNGs + disorderedPNGs

private let corrupt = soundPNG.damaged(.error, .corrupt)
private let truncated = soundPNG.damaged(.error, .truncated)
private let blemished = soundPNG.damaged(.warning, .corrupt)

private func damaged(
  _ name: String, _ note: String, _ expect: Expectation,
  _ damage: @escaping @Sendable (PNGFile) throws(FixtureError) -> PNGFile
) -> Fixture {
  Fixture("png-\(name).png", note, expect) { () throws(FixtureError) in
    try damage(card.png()).bytes
  }
}

private let cutPNGs: [Fixture] = [
  damaged(
    "no-end", "The end chunk is missing.", soundPNG.damaged(.warning, .truncated)
  ) { $0.without("IEND") },
  Fixture(
    "png-end-cut.png", "The end chunk lacks its checksum.", soundPNG.damaged(.warning, .truncated)
  ) { () throws(FixtureError) in try card.png().bytes.dropLast(4) },
  Fixture("png-cut.png", "Cut off in the middle of the picture data.", truncated) {
    () throws(FixtureError) in
    let bytes = try card.png().bytes
    return Array(bytes.prefix(bytes.count / 2))
  },
  Fixture("png-cut-between-chunks.png", "Cut off between two chunks of picture data.", truncated) {
    () throws(FixtureError) in
    let file = try card.png().splitting(into: 500)
    return PNGFile(chunks: Array(file.chunks.prefix(5))).bytes
  },
  Fixture("png-cut-in-header.png", "Cut off inside the header.", .broken("png", .truncated)) {
    () throws(FixtureError) in try Array(card.png().bytes.prefix(20))
  },
  Fixture("png-only-signature.png", "The signature alone.", .broken("png", .truncated)) {
    PNGFile.signature
  },
]

/// Rows that no header announces.
private func blackRows(_ count: Int) -> [UInt8] {
  [UInt8](repeating: 0, count: count * (320 * 3 + 1))
}

private let changedPNGs: [Fixture] = [
  damaged("bad-crc", "The picture data's checksum is wrong.", corrupt) {
    $0.changing("IDAT") { $0.isDamaged = true }
  },
  damaged(
    "bad-crc-header", "The header's checksum is wrong.",
    Expectation(format: "png", damage: .error, rules: [.corrupt])
  ) { $0.changing("IHDR") { $0.isDamaged = true } },
  damaged("bad-crc-text", "A text chunk's checksum is wrong; nobody needs it.", blemished) {
    var text = PNGFile.Chunk("tEXt", [UInt8]("Title\0Test card"))
    text.isDamaged = true
    return $0.with([text])
  },
  damaged("bad-data", "A byte of the picture data changed, with a checksum that fits.", corrupt) {
    $0.changing("IDAT") { $0.data[$0.data.count / 2] ^= 0x55 }
  },
  damaged("bad-zlib-sum", "The checksum inside the picture data is wrong.", corrupt) {
    $0.changing("IDAT") { $0.data[$0.data.count - 1] ^= 0xFF }
  },
  damaged("bad-filter", "A row with filter 9, which does not exist.", corrupt) {
    (file) throws(FixtureError) in
    var lines = card.scanlines(PNGCoding())
    lines[200 * (320 * 3 + 1)] = 9
    let data = try zlib(lines)
    return file.changing("IDAT") { $0.data = data }
  },
  damaged("too-few-rows", "The picture data end properly, 100 rows too early.", corrupt) {
    (file) throws(FixtureError) in
    let data = try zlib(card.scanlines(PNGCoding()).dropLast(100 * (320 * 3 + 1)))
    return file.changing("IDAT") { $0.data = data }
  },
  damaged("too-many-rows", "The picture data hold 10 rows more than the picture.", blemished) {
    (file) throws(FixtureError) in
    let data = try zlib(card.scanlines(PNGCoding()) + blackRows(10))
    return file.changing("IDAT") { $0.data = data }
  },
  damaged(
    "too-many-rows-chunk", "10 rows more than the picture, in a data chunk of their own.", blemished
  ) { (file) throws(FixtureError) in
    let data = try zlib(card.scanlines(PNGCoding()) + blackRows(10))
    return file.changing("IDAT") { $0.data = data }.splitting(into: data.count - 12)
  },
  damaged(
    "too-many-rows-bad-sum", "10 rows too many, and the checksum inside the picture data is wrong.",
    corrupt
  ) { (file) throws(FixtureError) in
    var data = try zlib(card.scanlines(PNGCoding()) + blackRows(10))
    data[data.count - 1] ^= 0xFF
    let damaged = data
    return file.changing("IDAT") { $0.data = damaged }
  },
  damaged("twice-the-rows", "The picture data hold more than two pictures.", blemished) {
    (file) throws(FixtureError) in
    let data = try zlib(card.scanlines(PNGCoding()) + blackRows(401))
    return file.changing("IDAT") { $0.data = data }
  },
  damaged(
    "bytes-after-zlib", "100 bytes stand in the data chunk after the end of its stream.", blemished
  ) { $0.changing("IDAT") { $0.data += [UInt8](repeating: 0x20, count: 100) } },
  Fixture(
    "png-palette-index-outside.png", "Pixels name colours that the palette lacks.",
    soundPNG.may(.corrupt)
  ) { () throws(FixtureError) in
    try card.png(PNGCoding(color: .palette)).changing("PLTE") {
      $0.data = Array($0.data.prefix(30))
    }
    .bytes
  },
]

private let disorderedPNGs: [Fixture] = [
  Fixture("png-no-palette.png", "A picture of palette colours without a palette.", corrupt) {
    () throws(FixtureError) in
    try card.png(PNGCoding(color: .palette, depth: 4)).without("PLTE").bytes
  },
  damaged("two-headers", "A second header.", corrupt) {
    $0.with(Array($0.chunks.prefix(1)), before: "IDAT")
  },
  damaged("no-data", "No picture data at all.", corrupt.may(.truncated)) { $0.without("IDAT") },
  damaged("data-interrupted", "A text chunk stands between two of picture data.", corrupt) {
    let split = $0.splitting(into: 1000)
    var chunks = split.chunks
    chunks.insert(PNGFile.Chunk("tEXt", [UInt8]("Title\0Between")), at: 3)
    return PNGFile(chunks: chunks)
  },
  damaged("unknown-critical-chunk", "An unknown chunk that must not be passed over.", corrupt) {
    $0.with([PNGFile.Chunk("CAST", [1, 2, 3])])
  },
  damaged("two-gammas", "Two gAMA chunks, where one is allowed.", soundPNG.may(.corrupt)) {
    let gamma = PNGFile.Chunk("gAMA", [0, 0, 0xB1, 0x8F])
    return $0.with([gamma, gamma])
  },
  Fixture(
    "png-apple-cgbi.png", "Apple's variant for apps (CgBI): no zlib header, blue first.",
    Expectation(format: "png", damage: .error, rules: [.corrupt], may: [.rareCoding])
  ) { () throws(FixtureError) in
    var blueFirst = card
    for at in stride(from: 0, to: blueFirst.rgba.count, by: 4) {
      blueFirst.rgba.swapAt(at, at + 2)
    }
    var chunks = try card.png(PNGCoding(color: .rgba)).chunks
    chunks[1].data = try rawDeflate(blueFirst.scanlines(PNGCoding(color: .rgba)))
    return PNGFile(chunks: [PNGFile.Chunk("CgBI", [0x50, 0, 0x20, 6])] + chunks).bytes
  },
]
