import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct TurnedJPEGs {
  private static let plenty = 768 << 20

  /// The source of a pixel of the upright picture.
  private static func source(
    _ x: Int, _ y: Int, _ orientation: Orientation, _ stored: PixelSize
  ) -> (x: Int, y: Int) {
    let (right, bottom) = (stored.width - 1, stored.height - 1)
    return switch orientation {
    case .upright: (x, y)
    case .mirrored: (right - x, y)
    case .upsideDown: (right - x, bottom - y)
    case .upsideDownMirrored: (x, bottom - y)
    case .leftMirrored: (y, x)
    case .turnedLeft: (y, bottom - x)
    case .rightMirrored: (right - y, bottom - x)
    case .turnedRight: (right - y, x)
    }
  }

  /// Pixels turned upright one by one, restricted to a box.
  private static func upright(
    _ pixels: GatheredPixels, _ orientation: Orientation, _ box: PixelBox
  ) throws -> [UInt8] {
    let layout = try #require(pixels.layout)
    var values: [UInt8] = []
    for y in box.y..<box.y + box.height {
      for x in box.x..<box.x + box.width {
        let origin = source(x, y, orientation, layout.size)
        let start = (origin.y * layout.size.width + origin.x) * layout.channels
        values += pixels.values[start..<start + layout.channels]
      }
    }
    return values
  }

  /// Decoders round rows and columns in sequence, and treat left and right neighbours differently:
  /// exact coefficients may still differ slightly in pixels.
  private static func checkPixels(
    _ turned: [UInt8], of bytes: [UInt8], _ orientation: Orientation, _ comment: Comment,
    _ box: PixelBox? = nil
  ) throws {
    let (before, after) = (
      try GatheredPixels.of(bytes, .jpeg), try GatheredPixels.of(turned, .jpeg)
    )
    let stored = try #require(before.layout?.size)
    let whole = stored.upright(orientation)
    let box = box ?? PixelBox(x: 0, y: 0, width: whole.width, height: whole.height)
    #expect(after.layout?.size == PixelSize(width: box.width, height: box.height), comment)
    let expected = try upright(before, orientation, box)
    #expect(try after.distance(to: expected) <= 6, comment)
    let sum = zip(after.values, expected).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(2 * sum < after.values.count, comment)
  }

  private static let back: [Orientation: Orientation] = [
    .turnedLeft: .turnedRight, .turnedRight: .turnedLeft,
  ]

  @Test(
    "Every orientation is turned upright, and turned back the file is equal",
    arguments: Orientation.allCases, [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)])
  func turned(orientation: Orientation, sampling: (Int, Int)) throws {
    for progressive in [false, true] {
      let bytes = try ChangedPicture.noise(96, 64).jpeg(
        progressive: progressive, across: sampling.0, down: sampling.1, optimised: true)
      let turning = try JPEGTransform(bytes, orientation)
      #expect(turning.isPossible())
      let turned = try turning.transformed(keepingProfile: false, memoryLimit: Self.plenty)
      try Self.checkPixels(turned, of: bytes, orientation, "\(orientation) \(sampling)")
      #expect(JPEGHeader(ByteView(turned)).frame?.isProgressive == progressive)
      // Chroma of four rows a sample has no name.
      if sampling.0 == 4, orientation.swapsSides { continue }
      let back = try JPEGTransform(turned, Self.back[orientation] ?? orientation)
        .transformed(keepingProfile: false, memoryLimit: Self.plenty)
      #expect(back == bytes)
    }
  }

  @Test("Huffman codes are made for the picture if the standard ones would make it larger")
  func tables() throws {
    let picture = ChangedPicture.noise(200, 160).resized(20, 16).resized(200, 160)
    let (plain, optimised) = (try picture.jpeg(), try picture.jpeg(optimised: true))
    #expect(optimised.count < plain.count)
    let turned = try JPEGTransform(optimised, .upright)
      .transformed(keepingProfile: false, memoryLimit: Self.plenty)
    #expect(turned == optimised)
    let usual = try JPEGTransform(plain, .upright)
      .transformed(keepingProfile: false, memoryLimit: Self.plenty)
    #expect(usual.count <= plain.count)
    #expect(JPEGTables.optimized(optimised, memoryLimit: 1 << 10) == nil)
  }

  @Test(
    "Grey is turned, whatever sampling its only component claims", arguments: Orientation.allCases)
  func grey(orientation: Orientation) throws {
    let picture = try #require(
      PixelReading(try Fixtures.bytes("odd/jpeg-grey.jpg"), .jpeg)
    ).layout.size
    let bytes = try Fixtures.bytes("odd/jpeg-grey.jpg")
    let turning = try JPEGTransform(bytes, orientation)
    let box = turning.exactArea
    let whole = picture.upright(orientation)
    let crop = turning.isPossible() ? nil : box
    let turned = try turning.transformed(
      crop: crop, keepingProfile: false, memoryLimit: Self.plenty)
    try Self.checkPixels(
      turned, of: bytes, orientation, "\(orientation)",
      crop ?? PixelBox(x: 0, y: 0, width: whole.width, height: whole.height))
    var claiming = bytes
    let frame = try #require(JPEGParts(bytes)?.frame)
    claiming[frame.lowerBound + 7] = 0x22
    let other = try JPEGTransform(claiming, orientation)
    #expect(other.blockSize == PixelSize(width: 8, height: 8))
    #expect(
      try other.transformed(crop: crop, keepingProfile: false, memoryLimit: Self.plenty) == turned)
  }

  @Test(
    "A crop has the pixels of the whole picture, also if its sides cut through blocks",
    arguments: Orientation.allCases, [(1, 1), (2, 1), (1, 2), (2, 2)])
  func crops(orientation: Orientation, sampling: (Int, Int)) throws {
    let bytes = try ChangedPicture.noise(109, 83).jpeg(across: sampling.0, down: sampling.1)
    let turning = try JPEGTransform(bytes, orientation)
    let wished = PixelBox(x: 33, y: 21, width: 30, height: 41)
    for direction in [JPEGTransform.Direction.inward, .outward] {
      let crop = try #require(turning.aligned(wished, direction))
      #expect(crop.x + crop.width == 63 && crop.y + crop.height == 62)
      #expect(abs(crop.x - 33) < turning.blockSize.width)
      #expect(abs(crop.y - 21) < turning.blockSize.height)
      #expect(direction == .inward ? crop.x >= 33 && crop.y >= 21 : crop.x <= 33 && crop.y <= 21)
      let turned = try turning.transformed(
        crop: crop, keepingProfile: false, memoryLimit: Self.plenty)
      // Chroma at an edge is interpolated differently without its neighbours.
      let inner = PixelBox(x: crop.x + 2, y: crop.y + 2, width: 12, height: 12)
      let pixels = try GatheredPixels.of(turned, .jpeg)
      #expect(pixels.layout?.size == PixelSize(width: crop.width, height: crop.height))
      let shown = try Self.upright(
        pixels, .upright, PixelBox(x: 2, y: 2, width: 12, height: 12))
      let expected = try Self.upright(
        try GatheredPixels.of(bytes, .jpeg), orientation, inner)
      let maximum = zip(shown, expected).map { abs(Int($0) - Int($1)) }.max() ?? 255
      #expect(maximum <= 6, "\(orientation) \(sampling) \(direction)")
    }
    // The largest part that can be turned.
    let all = try turning.transformed(
      crop: turning.exactArea, keepingProfile: false, memoryLimit: Self.plenty)
    let size = PixelSize(width: turning.exactArea.width, height: turning.exactArea.height)
    #expect(JPEGHeader(ByteView(all)).facts?.codedSize == size)
    #expect(turning.size.width - size.width < turning.blockSize.width)
  }

  @Test("Partial blocks can't be at the left or upper edge")
  func edges() throws {
    let bytes = try ChangedPicture.noise(96, 60).jpeg(across: 1, down: 1)
    for orientation in Orientation.allCases {
      let turning = try JPEGTransform(bytes, orientation)
      let isPossible = [.upright, .mirrored, .leftMirrored, .turnedRight].contains(orientation)
      #expect(turning.isPossible() == isPossible, "\(orientation)")
      let result = JPEGTransform.transformed(bytes, orientation, memoryLimit: Self.plenty)
      switch result {
      case .success: #expect(isPossible)
      case .failure(let refusal): #expect(!isPossible && refusal == .notOnBlockEdge)
      }
    }
    let turning = try JPEGTransform(bytes, .upsideDown)
    #expect(turning.exactArea == PixelBox(x: 0, y: 4, width: 96, height: 56))
    #expect(turning.aligned(PixelBox(x: 0, y: 0, width: 9, height: 9), .outward) == nil)
    #expect(
      turning.aligned(PixelBox(x: 1, y: 5, width: 90, height: 50), .outward)
        == PixelBox(x: 0, y: 4, width: 91, height: 51))
    #expect(
      turning.aligned(PixelBox(x: 1, y: 0, width: 90, height: 50), .inward)
        == PixelBox(x: 8, y: 4, width: 83, height: 46))
    #expect(turning.aligned(PixelBox(x: 1, y: 8, width: 7, height: 7), .inward) == nil)
    for box in [
      PixelBox(x: 8, y: 5, width: 8, height: 8), PixelBox(x: 8, y: 4, width: 89, height: 8),
      PixelBox(x: -8, y: 4, width: 8, height: 8), PixelBox(x: 8, y: 4, width: 0, height: 8),
      PixelBox(x: 8, y: 4, width: .max, height: 8),
    ] {
      #expect(!turning.isPossible(box))
      #expect(throws: JPEGTransform.Refusal.notOnBlockEdge) {
        try turning.transformed(crop: box, keepingProfile: false, memoryLimit: Self.plenty)
      }
    }
  }

  @Test("Blocks have the size of their sampling, in both directions when sides are swapped")
  func blockSizes() throws {
    for (sampling, stored, swapped) in [
      ((1, 1), (8, 8), (8, 8)), ((2, 2), (16, 16), (16, 16)), ((2, 1), (16, 8), (16, 16)),
    ] {
      let bytes = try ChangedPicture.noise(48, 48).jpeg(across: sampling.0, down: sampling.1)
      let (upright, turned) = (
        try JPEGTransform(bytes, .upsideDown), try JPEGTransform(bytes, .turnedLeft)
      )
      #expect(upright.blockSize == PixelSize(width: stored.0, height: stored.1))
      #expect(turned.blockSize == PixelSize(width: swapped.0, height: swapped.1))
    }
  }

  @Test("Memory is estimated before, and more than is available is not requested")
  func memory() throws {
    let bytes = try ChangedPicture.noise(640, 480).jpeg(across: 1, down: 1)
    let turning = try JPEGTransform(bytes, .turnedLeft)
    let needed = turning.memory()
    #expect(needed > 640 * 480 * 3 * 2 * 2)
    #expect(throws: JPEGTransform.Refusal.noMemory(needed: needed)) {
      try turning.transformed(keepingProfile: false, memoryLimit: needed - 1)
    }
    #expect(throws: Never.self) {
      try turning.transformed(keepingProfile: false, memoryLimit: needed)
    }
    let mirrored = try JPEGTransform(bytes, .mirrored)
    #expect(mirrored.memory() < needed - 640 * 480 * 3)
    #expect(mirrored.memory(crop: mirrored.exactArea) == needed)
  }

  @Test("The profile is kept on request, and nothing else")
  func profile() throws {
    let bytes = try Fixtures.bytes("odd/jpeg-icc-split.jpg")
    let turning = try JPEGTransform(bytes, .leftMirrored)
    let kept = try turning.transformed(keepingProfile: true, memoryLimit: Self.plenty)
    #expect(
      JPEGHeader(ByteView(kept)).profileBytes == JPEGHeader(ByteView(bytes)).profileBytes)
    #expect(JPEGHeader(ByteView(kept)).profileBytes != nil)
    let dropped = try turning.transformed(keepingProfile: false, memoryLimit: Self.plenty)
    #expect(JPEGParts.stripped(kept, keepingProfile: false) == dropped)
  }

  @Test("Inks and plain colors keep their values")
  func inks() throws {
    for name in ["jpeg-cmyk", "jpeg-ycck", "jpeg-ycck-progressive", "jpeg-rgb"] {
      let bytes = try Fixtures.bytes("odd/\(name).jpg")
      let turned = try JPEGTransform(bytes, .leftMirrored)
        .transformed(keepingProfile: false, memoryLimit: Self.plenty)
      try Self.checkPixels(turned, of: bytes, .leftMirrored, "\(name)")
    }
  }

  @Test(
    "A rarely coded or damaged file is refused with a message",
    arguments: [
      ("jpeg-12-bit", JPEGTransform.Refusal.unsupported("its encoding is 12-bit")),
      ("jpeg-lossless", .unsupported("its encoding is lossless")),
      ("jpeg-oddly-sampled", .unsupported("its encoding is oddly sampled")),
      ("jpeg-690-scans", .unsupported("it has 690 scans")),
      ("jpeg-cmyk-plain", .unsupported("it does not state how its inks are stored")),
      ("jpeg-only-start", .unreadable), ("jpeg-height-0", .unreadable),
      ("jpeg-cut", .failed("Premature end of JPEG file")),
    ])
  func refused(name: String, refusal: JPEGTransform.Refusal) throws {
    let bytes = try Fixtures.bytes("odd/\(name).jpg")
    let result = JPEGTransform.transformed(bytes, .leftMirrored, memoryLimit: Self.plenty)
    #expect(result == .failure(refusal))
  }
}
