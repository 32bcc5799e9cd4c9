internal import FixtureScenes

/// TIFF that is truncated, or whose offsets and sizes are wrong.
let tiffLies: [Fixture] = [
  Fixture("tiff-cut.tif", "Its list of tags stands in front; cut off inside the pixels.", truncated)
  {
    () throws(FixtureError) in try Array(tiffWithListFirst().dropLast(2000))
  },
  Fixture(
    "tiff-cut-last-byte.tif", "Its list of tags stands in front; the last byte is missing.",
    truncated
  ) { () throws(FixtureError) in try tiffWithListFirst().dropLast() },
  Fixture(
    "tiff-cut-tags.tif", "Cut off inside the list of tags at its end.", .broken("tiff", .truncated)
  ) { () throws(FixtureError) in try Array(page().bytes.dropLast(60)) },
  Fixture(
    "tiff-cut-before-tags.tif", "Cut off before the list of tags.", .broken("tiff", .truncated)
  ) { () throws(FixtureError) in
    let file = try page()
    return Array(file.bytes.prefix(file.starts[0] - 100))
  },
  Fixture("tiff-cut-in-header.tif", "Cut off inside the header.", .broken("tiff", .truncated)) {
    () throws(FixtureError) in try Array(page().bytes.prefix(6))
  },
  Fixture(
    "tiff-ifd-outside.tif", "The first list of tags is said to stand 4 GB into the file.",
    Expectation(format: "tiff", damage: .error).oneOf(.truncated, .corrupt)
  ) { () throws(FixtureError) in
    var file = try page()
    file.first = 0xFFFF_FFF0
    return file.bytes
  },
  Fixture("tiff-ifd-0.tif", "No list of tags at all.", .broken("tiff", .corrupt)) {
    () throws(FixtureError) in
    var file = try page()
    file.first = 0
    return file.bytes
  },
  Fixture(
    "tiff-next-outside.tif", "A second page is said to stand beyond the end.",
    soundTIFF.damaged(.warning, .corrupt)
  ) { () throws(FixtureError) in
    var file = try page()
    file.next = [0: 0x00FF_FFF0]
    return file.bytes
  },
  Fixture("tiff-loop.tif", "The second page leads back to the first.", looped) {
    () throws(FixtureError) in
    var file = TIFFFile(directories: try tiffPagesOf([tinyCard, testCard(width: 80, height: 60)]))
    file.next = [1: file.starts[0]]
    return file.bytes
  },
  Fixture("tiff-loop-itself.tif", "The page leads back to itself.", looped) {
    () throws(FixtureError) in
    var file = try page()
    file.next = [0: file.starts[0]]
    return file.bytes
  },
  Fixture("tiff-strip-outside.tif", "Its strip is said to stand beyond the end.", truncated) {
    () throws(FixtureError) in
    var page = try tinyCard.tiffPage()
    page.parts = []
    page.entries += [TIFFEntry(273, .longs([0x00FF_0000])), TIFFEntry(279, .longs([3840]))]
    return TIFFFile(directories: [page]).bytes
  },
  side("width-0", "The header says no columns.", 256, 0),
  side("height-0", "The header says no rows.", 257, 0),
  Fixture("tiff-no-width.tif", "The tag for its width is missing.", .broken("tiff", .corrupt)) {
    () throws(FixtureError) in
    var file = try page()
    file.directories[0].entries.removeAll { $0.tag == 256 }
    return file.bytes
  },
  Fixture(
    "tiff-header-65500x65500.tif", "A small file whose header says 65,500 × 65,500.",
    Expectation.picture("tiff", 65_500, 65_500).unproven().oneOf(.truncated, .tooManyPixels)
  ) { () throws(FixtureError) in
    var file = try page(.deflate)
    file.directories[0].entries.removeAll { (256...257).contains($0.tag) || $0.tag == 278 }
    for tag: UInt16 in [256, 257, 278] {
      file.directories[0].entries.append(TIFFEntry(tag, .shorts([65_500])))
    }
    return file.bytes
  },
  Fixture(
    "tiff-orientation-9.tif", "An orientation that does not exist.",
    soundTIFF.may(.orientationIgnored)
  ) { () throws(FixtureError) in
    let coding = TIFFCoding(color: .palette, compression: .packBits, orientation: 9)
    return TIFFFile(directories: [try tinyCard.tiffPage(coding)]).bytes
  },
  Fixture(
    "tiff-bad-lzw.tif", "LZW data that begin with a code that was never made.",
    soundTIFF.damaged(.error).oneOf(.corrupt, .truncated)
  ) { () throws(FixtureError) in
    let bytes = try page(.lzw).bytes
    return bytes.replacing(at: 10, with: [0xFF, 0xFF, 0xFF, 0xFF])
  },
]

private let truncated = soundTIFF.damaged(.error, .truncated).may(.corrupt)
private let looped = Expectation(format: "tiff", damage: .error).oneOf(.corrupt, .tooComplex)
  .may(.severalPages)

private func page(
  _ compression: TIFFCoding.Compression = .none
) throws(FixtureError) -> TIFFFile {
  TIFFFile(directories: [try tinyCard.tiffPage(TIFFCoding(compression: compression))])
}

private func side(_ name: String, _ note: String, _ tag: UInt16, _ value: UInt16) -> Fixture {
  Fixture("tiff-\(name).tif", note, .broken("tiff", .corrupt)) { () throws(FixtureError) in
    var file = try page()
    file.directories[0].entries.removeAll { $0.tag == tag }
    file.directories[0].entries.append(TIFFEntry(tag, .shorts([value])))
    return file.bytes
  }
}
