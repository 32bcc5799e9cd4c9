import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("A copy of a picture", .timeLimit(.minutes(30)))
struct SimilarPictures {
  static let names = [
    "scenes/mira-000-daylight.jpg", "scenes/mira-315-daylight-cluttered.jpg",
    "scenes/mug-045-lamp.jpg", "scenes/mug-000-daylight-cluttered.jpg",
    "scenes/mug-315-daylight.jpg",
  ]

  /// Changes that people make to a picture.
  enum Change: String, CaseIterable, Sendable {
    case smaller, larger, squeezed, coarse, croppedLeft, croppedAround, brighter
    case progressive, webp, losslessWebP, png, bmp, heic, avif

    var isCrop: Bool { self == .croppedLeft || self == .croppedAround }

    func bytes(of picture: ChangedPicture) throws -> [UInt8] {
      let (width, height) = (picture.width, picture.height)
      return switch self {
      case .smaller: try picture.resized(width / 3, height / 3).jpeg()
      case .larger: try picture.resized(width * 3 / 2, height * 3 / 2).jpeg()
      case .squeezed: try picture.resized(width * 9 / 10, height).jpeg()
      case .coarse: try picture.jpeg(quality: 40)
      case .croppedLeft: try picture.cropped(left: 0.05).jpeg()
      case .croppedAround:
        try picture.cropped(left: 0.025, top: 0.025, right: 0.025, bottom: 0.025).jpeg()
      case .brighter: try picture.brightened(1.12).jpeg()
      case .progressive: try picture.jpeg(progressive: true)
      case .webp: try picture.webp()
      case .losslessWebP: try picture.webp(lossless: true)
      case .png: picture.png
      case .bmp: picture.bmp
      case .heic: try picture.resized(width / 2, height / 2).heif(av1: false)
      case .avif: try picture.resized(width / 2, height / 2).heif(av1: true)
      }
    }
  }

  private func appearance(_ bytes: [UInt8]) async throws -> Appearance {
    let path = try #require(FilePath("a"))
    let found = try await Inspector.sample.inspect(.bytes(bytes, name: path), depth: .luma)
    #expect(found.facts.isProven, "\(found.facts.problems)")
    let luma = try #require(found.luma)
    #expect(PerceptualHash(luma) == found.facts.perceptual)
    return try #require(Appearance(digest: found.facts.digest, luma: luma))
  }

  @Test("is near, whatever was done to it", arguments: TestRun.some(names, 2), Change.allCases)
  func near(name: String, change: Change) async throws {
    let original = try await appearance(try Fixtures.bytes(name))
    let copy = try await appearance(try change.bytes(of: try ChangedPicture(name)))
    let distance = original.hash.distance(to: copy.hash)
    // A crop may differ more, if a high correlation confirms it.
    #expect(distance <= (change.isCrop ? Likeness.maximumDistance : 10))
    #expect(original.likeness(to: copy) == .near)
    #expect(copy.likeness(to: original) == .near)
  }

  @Test("is distinguished from its mirror image", arguments: names)
  func mirrored(name: String) async throws {
    let original = try await appearance(try Fixtures.bytes(name))
    let mirror = try await appearance(try ChangedPicture(name).mirrored.jpeg(quality: 80))
    #expect(original.hash.distance(toMirrorOf: mirror.hash) <= 6)
    let likeness = try #require(original.likeness(to: mirror))
    // The mug from above is nearly its own mirror image, except for the handle.
    #expect(likeness == .mirror)
    #expect(mirror.likeness(to: original) == .mirror)
  }

  @Test("is exact if its bytes are equal")
  func exact() async throws {
    let one = try await appearance(try Fixtures.bytes("scenes/mug-045-lamp.jpg"))
    #expect(one.likeness(to: one) == .exact)
  }

  @Test("is not confused with another picture")
  func unrelated() async throws {
    var all: [Appearance] = []
    for name in Self.names { all.append(try await appearance(try Fixtures.bytes(name))) }
    for (index, one) in all.enumerated() {
      for other in all[(index + 1)...] { #expect(one.likeness(to: other) == nil) }
    }
  }

  @Test("of a flat picture is no copy, unless its bytes are equal")
  func flat() async throws {
    let pictures = [90, 91, 200].map { grey -> ChangedPicture in
      let pixel: [UInt8] = [UInt8(grey), UInt8(grey), UInt8(grey), 255]
      return ChangedPicture(
        width: 600, height: 600, rgba: (0..<360_000).flatMap { _ in pixel })
    }
    var all: [Appearance] = []
    for picture in pictures {
      all.append(try await appearance(picture.png))
      all.append(try await appearance(try picture.jpeg()))
    }
    for (index, one) in all.enumerated() {
      for other in all[(index + 1)...] { #expect(one.likeness(to: other) == nil) }
    }
    #expect(all[0].likeness(to: all[0]) == .exact)
  }

  @Test(
    "is found in every orientation",
    arguments: ["jpeg", "tiff", "heic", "avif"])
  func turned(format: String) async throws {
    let names = try Fixtures.names(in: "odd").filter {
      let isTurned = $0.contains("-orientation-") || $0.contains("-turned-")
      let number = $0.contains { ("1"..."8").contains($0) }
      return isTurned && number && $0.hasPrefix(format) && !$0.contains("65535")
    }
    #expect(names.count >= 8)
    let upright = try await appearance(try Fixtures.bytes("odd/\(try #require(names.first))"))
    for name in names {
      let other = try await appearance(try Fixtures.bytes("odd/\(name)"))
      #expect(upright.hash.distance(to: other.hash) <= 2, "\(name)")
      #expect([.near, .exact].contains(upright.likeness(to: other)), "\(name)")
    }
  }

  @Test("has a hash only on request, and only if it is valid")
  func asked() async throws {
    let path = try Fixtures.path("odd/jpeg-baseline.jpg")
    #expect(try await Inspector.sample.facts(at: path).perceptual == nil)
    let hashed = try await Inspector.sample.inspect(.path(path), depth: .luma)
    #expect(hashed.facts.perceptual != nil)
    for name in try Fixtures.names(in: "odd") {
      let found = try await Inspector.sample.inspect(
        .path(try Fixtures.path("odd/\(name)")), depth: .luma)
      if !found.facts.isProven { #expect(found.luma == nil, "\(name)") }
      #expect((found.luma == nil) == (found.facts.perceptual == nil), "\(name)")
      let isRare = found.facts.image?.coding.rare == "oddly sampled"
      if found.facts.isProven, found.facts.image != nil, !isRare {
        #expect(found.luma != nil, "\(name)")
      }
      let plain = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(name)"))
      var other = found.facts
      other.perceptual = nil
      #expect(plain == other, "\(name): the hash changes what is said of the rest")
    }
  }

  @Test("is made small from bytes alone")
  func luma() async throws {
    let bytes = try Fixtures.bytes("scenes/mug-045-lamp.jpg")
    let found = try await Inspector.sample.inspect(
      .path(try Fixtures.path("scenes/mug-045-lamp.jpg")), depth: .luma)
    func luma(_ bytes: [UInt8]) async throws -> LumaPlane? {
      try await Inspector.sample.inspect(.bytes(bytes, name: .unnamed), depth: .luma).luma
    }
    #expect(try await luma(bytes) == found.luma)
    #expect(try await luma(Array(bytes.dropLast(5000))) == nil)
    #expect(try await luma(Array("hello".utf8)) == nil)
  }
}
