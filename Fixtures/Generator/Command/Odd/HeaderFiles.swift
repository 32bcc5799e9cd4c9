internal import FixtureScenes

/// Pictures of formats whose header alone is read.
let headerFiles: [Fixture] = jxlFiles + jpeg2000Files + iconFiles + psdFiles + svgFiles

private let jxlFiles: [Fixture] = [
  jxl("small", "Sides in eighths.", 256, 160, JXLHeader(size: .sides(256, 160))),
  jxl("sides", "Sides of other sizes.", 1001, 17, JXLHeader(size: .sides(1001, 17))),
  jxl("large", "A side of 30 bits.", 1_000_001, 9000, JXLHeader(size: .sides(1_000_001, 9000))),
  jxl("square", "A ratio: square.", 500, 500, JXLHeader(size: .ratio(500, 1))),
  jxl("12-10", "A ratio: 12:10.", 600, 500, JXLHeader(size: .ratio(500, 2))),
  jxl("4-3", "A ratio: 4:3, in eighths.", 320, 240, JXLHeader(size: .ratio(240, 3))),
  jxl("16-9", "A ratio: 16:9, rounded down.", 177, 100, JXLHeader(size: .ratio(100, 5))),
  jxl("2-1", "A ratio: 2:1.", 8200, 4100, JXLHeader(size: .ratio(4100, 7))),
  jxl(
    "alpha-16-bit", "16 bits and alpha.", 320, 400,
    JXLHeader(size: .sides(320, 400), hasAlpha: true, depth: 16)),
  Fixture("jxl-orientation-6.jxl", "Orientation 6.", Expectation.header("jxl", 400, 300).turned(6))
  {
    JXLHeader(size: .sides(300, 400), orientation: 6).bytes
  },
  Fixture(
    "jxl-container.jxl", "In a container, with GPS.", .header("jxl", 320, 400, .privateMetadata)
  ) {
    let exif = [0, 0, 0, 0] + EXIFBlock(position: EXIFBlock.nullIsland).bytes
    return jxlContainer(
      box("Exif", exif) + box("jxlc", JXLHeader(size: .sides(320, 400)).bytes))
  },
  Fixture(
    "jxl-container-parts.jxl", "In a container, in two parts; EXIF's orientation does not count.",
    .header("jxl", 320, 400)
  ) {
    let stream = JXLHeader(size: .sides(320, 400)).bytes
    let exif = [0, 0, 0, 0] + EXIFBlock.orientation(6).bytes
    return jxlContainer(
      box("Exif", exif) + box("jxlp", [0, 0, 0, 0] + stream) + box("jxlp", [0x80, 0, 0, 1]))
  },
]

private func jxl(
  _ name: String, _ note: String, _ width: Int, _ height: Int, _ header: JXLHeader
) -> Fixture {
  Fixture("jxl-\(name).jxl", note, .header("jxl", width, height)) { header.bytes }
}

private func jxlContainer(_ boxes: [UInt8]) -> [UInt8] {
  box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]) + ftypBox("jxl ", compatible: ["jxl "]) + boxes
}

private let jpeg2000Files: [Fixture] = [
  Fixture("jp2-boxes.jp2", "Boxes: size and sRGB.", .header("jpeg2000", 320, 400)) {
    jp2(width: 320, height: 400, color: [1, 0, 0, 0, 0, 0, 16])
  },
  Fixture("jp2-icc-p3.jp2", "The profile Display P3.", .header("jpeg2000", 320, 400, .notSRGB)) {
    jp2(width: 320, height: 400, color: [2, 0, 0] + ColorProfile.displayP3.bytes)
  },
  Fixture(
    "jp2-depths-differ.jp2", "Its size box leaves the depths to a box of their own.",
    .header("jpeg2000", 320, 400)
  ) {
    jp2(width: 320, height: 400, color: [1, 0, 0, 0, 0, 0, 16], depths: [7, 4, 4])
  },
  Fixture("jp2-height-0.jp2", "The header says no rows.", .broken("jpeg2000", .corrupt)) {
    jp2(width: 320, height: 0, color: [1, 0, 0, 0, 0, 0, 16])
  },
  Fixture("jp2-stream.j2k", "A bare codestream with an offset.", .header("jpeg2000", 310, 395)) {
    j2k(right: 320, bottom: 400, left: 10, top: 5)
  },
]

