internal import FixtureScenes

/// PNG whose header states wrong facts, and PNG made to fill a reader's memory.
let pngLies: [Fixture] = [
  header("width-0", "The header says no columns.", .broken("png", .corrupt), 0, 400),
  header("height-0", "The header says no rows.", .broken("png", .corrupt), 320, 0),
  header(
    "width-2-31", "The header says 2,147,483,648 columns, one more than PNG allows.",
    .broken("png", .corrupt).may(.tooManyPixels), 1 << 31, 400),
  header(
    "header-60000x60000", "A small file whose header says 60,000 × 60,000.",
    Expectation.picture("png", 60_000, 60_000).unproven(.tooManyPixels).may(.truncated, .corrupt),
    60_000, 60_000),
  header(
    "header-taller", "The header says 800 rows; the data hold 400.",
    Expectation.picture("png", 320, 800).damaged(.error, .corrupt).may(.truncated), 320, 800),
  fields("depth-3", "Colour type 2 with 3 bits, which does not exist.", depth: 3, color: 2),
  fields("color-5", "Colour type 5, which does not exist.", depth: 8, color: 5),
  Fixture(
    "png-chunk-length-2-31.png", "A chunk said to be 2 GB long.",
    soundPNG.damaged(.error).oneOf(.truncated, .corrupt)
  ) { () throws(FixtureError) in
    let bytes = try card.png().bytes
    // The length of the data chunk, after signature and header.
    return bytes.replacing(at: 8 + 25, with: [0x7F, 0xFF, 0xFF, 0xFF])
  },
  Fixture(
    "png-bomb-text.png", "A zTXt chunk of 50 kB that inflates to 50 MB.",
    soundPNG.may(.tooComplex, .corrupt)
  ) { () throws(FixtureError) in
    let chunk = PNGFile.Chunk("zTXt", [UInt8]("Comment\0\0") + (try bomb()))
    return try card.png().with([chunk]).bytes
  },
  Fixture(
    "png-bomb-iccp.png", "A colour profile of 50 kB that inflates to 50 MB.",
    soundPNG.damaged(.none, .brokenProfile)
  ) { () throws(FixtureError) in
    let chunk = PNGFile.Chunk("iCCP", [UInt8]("profile\0\0") + (try bomb()))
    return try card.png().with([chunk]).bytes
  },
  Fixture(
    "png-bomb-idat.png", "Picture data for 80 × 100 pixels that inflate to 50 MB.",
    Expectation.picture("png", 80, 100).damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    let data = try zlib(
      smallCard.scanlines(PNGCoding()) + [UInt8](repeating: 0, count: 50_000_000))
    return try smallCard.png().changing("IDAT") { $0.data = data }.bytes
  },
  Fixture(
    "png-5000-chunks.png", "5,000 text chunks before the picture data.",
    Expectation.picture("png", 80, 100).may(.tooComplex)
  ) { () throws(FixtureError) in
    let chunk = PNGFile.Chunk("tEXt", [UInt8]("A\0b"))
    return try smallCard.png().with([PNGFile.Chunk](repeating: chunk, count: 5000)).bytes
  },
]

private func bomb() throws(FixtureError) -> [UInt8] {
  try zlib([UInt8](repeating: 0, count: 50_000_000))
}

private func header(
  _ name: String, _ note: String, _ expect: Expectation, _ width: UInt32, _ height: UInt32
) -> Fixture {
  Fixture("png-\(name).png", note, expect) { () throws(FixtureError) in
    try card.png().changing("IHDR") {
      $0 = PNGFile.header(width: width, height: height, depth: 8, color: 2, interlaced: false)
    }.bytes
  }
}

private func fields(_ name: String, _ note: String, depth: Int, color: Int) -> Fixture {
  Fixture("png-\(name).png", note, .broken("png", .corrupt)) { () throws(FixtureError) in
    try card.png().changing("IHDR") {
      $0 = PNGFile.header(width: 320, height: 400, depth: depth, color: color, interlaced: false)
    }.bytes
  }
}
