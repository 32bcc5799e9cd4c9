internal import FixtureScenes

/// TIFF of every kind.
let tiffFiles: [Fixture] =
  tiffCodings + tiffOrientations + tiffColors + tiffJPEGs + tiffPages + tiffLies + rawFiles

/// The expectation for a valid TIFF of the card.
let soundTIFF = Expectation.picture("tiff", 32, 40).with(pages: 1)

private let tiffCodings: [Fixture] = [
  tiff("le", "Numbers in `II` order, one strip.", TIFFCoding()),
  tiff("be", "Numbers in `MM` order.", TIFFCoding(), .big),
  tiff("big-le", "BigTIFF: offsets of eight bytes.", TIFFCoding(), isBig: true),
  tiff("big-be", "BigTIFF in `MM` order.", TIFFCoding(), .big, isBig: true),
  tiff("strips", "Strips of seven rows, the last one shorter.", TIFFCoding(rowsPerStrip: 7)),
  tiff(
    "tiles", "Tiles of 16 × 16, which reach beyond the edges.",
    TIFFCoding(compression: .deflate, isTiled: true)),
  tiff("planar", "Each channel by itself.", TIFFCoding(compression: .deflate, isPlanar: true)),
  tiff("packbits", "PackBits.", TIFFCoding(compression: .packBits, rowsPerStrip: 16)),
  tiff("lzw", "LZW.", TIFFCoding(compression: .lzw)),
  tiff("deflate", "Deflate.", TIFFCoding(compression: .deflate)),
  tiff("1-bit", "Black and white.", TIFFCoding(color: .grey(1))),
  tiff("grey", "One channel.", TIFFCoding(color: .grey(8), compression: .lzw)),
  tiff(
    "grey-16-be", "One channel of 16 bits, `MM` order.",
    TIFFCoding(color: .grey(16), compression: .deflate), .big),
  tiff(
    "palette", "A palette of sixteen colours.", TIFFCoding(color: .palette, compression: .packBits)),
  tiff("16-bit", "16 bits a channel.", TIFFCoding(color: .rgb16, compression: .deflate)),
  Fixture("tiff-list-first.tif", "Its list of tags stands in front of the pixels.", soundTIFF) {
    () throws(FixtureError) in try tiffWithListFirst()
  },
]

private let tiffOrientations: [Fixture] = (1...8).map { value in
  Fixture(
    "tiff-orientation-\(value).tif", "Orientation \(value).", soundTIFF.turned(value)
  ) { () throws(FixtureError) in
    let order: ByteOrder = value % 2 == 0 ? .big : .little
    let coding = TIFFCoding(color: .palette, compression: .packBits, orientation: UInt16(value))
    let page = try tinyCard.stored(for: value).tiffPage(coding, order)
    return TIFFFile(order: order, directories: [page]).bytes
  }
}

private let tiffColors: [Fixture] = [
  faded("alpha", "Alpha.", TIFFCoding(color: .rgba(2), compression: .deflate)),
  faded(
    "alpha-premultiplied", "Alpha that is multiplied into the colours.",
    TIFFCoding(color: .rgba(1), compression: .deflate)),
  faded(
    "alpha-tiles", "Alpha in tiles.",
    TIFFCoding(color: .rgba(2), compression: .deflate, isTiled: true)),
  tiff(
    "alpha-tiles-unused", "Alpha in tiles, full everywhere but beyond the edges.",
    TIFFCoding(color: .rgba(2), compression: .deflate, isTiled: true)),
  faded(
    "alpha-planar", "Alpha in strips of its own.",
    TIFFCoding(
      color: .rgba(2), compression: .deflate, rowsPerStrip: 16, isPlanar: true)),
  tiff(
    "alpha-planar-unused", "Alpha in strips of its own, full everywhere.",
    TIFFCoding(
      color: .rgba(2), compression: .deflate, rowsPerStrip: 16, isPlanar: true)),
  faded("alpha-16-bit", "Alpha of 16 bits.", TIFFCoding(color: .rgba16, compression: .deflate)),
  tiff(
    "alpha-16-bit-unused", "Alpha of 16 bits, 65,280 everywhere, which 8 bits take for full.",
    TIFFCoding(color: .rgba16, compression: .deflate)),
  tiff(
    "fourth-channel", "A fourth channel without meaning.",
    TIFFCoding(color: .rgba(0), compression: .deflate)),
  colored("cmyk", "Inks.", .cmyk),
  colored("cmyk-icc", "Inks with a printer's profile.", .cmyk, ColorProfile.inksHeaderOnly),
  colored("icc-p3", "The profile Display P3.", .rgb, ColorProfile.displayP3.bytes),
  tiff(
    "icc-srgb", "The profile sRGB.",
    TIFFCoding(compression: .deflate, extra: [TIFFEntry(34675, .opaque(ColorProfile.sRGB.bytes))])),
  Fixture(
    "tiff-exif-gps.tif", "A GPS position, a serial number and an owner.",
    Expectation.picture("tiff", 32, 40, .privateMetadata)
  ) { () throws(FixtureError) in
    var page = try tinyCard.tiffPage(TIFFCoding(compression: .deflate))
    page.inside = [
      (0x8769, [TIFFDirectory(entries: [EXIFBlock.owner, EXIFBlock.serialNumber])]),
      (0x8825, [TIFFDirectory(entries: EXIFBlock.nullIsland)]),
    ]
    return TIFFFile(directories: [page]).bytes
  },
  Fixture(
    "tiff-xmp-gps.tif", "XMP with a GPS position.",
    Expectation.picture("tiff", 32, 40, .privateMetadata)
  ) { () throws(FixtureError) in
    let coding = TIFFCoding(
      compression: .deflate, extra: [TIFFEntry(700, .bytes([UInt8](xmpWithPosition)))])
    return TIFFFile(directories: [try tinyCard.tiffPage(coding)]).bytes
  },
]

