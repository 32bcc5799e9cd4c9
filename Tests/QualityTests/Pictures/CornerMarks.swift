import Model
import Testing

@testable import Quality

/// Short lines of text near a corner, such as watermarks and dates.
@Suite("Marks in corners") struct CornerMarks {
  /// A wall with a board on it.
  private static let scene = PaintedPicture(640, 480, grey: { _, _ in 90 })
    .with(.board(280, 280), x: 180, y: 80)

  /// A line of ten letters, each a stroke.
  private static let mark = PaintedPicture(100, 12, grey: { x, _ in x % 10 < 4 ? 240 : 90 })

  @Test(
    "are found in each corner", arguments: [(520, 450), (20, 450), (520, 20), (20, 20)])
  func corners(x: Int, y: Int) throws {
    let text = try #require(Self.scene.with(Self.mark, x: x, y: y).scores?[.text])
    #expect(ScoredBy.warning(text))
    let box = try #require(text.box)
    #expect(abs(box.x - x) <= 3 && abs(box.y - y) <= 3)
    #expect(abs(box.width - 96) <= 6 && abs(box.height - 12) <= 4)
    // Dark letters on a light wall are as clear.
    let light = Self.scene.with(Self.mark, x: x, y: y).changed { 330 - $0 }
    #expect(ScoredBy.warning(try #require(light.scores?[.text])))
  }

  @Test("are neither lines elsewhere, nor few strokes, nor letters on a pattern, nor large ones")
  func others() throws {
    let few = PaintedPicture(100, 12, grey: { x, _ in x % 25 < 12 ? 240 : 90 })
    let large = PaintedPicture(150, 60, grey: { x, _ in x % 10 < 4 ? 240 : 90 })
    let weave = PaintedPicture(640, 480, grey: { x, y in (x + y) % 6 < 3 ? 40 : 140 })
    for picture in [
      Self.scene, Self.scene.with(Self.mark, x: 270, y: 450),
      Self.scene.with(Self.mark, x: 20, y: 234), Self.scene.with(few, x: 520, y: 450),
      Self.scene.with(large, x: 470, y: 400), weave.with(Self.mark, x: 520, y: 450),
    ] {
      #expect(try #require(picture.scores?[.text]).score > Measure.text.noteBound)
    }
  }

  @Test("are the titles of a window in an upper corner, if most of it is of exactly one colour")
  func titles() throws {
    func score(_ picture: PaintedPicture, equal: Int) throws -> MeasuredScore? {
      var native = NativeStatistics()
      (native.pairs, native.equal) = (1000, equal)
      let size = PixelSize(width: picture.width, height: picture.height)
      let analysis = try #require(
        AnalysisPicture(size: size, rgb: picture.rgb, original: size, native: native))
      return PictureMeasurement.scores(of: analysis)[.screenshot]
    }
    let page = Self.scene.with(Self.mark, x: 20, y: 20)
    #expect(ScoredBy.warning(try score(page, equal: 700)))
    for (other, equal) in [
      (page, 500), (Self.scene, 700), (Self.scene.with(Self.mark, x: 20, y: 450), 700),
    ] {
      #expect(!ScoredBy.warning(try score(other, equal: equal)))
    }
  }
}
