import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("The pictures that kling accepts")
struct PixelBounds {
  @Test(
    "are 300 px or more on either side",
    arguments: [
      (300, 300, []), (299, 300, ["image.too-small error"]), (300, 299, ["image.too-small error"]),
      (299, 299, ["image.too-small error"]), (1, 1, ["image.too-small error"]),
      (301, 301, []), (300, 750, []), (750, 300, []), (299, 747, ["image.too-small error"]),
    ])
  func sides(width: Int, height: Int, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .picture(width, height)) == broken)
  }

  @Test(
    "have a ratio between 2:5 and 5:2, both included",
    arguments: [
      (400, 1000, []), (400, 1001, ["image.too-narrow error"]), (401, 1002, []),
      (1000, 400, []), (1001, 400, ["image.too-wide error"]), (1002, 401, []),
      (300, 751, ["image.too-narrow error"]), (751, 300, ["image.too-wide error"]),
      (640, 1600, []), (640, 1601, ["image.too-narrow error"]),
      (10_000, 4_000, []), (10_001, 4_000, ["image.too-wide error"]),
      (299, 751, ["image.too-small error", "image.too-narrow error"]),
      (300, 749, []), (749, 300, []),
    ])
  func aspect(width: Int, height: Int, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .picture(width, height)) == broken)
  }

  @Test(
    "are measured in whole numbers at any size",
    arguments: [
      (2_147_483_647, 2_147_483_647, []),
      (858_993_459, 2_147_483_647, []),
      (858_993_458, 2_147_483_647, ["image.too-narrow error"]),
      (2_147_483_647, 858_993_459, []),
      (2_147_483_647, 858_993_458, ["image.too-wide error"]),
      (2_147_483_647, 1, ["image.too-small error", "image.too-wide error"]),
      (1, 2_147_483_647, ["image.too-small error", "image.too-narrow error"]),
    ])
  func huge(width: Int, height: Int, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .picture(width, height)) == broken)
  }

  @Test("are measured upright", arguments: Orientation.allCases)
  func upright(orientation: Orientation) throws {
    let target = try SampleTarget.builtIn("kling")
    let swaps = orientation.swapsSides
    #expect(
      target.broken(by: try .picture(751, 300, orientation: orientation))
        == (swaps ? ["image.too-narrow error"] : ["image.too-wide error"]))
    #expect(target.broken(by: try .picture(750, 300, orientation: orientation)).isEmpty)
    #expect(
      target.broken(by: try .picture(300, 751, orientation: orientation))
        == (swaps ? ["image.too-wide error"] : ["image.too-narrow error"]))
    let small = try #require(
      target.findings(for: try .picture(400, 299, orientation: orientation)).first)
    #expect(small.measured == "299")
  }

  @Test("are refused with the measured value, the limit, and what to do")
  func words() throws {
    let target = try SampleTarget.builtIn("kling")
    let small = try #require(target.findings(for: try .picture(280, 500)).first)
    #expect(small.message == "shorter side 280 px, below the 300 px minimum")
    #expect(small.fix == "use a larger original; enlarging adds no detail")
    #expect([small.measured, small.limit, small.unit] == ["280", "300", "px"])
    #expect(small.target == "kling" && small.slot == .element && small.basis == .stated)
    let wide = try #require(target.findings(for: try .picture(1600, 500)).first)
    #expect(wide.message == "width to height 3.2, above the 2.5 (5:2) maximum")
    #expect(wide.fix == "crop its width to 1250 px or less")
    let narrow = try #require(target.findings(for: try .picture(400, 1200)).first)
    #expect(narrow.message == "width to height 0.333, below the 0.4 (2:5) minimum")
    #expect(narrow.fix == "crop its height to 1000 px or less")
  }

  @Test(
    "are never reported with the limit as the measured value",
    arguments: [(400, 1001), (640, 1601), (10_001, 4_000), (40_000, 100_001), (100_001, 40_000)])
  func hair(width: Int, height: Int) throws {
    let target = try SampleTarget.builtIn("kling")
    let finding = try #require(target.findings(for: try .picture(width, height)).first)
    #expect(finding.measured != finding.limit, "\(finding.message)")
  }

  @Test("can be made by following the finding's advice")
  func remedies() throws {
    let target = try SampleTarget.builtIn("kling")
    for (width, height) in [(400, 1001), (333, 5000), (1001, 400), (5000, 333), (901, 301)] {
      for finding in target.findings(for: try .picture(width, height)) {
        let number = try #require(finding.fix?.firstMatch(of: /to (\d+) px/)?.output.1)
        let side = try #require(Int(number))
        let cropped = try FileFacts.picture(
          finding.rule == .imageTooWide ? side : width,
          finding.rule == .imageTooNarrow ? side : height)
        #expect(target.findings(for: cropped).isEmpty)
      }
    }
  }
}

