import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A picture as it is measured", .timeLimit(.minutes(30)))
struct MeasuredFormats {
  private static func scene() throws -> ChangedPicture {
    try ChangedPicture("scenes/mug-045-lamp.jpg").resized(301, 203)
  }

  @Test("has its own pixels if it is lossless and not scaled")
  func exact() async throws {
    let scene = try Self.scene()
    for bytes in [scene.png, scene.bmp] {
      let picture = try await Inspector.sample.measured(bytes)
      #expect(picture.rgb == scene.rgb)
      #expect(picture.original == PixelSize(width: 301, height: 203))
      #expect(!picture.isOverWhite)
    }
  }

  @Test("has equal colors in every lossy format")
  func alike() async throws {
    let scene = try Self.scene()
    let exact = try await Inspector.sample.measured(scene.png)
    let others: [(String, [UInt8], Double)] = [
      ("JPEG", try scene.jpeg(quality: 95, across: 1, down: 1), 1.5),
      ("JPEG of coarse chroma", try scene.jpeg(quality: 95), 2.5),
      ("progressive JPEG", try scene.jpeg(quality: 95, progressive: true), 2.5),
      ("lossless WebP", try scene.webp(lossless: true), 2.5),
      ("WebP", try scene.webp(), 5),
      ("HEIC", try scene.cropped(right: 0.004, bottom: 0.006).heif(av1: false), 5),
      ("AVIF", try scene.heif(av1: true), 5),
    ]
    for (name, bytes, limit) in others {
      let picture = try await Inspector.sample.measured(bytes, "\(name)")
      let other =
        name == "HEIC"
        ? try await Inspector.sample.measured(
          scene.cropped(right: 0.004, bottom: 0.006).png) : exact
      let distance = try picture.distance(to: other)
      #expect(distance < limit, "\(name) is \(distance) apart")
    }
  }

  @Test(
    "has its colors in place when a JPEG is made smaller, though its chroma has half the size",
    arguments: TestRun.some([(1025, 531), (2049, 371), (1400, 601)], 2), [1, 2])
  func smaller(size: (Int, Int), chroma: Int) async throws {
    let (width, height) = size
    // Stripes of colours with nearly equal luma, across and down.
    let rgba = (0..<height).flatMap { y in
      (0..<width).flatMap { x -> [UInt8] in
        (x * 7 / width + y * 5 / height).isMultiple(of: 2)
          ? [190, 90, 90, 255] : [60, 140, 170, 255]
      }
    }
    let picture = ChangedPicture(width: width, height: height, rgba: rgba)
    let exact = try await Inspector.sample.measured(picture.png)
    let jpeg = try await Inspector.sample.measured(
      picture.jpeg(quality: 98, across: chroma, down: chroma))
    #expect(jpeg.size == exact.size)
    // A color may differ only beside an edge of a stripe, in the same block of the JPEG.
    var (compared, wrong) = (0, 0)
    for y in stride(from: 9, to: exact.size.height - 9, by: 2) {
      for x in stride(from: 9, to: exact.size.width - 9, by: 2) {
        func red(_ x: Int, _ y: Int) -> UInt8 { exact.rgb[3 * (y * exact.size.width + x)] }
        let corners = [red(x - 9, y - 9), red(x + 9, y - 9), red(x - 9, y + 9), red(x + 9, y + 9)]
        guard corners.allSatisfy({ $0 == red(x, y) }) else { continue }
        compared += 1
        let offset = 3 * (y * exact.size.width + x)
        wrong += (offset..<offset + 3).count { abs(Int(jpeg.rgb[$0]) - Int(exact.rgb[$0])) > 6 }
      }
    }
    #expect(compared * 20 > exact.size.pixelCount)
    #expect(wrong == 0)
  }

