internal import FixtureScenes

/// Bitmaps of every kind, valid and damaged.
let bmpFiles: [Fixture] = soundBMPs + brokenBMPs + bmpsOfNoKind

/// The smallest card that can still be read, for formats that compress little.
let tinyCard = testCard(width: 32, height: 40)

private let sound = Expectation.picture("bmp", 32, 40)
private let truncated = sound.damaged(.error, .truncated).may(.corrupt)

private let soundBMPs: [Fixture] = [
  bmp("1-bit", "Two colours.", BMPCoding(depth: 1)),
  bmp("4-bit", "Sixteen colours.", BMPCoding(depth: 4)),
  bmp("8-bit", "A palette of 256 colours.", BMPCoding(depth: 8)),
  bmp("555", "16 bits a pixel, five for each channel.", BMPCoding(depth: 16)),
  bmp(
    "565", "16 bits a pixel by masks, six of them green.", BMPCoding(depth: 16, compression: .masks)
  ),
  bmp("24-bit", "Three bytes a pixel, as most are.", BMPCoding()),
  bmp("32-bit", "Four bytes a pixel, the fourth zero and without meaning.", BMPCoding(depth: 32)),
  bmp(
    "width-not-of-4", "29 columns of three bytes: each row is filled up.", BMPCoding(), width: 29),
  bmp("top-down", "A negative height: its rows come from the top.", BMPCoding(isTopDown: true)),
  bmp("os2", "OS/2's first header, with sides of 16 bits.", BMPCoding(header: 12, depth: 8)),
  bmp("os2-2", "OS/2's second header.", BMPCoding(header: 64, depth: 8)),
  bmp("rle8", "Runs of equal pixels.", BMPCoding(depth: 8, compression: .runs)),
  bmp("v4-srgb", "A header of version 4 that says sRGB.", BMPCoding(header: 108, isSRGB: true)),
  Fixture(
    "bmp-v5-icc-p3.bmp", "A header of version 5 with the profile Display P3 behind the pixels.",
    Expectation.picture("bmp", 32, 40, .notSRGB)
  ) { tinyCard.bmp(BMPCoding(header: 124, profile: ColorProfile.displayP3.bytes)) },
  Fixture(
    "bmp-v5-alpha.bmp", "A mask for alpha, and a lower half that fades.",
    Expectation.picture("bmp", 32, 40, .hasAlpha)
  ) {
    tinyCard.faded.bmp(BMPCoding(header: 124, depth: 32, compression: .masks, hasAlpha: true))
  },
  Fixture(
    "bmp-v3-alpha.bmp", "The same in a header of 56 bytes.",
    Expectation.picture("bmp", 32, 40, .hasAlpha)
  ) {
    tinyCard.faded.bmp(BMPCoding(header: 56, depth: 32, compression: .masks, hasAlpha: true))
  },
  Fixture("bmp-alpha-unused.bmp", "A mask for alpha, and alpha full everywhere.", sound) {
    tinyCard.bmp(BMPCoding(header: 124, depth: 32, compression: .masks, hasAlpha: true))
  },
  Fixture("bmp-length-0.bmp", "The length of the file is left at zero.", sound) {
    tinyCard.bmp(BMPCoding()).replacing(at: 2, with: [0, 0, 0, 0])
  },
]

private let brokenBMPs: [Fixture] = [
  Fixture("bmp-cut.bmp", "Cut off at half.", truncated) {
    let bytes = tinyCard.bmp(BMPCoding())
    return Array(bytes.prefix(bytes.count / 2))
  },
  Fixture("bmp-cut-last-byte.bmp", "The last byte is missing.", truncated) {
    tinyCard.bmp(BMPCoding()).dropLast()
  },
  Fixture("bmp-cut-rle8.bmp", "Runs of pixels, cut off at half.", truncated) {
    let bytes = tinyCard.bmp(BMPCoding(depth: 8, compression: .runs))
    return Array(bytes.prefix((bytes.count + 1078) / 2))
  },
  Fixture("bmp-cut-in-header.bmp", "Cut off inside the header.", .broken("bmp", .truncated)) {
    Array(tinyCard.bmp(BMPCoding()).prefix(40))
  },
  Fixture(
    "bmp-header-65500x65500.bmp", "A small file whose header says 65,500 × 65,500.",
    Expectation.picture("bmp", 65_500, 65_500).unproven()
      .oneOf(.truncated, .corrupt, .tooManyPixels)
  ) {
    tinyCard.bmp(BMPCoding()).replacing(at: 18, with: [0xDC, 0xFF, 0, 0, 0xDC, 0xFF, 0, 0])
  },
  lie("width-0", "The header says no columns.", at: 18, [0, 0, 0, 0]),
  lie("width-negative", "The header says -32 columns.", at: 18, [0xE0, 0xFF, 0xFF, 0xFF]),
  lie("height-0", "The header says no rows.", at: 22, [0, 0, 0, 0]),
  lie("depth-7", "Seven bits a pixel, which do not exist.", at: 28, [7, 0]),
]

/// Codings and depths that don't go together, and one that only looks so.
private let bmpsOfNoKind: [Fixture] = [
  lie("depth-0", "No bits a pixel, and no picture inside that would have them.", at: 28, [0, 0]),
  lie("rle8-16-bit", "Runs of bytes, at 16 bits a pixel.", at: 28, [16, 0, 1, 0, 0, 0]),
  lie("rle4-8-bit", "Runs of half bytes, at 8 bits a pixel.", at: 30, [2, 0, 0, 0]),
  lie("masks-8-bit", "Masks, at 8 bits a pixel.", at: 30, [3, 0, 0, 0]),
  lie("coding-99", "Coding number 99, which does not exist.", at: 30, [99, 0, 0, 0]),
  Fixture(
    "bmp-png-inside.bmp", "A whole PNG instead of rows: no bits a pixel is right then.",
    Expectation.picture("bmp", 32, 40, .notProven)
  ) { () throws(FixtureError) in
    let png = try tinyCard.png().bytes
    var size: [UInt8] = []
    size.append(UInt32(png.count), .little)
    let head = tinyCard.bmp(BMPCoding()).prefix(54)
    return Array(head).replacing(at: 28, with: [0, 0, 5, 0, 0, 0] + size) + png
  },
]

private func bmp(_ name: String, _ note: String, _ coding: BMPCoding, width: Int = 32) -> Fixture {
  Fixture("bmp-\(name).bmp", note, .picture("bmp", width, 40)) {
    testCard(width: width, height: 40).bmp(coding)
  }
}

private func lie(_ name: String, _ note: String, at offset: Int, _ bytes: [UInt8]) -> Fixture {
  Fixture("bmp-\(name).bmp", note, .broken("bmp", .corrupt)) {
    tinyCard.bmp(BMPCoding(depth: 8)).replacing(at: offset, with: bytes)
  }
}
