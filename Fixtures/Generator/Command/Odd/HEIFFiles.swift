internal import FixtureScenes

/// HEIC and AVIF of every kind, valid and damaged.
let heifFiles: [Fixture] =
  heifCodings + heifTurned + heifCutOut + heifColors + heifMetadata + heifSeveral + heifBrands
  + heifDamage + heifLies

/// The picture in odd HEIF files.
let heifCard = testCard(width: 96, height: 128)

/// One peculiarity in both codings, or in one: `heic-NAME.heic` and `avif-NAME.avif`. The
/// expectation has the card's size by default.
func heifs(
  _ name: String, _ note: String, _ codecs: [HEIFCodec] = HEIFCodec.allCases,
  _ expect: (Expectation) -> Expectation = { $0 },
  _ make: @escaping @Sendable (HEIFCodec) throws(FixtureError) -> HEIFFile
) -> [Fixture] {
  heifBytes(name, note, codecs, expect) { (codec) throws(FixtureError) in
    try make(codec).bytes
  }
}

/// One peculiarity in the bytes of a finished file, in both codings.
func heifBytes(
  _ name: String, _ note: String, _ codecs: [HEIFCodec] = HEIFCodec.allCases,
  _ expect: (Expectation) -> Expectation = { $0 },
  _ make: @escaping @Sendable (HEIFCodec) throws(FixtureError) -> [UInt8]
) -> [Fixture] {
  codecs.map { codec in
    let sound = Expectation.picture(codec.rawValue, heifCard.width, heifCard.height)
    return Fixture("\(codec.rawValue)-\(name).\(codec.suffix)", note, expect(sound)) {
      () throws(FixtureError) in try make(codec)
    }
  }
}

/// The card as a file of one picture.
func heif(_ codec: HEIFCodec, _ properties: HEIFProperty...) throws(FixtureError) -> HEIFFile {
  var file = try heifCard.heif(HEIFCoding(codec: codec))
  file.items[0].properties += properties
  return file
}

extension Expectation {
  func sized(_ width: Int, _ height: Int) -> Expectation {
    var copy = self
    copy.size = (width, height)
    return copy
  }

  /// The expectation without a size, for one that is unknown or not credible.
  var unsized: Expectation {
    var copy = self
    copy.size = nil
    copy.orientation = nil
    return copy
  }
}

private let heifCodings: [Fixture] =
  coding("444", "As many colours as pixels.") { $0.sampling = .all }
  + coding("422", "Half as many colours across.") { $0.sampling = .halfAcross }
  + coding("lossless", "Lossless, in red, green and blue.") {
    $0.isLossless = true
    $0.sampling = .all
  }
  + coding("10-bit", "10 bits a channel.") { $0 = .tenBits($0.codec) }
  + coding("12-bit", "12 bits a channel.", [.av1]) { $0.depth = 12 }
  + coding("grey", "Grey alone.") { $0.isGrey = true }
  + heifs(
    "odd-sides", "95 × 127: not made of whole blocks.", [.av1], { $0.sized(95, 127) },
    { (codec) throws(FixtureError) in
      try testCard(width: 95, height: 127).heif(HEIFCoding(codec: codec))
    })
  + heifs(
    "1x1", "One pixel.", [.av1], { $0.sized(1, 1) },
    { (codec) throws(FixtureError) in
      try testCard(width: 1, height: 1).heif(HEIFCoding(codec: codec))
    })

private func coding(
  _ name: String, _ note: String, _ codecs: [HEIFCodec] = HEIFCodec.allCases,
  _ change: @escaping @Sendable (inout HEIFCoding) -> Void
) -> [Fixture] {
  heifs(name, note, codecs) { (codec) throws(FixtureError) in
    var coding = HEIFCoding(codec: codec)
    change(&coding)
    return try heifCard.heif(coding)
  }
}

private let heifColors: [Fixture] =
  heifs(
    "icc-p3", "The profile Display P3.", HEIFCodec.allCases, { $0.damaged(.none, .notSRGB) },
    { (codec) throws(FixtureError) in try heif(codec, .profile(.displayP3)) })
  + heifs("icc-srgb", "The profile sRGB.") { (codec) throws(FixtureError) in
    try heif(codec, .profile(.sRGB))
  }
  + numbered("srgb", "sRGB by number.", 1, 13, 6, isSRGB: true)
  + numbered("p3", "Display P3 by number.", 12, 13, 6, isSRGB: false)
  + numbered("pq", "BT.2100 PQ by number, 10 bits.", 9, 16, 9, isSRGB: false, depth: 10)
  + heifs(
    "coded-p3", "Display P3 by number inside the coded data alone, where few look.",
    HEIFCodec.allCases, { $0.may(.notSRGB) },
    { (codec) throws(FixtureError) in
      try heifCard.heif(HEIFCoding(codec: codec, primaries: 12))
    })
  + numbered("nothing", "Colours by number that say: not said.", 2, 2, 2, isSRGB: true)

private func numbered(
  _ name: String, _ note: String, _ primaries: Int, _ transfer: Int, _ matrix: Int,
  isSRGB: Bool, depth: Int = 8
) -> [Fixture] {
  heifs(
    "nclx-\(name)", note, HEIFCodec.allCases,
    { isSRGB ? $0 : $0.damaged(.none, .notSRGB) },
    { (codec) throws(FixtureError) in
      try heifCard.heif(
        depth == 10 ? .tenBits(codec) : HEIFCoding(codec: codec),
        .numbers(primaries, transfer, matrix))
    })
}

