internal import FixtureScenes

/// Ten typical files of a film-maker's folder, each with a different problem.
let troubleFixtures: [Fixture] = [
  photo(
    "mira-full-length.jpg", "280 × 900: too narrow a strip, under 300 px wide.",
    Shot(.mira, .fullLength, 280, 900), quality: 90),
  photo(
    "mira-wide.jpg", "1600 × 500: a panorama, wider than 5:2.",
    Shot(.mira, .front, 1600, 500, backdrop: .cluttered), quality: 85),
  Fixture("mira-side.jpg", "A download that broke off: the lower part is missing.") {
    () throws(FixtureError) in
    let bytes = try render(Shot(.mira, .left, 768, 1024)).jpeg()
    return Array(bytes.prefix(bytes.count * 6 / 10))
  },
  Fixture("mira-back.jpg", "Not a picture: the web page that said the link had expired.") {
    [UInt8](errorPage)
  },
  Fixture("mug-cut-out.png", "The background is transparent: where readers put black.") {
    () throws(FixtureError) in
    try renderCutOut(Shot(.mug, .front, 600, 600)).png(PNGCoding(color: .rgba)).bytes
  },
  Fixture("Screenshot 2026-03-14 101502.webp", "A WebP, which many endpoints don't take.") {
    () throws(FixtureError) in
    try render(Shot(.mug, .threeQuarterLeft, 1280, 720, backdrop: .cluttered)).webp()
  },
  Fixture(
    "IMG_2038.JPG",
    "A phone's picture: stored 1200 × 450, upright 450 × 1200 and so narrower than 2:5; its GPS "
      + "position is inside."
  ) { () throws(FixtureError) in
    let block = EXIFBlock(
      main: [
        TIFFEntry(0x010F, .ascii("Castbook")), TIFFEntry(0x0110, .ascii("Phone")),
        TIFFEntry(EXIFBlock.orientationTag, .shorts([6])),
      ],
      camera: [EXIFBlock.serialNumber], position: EXIFBlock.nullIsland)
    return try render(Shot(.mira, .threeQuarterRight, 450, 1200, light: .lamp)).stored(for: 6)
      .jpeg(JPEGCoding(segments: [.exif(block.bytes)]))
  },
  Fixture(
    "IMG_2041.HEIC",
    "A phone's HEIC, which many endpoints don't take: stored in four tiles, 1024 × 768, upright "
      + "768 × 1024. The file says so by `irot`, and in EXIF once more, which nobody follows."
  ) { () throws(FixtureError) in
    let block = EXIFBlock(
      main: [
        TIFFEntry(0x010F, .ascii("Castbook")), TIFFEntry(0x0110, .ascii("Phone")),
        TIFFEntry(EXIFBlock.orientationTag, .shorts([6])),
      ])
    let turned = render(Shot(.mira, .threeQuarterRight, 768, 1024)).stored(for: 6)
    return try turned.heifGrid(HEIFCoding(), tile: 512, .turned(3), .numbers(1, 13, 6))
      .withEXIF(block, isIntroduced: true).bytes
  },
  Fixture("mira-print.jpg", "CMYK, from the printer's layout.") { () throws(FixtureError) in
    try render(Shot(.mira, .front, 600, 800, light: .studio)).jpeg(
      JPEGCoding(
        content: .cmyk, hasAdobe: true, hasJFIF: false,
        segments: JPEGSegment.profile(ColorProfile.inksHeaderOnly)))
  },
  Fixture("mug-side.jpg", "Empty: the copy failed.") { [] },
]