  @Test("is less fine at its own size the more it was enlarged, in every format that shows it")
  func fineness() async throws {
    // Gravel: every stone is a pixel.
    var state: UInt64 = 7
    let gravel = (0..<300 * 300).flatMap { _ -> [UInt8] in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let grey = UInt8(state >> 56)
      return [grey, grey, grey, 255]
    }
    let scene = ChangedPicture(width: 300, height: 300, rgba: gravel)
    var before = [Int](repeating: NativeStatistics.maximumFineness + 1, count: 3)
    var detailBefore = before
    for times in [1, 2, 3] {
      let picture = scene.enlarged(times)
      var found: [Int] = []
      var details: [Int] = []
      for bytes in [picture.png, try picture.jpeg(quality: 92), try picture.webp()] {
        let native = try #require(try await Inspector.sample.measured(bytes).native)
        found.append(native.fineness)
        details.append(native.detail)
      }
      #expect(found.allSatisfy { $0 > 0 }, "\(found)")
      #expect(zip(found, before).allSatisfy { $0 < $1 }, "\(found) after \(before)")
      #expect(zip(details, detailBefore).allSatisfy { 0 < $0 && $0 < $1 }, "\(details)")
      (before, detailBefore) = (found, details)
    }
    // A picture without gradients shows nothing.
    let flat = ChangedPicture(
      width: 300, height: 300, rgba: [UInt8](repeating: 200, count: 360_000))
    let native = try #require(try await Inspector.sample.measured(flat.png).native)
    #expect(native.fineness == 0 && native.detail == 0)
  }

