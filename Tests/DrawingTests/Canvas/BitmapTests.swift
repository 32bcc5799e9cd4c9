import Model
import Testing

@testable import Drawing

@Suite("A picture made smaller")
struct BitmapTests {
  @Test("is the mean of the light, not of the numbers")
  func light() throws {
    let rgb = (0..<64).flatMap { [UInt8](repeating: ($0 + $0 / 8) % 2 == 0 ? 255 : 0, count: 3) }
    let board = try #require(Bitmap(size: PixelSize(width: 8, height: 8), rgb: rgb))
    #expect(board.fitted(width: 4, height: 4).rgb == [UInt8](repeating: 188, count: 48))
  }

  @Test(
    "keeps one colour if it had only one", arguments: [1, 2, 3, 7, 64, 99],
    [0, 1, 46, 128, 254, 255])
  func flat(side: Int, value: Int) throws {
    let picture = try #require(
      Bitmap.flat(Color(red: UInt8(value), green: 7, blue: 250), width: 100, height: 100))
    let smaller = picture.fitted(width: side, height: side)
    #expect(smaller.size == PixelSize(width: side, height: side))
    #expect(
      smaller
        == Bitmap.flat(
          Color(red: UInt8(value), green: 7, blue: 250), width: side, height: side))
  }

  @Test("splits a pixel that lies on a border between both sides")
  func borders() throws {
    // Three pixels become two: each takes one whole and half of the middle one.
    let rgb: [UInt8] = [255, 255, 255, 0, 0, 0, 0, 0, 0]
    let picture = try #require(Bitmap(size: PixelSize(width: 3, height: 1), rgb: rgb))
    let smaller = picture.fitted(width: 2, height: 1)
    // Two thirds of the light of white.
    #expect(smaller.rgb == [213, 213, 213, 0, 0, 0])
  }

  @Test("keeps its shape, and is never enlarged")
  func size() {
    func fitted(_ width: Int, _ height: Int) -> PixelSize {
      Bitmap.size(
        of: PixelSize(width: width, height: height), within: PixelSize(width: 400, height: 500))
    }
    #expect(fitted(4000, 5000) == PixelSize(width: 400, height: 500))
    #expect(fitted(1536, 2048) == PixelSize(width: 375, height: 500))
    #expect(fitted(4032, 3024) == PixelSize(width: 400, height: 300))
    #expect(fitted(280, 90) == PixelSize(width: 280, height: 90))
    #expect(fitted(1, 100_000) == PixelSize(width: 1, height: 500))
    #expect(fitted(100_000, 1) == PixelSize(width: 400, height: 1))
  }

  @Test("is nil without pixels, or with a number of them that does not match its sides")
  func refused() {
    #expect(Bitmap(size: PixelSize(width: 0, height: 5), rgb: []) == nil)
    #expect(Bitmap(size: PixelSize(width: 1, height: 1), rgb: [1, 2]) == nil)
    #expect(
      Bitmap(size: PixelSize(width: -2, height: -2), rgb: [UInt8](repeating: 0, count: 12)) == nil)
    #expect(Bitmap(size: PixelSize(width: 1 << 40, height: 1), rgb: []) == nil)
  }

  @Test("may have the maximum length")
  func longest() throws {
    let picture = try #require(Bitmap.flat(.grey(200), width: 1, height: 100_000))
    #expect(picture.fitted(width: 9, height: 100) == Bitmap.flat(.grey(200), width: 1, height: 100))
  }
}