private func jp2(width: Int, height: Int, color: [UInt8], depths: [UInt8] = []) -> [UInt8] {
  var header: [UInt8] = []
  for side in [height, width] { header.append(UInt32(side), .big) }
  header += [0, 3, depths.isEmpty ? 7 : 255, 7, 0, 0]
  let ownDepths = depths.isEmpty ? [] : box("bpcc", depths)
  return box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]) + ftypBox("jp2 ", compatible: ["jp2 "])
    + box("jp2h", box("ihdr", header) + ownDepths + box("colr", color))
    + box("jp2c", j2k(right: width, bottom: height, left: 0, top: 0))
}

private func j2k(right: Int, bottom: Int, left: Int, top: Int) -> [UInt8] {
  var stream: [UInt8] = [0xFF, 0x4F, 0xFF, 0x51, 0, 47, 0, 0]
  for number in [right, bottom, left, top, right, bottom, 0, 0] {
    stream.append(UInt32(number), .big)
  }
  return stream + [0, 3] + [7, 1, 1, 7, 1, 1, 7, 1, 1]
}

private let iconFiles: [Fixture] = [
  Fixture(
    "icon-three-sizes.ico", "16, 256 and 32 pixels: 256 is written as zero.",
    Expectation.header("ico", 256, 256).with(pages: 3)
  ) { () throws(FixtureError) in
    icon(try [16, 256, 32].map { side throws(FixtureError) in (side, try png(side)) })
  },
  Fixture(
    "icon-larger-than-listed.ico", "A PNG of 300 pixels, more than the list can tell.",
    Expectation.header("ico", 300, 300).with(pages: 1)
  ) { () throws(FixtureError) in icon([(0, try png(300))]) },
  Fixture("icon-cursor.cur", "A cursor.", Expectation.header("ico", 32, 32).with(pages: 1)) {
    () throws(FixtureError) in
    icon([(32, try png(32))]).replacing(at: 2, with: [2])
  },
  Fixture(
    "icon-cut.ico", "Cut off inside the second picture.",
    Expectation.header("ico", 32, 32).damaged(.error, .truncated)
  ) { () throws(FixtureError) in icon([(32, try png(32)), (48, try png(48))]).dropLast(20) },
]

private func png(_ side: Int) throws(FixtureError) -> [UInt8] {
  try testCard(width: side, height: side).png(PNGCoding(color: .palette, depth: 4)).bytes
}

private func icon(_ pictures: [(side: Int, bytes: [UInt8])]) -> [UInt8] {
  var file: [UInt8] = [0, 0, 1, 0, UInt8(pictures.count), 0]
  var offset = 6 + pictures.count * 16
  for (side, bytes) in pictures {
    let short = UInt8(truncatingIfNeeded: side)
    file += [short, short, 0, 0, 1, 0, 32, 0]
    file.append(UInt32(bytes.count), .little)
    file.append(UInt32(offset), .little)
    offset += bytes.count
  }
  return file + pictures.flatMap(\.bytes)
}

private let psdFiles: [Fixture] = [
  Fixture("psd-large.psd", "The kind for large pictures (PSB).", .header("psd", 32, 40)) {
    psd(PSDCoding(isLarge: true))
  },
  Fixture("psd-cmyk.psd", "Inks.", .header("psd", 32, 40, .notSRGB)) {
    psd(PSDCoding(channels: 4, mode: 4))
  },
  Fixture("psd-icc-p3.psd", "The profile Display P3.", .header("psd", 32, 40, .notSRGB)) {
    psd(PSDCoding(resources: [(1039, ColorProfile.displayP3.bytes)]))
  },
  Fixture("psd-exif-gps.psd", "EXIF with a GPS position.", .header("psd", 32, 40, .privateMetadata))
  {
    psd(PSDCoding(resources: [(1058, EXIFBlock(position: EXIFBlock.nullIsland).bytes)]))
  },
  Fixture(
    "psd-cut.psd", "Cut off before the pixels.",
    Expectation.header("psd", 32, 40).damaged(.error, .truncated)
  ) { Array(psd(PSDCoding(resources: [(1039, ColorProfile.displayP3.bytes)])).prefix(400)) },
  Fixture("psd-width-0.psd", "The header says no columns.", .broken("psd", .corrupt)) {
    psd(PSDCoding()).replacing(at: 18, with: [0, 0, 0, 0])
  },
]