private let heifMetadata: [Fixture] =
  heifs(
    "exif-gps", "EXIF with a GPS position.", HEIFCodec.allCases,
    { $0.damaged(.none, .privateMetadata) },
    { (codec) throws(FixtureError) in
      try heif(codec).withEXIF(EXIFBlock(position: EXIFBlock.nullIsland))
    })
  + heifs(
    "exif-serial", "EXIF with a serial number, behind `Exif` and two zeros as phones write it.",
    HEIFCodec.allCases, { $0.damaged(.none, .privateMetadata) },
    { (codec) throws(FixtureError) in
      try heif(codec).withEXIF(
        EXIFBlock(order: .little, camera: [EXIFBlock.serialNumber]), isIntroduced: true)
    })
  + heifs(
    "xmp-gps", "A GPS position in XMP alone.", HEIFCodec.allCases,
    { $0.damaged(.none, .privateMetadata) },
    { (codec) throws(FixtureError) in try heif(codec).withXMP(xmpWithPosition) })
  + heifs("xmp", "XMP with a title, nothing private.") { (codec) throws(FixtureError) in
    try heif(codec).withXMP(xmpWithTitle)
  }
  + heifs("exif-outside", "EXIF whose beginning is said to be 4 GB further on.") {
    (codec) throws(FixtureError) in
    var file = try heif(codec).withEXIF(EXIFBlock(position: EXIFBlock.nullIsland))
    file.items[1].data.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xF0])
    return file
  }
  + heifs("exif-empty", "An EXIF block with nothing in it.") { (codec) throws(FixtureError) in
    var file = try heif(codec).withEXIF(EXIFBlock())
    file.items[1].data = []
    return file
  }

/// A picture with others beside it.
private let heifSeveral: [Fixture] =
  heifs(
    "two-pictures", "Two pictures of their own; the first is the one to be seen.",
    HEIFCodec.allCases, severalPages
  ) {
    (codec) throws(FixtureError) in
    var file = try heif(codec)
    file.items.append(try smallHEIF(codec))
    return file
  }
  + heifs(
    "second-is-primary", "Two pictures; the second is the one to be seen.", HEIFCodec.allCases,
    severalPages
  ) {
    (codec) throws(FixtureError) in
    var file = try heif(codec)
    file.items.insert(try smallHEIF(codec), at: 0)
    file.primary = 2
    return file
  }
  + heifs("thumbnail", "A small copy beside the picture.") { (codec) throws(FixtureError) in
    try heif(codec).with(smallHEIF(codec), as: "thmb")
  }
  + heifs(
    "primary-hidden", "The picture to be seen is marked as hidden: some readers show it.",
    HEIFCodec.allCases, { $0.unproven().may(.corrupt) },
    { (codec) throws(FixtureError) in try heif(codec).changing { $0.isHidden = true } })
  + heifs(
    "alpha", "Alpha of which the lower half is clear.", HEIFCodec.allCases,
    { $0.damaged(.none, .hasAlpha) },
    { (codec) throws(FixtureError) in
      try heif(codec).with(heifCard.faded.alphaItem(codec), as: "auxl")
    })
  + heifs("alpha-full", "Alpha that is full everywhere.") { (codec) throws(FixtureError) in
    try heif(codec).with(heifCard.alphaItem(codec), as: "auxl")
  }
  + heifs(
    "alpha-turned", "Picture and alpha, each turned by a quarter.", HEIFCodec.allCases,
    { $0.damaged(.none, .hasAlpha) },
    { (codec) throws(FixtureError) in
      let stored = heifCard.faded.stored(for: 6)
      var alpha = try stored.alphaItem(codec)
      alpha.properties.append(.turned(3))
      return try stored.heif(HEIFCoding(codec: codec), .turned(3)).with(alpha, as: "auxl")
    })
  + heifs(
    "sequence", "A still picture, and three pictures half a second each.", HEIFCodec.allCases,
    { $0.damaged(.none, .animated).may(.notProven) },
    { (codec) throws(FixtureError) in try heifSequence(codec).withStill })
  + heifs(
    "sequence-alone", "Three pictures half a second each, and no still one.", HEIFCodec.allCases,
    { $0.unproven(.animated).may(.notProven) },
    { (codec) throws(FixtureError) in try heifSequence(codec).alone })

private func heifSequence(_ codec: HEIFCodec) throws(FixtureError) -> HEIFSequence {
  try HEIFSequence([heifCard, heifCard.shifted(by: 24), heifCard.shifted(by: 48)], codec)
}

private func smallHEIF(_ codec: HEIFCodec) throws(FixtureError) -> HEIFFile.Item {
  try testCard(width: 48, height: 64).item(HEIFCoding(codec: codec))
}

/// Files whose beginning says less, or something else, than their contents.
private let heifBrands: [Fixture] =
  heifs("brand-mif1", "The brand says only: a picture.") { (codec) throws(FixtureError) in
    var file = try heif(codec)
    (file.brand, file.compatible) = ("mif1", ["mif1", "miaf"])
    return file
  }
  + heifs("brand-of-the-other", "The brand is that of the other coding.") {
    (codec) throws(FixtureError) in
    var file = try heif(codec == .hevc ? .av1 : .hevc)
    (file.brand, file.compatible) = (codec.rawValue, codec.brands)
    return file
  }
  + heifs("data-inside", "The coded picture stands inside the description.") {
    (codec) throws(FixtureError) in try heif(codec).changing { $0.isInside = true }
  }

/// The expectation with a second picture.
private func severalPages(_ expectation: Expectation) -> Expectation {
  var copy = expectation.with(pages: 2)
  copy.rules.append(.severalPages)
  return copy
}