@Suite("Exclusive bounds of a provider")
struct OpenBounds {
  static let slots = """
    { "image": {
      "side": { "min": 300, "max": 2000, "inclusive": false },
      "area": { "max": 640000, "inclusive": false },
      "aspect": { "min": "2:5", "max": "5:2", "inclusive": false },
      "bytes": { "stated": "1 MB", "decimal": 1000000, "binary": 1048576, "inclusive": false }
    } }
    """

  @Test(
    "are broken by a value on them",
    arguments: [
      (301, 301, []), (300, 301, ["image.too-small error"]), (301, 300, ["image.too-small error"]),
      (400, 1000, ["image.too-narrow error"]), (401, 1000, []),
      (1000, 400, ["image.too-wide error"]), (1000, 401, []),
      (2000, 310, ["image.too-large error", "image.too-wide error"]),
      (799, 800, []), (800, 800, ["image.too-large error"]), (801, 800, ["image.too-large error"]),
    ])
  func pixels(width: Int, height: Int, broken: [String]) throws {
    let target = try SampleTarget.own(slots: Self.slots)
    #expect(target.broken(by: try .picture(width, height)) == broken)
  }

  @Test(
    "can be a minimum for the total number of pixels, whatever the shape",
    arguments: [
      (640, 640, []), (400, 1024, []), (639, 640, ["image.too-small warning"]),
      (1300, 300, ["image.too-small warning"]), (834, 1112, []),
      (835, 1112, ["image.too-large warning"]),
    ])
  func area(width: Int, height: Int, broken: [String]) throws {
    let slots = """
      { "image": { "area": {
        "min": 409600, "max": 927408, "inclusive": true, "confidence": "inferred", "note": "copy"
      } } }
      """
    let target = try SampleTarget.own(slots: slots)
    #expect(target.broken(by: try .picture(width, height)) == broken)
  }

  @Test(
    "on bytes are broken by exactly that number",
    arguments: [
      (999_999, []), (1_000_000, ["image.near-size-limit warning"]),
      (1_048_575, ["image.near-size-limit warning"]), (1_048_576, ["image.too-heavy error"]),
      (1_048_577, ["image.too-heavy error"]),
    ])
  func bytes(count: Int, broken: [String]) throws {
    let target = try SampleTarget.own(slots: Self.slots)
    #expect(target.broken(by: try .picture(500, 500, bytes: count)) == broken)
  }

  @Test("are worded to be true on the bound itself")
  func words() throws {
    let target = try SampleTarget.own(slots: Self.slots)
    let small = try #require(target.findings(for: try .picture(300, 500)).first)
    #expect(!small.message.contains("below the 300 px"), "\(small.message)")
    let large = try #require(target.findings(for: try .picture(2000, 319)).first)
    #expect(!large.message.contains("above the 2000 px"), "\(large.message)")
    let narrow = try #require(target.findings(for: try .picture(400, 1000)).first)
    #expect(!narrow.message.contains("below the 0.4"), "\(narrow.message)")
  }

  @Test("count as inclusive if the provider states neither")
  func closed() throws {
    let target = try SampleTarget.own(
      slots: Self.slots.replacing(", \"inclusive\": false", with: ""))
    #expect(target.broken(by: try .picture(800, 800)).isEmpty)
    #expect(target.broken(by: try .picture(320, 800)).isEmpty)
    #expect(target.broken(by: try .picture(300, 300, bytes: 1_000_000)).isEmpty)
    #expect(target.broken(by: try .picture(801, 800)) == ["image.too-large error"])
  }
}