  @Test("has counts of its native pixels, equal however its lumas are stored")
  func statistics() async throws {
    let grey = try ChangedPicture("odd/jpeg-grey.jpg")
    let jpeg = try await Inspector.sample.measured("odd/jpeg-grey.jpg")
    let lumas = stride(from: 0, to: grey.rgba.count, by: 4).map { UInt16(grey.rgba[$0]) }
    for isInterlaced in [false, true] {
      let png = try await Inspector.sample.measured(
        SamplePNG.plain(
          grey.width, grey.height, .grey, isInterlaced: isInterlaced, samples: lumas))
      #expect(jpeg.native != nil)
      // Only a JPEG records how coarsely it was coded.
      var native = try #require(jpeg.native)
      #expect(native.coarseness > 0 && png.native?.coarseness == 0)
      native.coarseness = 0
      #expect(native == png.native)
      #expect(png.native?.across.counted.contains { $0 > 0 } == true)
      #expect(png.rgb == jpeg.rgb)
    }
    // For a picture with colours, those of its luma.
    let scene = try Self.scene()
    let colors = try await Inspector.sample.measured(scene.png)
    let bitmap = try await Inspector.sample.measured(scene.bmp)
    let weighed = (0..<scene.width * scene.height).map { pixel -> UInt16 in
      let (red, green, blue) = (
        Int(scene.rgba[4 * pixel]), Int(scene.rgba[4 * pixel + 1]), Int(scene.rgba[4 * pixel + 2])
      )
      return UInt16((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16)
    }
    let plain = try await Inspector.sample.measured(
      SamplePNG.plain(scene.width, scene.height, .grey, samples: weighed))
    #expect(plain.native != nil)
    #expect(colors.native == plain.native)
    #expect(bitmap.native == plain.native)
  }

  @Test(
    "may be one pixel wide or high",
    arguments: [(1, 1), (1, 5000), (5000, 1), (2, 1025), (1025, 3)])
  func narrow(width: Int, height: Int) async throws {
    var rgba: [UInt8] = []
    for index in 0..<width * height {
      rgba += [UInt8(index * 5 % 256), UInt8(index / 20 % 256), 90, 255] as [UInt8]
    }
    let picture = ChangedPicture(width: width, height: height, rgba: rgba)
    let exact = try await Inspector.sample.measured(picture.png)
    let size = PixelSize(width: width, height: height)
    #expect(exact.size.longerSide == min(1024, max(width, height)))
    #expect(exact.original == size)
    if max(width, height) <= 1024 { #expect(exact.rgb == picture.rgb) }
    #expect(try await Inspector.sample.measured(picture.bmp) == exact)
    for bytes in [try picture.jpeg(quality: 100, across: 1, down: 1), try picture.webp()] {
      let other = try await Inspector.sample.measured(bytes)
      #expect(other.size == exact.size)
      #expect(other.native?.pairs == (width - 1) * height)
    }
  }

  /// The area means of one channel, by the definition.
  private static func means(
    _ values: [UInt8], _ size: PixelSize, _ small: PixelSize, _ channels: Int
  ) -> [Int] {
    /// The pixels that share in each part of a side, and the share of each, in units of `small`.
    func shares(_ side: Int, _ parts: Int) -> [[(Int, Int)]] {
      (0..<parts).map { part in
        (part * side / parts...((part + 1) * side - 1) / parts).map { index in
          (index, min((index + 1) * parts, (part + 1) * side) - max(index * parts, part * side))
        }
      }
    }
    let (columns, rows) = (shares(size.width, small.width), shares(size.height, small.height))
    var means = [Int](repeating: 0, count: small.pixelCount * channels)
    for (y, rows) in rows.enumerated() {
      for (x, columns) in columns.enumerated() {
        for channel in 0..<channels {
          var sum = 0
          for (row, height) in rows {
            for (column, width) in columns {
              sum += Int(values[(row * size.width + column) * channels + channel]) * width * height
            }
          }
          means[(y * small.width + x) * channels + channel] =
            (sum + size.pixelCount / 2) / size.pixelCount
        }
      }
    }
    return means
  }

  @Test(
    "has means of equal parts if it is larger",
    arguments: [
      (
        TestRun.isLong ? 4000 : 1333, TestRun.isLong ? 3000 : 1000, 1024, 768,
        PNGHeader.ColorType.grey
      ),
      (TestRun.isLong ? 1500 : 1100, TestRun.isLong ? 1100 : 807, 1024, 751, .color),
      (777, 1025, 776, 1024, TestRun.isLong ? .color : .grey),
    ])
  func reduced(
    width: Int, height: Int, across: Int, down: Int, color: PNGHeader.ColorType
  ) async throws {
    let channels = color.samples
    var state: UInt32 = 7
    let values = (0..<width * height * channels).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
    let size = PixelSize(width: width, height: height)
    let small = PixelSize(width: across, height: down)
    let picture = try await Inspector.sample.measured(
      SamplePNG.plain(width, height, color, bytes: values))
    #expect(picture.size == small)
    let expected = Self.means(values, size, small, channels)
    let found =
      channels == 3
      ? picture.rgb
      : picture.rgb.indices.filter { $0 % 3 == 0 }
        .map { picture.rgb[$0] }
    let apart = zip(found, expected).map { abs(Int($0) - $1) }
    #expect(apart.max() ?? 9 <= 1)
    // Means of so many random values are near the middle: equal ones would not be worth comparing.
    #expect(Set(found).count > 20)
  }
}

extension ChangedPicture {
  /// Scaled up `times` times, with new pixels interpolated from the four around them.
  fileprivate func enlarged(_ times: Int) -> ChangedPicture {
    let (wide, high) = (width * times, height * times)
    var mixed: [UInt8] = []
    mixed.reserveCapacity(4 * wide * high)
    for y in 0..<high {
      let (top, down) = (y / times, y % times)
      let bottom = min(top + 1, height - 1)
      for x in 0..<wide {
        let (left, across) = (x / times, x % times)
        let right = min(left + 1, width - 1)
        for channel in 0..<4 {
          func at(_ x: Int, _ y: Int) -> Int { Int(rgba[4 * (y * width + x) + channel]) }
          let above = at(left, top) * (times - across) + at(right, top) * across
          let below = at(left, bottom) * (times - across) + at(right, bottom) * across
          mixed.append(UInt8((above * (times - down) + below * down) / (times * times)))
        }
      }
    }
    return ChangedPicture(width: wide, height: high, rgba: mixed)
  }
}
