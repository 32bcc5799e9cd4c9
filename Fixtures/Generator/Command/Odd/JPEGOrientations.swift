internal import FixtureScenes

/// The eight orientations in both byte orders: upright, each shows the card.
let jpegOrientations: [Fixture] = ByteOrder.allCases.flatMap { order in
  (1...8).map { value in
    let name = order == .little ? "le" : "be"
    return Fixture(
      "jpeg-orientation-\(value)-\(name).jpg",
      "EXIF orientation \(value), numbers in `\(order.rawValue)` order.",
      soundJPEG.turned(value)
    ) { () throws(FixtureError) in
      try turnedCard(value, .orientation(UInt16(value), order))
    }
  }
}

/// The card as stored for an orientation, with this block beside it.
func turnedCard(_ orientation: Int, _ block: EXIFBlock) throws(FixtureError) -> [UInt8] {
  try card.stored(for: orientation).jpeg(JPEGCoding(segments: [.exif(block.bytes)]))
}

/// Invalid orientations and unreadable blocks: the picture stays as it is.
let jpegNonsense: [Fixture] =
  [0, 9, 65535].map { (value: UInt16) in
    nonsense("orientation-\(value)", "EXIF orientation \(value), which means nothing.") {
      EXIFBlock.orientation(value).bytes
    }
  } + [
    nonsense("orientation-as-text", "EXIF orientation of type text: \"6\".") {
      EXIFBlock(main: [TIFFEntry(EXIFBlock.orientationTag, .ascii("6"))]).bytes
    },
    nonsense("orientation-as-long", "EXIF orientation 6 as a 32-bit number, big end first.") {
      EXIFBlock(main: [TIFFEntry(EXIFBlock.orientationTag, .longs([6]))]).bytes
    },
    nonsense("orientation-as-rational", "EXIF orientation 6/1 as a fraction.") {
      EXIFBlock(main: [TIFFEntry(EXIFBlock.orientationTag, .rationals([(6, 1)]))]).bytes
    },
    nonsense("orientation-none", "An EXIF orientation of no values at all.") {
      EXIFBlock(main: [TIFFEntry(EXIFBlock.orientationTag, .shorts([]))]).bytes
    },
    nonsense("exif-offset-outside", "EXIF directory said to be 4 GB away.") {
      EXIFBlock.orientation(6).bytes.replacing(at: 4, with: [0xFF, 0xFF, 0xFF, 0xF0])
    },
    nonsense("exif-count-65535", "EXIF directory of 65,535 entries, none of them there.") {
      EXIFBlock(main: []).bytes.replacing(at: 8, with: [0xFF, 0xFF])
    },
    nonsense("exif-empty", "An EXIF segment with nothing in it.") { [] },
    nonsense("exif-byte-order", "EXIF with the byte order `XX`.") {
      EXIFBlock.orientation(6).bytes.replacing(at: 0, with: [UInt8]("XX"))
    },
    Fixture(
      "jpeg-exif-loop.jpg", "EXIF whose next directory is the first one again; orientation 6.",
      soundJPEG.turned(6).may(.corrupt)
    ) { () throws(FixtureError) in
      var block = EXIFBlock.orientation(6)
      block.nextDirectory = 8
      return try turnedCard(6, block)
    },
    Fixture(
      "jpeg-exif-twice.jpg", "Two EXIF segments: the first, orientation 6, is the one that counts.",
      soundJPEG.turned(6).may(.corrupt)
    ) { () throws(FixtureError) in
      let blocks = [6, 3].map { JPEGSegment.exif(EXIFBlock.orientation($0).bytes) }
      return try card.stored(for: 6).jpeg(JPEGCoding(segments: blocks))
    },
    Fixture(
      "jpeg-exif-after-comment.jpg", "EXIF with orientation 8 after 40 kB of other segments.",
      soundJPEG.turned(8)
    ) { () throws(FixtureError) in
      let filler = JPEGSegment.app(9, [UInt8](repeating: 0x20, count: 40_000))
      let block = JPEGSegment.exif(EXIFBlock.orientation(8).bytes)
      return try card.stored(for: 8).jpeg(JPEGCoding(segments: [filler, block]))
    },
  ]

private func nonsense(
  _ name: String, _ note: String, _ block: @escaping @Sendable () -> [UInt8]
) -> Fixture {
  Fixture("jpeg-\(name).jpg", note, soundJPEG.may(.orientationIgnored, .corrupt)) {
    () throws(FixtureError) in try card.jpeg(JPEGCoding(segments: [.exif(block())]))
  }
}
