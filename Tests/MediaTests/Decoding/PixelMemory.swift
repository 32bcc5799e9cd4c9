import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite("The memory for full-size pixels")
struct PixelMemory {
  private static let total = 768 << 20

  private func image(_ width: Int, _ height: Int, depth: Int = 8) -> ImageFacts {
    ImageFacts(codedSize: PixelSize(width: width, height: height), depth: depth, channels: 3)
  }

  @Test("is the default first, and then all of it", arguments: DecodedFormat.allCases)
  func tries(format: DecodedFormat) {
    let image = image(4000, 3000)
    let tries = DecoderLimits.forPixels(
      of: image, format, fileBytes: 5 << 20, within: Self.total)
    #expect(tries.count == 2)
    #expect(tries.first?.memory == DecoderLimits.preferred.memory)
    for limits in tries {
      #expect(limits.reservation(of: image, fileBytes: 5 << 20) <= Self.total)
    }
    #expect(tries.last?.reservation(of: image, fileBytes: 5 << 20) == Self.total)
  }

  @Test("is not tried if it is known to be too little")
  func known() {
    func tries(_ image: ImageFacts, _ format: DecodedFormat) -> Int {
      DecoderLimits.forPixels(of: image, format, fileBytes: 1 << 20, within: Self.total).count
    }
    #expect(tries(image(12_000, 10_000), .heic) == 1)
    #expect(tries(image(12_000, 10_000), .tiff) == 2)
    #expect(tries(image(20_000, 15_000), .avif) == 1)
    #expect(tries(image(30_000, 15_000, depth: 10), .avif) == 0)
    #expect(
      DecoderLimits.forPixels(of: nil, .gif, fileBytes: 1 << 20, within: 24 << 20).isEmpty)
  }

  @Test(
    "that is too little at first is enough when all of it is available",
    .disabled(if: Sanitizer.isActive, "a sanitizer keeps memory of its own"))
  func second() async throws {
    // One strip of 144 MB, which is decoded whole.
    var tiff = BuiltTIFF(1, 1, samples: 3, depth: 8, photometric: 2)
    tiff.width = 8000
    tiff.height = 6000
    let bytes = tiff.withZeros
    let image = image(8000, 6000)
    let sink = GatheredPixels(keeping: false)
    #expect(await Inspector.sample.pixels(bytes, as: .tiff, of: image, into: sink) == .complete)
    #expect(sink.isWhole)
    let little = GatheredPixels(keeping: false)
    var facts = FileFacts(path: .unnamed)
    facts.format = .tiff
    facts.image = image
    let outcome = await Inspector.sample.pixels(
      of: bytes, facts, memory: 128 << 20, into: little)
    #expect(outcome == .outOfMemory)
    #expect(little.received.layouts.isEmpty)
  }

  @Test("is released when a picture was delivered")
  func givenBack() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: Self.total))
    let bytes = try Fixtures.bytes("odd/gif-still.gif")
    // Otherwise each of them would wait for the one before.
    for _ in 0..<12 {
      let sink = GatheredPixels()
      #expect(await inspector.pixels(bytes, as: .gif, of: nil, into: sink) == .complete)
    }
  }
}
