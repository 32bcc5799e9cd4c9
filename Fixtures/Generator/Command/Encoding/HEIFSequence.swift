internal import FixtureScenes

/// Pictures as an animation, half a second each, every one coded independently.
struct HEIFSequence {
  let codec: HEIFCodec
  let size: (width: Int, height: Int)
  let pictures: [HEIFFile.Item]

  init(_ pictures: [Picture], _ codec: HEIFCodec) throws(FixtureError) {
    guard let first = pictures.first else { throw .refused("HEIF") }
    self.codec = codec
    size = (first.width, first.height)
    var items: [HEIFFile.Item] = []
    for picture in pictures { items.append(try picture.item(HEIFCoding(codec: codec))) }
    self.pictures = items
  }

  /// The first picture as a still one, and all of them as a track.
  var withStill: HEIFFile {
    var hidden = pictures
    for index in hidden.indices.dropFirst() { hidden[index].isHidden = true }
    var file = HEIFFile(
      brand: codec == .av1 ? "avis" : "hevc",
      compatible: (codec == .av1 ? ["avis", "msf1"] : ["hevc", "msf1"]) + codec.brands,
      items: hidden)
    file.between = { [self] offsets in movie(offsets) }
    return file
  }

  /// The track alone, without a description of a still picture.
  var alone: HEIFFile {
    var file = withStill.without("meta")
    file.compatible = codec == .av1 ? ["avis", "msf1", "iso8"] : ["hevc", "msf1", "iso8"]
    return file
  }

  private var duration: Int { pictures.count * 500 }

  private static let matrix =
    big32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)

  private func movie(_ offsets: [Int]) -> [UInt8] {
    let head = fullBox(
      "mvhd", big32(0, 0, 1000, duration, 0x10000), big16(0x0100), [UInt8](repeating: 0, count: 10),
      Self.matrix, [UInt8](repeating: 0, count: 24), big32(2))
    let track = fullBox(
      "tkhd", flags: 3, big32(0, 0, 1, 0, duration, 0, 0), big16(0, 0, 0, 0), Self.matrix,
      big32(size.width << 16, size.height << 16))
    let media = box(
      "mdia", fullBox("mdhd", big32(0, 0, 1000, duration), big16(0x55C4, 0)),
      fullBox("hdlr", big32(0), [UInt8]("pict"), big32(0, 0, 0), [0]),
      box(
        "minf", fullBox("vmhd", flags: 1, big16(0, 0, 0, 0)),
        box("dinf", fullBox("dref", big32(1), fullBox("url ", flags: 1))), samples(offsets)))
    return box("moov", head, box("trak", track, media))
  }

  /// The coding, the durations and the offsets of the pictures.
  private func samples(_ offsets: [Int]) -> [UInt8] {
    let description = pictures.first?.properties.first { $0.type == codec.description }
    let entry = box(
      codec.item, [UInt8](repeating: 0, count: 6), big16(1), [UInt8](repeating: 0, count: 16),
      big16(size.width, size.height), big32(0x48_0000, 0x48_0000, 0), big16(1),
      [UInt8](repeating: 0, count: 32), big16(24, -1),
      box(codec.description, description?.content ?? []), fullBox("ccst", big32(0x8000_0000)))
    return box(
      "stbl", fullBox("stsd", big32(1), entry),
      fullBox("stts", big32(1, pictures.count, 500)),
      fullBox("stsc", big32(1, 1, 1, 1)),
      fullBox("stsz", big32(0, pictures.count), pictures.flatMap { big32($0.data.count) }),
      fullBox("stco", big32(pictures.count), offsets.flatMap { big32($0) }))
  }
}
