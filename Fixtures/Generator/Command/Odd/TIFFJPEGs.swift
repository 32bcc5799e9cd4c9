internal import FixtureScenes

/// TIFF whose strips are JPEGs, valid and damaged, and kinds of TIFF that libtiff does not decode.
let tiffJPEGs: [Fixture] = soundTIFFJPEGs + damagedTIFFJPEGs + unknownTIFFs

private let soundTIFFJPEGs: [Fixture] = [
  jpeg("jpeg", "Each strip a JPEG of its own.", soundTIFF) { () throws(FixtureError) in
    try TIFFFile(directories: [page()]).bytes
  },
  jpeg("jpeg-tables", "Strips that are JPEGs whose tables stand in a tag.", soundTIFF) {
    () throws(FixtureError) in try TIFFFile(directories: [page(tablesApart: true)]).bytes
  },
  jpeg("jpeg-444", "JPEG in one strip, all of the colors kept.", soundTIFF) {
    () throws(FixtureError) in
    try TIFFFile(directories: [page(rows: 40, JPEGCoding(sampling: .full))]).bytes
  },
  jpeg("jpeg-grey", "JPEG of one channel.", soundTIFF) { () throws(FixtureError) in
    try TIFFFile(directories: [page(JPEGCoding(content: .grey))]).bytes
  },
  jpeg("jpeg-restart", "JPEG with restart markers.", soundTIFF) { () throws(FixtureError) in
    try TIFFFile(directories: [page(JPEGCoding(restartInterval: 1))]).bytes
  },
]

private let damagedTIFFJPEGs: [Fixture] = [
  jpeg("jpeg-bad-code", "A bit of the second strip fell over: a code that is none.", corrupt) {
    () throws(FixtureError) in
    try changed { strip throws(FixtureError) in
      try strip.damagedScan(from: (1, 4), until: .badHuffmanCode)
    }
  },
  jpeg("jpeg-hit-marker", "The second strip ends in the middle of its codes.", corrupt) {
    () throws(FixtureError) in
    try changed { strip throws(FixtureError) in
      let start = try JPEGLayout(strip).scan().end
      return Array(strip[..<(start + (strip.count - start) / 2)]) + [0xFF, 0xD9]
    }
  },
  jpeg("jpeg-cut-strip", "Of the second strip half is missing.", corrupt) {
    () throws(FixtureError) in
    try changed { strip throws(FixtureError) in
      let start = try JPEGLayout(strip).scan().end
      return Array(strip[..<(start + (strip.count - start) / 2)])
    }
  },
  jpeg("jpeg-too-few-rows", "The second strip has half of its rows.", corrupt) {
    () throws(FixtureError) in
    try changed { _ throws(FixtureError) in try tinyCard.rows(16..<24).jpeg() }
  },
]

private let unknownTIFFs: [Fixture] = [
  jpeg("jpeg-12-bit", "JPEG that says it has 12 bits a channel.", unknown) {
    () throws(FixtureError) in
    var page = try page(rows: 40)
    let frame = try JPEGLayout(page.parts[0]).frame()
    page.parts[0][frame.payload] = 12
    return TIFFFile(directories: [page.with(258, [12, 12, 12])]).bytes
  },
  jpeg("bits-5-6-5", "Channels of 5, 6 and 5 bits.", unknown) { () throws(FixtureError) in
    TIFFFile(directories: [try tinyCard.tiffPage().with(258, [5, 6, 5])]).bytes
  },
  jpeg(
    "second-page-bits-5-6-5", "Its second page has channels of 5, 6 and 5 bits.",
    Expectation.picture("tiff", 32, 40, .severalPages, .notProven).with(pages: 2)
  ) { () throws(FixtureError) in
    let pages = [try tinyCard.tiffPage(), try tinyCard.tiffPage().with(258, [5, 6, 5])]
    return TIFFFile(directories: pages).bytes
  },
]

private let corrupt = soundTIFF.damaged(.error).oneOf(.corrupt, .truncated)
private let unknown = Expectation.picture("tiff", 32, 40, .notProven).with(pages: 1)

private func jpeg(
  _ name: String, _ note: String, _ expect: Expectation,
  make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
) -> Fixture { Fixture("tiff-\(name).tif", note, expect, make: make) }

/// The card in strips that are JPEGs.
private func page(
  rows: Int = 16, _ coding: JPEGCoding = JPEGCoding(), tablesApart: Bool = false
) throws(FixtureError) -> TIFFDirectory {
  var coding = coding
  coding.hasJFIF = false
  // The standard tables fit every strip.
  coding.isOptimised = !tablesApart
  let isGrey = coding.content == .grey
  let factors = isGrey ? (1, 1) : coding.sampling.factors
  var entries = [
    TIFFEntry(256, .shorts([UInt16(tinyCard.width)])),
    TIFFEntry(257, .shorts([UInt16(tinyCard.height)])),
    TIFFEntry(258, .shorts(isGrey ? [8] : [8, 8, 8])), TIFFEntry(259, .shorts([7])),
    TIFFEntry(262, .shorts([isGrey ? 1 : 6])), TIFFEntry(277, .shorts([isGrey ? 1 : 3])),
    TIFFEntry(278, .shorts([UInt16(rows)])),
  ]
  if !isGrey {
    entries.append(TIFFEntry(530, .shorts([UInt16(factors.0), UInt16(factors.1)])))
  }
  var page = TIFFDirectory(entries: entries)
  for start in stride(from: 0, to: tinyCard.height, by: rows) {
    let strip = tinyCard.rows(start..<min(tinyCard.height, start + rows))
    page.parts.append(try strip.jpeg(coding))
  }
  if tablesApart {
    let tables = page.parts[0].tables
    page.parts = page.parts.map(\.withoutTables)
    page.entries.append(TIFFEntry(347, .opaque([0xFF, 0xD8] + tables + [0xFF, 0xD9])))
  }
  return page
}

/// A file whose second strip was changed.
private func changed(
  _ change: ([UInt8]) throws(FixtureError) -> [UInt8]
) throws(FixtureError) -> [UInt8] {
  var page = try page()
  page.parts[1] = try change(page.parts[1])
  return TIFFFile(directories: [page]).bytes
}

extension Picture {
  /// Some of its rows, as a picture.
  fileprivate func rows(_ range: Range<Int>) -> Picture {
    Picture(
      width: width, height: range.count,
      rgba: Array(rgba[(range.lowerBound * width * 4)..<(range.upperBound * width * 4)]))
  }
}

extension TIFFDirectory {
  /// The directory with another value of a tag.
  fileprivate func with(_ tag: UInt16, _ numbers: [UInt16]) -> TIFFDirectory {
    var copy = self
    copy.entries.removeAll { $0.tag == tag }
    copy.entries.append(TIFFEntry(tag, .shorts(numbers)))
    return copy
  }
}

extension [UInt8] {
  /// The ranges of a JPEG's tables: of quantisation and of codes.
  private var tableRanges: [Range<Int>] {
    JPEGLayout(self).parts.filter { $0.marker == 0xDB || $0.marker == 0xC4 }
      .map { $0.offset..<$0.end }
  }

  fileprivate var tables: [UInt8] { tableRanges.flatMap { self[$0] } }

  fileprivate var withoutTables: [UInt8] {
    var copy = self
    for range in tableRanges.reversed() { copy.removeSubrange(range) }
    return copy
  }
}
