import Decoding
import Model
import TestSupport
import Testing

@testable import Media

/// Inputs that `Scripts/fuzz` found, with their bytes.
@Suite("Found by fuzzing", .timeLimit(.minutes(30)))
struct FoundByFuzzing {
  /// A JPEG that has only a frame header.
  private static func jpeg(precision: UInt8, components: UInt8) -> [UInt8] {
    let length = 8 + 3 * components
    let frame: [UInt8] = [0xFF, 0xC0, 0, length, precision, 0, 16, 0, 16, components]
    let sampling = (0..<components).flatMap { (number: UInt8) -> [UInt8] in [number, 0x11, 0] }
    return [0xFF, 0xD8] + frame + sampling + [0xFF, 0xD9]
  }

  @Test(
    "a JPEG without components, or of 0 or 247 bits, is damaged rather than rarely coded",
    arguments: [jpeg(precision: 8, components: 0)]
      + [0, 1, 17, 247].map { jpeg(precision: $0, components: 3) })
  func impossibleFrame(bytes: [UInt8]) async throws {
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.image == nil)
    #expect(facts.problemNames == ["corrupt"])
  }

  @Test("a WebP that ends inside its first header is not read beyond its end")
  func shortWebP() {
    let file = WebPFile([0x52, 1, 0, 0, 0, 0, 0, 0, 0])
    #expect(file.facts == nil)
    #expect(!file.headerFacts.problems.isEmpty)
  }

  @Test("a TIFF of 0 bits a channel is damaged")
  func impossibleDepth() throws {
    var bytes = try Fixtures.bytes("odd/tiff-be.tif")
    // The tag of the bits, its three short numbers, and their offset.
    let tag = try #require(ByteView(bytes).position(of: [0x01, 0x02, 0, 3, 0, 0, 0, 3]))
    let values = try #require(ByteView(bytes).u32(tag + 8))
    bytes.replaceSubrange(values..<values + 6, with: [UInt8](repeating: 0, count: 6))
    let header = HeaderFacts.of(.tiff, ByteView(bytes))
    #expect(header.problems == [.corrupt(what: "its header claims 0 bits per channel")])
  }

  @Test("a picture without a size from another decoder is damaged")
  func noSize() {
    let proof = Proof(.answered(DecodedPicture()), .avif, header: nil)
    #expect(proof.image == nil)
    #expect(proof.problems == [.corrupt(what: "its size is missing")])
  }
}
