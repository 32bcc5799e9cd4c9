import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite struct StrippedPNGs {
  private static func types(_ bytes: [UInt8]) -> Set<String> {
    Set(PNGChunks(bytes).chunks.map(\.type))
  }

  @Test("Every valid fixture keeps its pixels, and none of its metadata")
  func all() async throws {
    var count = 0
    for name in try Fixtures.names(in: "odd") where name.hasSuffix(".png") {
      let bytes = try Fixtures.bytes("odd/\(name)")
      let facts = try await Inspector.sample.inspect(bytes, named: name)
      guard facts.isProven, facts.format == .png, let image = facts.image else { continue }
      let stripped = try #require(PNGParts.stripped(bytes, keepingProfile: true), "\(name)")
      #expect(
        Self.types(stripped).isSubset(of: [
          "IHDR", "PLTE", "tRNS", "sRGB", "gAMA", "cHRM", "cICP", "sBIT", "iCCP", "IDAT", "IEND",
        ]), "\(name)")
      #expect(PNGParts.stripped(stripped, keepingProfile: true) == stripped, "\(name)")
      let own = try await Inspector.sample.inspect(stripped, named: name)
      #expect(own.isProven && !own.problems.contains(.endMarkerMissing), "\(name)")
      #expect(own.image?.trailing == nil && own.image?.frames == 1, "\(name)")
      #expect(own.image?.privateMetadata.isEmpty == true && own.image?.orientation == .upright)
      #expect(own.image?.alpha == image.alpha, "\(name)")
      if facts.problems.isEmpty { #expect(own.image?.color == image.color, "\(name)") }
      let (before, after) = (
        try GatheredPixels.of(bytes, .png), try GatheredPixels.of(stripped, .png)
      )
      #expect(before.layout == after.layout && before.values == after.values, "\(name)")
      count += 1
    }
    #expect(count > 60)
  }

  @Test("A missing end chunk is added", arguments: ["png-no-end", "png-end-cut"])
  func end(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name).png")
    let stripped = try #require(PNGParts.stripped(bytes, keepingProfile: false))
    #expect(try await Inspector.sample.inspect(stripped, named: name).problems == [])
  }

  @Test("The profile stays only on request")
  func profile() throws {
    let bytes = try Fixtures.bytes("odd/png-iccp-p3.png")
    let (kept, dropped) = (
      try #require(PNGParts.stripped(bytes, keepingProfile: true)),
      try #require(PNGParts.stripped(bytes, keepingProfile: false))
    )
    #expect(Self.types(kept).contains("iCCP") && !Self.types(dropped).contains("iCCP"))
  }

  @Test(
    "Chunks that can't be followed, or needed ones that are damaged, give no result",
    arguments: [
      "png-only-signature", "png-cut-in-header", "png-cut", "png-no-data", "png-bad-crc",
      "png-two-headers", "png-no-palette", "png-unknown-critical-chunk", "png-apple-cgbi",
    ])
  func refused(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name).png")
    #expect(PNGParts.stripped(bytes, keepingProfile: true) == nil)
  }

  @Test("A damaged chunk about colors is removed, as readers ignore it")
  func damagedNote() throws {
    let header = PNGBytes.header(1, 1, 8, 0)
    let sound = PNGBytes.file(
      header: header, before: [("gAMA", [0, 0, 0xB1, 0x8F])], data: [PNGBytes.stored([0, 9])])
    #expect(PNGParts.stripped(sound, keepingProfile: false) == sound)
    var damaged = sound
    let offset = try #require(sound.firstRange(of: Array("gAMA".utf8))?.upperBound)
    damaged[offset] ^= 1
    let stripped = PNGParts.stripped(damaged, keepingProfile: false)
    #expect(stripped == PNGBytes.file(header: header, data: [PNGBytes.stored([0, 9])]))
  }
}
