import Model
import Testing

@Suite("phash/1") struct PerceptualHashes {
  static func plane(_ value: (Int, Int) -> Int) throws -> LumaPlane {
    let samples = (0..<64 * 64).map { UInt8(value($0 % 64, $0 / 64) & 255) }
    return try #require(LumaPlane(width: 64, height: 64, samples: samples))
  }

  /// Planes and their hashes from an independent Python program, written from the decision's text.
  static let known: [(name: String, bits: UInt64, mirrored: UInt64)] = [
    ("wave", 0x8606_0E0E_0E3E_FEFC, 0xD551_5353_5B4B_29A9),
    ("ramp", 0x8000_0000_0000_0000, 0xD500_0000_0000_0000),
    ("flat", 0x8000_0000_0000_0000, 0x8000_0000_0000_0000),
    ("edge", 0x8E8E_7171_8E71_718E, 0xDBDB_2424_DB24_24DB),
    ("black", 0, 0),
  ]

  static func known(_ name: String) throws -> LumaPlane {
    try plane { x, y in
      switch name {
      case "wave": (x * x * 3 + y * y * 5 + x * y * 7) / 16
      case "ramp": 2 * x + y
      case "flat": 90
      case "edge": x > 20 && y < 40 ? 200 : 30
      default: 0
      }
    }
  }

  @Test("follows its definition", arguments: known)
  func definition(name: String, bits: UInt64, mirrored: UInt64) throws {
    let hash = try #require(PerceptualHash(try Self.known(name)))
    #expect(hash == PerceptualHash(bits: bits, mirrored: mirrored))
  }

  @Test("includes the hash of the mirror image", arguments: known.map(\.name))
  func mirrored(name: String) throws {
    let plane = try Self.known(name)
    let hash = try #require(PerceptualHash(plane))
    let mirror = try #require(PerceptualHash(plane.mirrored))
    #expect(mirror.bits == hash.mirrored)
    #expect(mirror.mirrored == hash.bits)
    #expect(hash.distance(toMirrorOf: mirror) == 0)
    #expect(plane.mirrored.mirrored == plane)
  }

  @Test("counts the bits that differ")
  func distance() {
    #expect(PerceptualHash.distance(0, .max) == 64)
    #expect(PerceptualHash.distance(0b1011, 0b0110) == 3)
  }

  @Test("requires a plane of the right size")
  func sizes() throws {
    #expect(LumaPlane(width: 2, height: 2, samples: [1, 2, 3]) == nil)
    #expect(LumaPlane(width: 0, height: 0, samples: []) == nil)
    #expect(LumaPlane(width: .max, height: 2, samples: [1, 2]) == nil)
    let small = try #require(LumaPlane(width: 2, height: 1, samples: [1, 2]))
    #expect(PerceptualHash(small) == nil)
    #expect(Appearance(digest: nil, luma: small) == nil)
  }

  @Test(
    "is computed from the upright picture",
    arguments: [
      (Orientation.upright, 3, [1, 2, 3, 4, 5, 6]), (.mirrored, 3, [3, 2, 1, 6, 5, 4]),
      (.upsideDown, 3, [6, 5, 4, 3, 2, 1]), (.upsideDownMirrored, 3, [4, 5, 6, 1, 2, 3]),
      (.leftMirrored, 2, [1, 4, 2, 5, 3, 6]), (.turnedLeft, 2, [4, 1, 5, 2, 6, 3]),
      (.rightMirrored, 2, [6, 3, 5, 2, 4, 1]), (.turnedRight, 2, [3, 6, 2, 5, 1, 4]),
    ])
  func orientations(orientation: Orientation, width: Int, samples: [UInt8]) throws {
    let stored = try #require(LumaPlane(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6]))
    let upright = stored.upright(orientation)
    #expect(upright.width == width)
    #expect(upright.samples == samples)
  }
}
