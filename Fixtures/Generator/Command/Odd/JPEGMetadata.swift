internal import FixtureScenes

/// Further contents of JPEG files: positions, serial numbers, thumbnails, bytes after the end.
let jpegMetadata: [Fixture] =
  [
    exif(
      "gps", "EXIF with a GPS position.", isPrivate,
      EXIFBlock(position: EXIFBlock.nullIsland)),
    exif(
      "gps-little-endian", "EXIF with a GPS position in `II` order.", isPrivate,
      EXIFBlock(order: .little, position: EXIFBlock.nullIsland)),
    exif(
      "gps-version-only", "A GPS directory that holds its version and no position.", soundJPEG,
      EXIFBlock(position: [TIFFEntry(0, .bytes([2, 3, 0, 0]))])),
    exif(
      "serial", "EXIF with the camera body's serial number.", isPrivate,
      EXIFBlock(camera: [EXIFBlock.serialNumber])),
    exif(
      "owner", "EXIF with the camera owner's name.", isPrivate,
      EXIFBlock(camera: [EXIFBlock.owner])),
    exif(
      "camera", "EXIF with camera and time, nothing private.", soundJPEG,
      EXIFBlock(
        main: [
          TIFFEntry(0x010F, .ascii("Castbook")), TIFFEntry(0x0110, .ascii("Generator")),
          TIFFEntry(EXIFBlock.orientationTag, .shorts([1])),
          TIFFEntry(0x0132, .ascii("2026:01:01 12:00:00")),
        ],
        camera: [
          TIFFEntry(0x829A, .rationals([(1, 125)])), TIFFEntry(0x8827, .shorts([100])),
          TIFFEntry(0xA001, .shorts([1])),
        ])),
    exif(
      "everything", "Orientation 6, position, serial number and owner in one.",
      isPrivate.turned(6), stored: 6,
      EXIFBlock(
        order: .little, main: [TIFFEntry(EXIFBlock.orientationTag, .shorts([6]))],
        camera: [EXIFBlock.serialNumber, EXIFBlock.owner], position: EXIFBlock.nullIsland)),
    Fixture("jpeg-xmp-gps.jpg", "A GPS position in XMP alone.", isPrivate) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(segments: [.xmp(xmpWithPosition)]))
    },
    Fixture("jpeg-xmp.jpg", "XMP with a title, nothing private.", soundJPEG) {
      () throws(FixtureError) in try card.jpeg(JPEGCoding(segments: [.xmp(xmpWithTitle)]))
    },
    Fixture("jpeg-comment.jpg", "A comment segment.", soundJPEG) { () throws(FixtureError) in
      try card.jpeg(JPEGCoding(segments: [.comment("Made by castbook-fixtures.")]))
    },
  ] + smallPictures + afterTheEnd

private let isPrivate = Expectation.picture("jpeg", 320, 400, .privateMetadata)

private func exif(
  _ name: String, _ note: String, _ expect: Expectation, stored orientation: Int = 1,
  _ block: EXIFBlock
) -> Fixture {
  let bytes = block.bytes
  return Fixture("jpeg-exif-\(name).jpg", note, expect) { () throws(FixtureError) in
    try card.stored(for: orientation).jpeg(JPEGCoding(segments: [.exif(bytes)]))
  }
}

private func xmp(_ attributes: String) -> String {
  """
  <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
  \(attributes)/></rdf:RDF></x:xmpmeta>
  """
}

let xmpWithPosition = xmp("exif:GPSLatitude=\"0,1.39N\" exif:GPSLongitude=\"0,2.58E\"")
let xmpWithTitle = xmp("xmp:Label=\"Test card\"")

private let smallPictures = [
  Fixture("jpeg-thumbnail.jpg", "A small JPEG in EXIF, with an end marker of its own.", soundJPEG) {
    () throws(FixtureError) in
    let small = try smallCard.jpeg(JPEGCoding(quality: 60, hasJFIF: false))
    let block = EXIFBlock(
      main: [TIFFEntry(EXIFBlock.orientationTag, .shorts([1]))], thumbnail: small)
    return try card.jpeg(JPEGCoding(segments: [.exif(block.bytes)]))
  },
  Fixture(
    "jpeg-thumbnail-jfxx.jpg", "A small JPEG in a JFXX segment, with markers of its own.",
    soundJPEG
  ) { () throws(FixtureError) in
    let small = try smallCard.jpeg(JPEGCoding(quality: 60, hasJFIF: false))
    return try card.jpeg(JPEGCoding(segments: [.app(0, [UInt8]("JFXX\0") + [0x10] + small)]))
  },
]

private let afterTheEnd = [
  Fixture("jpeg-trailing-text.jpg", "16 kB of text after the end.", trailing) {
    () throws(FixtureError) in
    let line = "These bytes stand after the end of the picture. "
    return try card.jpeg() + [UInt8](String(repeating: line, count: 342)).prefix(16_384)
  },
  Fixture(
    "jpeg-trailing-zip.jpg", "The start of a ZIP archive after the end, 64 bytes.", trailing
  ) { () throws(FixtureError) in
    try card.jpeg() + [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 60)
  },
  Fixture(
    "jpeg-trailing-jpeg.jpg", "A second JPEG after the first, announced by nothing.", trailing
  ) { () throws(FixtureError) in try card.jpeg() + smallCard.jpeg() },
  Fixture(
    "jpeg-mpf.jpg", "A second JPEG after the first, announced by an MPF segment, as phones do.",
    soundJPEG.may(.trailingData)
  ) { () throws(FixtureError) in try multiPicture(first: card, second: smallCard) },
]

private let trailing = Expectation.picture("jpeg", 320, 400, .trailingData)

/// Two pictures in CIPA's Multi-Picture Format.
private func multiPicture(first: Picture, second: Picture) throws(FixtureError) -> [UInt8] {
  let small = try second.jpeg()
  func index(size: Int, offset: Int) -> [UInt8] {
    var list: [UInt8] = []
    for (kind, count, start) in [(0x2003_0000, size, 0), (0x0001_0001, small.count, offset)] {
      for number in [kind, count, start] { list.append(UInt32(number), .big) }
      list.append(UInt32(0), .big)
    }
    let entries = [
      TIFFEntry(0xB000, .opaque([UInt8]("0100"))), TIFFEntry(0xB001, .longs([2])),
      TIFFEntry(0xB002, .opaque(list)),
    ]
    return [UInt8]("MPF\0MM") + [0, 42, 0, 0, 0, 8]
      + EXIFBlock.directory(entries, at: 8, next: 0, .big)
  }
  func file(_ index: [UInt8]) throws(FixtureError) -> [UInt8] {
    try first.jpeg(JPEGCoding(segments: [.app(2, index)]))
  }
  let size = try file(index(size: 0, offset: 0)).count
  let draft = try JPEGLayout(file(index(size: 0, offset: 0))).part(0xE2)
  // Offsets count from the byte-order mark inside the segment.
  return try file(index(size: size, offset: size - draft.payload - 4)) + small
}
