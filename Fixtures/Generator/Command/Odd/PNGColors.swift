internal import FixtureScenes

/// PNG with transparency of every kind, and with colour spaces.
let pngColors: [Fixture] = transparency + colorChunks

private let clear = Expectation.picture("png", 320, 400, .hasAlpha)
private let notSRGB = Expectation.picture("png", 320, 400, .notSRGB)

private func plain(
  _ name: String, _ note: String, _ expect: Expectation, coding: PNGCoding = PNGCoding(),
  _ chunks: [PNGFile.Chunk]
) -> Fixture {
  Fixture("png-\(name).png", note, expect) { () throws(FixtureError) in
    try card.png(coding).with(chunks, before: "IDAT").bytes
  }
}

private let transparency: [Fixture] = [
  Fixture("png-transparent.png", "RGBA that fades out.", clear) { () throws(FixtureError) in
    try card.faded.png(PNGCoding(color: .rgba)).bytes
  },
  Fixture("png-transparent-interlaced.png", "RGBA that fades out, Adam7.", clear) {
    () throws(FixtureError) in
    try card.faded.png(PNGCoding(color: .rgba, isInterlaced: true)).bytes
  },
  Fixture(
    "png-transparent-16.png", "RGBA of 16 bits that fades out.",
    .picture("png", 80, 100, .hasAlpha)
  ) { () throws(FixtureError) in
    try smallCard.faded.png(PNGCoding(color: .rgba, depth: 16)).bytes
  },
  Fixture("png-transparent-grey.png", "Grey with an alpha channel that is used.", clear) {
    () throws(FixtureError) in
    try card.faded.png(PNGCoding(color: .greyAlpha)).bytes
  },
  Fixture("png-transparent-one-pixel.png", "RGBA with one pixel of alpha 254.", clear) {
    () throws(FixtureError) in
    var copy = card
    copy.rgba[(200 * 320 + 160) * 4 + 3] = 254
    return try copy.png(PNGCoding(color: .rgba)).bytes
  },
  plain(
    "trns-rgb", "tRNS names a colour of the picture: its red edge is clear.", clear,
    [PNGFile.Chunk("tRNS", [0, 214, 0, 48, 0, 42])]),
  plain(
    "trns-rgb-unused", "tRNS names a colour that no pixel has.", soundPNG,
    [PNGFile.Chunk("tRNS", [0, 1, 0, 2, 0, 3])]),
  plain(
    "trns-grey", "tRNS names a grey of the picture.", clear,
    coding: PNGCoding(color: .grey, depth: 1),
    [PNGFile.Chunk("tRNS", [0, 0])]),
  plain(
    "trns-grey-unused", "tRNS names a grey that no pixel has.", soundPNG,
    coding: PNGCoding(color: .grey), [PNGFile.Chunk("tRNS", [0, 3])]),
  plain(
    "trns-palette", "tRNS makes the letter's colour half clear.", clear,
    coding: PNGCoding(color: .palette, depth: 4), [PNGFile.Chunk("tRNS", [128])]),
  plain(
    "trns-palette-unused", "tRNS makes a colour clear that no pixel has.", soundPNG,
    coding: PNGCoding(color: .palette, depth: 4),
    [PNGFile.Chunk("tRNS", [255, 255, 255, 255, 255, 255, 0])]),
  plain(
    "trns-palette-full", "tRNS says 255 for every colour.", soundPNG,
    coding: PNGCoding(color: .palette, depth: 2), [PNGFile.Chunk("tRNS", [255, 255, 255, 255])]),
]

private let colorChunks: [Fixture] = [
  profiled("iccp-p3", "The profile Display P3.", notSRGB, ColorProfile.displayP3.bytes),
  profiled("iccp-srgb", "The profile sRGB.", soundPNG, ColorProfile.sRGB.bytes),
  profiled(
    "iccp-broken", "A profile that is cut off.", soundPNG.damaged(.none, .brokenProfile),
    Array(ColorProfile.displayP3.bytes.prefix(200))),
  plain(
    "srgb", "An sRGB chunk, with the gAMA and cHRM that go with it.", soundPNG,
    [PNGFile.Chunk("sRGB", [0]), gamma(45_455), primaries(sRGBChromaticities)]),
  plain("gama-srgb", "gAMA of 0.45455 alone: sRGB, nearly.", soundPNG, [gamma(45_455)]),
  plain("gama-linear", "gAMA of 1.0 alone: linear light.", notSRGB, [gamma(100_000)]),
  plain(
    "chrm-p3", "gAMA of sRGB, but cHRM of Display P3.", notSRGB,
    [
      gamma(45_455),
      primaries([31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000]),
    ]),
  plain(
    "cicp-p3", "cICP 12, 13, 0, 1: Display P3.", notSRGB, [PNGFile.Chunk("cICP", [12, 13, 0, 1])]),
  plain(
    "cicp-pq", "cICP 9, 16, 0, 1: BT.2100 PQ, high dynamic range.", notSRGB,
    [PNGFile.Chunk("cICP", [9, 16, 0, 1])]),
  plain(
    "cicp-srgb", "cICP 1, 13, 0, 1: sRGB.", soundPNG, [PNGFile.Chunk("cICP", [1, 13, 0, 1])]),
]

private let sRGBChromaticities: [UInt32] = [
  31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000,
]

private func gamma(_ value: UInt32) -> PNGFile.Chunk { numbers("gAMA", [value]) }

/// White, red, green, blue: x and y of each, times 100,000.
private func primaries(_ values: [UInt32]) -> PNGFile.Chunk { numbers("cHRM", values) }

private func numbers(_ name: String, _ values: [UInt32]) -> PNGFile.Chunk {
  PNGFile.Chunk(name, values.reduce(into: []) { $0.append($1, .big) })
}

private func profiled(
  _ name: String, _ note: String, _ expect: Expectation, _ profile: [UInt8]
) -> Fixture {
  Fixture("png-\(name).png", note, expect) { () throws(FixtureError) in
    let chunk = PNGFile.Chunk("iCCP", [UInt8]("profile\0\0") + (try zlib(profile)))
    return try card.png().with([chunk]).bytes
  }
}
