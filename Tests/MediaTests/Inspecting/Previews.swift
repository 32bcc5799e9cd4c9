import Model
import TestSupport
import Testing

@testable import Media

@Suite("A preview")
struct Previews {
  private static func preview(_ bytes: [UInt8], _ width: Int, _ height: Int) async throws
    -> AnalysisPicture?
  {
    try await Inspector.sample.preview(
      Inspector.LoadedFile(bytes: bytes, memory: nil),
      within: PixelSize(width: width, height: height)
    )
  }

  @Test("fills its box, upright and in its colors, and exists only for valid pictures")
  func odd() async throws {
    let side = 8
    var smaller = 0
    let all = try Fixtures.names(in: "odd").filter { $0.hasPrefix("jpeg-") }
    let names = TestRun.some(all, 40)
    for name in names {
      let path = try Fixtures.path("odd/\(name)")
      guard let whole = try await Inspector.sample.inspect(.path(path), depth: .appearance).picture
      else { continue }
      let shown = try #require(
        try await Self.preview(Fixtures.bytes("odd/\(name)"), side, side), "\(name)")
      if shown.size != whole.size { smaller += 1 }
      let fills = shown.size.width >= side || shown.size.height >= side
      #expect(fills || shown.size == whole.size, "\(name): \(shown.size)")
      let isTall = whole.size.height > whole.size.width
      #expect(isTall == (shown.size.height > shown.size.width), "\(name): \(shown.size)")
      for (one, other) in zip(Self.corners(shown), Self.corners(whole)) {
        #expect(abs(one - other) < 24, "\(name): \(one), \(other)")
      }
    }
    // More than 60 files in total.
    #expect(smaller * all.count > 60 * names.count, "\(smaller) of \(names.count)")
  }

  /// The mean of each channel in each quarter of a picture, in order.
  private static func corners(_ picture: AnalysisPicture) -> [Double] {
    let (width, height) = (picture.size.width, picture.size.height)
    return [0, 1, 2, 3].flatMap { corner in
      let columns = corner % 2 == 0 ? 0..<(width + 1) / 2 : width / 2..<width
      let rows = corner < 2 ? 0..<(height + 1) / 2 : height / 2..<height
      return (0..<3).map { channel in
        let sum = rows.reduce(0) { sum, row in
          sum + columns.reduce(0) { $0 + Int(picture.rgb[3 * (row * width + $1) + channel]) }
        }
        return Double(sum) / Double(rows.count * columns.count)
      }
    }
  }

  @Test("is decoded at no more of its size than its box needs")
  func eighths() async throws {
    let bytes = try Fixtures.bytes("starter/mira-front.jpg")
    for (width, height, size) in [
      (277, 369, PixelSize(width: 288, height: 384)),
      (100, 400, PixelSize(width: 144, height: 192)),
      (145, 200, PixelSize(width: 288, height: 384)), (1, 1, PixelSize(width: 144, height: 192)),
      (500, 700, PixelSize(width: 576, height: 768)),
      // More than half of it: as it is measured.
      (700, 900, PixelSize(width: 768, height: 1024)),
    ] {
      let shown = try #require(try await Self.preview(bytes, width, height))
      #expect(shown.size == size, "\(width) × \(height)")
    }
    #expect(try await Self.preview(Array(bytes.prefix(20_000)), 277, 369) == nil)
    #expect(try await Self.preview([], 277, 369) == nil)
  }
}
