internal import FixtureScenes

/// Valid files of other formats, or enough of them to be identified.
let otherFormats: [Fixture] = [
  Fixture("other.gif", "A GIF of one frame.", .picture("gif", 320, 400).unproven().may(.notProven))
  {
    gif([card])
  },
  Fixture(
    "other-animated.gif", "A GIF of three frames.",
    .picture("gif", 160, 200, .animated).unproven().may(.notProven)
  ) {
    let first = testCard(width: 160, height: 200)
    return gif([first, first.shifted(by: 40), first.shifted(by: 80)])
  },
  Fixture("other.bmp", "A Windows bitmap.", .picture("bmp", 320, 300).unproven().may(.notProven)) {
    testCard(width: 320, height: 300).bmp
  },
  Fixture("other.tif", "A TIFF.", .picture("tiff", 320, 300).unproven().may(.notProven)) {
    testCard(width: 320, height: 300).tiff
  },
  Fixture("other.heic", "A HEIC of one picture.", .picture("heic", 320, 400)) {
    () throws(FixtureError) in try card.heif(HEIFCoding(codec: .hevc)).bytes
  },
  Fixture("other.avif", "An AVIF of one picture.", .picture("avif", 320, 400)) {
    () throws(FixtureError) in try card.heif(HEIFCoding(codec: .av1)).bytes
  },
  header("other.jxl", "The start of a JPEG XL, bare.", "jxl") { [0xFF, 0x0A, 0xFA, 0x7F, 0x01] },
  header("other-container.jxl", "The start of a JPEG XL in its container.", "jxl") {
    [0, 0, 0, 0x0C] + [UInt8]("JXL ") + [0x0D, 0x0A, 0x87, 0x0A]
      + ftyp("jxl ", compatible: ["jxl "])
  },
  header("other.jp2", "The start of a JPEG 2000.", "jpeg2000") {
    [0, 0, 0, 0x0C] + [UInt8]("jP  ") + [0x0D, 0x0A, 0x87, 0x0A]
      + ftyp("jp2 ", compatible: ["jp2 "])
  },
  Fixture("other.ico", "An icon that holds a PNG.", .header("ico", 64, 64)) {
    () throws(FixtureError) in
    ico(try testCard(width: 64, height: 64).png().bytes, side: 64)
  },
  Fixture("other.tga", "A Targa of version 1, which nothing but its header tells.", targa) {
    tinyCard.targa
  },
  Fixture("other-footer.tga", "A Targa of version 2, which says so at its end.", targa) {
    tinyCard.targa + [UInt8](repeating: 0, count: 8) + [UInt8]("TRUEVISION-XFILE.\0")
  },
  Fixture("other.psd", "A Photoshop file.", .header("psd", 320, 400)) {
    psd(width: 320, height: 400)
  },
  Fixture("other.svg", "An SVG.", .header("svg", 320, 400)) {
    [UInt8](
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="320" height="400">
        <rect width="320" height="400" fill="#b8c8dc"/><circle cx="240" cy="300" r="48"/>
      </svg>

      """)
  },
  Fixture("other.pdf", "A PDF of one empty page.", .other("pdf", .notMedia)) { [UInt8](emptyPage) },
  Fixture("voice-3s.wav", "A falling tone, 3 seconds, 8 kHz, mono.", .other("wav")) {
    wav(seconds: 3)
  },
  Fixture("voice-6s.wav", "A falling tone, 6 seconds, 8 kHz, mono.", .other("wav")) {
    wav(seconds: 6)
  },
  Fixture("clip.mp4", "The start of a clip.", .other("mp4")) {
    ftyp("isom", compatible: ["isom", "iso2", "mp41"])
  },
  Fixture("clip.mov", "The start of a QuickTime clip.", .other("mov")) {
    ftyp("qt  ", compatible: ["qt  "])
  },
]

private let targa = Expectation.other("tga", .notProven)

/// A file whose format can be identified, and nothing more.
private func header(
  _ name: String, _ note: String, _ format: String,
  _ make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture {
  Fixture(
    name, note,
    .other(format, may: [.notProven, .corrupt, .truncated, .unknownFormat]), make: make)
}

private let emptyPage = """
  %PDF-1.4
  1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
  2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
  3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 320 400]>>endobj
  trailer<</Root 1 0 R>>
  %%EOF

  """
