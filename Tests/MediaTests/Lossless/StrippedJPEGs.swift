import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct StrippedJPEGs {
  private static func stripped(_ name: String, keepingProfile: Bool = false) throws -> [UInt8] {
    let bytes = try Fixtures.bytes("odd/\(name).jpg")
    return try #require(
      JPEGParts.stripped(bytes, keepingProfile: keepingProfile), "\(name)")
  }

  private static func markers(_ bytes: [UInt8]) throws -> [UInt8] {
    try #require(JPEGParts(bytes)).parts.map(\.marker)
  }

  private static func scans(_ bytes: [UInt8]) throws -> [UInt8] {
    let parts = try #require(JPEGParts(bytes))
    return parts.copied(parts.parts.filter { $0.marker == 0xDA })
  }

  @Test("Every valid fixture keeps its pixels, and none of its metadata")
  func all() async throws {
    var count = 0
    for name in try Fixtures.names(in: "odd") where name.hasSuffix(".jpg") {
      let bytes = try Fixtures.bytes("odd/\(name)")
      let facts = try await Inspector.sample.inspect(bytes, named: name)
      guard facts.isProven, facts.format == .jpeg, let image = facts.image else { continue }
      let stripped = try #require(JPEGParts.stripped(bytes, keepingProfile: false), "\(name)")
      #expect(try Self.scans(stripped).starts(with: try Self.scans(bytes).dropLast()), "\(name)")
      let markers = try Self.markers(stripped)
      #expect(markers.allSatisfy { $0 < 0xE0 || $0 == 0xE0 || $0 == 0xEE }, "\(name)")
      #expect(stripped.suffix(2) == [0xFF, 0xD9])
      #expect(JPEGParts.stripped(stripped, keepingProfile: true) == stripped, "\(name)")
      let own = try await Inspector.sample.inspect(stripped, named: name)
      #expect(own.isProven, "\(name) \(own.problems)")
      #expect(own.image?.codedSize == image.codedSize)
      #expect(own.image?.trailing == nil && own.image?.privateMetadata.isEmpty == true)
      guard image.coding.rare != "oddly sampled" else { continue }
      let (before, after) = (
        try GatheredPixels.of(bytes, .jpeg), try GatheredPixels.of(stripped, .jpeg)
      )
      #expect(before.layout == after.layout && before.values == after.values, "\(name)")
      count += 1
    }
    #expect(count > 60)
  }

  @Test(
    "A missing end marker is added",
    arguments: ["jpeg-no-end", "jpeg-no-end-half-marker", "jpeg-no-end-progressive"])
  func end(name: String) async throws {
    let stripped = try Self.stripped(name)
    #expect(try await Inspector.sample.inspect(stripped, named: name).problems == [])
  }

  @Test("The profile stays on request, in all of its pieces")
  func profile() throws {
    for name in ["jpeg-icc-p3", "jpeg-icc-split", "jpeg-icc-split-reversed"] {
      let bytes = try Fixtures.bytes("odd/\(name).jpg")
      let profile = try #require(JPEGHeader(ByteView(bytes)).profileBytes)
      let kept = try Self.stripped(name, keepingProfile: true)
      #expect(JPEGHeader(ByteView(kept)).profileBytes == profile)
      let dropped = try Self.stripped(name)
      #expect(JPEGHeader(ByteView(dropped)).profileBytes == nil)
    }
  }

  @Test("Adobe's segment stays only if colors would be misread without it")
  func adobe() throws {
    for name in ["jpeg-rgb", "jpeg-cmyk", "jpeg-ycck", "jpeg-ycck-progressive"] {
      #expect(try Self.markers(try Self.stripped(name)).contains(0xEE), "\(name)")
    }
    for name in ["jpeg-adobe-ycc", "jpeg-cmyk-plain", "jpeg-420"] {
      #expect(try !Self.markers(try Self.stripped(name)).contains(0xEE), "\(name)")
    }
  }

  @Test("A thumbnail in the file's own header is removed")
  func thumbnail() throws {
    let bytes = try ChangedPicture.noise(16, 16).jpeg()
    // One pixel of three bytes after a header that says so.
    let offset = try #require(bytes.firstRange(of: Array("JFIF".utf8))?.lowerBound)
    var with = bytes
    (with[offset - 1], with[offset + 12], with[offset + 13]) = (19, 1, 1)
    with.insert(contentsOf: [7, 8, 9], at: offset + 14)
    #expect(JPEGParts.stripped(with, keepingProfile: false) == bytes)
    #expect(JPEGParts.stripped(bytes, keepingProfile: false) == bytes)
  }

  @Test(
    "Segments that can't be followed give no result",
    arguments: [
      "jpeg-only-start", "jpeg-only-start-and-end", "jpeg-cut-in-tables", "jpeg-cut-before-scan",
      "jpeg-two-starts", "jpeg-two-frames", "jpeg-no-scan", "jpeg-tables-length-0", "jpeg-ls",
    ])
  func refused(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name).jpg")
    #expect(JPEGParts.stripped(bytes, keepingProfile: true) == nil)
  }
}
