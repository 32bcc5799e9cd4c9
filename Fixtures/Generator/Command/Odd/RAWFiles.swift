internal import FixtureScenes

/// Raw camera files: their headers, around a few invented values of a sensor.
let rawFiles: [Fixture] = [
  Fixture(
    "raw-digital-negative.dng", "A thumbnail, and inside it the sensor's values with a crop.",
    .header("raw", 28, 36)
  ) { () throws(FixtureError) in try negative().bytes },
  Fixture(
    "raw-digital-negative-turned.dng", "The same in `MM` order with orientation 6.",
    Expectation.header("raw", 36, 28).turned(6)
  ) { () throws(FixtureError) in
    var file = try negative(.big)
    file.directories[0].entries.append(TIFFEntry(274, .shorts([6])))
    return file.bytes
  },
  Fixture(
    "raw-digital-negative-called.tif", "The same under the name of a TIFF.",
    .header("raw", 28, 36, .extensionMismatch)
  ) { () throws(FixtureError) in try negative().bytes },
  Fixture(
    "raw-sensor-inside.nef", "A thumbnail, and inside it the sensor's values; no size is stated.",
    .other("raw", may: [.notProven])
  ) { () throws(FixtureError) in
    var page = try thumbnail([TIFFEntry(271, .ascii("Castbook"))])
    page.inside = [(330, [sensor()])]
    return TIFFFile(order: .big, directories: [page]).bytes
  },
  Fixture(
    "raw-stated-size.arw", "The sensor's values, and the size of the picture among the settings.",
    Expectation.header("raw", 44, 36).turned(8)
  ) { () throws(FixtureError) in
    var page = try thumbnail([TIFFEntry(274, .shorts([8]))])
    page.inside = [
      (330, [sensor()]),
      (
        0x8769,
        [
          TIFFDirectory(entries: [TIFFEntry(0xA002, .longs([36])), TIFFEntry(0xA003, .longs([44]))])
        ]
      ),
    ]
    return TIFFFile(directories: [page]).bytes
  },
  Fixture(
    "raw-borders.rw2", "Panasonic's number in the header, and the borders on the sensor.",
    .header("raw", 4592, 3448)
  ) {
    let borders = [(4, 4), (5, 8), (6, 3452), (7, 4600), (10, 12)].map { tag, value in
      TIFFEntry(UInt16(tag), .shorts([UInt16(value)]))
    }
    return TIFFFile(directories: [TIFFDirectory(entries: borders)], number: 0x55).bytes
  },
  Fixture("raw-records.raf", "Fujifilm's header and records.", .header("raw", 4896, 3264)) {
    fuji(width: 4896, height: 3264)
  },
  Fixture(
    "raw-boxes.cr3", "Canon's boxes with a directory inside.",
    Expectation.header("raw", 4000, 6000).turned(6)
  ) {
    let entries = [
      TIFFEntry(256, .shorts([6000])), TIFFEntry(257, .shorts([4000])),
      TIFFEntry(274, .shorts([6])),
    ]
    let block = TIFFFile(directories: [TIFFDirectory(entries: entries)]).bytes
    let own = box("uuid", [UInt8](repeating: 0x85, count: 16) + box("CMT1", block))
    return ftypBox("crx ", compatible: ["crx ", "isom"]) + box("moov", own) + box("mdat", [])
  },
]

private func thumbnail(_ entries: [TIFFEntry]) throws(FixtureError) -> TIFFDirectory {
  let coding = TIFFCoding(compression: .lzw, subfileType: 1, extra: entries)
  return try testCard(width: 16, height: 20).tiffPage(coding)
}

/// The values of a sensor of 32 by 40 photosites under a colour filter.
private func sensor(_ extra: [TIFFEntry] = [], _ order: ByteOrder = .little) -> TIFFDirectory {
  var values: [UInt8] = []
  for value in tinyCard.grey { values.append(UInt16(value) * 16, order) }
  return TIFFDirectory(
    entries: [
      TIFFEntry(254, .longs([0])), TIFFEntry(256, .shorts([32])), TIFFEntry(257, .shorts([40])),
      TIFFEntry(258, .shorts([16])), TIFFEntry(259, .shorts([1])), TIFFEntry(262, .shorts([32803])),
      TIFFEntry(277, .shorts([1])), TIFFEntry(278, .shorts([40])),
      TIFFEntry(33421, .shorts([2, 2])), TIFFEntry(33422, .bytes([0, 1, 1, 2])),
    ] + extra,
    parts: [values])
}

private func negative(_ order: ByteOrder = .little) throws(FixtureError) -> TIFFFile {
  var page = try thumbnail([
    TIFFEntry(271, .ascii("Castbook")), TIFFEntry(50706, .bytes([1, 4, 0, 0])),
  ])
  let crop = [
    TIFFEntry(50719, .longs([2, 2])), TIFFEntry(50720, .rationals([(28, 1), (36, 1)])),
  ]
  page.inside = [(330, [sensor(crop, order)])]
  return TIFFFile(order: order, directories: [page])
}

/// A header of text, offsets, and short records.
private func fuji(width: Int, height: Int) -> [UInt8] {
  var file = [UInt8]("FUJIFILMCCD-RAW 0201FF000000Castbook")
  file += [UInt8](repeating: 0, count: 92 - file.count)
  file.append(UInt32(160), .big)
  file += [UInt8](repeating: 0, count: 160 - file.count)
  file.append(UInt32(2), .big)
  for (tag, sides) in [(0x0100, [height + 16, width + 32]), (0x0111, [height, width])] {
    file.append(UInt16(tag), .big)
    file.append(UInt16(4), .big)
    for side in sides { file.append(UInt16(side), .big) }
  }
  return file
}
