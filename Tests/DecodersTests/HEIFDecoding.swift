import Decoding
import Model
import TestSupport
import Testing

@testable import Decoders

/// The expected facts of a file, in both codings.
struct Found: Sendable, CustomTestStringConvertible {
  let name: String
  var size = PixelSize(width: 96, height: 128)
  var depth = 8
  var channels = 3
  var alpha = ImageFacts.Alpha.none
  var pages = 1
  var frames: Int?

  var testDescription: String { name }

  static let all: [Found] = [
    Found(name: "444"), Found(name: "422"), Found(name: "lossless"),
    Found(name: "10-bit", depth: 10), Found(name: "grey", channels: 1), Found(name: "grid"),
    Found(name: "grid-turned"), Found(name: "grid-tiles-seen"), Found(name: "data-inside"),
    Found(name: "clap", size: PixelSize(width: 48, height: 80)),
    Found(name: "clap-turned", size: PixelSize(width: 80, height: 48)),
    Found(name: "two-pictures", pages: 2), Found(name: "second-is-primary", pages: 2),
    Found(name: "thumbnail"), Found(name: "alpha", channels: 4, alpha: .used),
    Found(name: "alpha-full", channels: 4, alpha: .unused),
    Found(name: "alpha-turned", channels: 4, alpha: .used), Found(name: "sequence", frames: 3),
    Found(name: "brand-of-the-other"), Found(name: "mirrored-then-turned"),
  ]
}

@Suite("HEIC and AVIF", .timeLimit(.minutes(30)))
struct HEIFDecoding {
  @Test("give their facts", arguments: Found.all, ["heic", "avif"])
  func facts(found: Found, suffix: String) throws {
    let picture = try Fixtures.decode("\(suffix)-\(found.name).\(suffix)")
    #expect(picture.size == found.size)
    #expect(picture.depth == found.depth)
    #expect(picture.channels == found.channels)
    #expect(picture.alpha == found.alpha)
    #expect(picture.pages == found.pages)
    #expect(picture.frames == found.frames)
  }

  @Test(
    "are upright by their own boxes, whatever EXIF says", arguments: 1...8, ["heic", "avif"])
  func orientation(value: Int, suffix: String) throws {
    for exif in ["", "-exif-agrees", "-exif-differs"] {
      let picture = try Fixtures.decode("\(suffix)-turned-\(value)\(exif).\(suffix)")
      #expect(picture.size == PixelSize(width: 96, height: 128))
      #expect((picture.exif != nil) == !exif.isEmpty)
      #expect(picture.problem == nil)
    }
  }

  @Test(
    "report what is beside the picture",
    arguments: [("exif-gps", 140), ("exif-serial", 58), ("exif-outside", 0)])
  func exif(name: String, count: Int) throws {
    for suffix in ["heic", "avif"] {
      let picture = try Fixtures.decode("\(suffix)-\(name).\(suffix)")
      #expect(picture.exif?.count == count)
      #expect(picture.xmp == nil)
    }
  }

