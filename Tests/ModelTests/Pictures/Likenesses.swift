import Model
import TestSupport
import Testing

@Suite("Likeness") struct Likenesses {
  /// Some spots of light, moved and scaled about the middle.
  private func appearance(
    _ seed: Int, scale: Double = 1, right: Double = 0, below: Double = 0, isMirrored: Bool = false
  ) throws -> Appearance {
    var generator = SeededGenerator(seed: seed)
    let blots = (0..<12).map { _ in
      (0..<4).map { _ in Double.random(in: 0...1, using: &generator) }
    }
    let plane = try PerceptualHashes.plane { column, row in
      let x = (Double(isMirrored ? 63 - column : column) - 31.5) * scale + 31.5 + right
      let y = (Double(row) - 31.5) * scale + 31.5 + below
      let light = blots.reduce(0.0) { sum, blot in
        let (dx, dy) = (x - 64 * blot[0], y - 64 * blot[1])
        let width = 20 + 150 * blot[2]
        return sum + 90 * blot[3] / (1 + (dx * dx + dy * dy) / width)
      }
      return Int(min(255, light))
    }
    return try #require(Appearance(digest: nil, luma: plane))
  }

  @Test("is near for a picture that was cropped or moved slightly", arguments: 1...8)
  func near(seed: Int) throws {
    let one = try appearance(seed)
    for (scale, right, below) in [(1.0, 0.0, 0.0), (0.95, 1.5, -1), (1, 1, 1), (0.97, 0, 1)] {
      let other = try appearance(seed, scale: scale, right: right, below: below)
      guard one.hash.distance(to: other.hash) <= 14 else { continue }
      #expect(one.likeness(to: other) == .near, "\(scale) \(right) \(below)")
      #expect(other.likeness(to: one) == .near, "\(scale) \(right) \(below)")
    }
    #expect(one.likeness(to: one) == .near, "without a digest nothing is exact")
    let mirror = try appearance(seed, isMirrored: true)
    #expect(one.likeness(to: mirror) == .mirror)
  }

  @Test("is absent between different pictures", arguments: 1...8)
  func others(seed: Int) throws {
    let one = try appearance(seed)
    for other in 20...40 { #expect(one.likeness(to: try appearance(other)) == nil) }
  }

  @Test("is absent between flat pictures, and between different pictures with equal hashes")
  func flat() throws {
    let flat = try (0..<3).map { grey in
      try #require(
        Appearance(digest: nil, luma: try PerceptualHashes.plane { _, _ in 100 + grey }))
    }
    #expect(flat[0].hash == flat[1].hash)
    #expect(flat[0].likeness(to: flat[1]) == nil)
    #expect(flat[0].likeness(to: flat[0]) == nil)
    let digest = Digest(bytes: [UInt8](repeating: 7, count: 32))
    let one = try #require(Appearance(digest: digest, luma: flat[0].luma))
    #expect(one.likeness(to: one) == .exact)
    // The picture is nearly flat: its hash is equal, but too little is left to correlate.
    let specks = try [3, 40].map { offset in
      try #require(
        Appearance(
          digest: nil, luma: try PerceptualHashes.plane { $0 == offset && $1 == offset ? 104 : 100 }
        ))
    }
    #expect(specks[0].likeness(to: specks[1]) == nil)
  }
}
