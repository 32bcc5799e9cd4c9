internal import FixtureScenes

/// Every colour type and depth of PNG, plain and interlaced.
let pngCodings: [Fixture] =
  PNGCoding.Color.allCases.flatMap { color in
    color.depths.flatMap { depth in
      [false, true].map { coded(PNGCoding(color: color, depth: depth, isInterlaced: $0)) }
    }
  } + [
    tiny(1, 1, isInterlaced: true), tiny(3, 5, isInterlaced: true), tiny(1, 1, isInterlaced: false),
    tiny(5, 3, isInterlaced: true),
    Fixture("png-idat-bytes.png", "Picture data in chunks of one byte each.", small) {
      () throws(FixtureError) in try smallCard.png().splitting(into: 1).bytes
    },
    Fixture("png-idat-empty.png", "Empty chunks among those of the picture data.", soundPNG) {
      () throws(FixtureError) in
      let file = try card.png().splitting(into: 1000)
      let empty = PNGFile.Chunk("IDAT")
      return PNGFile(
        chunks: file.chunks.flatMap { $0.name == "IDAT" ? [empty, $0, empty] : [$0] }
      ).bytes
    },
    Fixture("png-stored.png", "Deflate data that are not compressed.", small) {
      () throws(FixtureError) in
      let data = try zlib(smallCard.scanlines(PNGCoding()), level: 0)
      return try smallCard.png().changing("IDAT") { $0.data = data }.bytes
    },
  ]

private let small = Expectation.picture("png", 80, 100)

private func coded(_ coding: PNGCoding) -> Fixture {
  let names: [PNGCoding.Color: String] = [
    .grey: "grey", .rgb: "rgb", .palette: "palette", .greyAlpha: "grey-alpha", .rgba: "rgba",
  ]
  let name = names[coding.color, default: ""]
  let bits = coding.depth == 1 ? "1 bit" : "\(coding.depth) bits"
  let alpha = coding.color.rawValue & 4 != 0 ? ", alpha full everywhere" : ""
  return Fixture(
    "png-\(name)-\(coding.depth)\(coding.isInterlaced ? "-interlaced" : "").png",
    "Colour type \(coding.color.rawValue), \(bits)\(coding.isInterlaced ? ", Adam7" : "")\(alpha).",
    coding.depth == 16 ? small : soundPNG
  ) { () throws(FixtureError) in
    try (coding.depth == 16 ? smallCard : card).png(coding).bytes
  }
}

private func tiny(_ width: Int, _ height: Int, isInterlaced: Bool) -> Fixture {
  Fixture(
    "png-\(width)x\(height)\(isInterlaced ? "-interlaced" : "").png",
    "\(width) × \(height) pixels\(isInterlaced ? ", Adam7: some passes are empty" : "").",
    .picture("png", width, height)
  ) { () throws(FixtureError) in
    try testCard(width: width, height: height).png(PNGCoding(isInterlaced: isInterlaced)).bytes
  }
}
