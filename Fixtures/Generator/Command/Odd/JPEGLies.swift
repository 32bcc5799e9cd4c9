internal import FixtureScenes

/// JPEG whose headers state wrong facts, and JPEG made to keep a reader busy.
let jpegLies: [Fixture] = wrongHeaders + heavyWork

private let corrupt = soundJPEG.damaged(.error, .corrupt)
private let sizeless = Expectation.broken("jpeg", .corrupt)

private let wrongHeaders: [Fixture] = [
  Fixture(
    "jpeg-segment-length-0.jpg", "A comment whose length is 0, which must be 2 or more.",
    soundJPEG.damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    try card.jpeg(JPEGCoding()).inserting([0xFF, 0xFE, 0, 0], at: 2)
  },
  Fixture("jpeg-tables-length-0.jpg", "A quantisation table whose length is 0.", sizeless) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    return bytes.replacing(at: try JPEGLayout(bytes).part(0xDB).payload - 2, with: [0, 0])
  },
  Fixture("jpeg-height-0.jpg", "The header says no rows.", sizeless) {
    () throws(FixtureError) in try card.jpeg().resized(width: 320, height: 0)
  },
  Fixture("jpeg-width-0.jpg", "The header says no columns.", sizeless) {
    () throws(FixtureError) in try card.jpeg().resized(width: 0, height: 400)
  },
  Fixture(
    "jpeg-height-after-scan.jpg",
    "The header says no rows and a DNL marker after the scan says 400: legal, and read by nobody.",
    sizeless.may(.rareCoding)
  ) { () throws(FixtureError) in
    let bytes = try card.jpeg().resized(width: 320, height: 0)
    return bytes.inserting([0xFF, 0xDC, 0, 4, 0x01, 0x90], at: bytes.count - 2)
  },
  Fixture(
    "jpeg-taller-than-data.jpg", "The header says 800 rows; the data hold 400.",
    Expectation(
      format: "jpeg", size: (320, 800), orientation: 1, damage: .error, rules: [.corrupt],
      may: [.truncated])
  ) { () throws(FixtureError) in try card.jpeg().resized(width: 320, height: 800) },
  Fixture("jpeg-two-starts.jpg", "Two start markers.", sizeless) {
    () throws(FixtureError) in [0xFF, 0xD8] + (try card.jpeg())
  },
  Fixture("jpeg-two-frames.jpg", "Two frame headers.", corrupt) { () throws(FixtureError) in
    let bytes = try card.jpeg()
    let frame = try JPEGLayout(bytes).frame()
    return bytes.inserting(Array(bytes[frame.offset..<frame.end]), at: frame.end)
  },
  Fixture("jpeg-no-huffman-tables.jpg", "Huffman tables of its own, which are missing.", corrupt) {
    () throws(FixtureError) in try card.jpeg().withoutHuffmanTables()
  },
  Fixture(
    "jpeg-mjpeg-frame.jpg",
    "The standard Huffman tables are left out, as in a frame of MJPEG: libjpeg-turbo puts them in.",
    soundJPEG.may(.corrupt)
  ) { () throws(FixtureError) in
    try card.jpeg(JPEGCoding(isOptimised: false)).withoutHuffmanTables()
  },
  Fixture("jpeg-no-quantisation-table.jpg", "The second quantisation table is missing.", corrupt) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    let tables = JPEGLayout(bytes).parts.filter { $0.marker == 0xDB }
    guard tables.count == 2 else { throw .missing("second table") }
    return Array(bytes[..<tables[1].offset]) + bytes[tables[1].end...]
  },
  Fixture("jpeg-no-scan.jpg", "A header, no scan, and the end marker.", corrupt) {
    () throws(FixtureError) in
    let bytes = try card.jpeg()
    return Array(bytes[..<(try JPEGLayout(bytes).scan().offset)]) + [0xFF, 0xD9]
  },
  Fixture("jpeg-only-start-and-end.jpg", "A start marker and an end marker.", sizeless) {
    [0xFF, 0xD8, 0xFF, 0xD9]
  },
  Fixture(
    "jpeg-all-ff.jpg", "A start marker and 16 kB of 0xFF.",
    Expectation(format: "jpeg", damage: .error).oneOf(.truncated, .corrupt)
  ) { [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 16_384) },
]

private let heavyWork: [Fixture] = [
  Fixture(
    "jpeg-header-65500x65500.jpg", "A tiny file whose header says 65,500 × 65,500.",
    Expectation.picture("jpeg", 65_500, 65_500).unproven(.tooManyPixels)
      .may(.truncated, .corrupt)
  ) { () throws(FixtureError) in
    try smallCard.jpeg().resized(width: 65_500, height: 65_500)
  },
  Fixture(
    "jpeg-150-scans.jpg", "Legal, 1,024 × 1,024, grey and flat, in 150 scans that say nothing.",
    .picture("jpeg", 1024, 1024, .tooComplex)
  ) { () throws(FixtureError) in
    try flat(side: 1024).jpeg(JPEGCoding(content: .grey, isProgressive: true, scans: 150))
  },
  Fixture(
    "jpeg-690-scans.jpg", "Legal, 4,096 × 4,096, in 690 scans: some 180 million empty blocks.",
    Expectation.picture("jpeg", 4096, 4096).unproven(.tooComplex)
  ) { () throws(FixtureError) in
    try flat(side: 4096).jpeg(JPEGCoding(content: .grey, isProgressive: true, scans: 690))
  },
  Fixture(
    "jpeg-arithmetic-busy.jpg",
    "Arithmetic; the header says 16,384 × 16,384, and a decoder makes up what is missing.",
    Expectation.picture("jpeg", 16_384, 16_384, .rareCoding).unproven(.tooComplex)
  ) { () throws(FixtureError) in
    try noise(side: 64).jpeg(
      JPEGCoding(quality: 100, sampling: .full, isArithmetic: true)
    ).resized(width: 16_384, height: 16_384)
  },
]

/// A square of one grey.
private func flat(side: Int) -> Picture {
  Picture(width: side, height: side, rgba: [UInt8](repeating: 128, count: side * side * 4))
}

/// A square of unrelated pixels.
private func noise(side: Int) -> Picture {
  var state: UInt32 = 1
  let samples = (0..<side * side * 4).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(state >> 24)
  }
  return Picture(width: side, height: side, rgba: samples)
}

extension [UInt8] {
  fileprivate func withoutHuffmanTables() -> [UInt8] {
    let tables = JPEGLayout(self).parts.filter { $0.marker == 0xC4 }
    return tables.reversed().reduce(into: self) { $0.removeSubrange($1.offset..<$1.end) }
  }

  /// A JPEG with another size in its header.
  fileprivate func resized(width: Int, height: Int) throws(FixtureError) -> [UInt8] {
    var size: [UInt8] = []
    size.append(UInt16(height), .big)
    size.append(UInt16(width), .big)
    return replacing(at: try JPEGLayout(self).frame().payload + 1, with: size)
  }
}
