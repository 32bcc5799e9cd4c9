internal import FixtureScenes

/// PNG with text, EXIF, frames, and bytes after the end.
let pngMetadata: [Fixture] =
  (1...8).map { value in
    Fixture(
      "png-orientation-\(value).png", "Orientation \(value) in an eXIf chunk.",
      soundPNG.turned(value)
    ) { () throws(FixtureError) in
      let order: ByteOrder = value % 2 == 0 ? .little : .big
      let exif = PNGFile.Chunk("eXIf", EXIFBlock.orientation(UInt16(value), order).bytes)
      return try card.stored(for: value).png().with([exif]).bytes
    }
  } + [
    Fixture(
      "png-orientation-after-idat.png", "Orientation 6 in an eXIf chunk after the picture data.",
      soundPNG.turned(6)
    ) { () throws(FixtureError) in
      let exif = PNGFile.Chunk("eXIf", EXIFBlock.orientation(6).bytes)
      return try card.stored(for: 6).png().with([exif], before: "IEND").bytes
    },
    chunk(
      "exif-gps", "A GPS position in an eXIf chunk.", isPrivate,
      PNGFile.Chunk("eXIf", EXIFBlock(position: EXIFBlock.nullIsland).bytes)),
    chunk(
      "prompt-text", "A tEXt chunk \"parameters\" with the prompt, as image generators write it.",
      isPrivate, PNGFile.Chunk("tEXt", [UInt8]("parameters\0" + prompt))),
    chunk(
      "prompt-international",
      "An iTXt chunk \"prompt\" with a graph in JSON, as ComfyUI writes it.",
      isPrivate, PNGFile.Chunk("iTXt", [UInt8]("prompt\0\0\0\0\0{\"3\":{\"inputs\":{\"seed\":7}}}"))
    ),
    Fixture("png-prompt-compressed.png", "The prompt in a zTXt chunk.", isPrivate) {
      () throws(FixtureError) in
      let data = [UInt8]("parameters\0\0") + (try zlib([UInt8](prompt)))
      return try card.png().with([PNGFile.Chunk("zTXt", data)]).bytes
    },
    chunk(
      "xmp-gps", "A GPS position in XMP, in an iTXt chunk.", isPrivate,
      PNGFile.Chunk("iTXt", [UInt8]("XML:com.adobe.xmp\0\0\0\0\0" + xmpWithPosition))),
    chunk(
      "text", "A tEXt chunk with a title.", soundPNG,
      PNGFile.Chunk("tEXt", [UInt8]("Title\0Test card"))),
    chunk(
      "unknown-chunk", "An unknown chunk that may be passed over.", soundPNG,
      PNGFile.Chunk("caSt", [1, 2, 3])),
    Fixture("png-trailing.png", "1 kB of text after the end.", trailing) {
      () throws(FixtureError) in
      try card.png().bytes + [UInt8](String(repeating: "After the end. ", count: 68))
    },
    Fixture("png-trailing-png.png", "A second PNG after the first.", trailing) {
      () throws(FixtureError) in try card.png().bytes + smallCard.png().bytes
    },
    Fixture("png-animated.png", "APNG of three frames.", .picture("png", 160, 200, .animated)) {
      () throws(FixtureError) in try animated().bytes
    },
    Fixture(
      "png-animated-one-frame.png", "APNG of one frame: a still picture.",
      .picture("png", 320, 400)
    ) { () throws(FixtureError) in
      try card.png().with([
        PNGFile.Chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), frame(card, sequence: 0),
      ]).bytes
    },
  ]

private let isPrivate = Expectation.picture("png", 320, 400, .privateMetadata)
private let trailing = Expectation.picture("png", 320, 400, .trailingData)
private let prompt = """
  a copper-haired woman in a teal jacket, studio light
  Negative prompt: blur
  Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1234567, Size: 320x400
  """

private func chunk(
  _ name: String, _ note: String, _ expect: Expectation, _ chunk: PNGFile.Chunk
) -> Fixture {
  Fixture("png-\(name).png", note, expect) { () throws(FixtureError) in
    try card.png().with([chunk]).bytes
  }
}

private func frame(_ picture: Picture, sequence: UInt32) -> PNGFile.Chunk {
  var data: [UInt8] = []
  for number in [sequence, UInt32(picture.width), UInt32(picture.height), 0, 0] {
    data.append(number, .big)
  }
  return PNGFile.Chunk("fcTL", data + [0, 1, 0, 2, 0, 0])
}

private func animated() throws(FixtureError) -> PNGFile {
  let first = testCard(width: 160, height: 200)
  var file = try first.png().with([
    PNGFile.Chunk("acTL", [0, 0, 0, 3, 0, 0, 0, 0]), frame(first, sequence: 0),
  ])
  for step in 1...2 {
    let picture = first.shifted(by: step * 40)
    var data: [UInt8] = []
    data.append(UInt32(step * 2), .big)
    data += try zlib(picture.scanlines(PNGCoding()))
    file = file.with(
      [frame(picture, sequence: UInt32(step * 2 - 1)), PNGFile.Chunk("fdAT", data)],
      before: "IEND")
  }
  return file
}
