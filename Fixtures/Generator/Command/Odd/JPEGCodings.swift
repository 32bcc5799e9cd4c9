internal import FixtureScenes

/// Every JPEG coding that libjpeg can write, and two that it can't.
let jpegCodings: [Fixture] =
  [
    Fixture("jpeg-baseline.jpg", "Baseline, 4:2:0, standard Huffman tables.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(isOptimised: false))
    },
    Fixture("jpeg-optimised.jpg", "Baseline with Huffman tables of its own.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg()
    },
    Fixture("jpeg-progressive.jpg", "Progressive, ten scans.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(isProgressive: true))
    },
    Fixture("jpeg-progressive-grey.jpg", "Progressive and grey.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(content: .grey, isProgressive: true))
    },
    Fixture("jpeg-restart.jpg", "A restart marker after every 16 units.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(restartInterval: 16))
    },
    Fixture("jpeg-restart-progressive.jpg", "Progressive with restart markers.", soundJPEG) {
      () throws(FixtureError) in
      try card.jpeg(JPEGCoding(isProgressive: true, restartInterval: 16))
    },
    Fixture("jpeg-quality-100.jpg", "Every quantisation step is 1.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(quality: 100, sampling: .full))
    },
    Fixture("jpeg-quality-1.jpg", "As coarse as can be.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(quality: 1))
    },
    Fixture("jpeg-grey.jpg", "One channel.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(content: .grey))
    },
    Fixture("jpeg-no-jfif.jpg", "Neither JFIF nor Adobe segment: YCbCr by custom.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(hasJFIF: false))
    },
    Fixture("jpeg-rgb.jpg", "Stored as RGB; the Adobe segment says so.", soundJPEG) {
      () throws(FixtureError) in
      try card.jpeg(JPEGCoding(content: .plainRGB, hasAdobe: true, hasJFIF: false))
    },
    Fixture(
      "jpeg-width-not-of-8.jpg", "317 × 395: the last blocks are filled up.",
      .picture("jpeg", 317, 395)
    ) { () throws(FixtureError) in try testCard(width: 317, height: 395).jpeg() },
    Fixture("jpeg-1x1.jpg", "A single pixel.", .picture("jpeg", 1, 1)) {
      () throws(FixtureError) in try testCard(width: 1, height: 1).jpeg()
    },
    Fixture(
      "jpeg-fill-bytes.jpg", "2,000 fill bytes (0xFF) before a marker, which is allowed.",
      soundJPEG
    ) { () throws(FixtureError) in
      let bytes = try card.jpeg()
      return bytes.inserting(
        [UInt8](repeating: 0xFF, count: 2000), at: try JPEGLayout(bytes).frame().offset)
    },
  ] + samplings + rareCodings

private let samplings = JPEGCoding.Sampling.allCases.map { sampling in
  let name = sampling.rawValue
  return Fixture(
    "jpeg-\(name).jpg",
    "Chroma sampling \(name.map(String.init).joined(separator: ":")).", soundJPEG
  ) { () throws(FixtureError) in try card.jpeg(JPEGCoding(sampling: sampling)) }
}

private let rareCodings = [
  Fixture("jpeg-arithmetic.jpg", "Arithmetic coding, which browsers lack.", rare) {
    () throws(FixtureError) in try card.jpeg(JPEGCoding(isArithmetic: true))
  },
  Fixture("jpeg-arithmetic-progressive.jpg", "Arithmetic coding and progressive.", rare) {
    () throws(FixtureError) in
    try card.jpeg(JPEGCoding(isProgressive: true, isArithmetic: true))
  },
  Fixture("jpeg-12-bit.jpg", "The header says 12 bits a channel; the data are of 8.", rareHeader) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    let frame = try JPEGLayout(bytes).frame()
    // Extended sequential: baseline can't have 12 bits.
    return bytes.replacing(at: frame.offset + 1, with: [0xC1])
      .replacing(at: frame.payload, with: [12])
  },
  Fixture("jpeg-lossless.jpg", "The header says lossless; the data are baseline.", rareHeader) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    return bytes.replacing(at: try JPEGLayout(bytes).frame().offset + 1, with: [0xC3])
  },
  Fixture("jpeg-ls.jpg", "The header says JPEG-LS; the data are baseline.", rareHeader) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    return bytes.replacing(at: try JPEGLayout(bytes).frame().offset + 1, with: [0xF7])
  },
  Fixture(
    "jpeg-oddly-sampled.jpg",
    "Its channels have 3, 1 and 2 samples beside each other: libjpeg reads them and makes no pixels.",
    .picture("jpeg", 480, 200, .rareCoding)
  ) { () throws(FixtureError) in try oddlySampled() },
]

private let rare = Expectation.picture("jpeg", 320, 400, .rareCoding)
private let rareHeader = rare.unproven().may(.notProven, .corrupt)

/// A valid 4:2:0 file read in another way: of the six blocks of a unit, four of luma and two of
/// chroma, three make the first channel now, one the second, two the third.
private func oddlySampled() throws(FixtureError) -> [UInt8] {
  let bytes = try card.jpeg(JPEGCoding(isOptimised: false))
  let layout = JPEGLayout(bytes)
  let (frame, scan) = (try layout.frame().payload, try layout.scan().payload)
  // 20 × 25 units, of 24 × 8 pixels instead of 16 × 16.
  var size: [UInt8] = []
  size.append(UInt16(200), .big)
  size.append(UInt16(480), .big)
  return bytes.replacing(at: frame + 1, with: size)
    .replacing(at: frame + 7, with: [0x31])
    .replacing(at: frame + 10, with: [0x11])
    .replacing(at: frame + 13, with: [0x21])
    // The second channel is coded with the tables of luma.
    .replacing(at: scan + 4, with: [0x00])
}
