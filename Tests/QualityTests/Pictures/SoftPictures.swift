import Model
import Testing

@testable import Quality

@Suite("Sharpness") struct SoftPictures {
  @Test("is full for hard edges, and falls as they are blurred more")
  func fallsWithBlur() throws {
    let board = PaintedPicture.board(320, 240)
    let scores = try [0, 1, 2, 4].map { radius in
      try #require(board.blurred(radius, radius).scores?[.sharpness]).score
    }
    #expect(scores[0] > 0.9)
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 })
    #expect(scores[3] < 0.15)
  }

  @Test("is low if edges are soft in one direction only", arguments: [(6, 0, 0), (0, 6, 90)])
  func motion(across: Int, down: Int, direction: Int) throws {
    let scores = try #require(PaintedPicture.board(320, 240).blurred(across, down).scores)
    #expect(scores.motion == direction)
    let still = try #require(PaintedPicture.board(320, 240).blurred(3, 3).scores)
    #expect(still.motion == nil)
  }

  @Test("is that of the subject, not of a soft background")
  func subjectBeforeSoftBackground() throws {
    let ground = PaintedPicture.board(480, 360).blurred(7, 7)
    let subject = PaintedPicture.board(150, 200, square: 17)
    let both = try #require(ground.with(subject, x: 160, y: 80).scores?[.sharpness])
    let alone = try #require(ground.scores?[.sharpness])
    #expect(both.score > 0.8)
    #expect(alone.score < 0.15)
  }

  @Test("does not treat noise as detail")
  func noiseIsNoDetail() throws {
    let soft = PaintedPicture.board(320, 240).blurred(4, 4)
    let noisy = try #require(soft.noisy(12).scores)
    #expect(try #require(noisy[.sharpness]).score < 0.42)
    #expect(try #require(noisy[.noise]).score < 0.4)
  }

  @Test("does not depend on the contrast of edges")
  func contrastFree() throws {
    let board = PaintedPicture.board(320, 240).blurred(1, 1)
    let strong = try #require(board.scores?[.sharpness])
    let weak = try #require(board.changed { 90 + 0.5 * $0 }.scores?[.sharpness])
    #expect(abs(strong.value - weak.value) < 0.03)
  }

  @Test("is not measured without edges")
  func flat() throws {
    let flat = try #require(PaintedPicture(400, 300, grey: { _, _ in 128 }).scores)
    #expect(flat[.sharpness] == nil)
    #expect(flat[.resolution] == nil)
    #expect(flat.notMeasured.contains(.sharpness))
  }

  @Test("is reduced in an enlarged picture to what it has")
  func resolution() throws {
    var native = NativeStatistics()
    native.pairsAt = [Int](repeating: 1000, count: 12)
    native.equalAt = (0..<12).map { $0.isMultiple(of: 3) ? 100 : 1000 }
    let board = PaintedPicture.board(600, 600)
    let size = PixelSize(width: 600, height: 600)
    let picture = try #require(
      AnalysisPicture(size: size, rgb: board.rgb, original: size, native: native))
    #expect(native.pixelRepetition == 3)
    #expect(PictureMeasurement.scores(of: picture)[.resolution]?.value == 200)
  }

  @Test(
    "is reduced in a picture without fine detail at its own size, and full without evidence"
  )
  func fineness() throws {
    let board = PaintedPicture.board(600, 600)
    let size = PixelSize(width: 600, height: 600)
    func resolution(_ fineness: Int, detail: Int = 0, coarseness: Int = 0) throws -> MeasuredScore {
      var native = NativeStatistics()
      native.fineness = fineness
      native.detail = detail
      native.coarseness = coarseness
      native.textured = 500
      let picture = try #require(
        AnalysisPicture(size: size, rgb: board.rgb, original: size, native: native))
      return try #require(PictureMeasurement.scores(of: picture)[.resolution])
    }
    #expect(try resolution(0).value == 600)
    #expect(try resolution(85) == resolution(200))
    #expect(try resolution(85).score == 1)
    let enlarged = try resolution(34)
    #expect(enlarged.value == 96)
    #expect(enlarged.score == 0.1312)
    #expect(enlarged.warn != nil)
    #expect(try resolution(51).score > enlarged.score)
    // Single-pixel detail is evidence, even after JPEG compression.
    let detailed = try resolution(34, detail: 64)
    #expect(detailed.value == 294)
    #expect(try resolution(34, detail: 50).score < detailed.score)
    #expect(try resolution(34, detail: 48, coarseness: 50) == detailed)
    // A picture with curves sharper than any enlargement's is not called enlarged, however little
    // detail it has.
    #expect(try resolution(62, detail: 10).warn == nil)
  }
}
