import Model
import Testing

@Suite("A picture's size after turning")
struct UprightSizes {
  @Test(
    "swaps its sides only for the last four orientations",
    arguments: [
      (1, false), (2, false), (3, false), (4, false), (5, true), (6, true), (7, true), (8, true),
    ])
  func sides(value: Int, swaps: Bool) throws {
    let orientation = try #require(Orientation(rawValue: value))
    #expect(orientation.swapsSides == swaps)
    let size = PixelSize(width: 751, height: 300)
    let upright = size.upright(orientation)
    #expect(upright == (swaps ? PixelSize(width: 300, height: 751) : size))
    #expect(upright.shorterSide == 300)
    #expect(upright.longerSide == 751)
    #expect(upright.pixelCount == 225_300)
    var facts = ImageFacts(codedSize: size, depth: 8, channels: 3)
    facts.orientation = orientation
    #expect(facts.size == upright)
  }

  @Test("knows eight orientations", arguments: [0, 9, -1, 65_535])
  func strangers(value: Int) {
    #expect(Orientation(rawValue: value) == nil)
    #expect(Orientation.allCases.map(\.rawValue) == Array(1...8))
  }

  @Test("is written as people write it")
  func words() {
    #expect(PixelSize(width: 900, height: 1200).description == "900 × 1200")
  }
}

@Suite("Colour spaces")
struct ColorSpaces {
  @Test(
    "know whether a reader limited to sRGB shows them correctly",
    arguments: [
      (.untagged, true, "not stated"), (.sRGB, true, "sRGB"),
      (.profile("Display P3"), false, "Display P3"), (.profile("sRGB"), false, "sRGB"),
      (.named("Adobe RGB"), false, "Adobe RGB"), (.cmyk(nil), false, "CMYK"),
      (.cmyk("FOGRA39"), false, "CMYK (FOGRA39)"),
    ] as [(ColorSpace, Bool, String)])
  func isSRGB(space: ColorSpace, isSRGB: Bool, name: String) {
    #expect(space.isSRGB == isSRGB)
    #expect(space.name == name)
  }
}