private struct PSDCoding {
  var channels = 3
  var mode = 3
  var isLarge = false
  var resources: [(id: UInt16, data: [UInt8])] = []
}

/// A Photoshop file of one flat colour, 32 × 40, not compressed.
private func psd(_ coding: PSDCoding) -> [UInt8] {
  var file = [UInt8]("8BPS") + [0, coding.isLarge ? 2 : 1, 0, 0, 0, 0, 0, 0]
  file.append(UInt16(coding.channels), .big)
  for side in [40, 32] { file.append(UInt32(side), .big) }
  for number in [8, coding.mode] { file.append(UInt16(number), .big) }
  file.append(UInt32(0), .big)
  let resources = coding.resources.flatMap { id, data -> [UInt8] in
    var resource = [UInt8]("8BIM") + [UInt8(id >> 8), UInt8(id & 255), 0, 0]
    resource.append(UInt32(data.count), .big)
    return resource + data + [UInt8](repeating: 0, count: data.count % 2)
  }
  file.append(UInt32(resources.count), .big)
  file += resources
  file += [UInt8](repeating: 0, count: coding.isLarge ? 8 : 4)
  return file + [0, 0] + [UInt8](repeating: 0x90, count: 32 * 40 * coding.channels)
}

private let svgFiles: [Fixture] = [
  svg(
    "millimetres", "Sides in millimetres: 96 pixels an inch.", 378, 567,
    "width=\"100mm\" height='150mm'"),
  svg("inches", "Sides in inches and points.", 192, 96, "width=\"2in\" height=\"72pt\""),
  svg("viewbox", "No sides, but a view box.", 640, 480, "viewBox=\"0 0 640,480\""),
  svg(
    "width-and-viewbox", "One side; the other follows from the view box.", 200, 150,
    "width=\"200\" viewBox=\"0 0 640 480\""),
  svg(
    "percent", "Sides in percent of a page: the view box counts.", 64, 48,
    "width=\"100%\" height=\"100%\" viewBox=\"0 0 64 48\""),
  Fixture("svg-no-size.svg", "Neither sides nor a view box.", .other("svg", may: [.notProven])) {
    svgText("")
  },
  Fixture("svg-entities.svg", "Entities that would make a billion letters.", .header("svg", 30, 20))
  {
    let levels = (1...9).map { level in
      "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
    }
    let start = "<!DOCTYPE svg [<!ENTITY l0 \"ha\">\(levels.joined())]>"
    return [UInt8](start + "<svg width=\"30\" height=\"20\"><text>&l9;</text></svg>")
  },
  Fixture("svg-utf-16.svg", "Two bytes a letter.", .header("svg", 30, 20)) {
    var file: [UInt8] = [0xFE, 0xFF]
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><svg width=\"30\" height=\"20\"/>"
    text.utf16.forEach { file.append($0, .big) }
    return file
  },
  Fixture("svg-prefix.svg", "Its elements have a prefix.", .header("svg", 30, 20)) {
    [UInt8](
      "<!-- drawn by hand --><s:svg xmlns:s=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>"
    )
  },
  Fixture("svg-compressed.svgz", "Compressed.", .other("gzip", .notMedia)) {
    () throws(FixtureError) in
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + (try rawDeflate(svgText("width=\"30\"")))
  },
]

private func svg(
  _ name: String, _ note: String, _ width: Int, _ height: Int, _ attributes: String
) -> Fixture {
  Fixture("svg-\(name).svg", note, .header("svg", width, height)) { svgText(attributes) }
}

private func svgText(_ attributes: String) -> [UInt8] {
  [UInt8]("<svg xmlns=\"http://www.w3.org/2000/svg\" \(attributes)><circle r=\"9\"/></svg>\n")
}