  @Test("state their colours by profile or by code")
  func colors() throws {
    for suffix in ["heic", "avif"] {
      let profile = try #require(Fixtures.decode("\(suffix)-icc-p3.\(suffix)").profile)
      #expect(profile.dropFirst(36).prefix(4) == [0x61, 0x63, 0x73, 0x70])
      #expect(
        try Fixtures.decode("\(suffix)-nclx-p3.\(suffix)").codePoints
          == DecodedPicture.CodePoints(primaries: 12, transfer: 13))
      #expect(try Fixtures.decode("\(suffix)-xmp.\(suffix)").xmp != nil)
    }
  }

  @Test(
    "report problems in plain words",
    arguments: [
      ("no-coding", "the part %@ of its description is missing or damaged"),
      ("no-description", "its description is missing or damaged"),
      ("no-primary", "the part pitm of its description is missing or damaged"),
      ("no-size", "its header states no size"), ("noise", "the encoded picture is damaged"),
      ("primary-missing", "it refers to a missing or hidden picture"),
      ("clap-outside", "its crop is outside the picture"),
      ("grid-tile-missing", "some of its tiles are missing"),
      ("grid-too-small", "its tiles cover only a part of it"),
      ("grid-of-itself", "a picture in it contains itself"),
      ("grid-in-a-circle", "a picture in it contains itself"),
      ("size-0", "its header states no size"),
      ("size-2-31", "it claims more data than it can contain"),
      ("length-outside", "it claims more data than it can contain"),
    ])
  func words(name: String, words: String) throws {
    for (suffix, coding) in [("heic", "hvcC"), ("avif", "av1C")] {
      let picture = try Fixtures.decode("\(suffix)-\(name).\(suffix)")
      let parts = words.split(separator: "%@", omittingEmptySubsequences: false)
      #expect(picture.problem == .corrupt(parts.joined(separator: coding)))
    }
  }

  @Test("with a wrong stated size are reported with both sizes", arguments: ["heic", "avif"])
  func lyingSize(suffix: String) throws {
    let picture = try Fixtures.decode("\(suffix)-size-lies.\(suffix)")
    let decoded = PixelSize(width: 96, height: 128)
    #expect(
      picture.problem
        == .sizeMismatch(stated: PixelSize(width: 4000, height: 3000), decoded: decoded))
  }

  @Test("that are changed anywhere in their data are damaged", arguments: ["heic", "avif"])
  func noise(suffix: String) throws {
    let bytes = try Fixtures.bytes("odd/other.\(suffix)")
    let format: DecodedFormat = suffix == "heic" ? .heic : .avif
    var generator = SeededGenerator(seed: 5)
    var noticed = 0
    for _ in 0..<100 {
      var changed = bytes
      // After the description and the head of the data, which other tests change.
      let start = Int.random(in: bytes.count / 2..<bytes.count - 40, using: &generator)
      for index in start..<start + 16 {
        changed[index] = UInt8.random(in: 0...255, using: &generator)
      }
      if Fixtures.decoded(changed, format).problem != nil { noticed += 1 }
    }
    // HEVC has no checksum: data that ends in the right place passes.
    #expect(noticed >= (format == .avif ? 98 : 85), "\(noticed) of 100")
  }

  @Test("are never valid when they were cut", arguments: ["heic-grid.heic", "avif-alpha.avif"])
  func cut(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let format: DecodedFormat = name.hasSuffix("avif") ? .avif : .heic
    for count in stride(from: 1, to: bytes.count, by: 17) {
      let problem = Fixtures.decoded(Array(bytes.prefix(count)), format).problem
      guard case .truncated = problem else {
        Issue.record("\(count) of \(bytes.count) bytes: \(String(describing: problem))")
        continue
      }
    }
  }

  @Test(
    "are not reported as valid if no decoder reads them completely", arguments: ["heic", "avif"])
  func leniently(suffix: String) throws {
    let bytes = try Fixtures.bytes("odd/other.\(suffix)")
    for strictness in [(false, true), (true, false), (true, true)] {
      let picture = unsafe bytes.withUnsafeBytes {
        unsafe HEIFDecoder.decode(
          $0, HEIFDecoder.Strictness(hevc: strictness.0, av1: strictness.1))
      }
      let isStrict = suffix == "heic" ? strictness.0 : strictness.1
      let coding = suffix == "heic" ? "HEVC" : "AV1"
      #expect(
        picture.problem
          == (isStrict ? nil : .unsupported("no strict \(coding) decoder is available"))
      )
      #expect(picture.size == PixelSize(width: 320, height: 400))
    }
  }

  @Test("have full white at every bit depth")
  func fullAlpha() {
    for (depth, full) in [(8, 255), (10, 1023), (12, 4095), (16, 65_535), (17, 65_535)] {
      #expect(HEIFDecoder.maximumValue(depth) == full)
    }
  }

  @Test("report no more beside the picture than an answer can carry", arguments: ["heic", "avif"])
  func largeBlocks(suffix: String) throws {
    let bytes = try Fixtures.bytes("odd/\(suffix)-exif-gps.\(suffix)")
    for size in [2 << 20, 5 << 20, 11 << 20, 20 << 20] {
      // An additional box has the block; the list of offsets points to it for the second item.
      var more = bytes
      let box = size + 12
      more += (0..<4).reversed().map { UInt8(truncatingIfNeeded: box >> ($0 * 8)) }
      more += Array("mdat".utf8) + [0, 0, 0, 0] + [UInt8](repeating: 0x4D, count: size)
      let list = try #require(more.indices.first { more[$0...].starts(with: Array("iloc".utf8)) })
      let position = list + 12 + 16 + 8
      for (offset, number) in [(0, bytes.count + 8), (4, size + 4)] {
        for index in 0..<4 {
          more[position + offset + index] = UInt8(truncatingIfNeeded: number >> ((3 - index) * 8))
        }
      }
      let picture = Fixtures.decoded(more, suffix == "heic" ? .heic : .avif)
      #expect(picture.problem == nil)
      #expect((picture.exif?.count ?? 0) <= DecodedPicture.metadataByteLimit)
      #expect((picture.exif == nil) == (size > 12 << 20))
      #expect(picture.json.compactText.utf8.count < 8 << 20)
    }
  }

  @Test("arrive complete on the other side", arguments: Fixtures.names(ofFormat: "heic"))
  func json(name: String) throws {
    var picture = try Fixtures.decode(name)
    #expect(DecodedPicture(json: picture.json) == picture)
    picture.problem = .sizeMismatch(
      stated: PixelSize(width: 1, height: 2), decoded: PixelSize(width: 3, height: 4))
    picture.trailing = 7
    #expect(DecodedPicture(json: picture.json) == picture)
  }
}