private let tiffPages: [Fixture] = [
  Fixture(
    "tiff-two-pages.tif", "Two pages of different sizes.",
    Expectation.picture("tiff", 32, 40, .severalPages).with(pages: 2)
  ) { () throws(FixtureError) in
    let pages = [tinyCard, testCard(width: 80, height: 60)]
    return try TIFFFile(directories: tiffPagesOf(pages)).bytes
  },
  Fixture(
    "tiff-three-pages-backwards.tif", "Three pages whose lists stand last to first in the file.",
    Expectation.picture("tiff", 32, 40, .severalPages).with(pages: 3)
  ) { () throws(FixtureError) in try backwards() },
  Fixture(
    "tiff-thumbnail.tif", "A smaller version of the page behind it: no second page.", soundTIFF
  ) { () throws(FixtureError) in
    let small = try testCard(width: 16, height: 20).tiffPage(TIFFCoding(subfileType: 1))
    return TIFFFile(directories: [try tinyCard.tiffPage(TIFFCoding(compression: .lzw)), small])
      .bytes
  },
  Fixture(
    "tiff-thumbnail-first.tif",
    "The smaller version stands in front of the page: it is what readers show.",
    Expectation.picture("tiff", 16, 20).with(pages: 1)
  ) { () throws(FixtureError) in
    let small = try testCard(width: 16, height: 20).tiffPage(TIFFCoding(subfileType: 1))
    return TIFFFile(directories: [small, try tinyCard.tiffPage(TIFFCoding(compression: .lzw))])
      .bytes
  },
  Fixture("tiff-mask.tif", "A mask behind the page: no second page.", soundTIFF) {
    () throws(FixtureError) in
    let mask = try tinyCard.tiffPage(TIFFCoding(color: .grey(1), subfileType: 4))
    return TIFFFile(directories: [try tinyCard.tiffPage(TIFFCoding(compression: .lzw)), mask]).bytes
  },
]

func tiffPagesOf(_ pictures: [Picture]) throws(FixtureError) -> [TIFFDirectory] {
  var pages: [TIFFDirectory] = []
  for picture in pictures { pages.append(try picture.tiffPage(TIFFCoding(compression: .lzw))) }
  return pages
}

/// A file with its directories linked last to first.
private func backwards() throws(FixtureError) -> [UInt8] {
  let pictures = [testCard(width: 24, height: 30), testCard(width: 32, height: 40), tinyCard]
  let file = TIFFFile(directories: try tiffPagesOf(pictures))
  let starts = file.starts
  var turned = file
  turned.first = starts[2]
  turned.next = [2: starts[1], 1: starts[0], 0: 0]
  return turned.bytes
}

/// A file with its list of tags in front, as cameras write it.
func tiffWithListFirst() throws(FixtureError) -> [UInt8] {
  var page = try tinyCard.tiffPage()
  let pixels = page.parts.flatMap(\.self)
  page.parts = []
  let entry = TIFFEntry(273, .longs([0]))
  let count = TIFFEntry(279, .longs([UInt32(pixels.count)]))
  page.entries += [entry, count]
  let length = TIFFFile(directories: [page]).bytes.count
  page.entries.removeAll { $0.tag == 273 }
  page.entries.append(TIFFEntry(273, .longs([UInt32(length)])))
  return TIFFFile(directories: [page]).bytes + pixels
}

private func tiff(
  _ name: String, _ note: String, _ coding: TIFFCoding, _ order: ByteOrder = .little,
  isBig: Bool = false
) -> Fixture {
  Fixture("tiff-\(name).tif", note, soundTIFF) { () throws(FixtureError) in
    TIFFFile(order: order, isBig: isBig, directories: [try tinyCard.tiffPage(coding, order)]).bytes
  }
}

private func faded(_ name: String, _ note: String, _ coding: TIFFCoding) -> Fixture {
  Fixture("tiff-\(name).tif", note, Expectation.picture("tiff", 32, 40, .hasAlpha)) {
    () throws(FixtureError) in
    TIFFFile(directories: [try tinyCard.faded.tiffPage(coding)]).bytes
  }
}

private func colored(
  _ name: String, _ note: String, _ color: TIFFCoding.Color, _ profile: [UInt8] = []
) -> Fixture {
  Fixture("tiff-\(name).tif", note, .picture("tiff", 32, 40, .notSRGB)) {
    () throws(FixtureError) in
    let extra = profile.isEmpty ? [] : [TIFFEntry(34675, .opaque(profile))]
    let coding = TIFFCoding(color: color, compression: .deflate, extra: extra)
    return TIFFFile(directories: [try tinyCard.tiffPage(coding)]).bytes
  }
}
