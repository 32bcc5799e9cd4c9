import Model
import TestSupport
import Testing

@testable import Media

@Suite("A colour profile")
struct ICCProfiles {
  @Test(
    "is identified by its colours, not by its name",
    arguments: [
      ("jpeg-icc-srgb.jpg", .sRGB),
      ("jpeg-icc-srgb-other-name.jpg", .sRGB),
      ("jpeg-icc-called-srgb.jpg", .profile("sRGB IEC61966-2.1")),
      ("jpeg-icc-p3.jpg", .profile("Display P3")),
      ("jpeg-icc-adobe-rgb.jpg", .profile("Adobe RGB (1998)")),
      ("jpeg-icc-split.jpg", .profile("Display P3")),
      ("jpeg-icc-split-reversed.jpg", .profile("Display P3")),
      ("jpeg-icc-grey.jpg", .untagged),
      ("jpeg-icc-missing-piece.jpg", .untagged),
      ("jpeg-icc-no-profile.jpg", .untagged),
      ("jpeg-cmyk.jpg", .cmyk(nil)),
      ("jpeg-baseline.jpg", .untagged),
      ("png-iccp-p3.png", .profile("Display P3")),
      ("png-iccp-srgb.png", .sRGB),
      ("png-srgb.png", .sRGB),
      ("png-gama-srgb.png", .sRGB),
      ("png-gama-linear.png", .named("gamma 1")),
      ("png-chrm-p3.png", .named("Display P3")),
      ("png-cicp-p3.png", .named("Display P3")),
      ("png-cicp-pq.png", .named("BT.2100 PQ")),
      ("png-cicp-srgb.png", .sRGB),
      ("png-bomb-iccp.png", .untagged),
      ("webp-icc-p3.webp", .profile("Display P3")),
      ("webp-icc-srgb.webp", .sRGB),
    ] as [(String, ColorSpace)])
  func files(name: String, color: ColorSpace) async throws {
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(name)"))
    #expect(facts.image?.color == color)
  }

  @Test("for print is reported with its name")
  func print() async throws {
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/jpeg-icc-cmyk.jpg"))
    let color = try #require(facts.image?.color)
    guard case .cmyk(let name) = color else {
      Issue.record("\(color)")
      return
    }
    #expect(name?.isEmpty == false)
    #expect(color.name == "CMYK (\(name ?? ""))")
  }

  /// The parts of a profile in a JPEG, put together without the reader.
  private static func profile(of name: String) throws -> [UInt8] {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let start = try #require(ByteView(bytes).position(of: Array("ICC_PROFILE\0".utf8)))
    let length = Int(bytes[start - 2]) << 8 | Int(bytes[start - 1])
    return Array(bytes[start + 14..<start - 2 + length])
  }

  @Test("is read from its bytes")
  func bytes() throws {
    let profile = try #require(
      ICCProfile(ByteView(try Self.profile(of: "jpeg-icc-srgb-other-name.jpg"))))
    #expect(profile.space == "RGB ")
    #expect(profile.isSRGB)
    #expect(profile.name == "c2")
  }

  @Test("is nil without its magic or its header")
  func none() throws {
    var bytes = try Self.profile(of: "jpeg-icc-srgb.jpg")
    #expect(ICCProfile(ByteView(bytes)) != nil)
    #expect(ICCProfile(ByteView(Array(bytes.prefix(131)))) == nil)
    bytes[36] = 0
    #expect(ICCProfile(ByteView(bytes)) == nil)
    #expect(ICCProfile(ByteView([])) == nil)
  }

  @Test("without a tag does not count as sRGB", arguments: ["rXYZ", "gXYZ", "bXYZ", "gTRC"])
  func missingTag(tag: String) throws {
    var bytes = try Self.profile(of: "jpeg-icc-srgb.jpg")
    try #require(ICCProfile(ByteView(bytes))?.isSRGB == true)
    let offset = try #require(ByteView(bytes).position(of: Array(tag.utf8)))
    bytes[offset] = UInt8(ascii: "x")
    #expect(ICCProfile(ByteView(bytes))?.isSRGB != true)
  }

  @Test("that is truncated or changed anywhere is read without a crash")
  func hostile() throws {
    let bytes = try Self.profile(of: "jpeg-icc-p3.jpg")
    for count in 0..<bytes.count {
      _ = ICCProfile(ByteView(Array(bytes.prefix(count))))?.colorSpace
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        changed[Int.random(in: 128..<min(260, bytes.count), using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      _ = ICCProfile(ByteView(changed))?.colorSpace
    }
  }
}
