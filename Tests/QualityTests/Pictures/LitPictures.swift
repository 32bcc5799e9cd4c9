import Model
import Testing

@testable import Quality

@Suite("Light") struct LitPictures {
  private let board = PaintedPicture.board(320, 240)

  @Test("is good at first, and gets worse as a picture gets darker or brighter")
  func exposure() throws {
    let darker = try [1, 0.5, 0.25, 0.1].map { share in
      try #require(board.changed { $0 * share }.scores?[.exposure])
    }
    #expect(darker[0].score > 0.8)
    #expect(zip(darker, darker.dropFirst()).allSatisfy { $0.score > $1.score })
    #expect(darker[3].score < 0.15 && darker[3].value < 0)
    let brighter = try [1.3, 1.6, 2, 3].map { times in
      try #require(board.changed { $0 * times }.scores?[.exposure])
    }
    #expect(zip(brighter, brighter.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(brighter[0].score > 0.8 && brighter[3].score < 0.35)
    #expect(brighter[3].value > 0)
  }

  @Test("of a product on pure white is not too bright")
  func productOnWhite() throws {
    let white = PaintedPicture(480, 480, grey: { _, _ in 255 })
    let scores = try #require(white.with(.board(200, 200), x: 140, y: 140).scores)
    #expect(try #require(scores[.exposure]).score > 0.6)
    #expect(try #require(scores[.subject]).score > 0.5)
    #expect(try #require(scores[.framing]).score == 1)
    #expect(scores[.subject]?.value ?? 0 > 0.15 && scores[.subject]?.value ?? 1 < 0.22)
  }

  @Test("of a night scene is not too dark if its subject is lit")
  func nightWithLitSubject() throws {
    let night = PaintedPicture(480, 360, grey: { x, y in Double((x * 7 + y * 3) % 23) })
    let dark = try #require(night.scores?[.exposure])
    let lit = try #require(night.with(.board(140, 180), x: 170, y: 90).scores?[.exposure])
    #expect(dark.score < 0.15)
    #expect(lit.score > 0.6)
  }

  @Test("of a window does not light a dark room")
  func window() throws {
    let room = PaintedPicture.board(480, 360).changed { 0.15 * $0 }
    let window = PaintedPicture(70, 70, grey: { x, _ in 235 + Double(x % 9) })
    let exposure = try #require(room.with(window, x: 300, y: 60).scores?[.exposure])
    #expect(ScoredBy.warning(exposure) && exposure.value < 0)
    // Such a picture is not refused.
    #expect(exposure.score >= exposure.fail ?? 0)
    let lit = room.with(.board(240, 240), x: 200, y: 60)
    #expect(!ScoredBy.warning(try #require(lit.scores?[.exposure])))
  }

  @Test("through haze lacks contrast before a plain backdrop, too, and white on white does not")
  func hazeBeforeBackdrop() throws {
    let thing = PaintedPicture(480, 480, grey: { _, _ in 120 })
      .with(.board(220, 220), x: 130, y: 130)
    let clear = try #require(thing.scores)
    #expect(clear[.subject] != nil && !ScoredBy.warning(clear[.contrast]))
    let hazy = try #require(thing.changed { 0.3 * $0 + 160 }.scores)
    #expect(hazy[.subject] != nil && ScoredBy.warning(hazy[.contrast]))
    let white = PaintedPicture(480, 480, grey: { _, _ in 255 })
      .with(PaintedPicture.board(220, 220).changed { 0.2 * $0 + 205 }, x: 130, y: 130)
    #expect(!ScoredBy.warning(try #require(white.scores?[.contrast])))
  }

  @Test("through fog lacks contrast in every part, however dark the nearest one is")
  func fog() throws {
    // The ground is dark and the sky is bright, with a pattern everywhere.
    func scene(_ depth: Double, darkest: Double = 50) -> PaintedPicture {
      PaintedPicture(
        480, 480,
        grey: { x, y in
          let level = darkest + 0.33 * Double(479 - y)
          return (x / 20 + y / 20).isMultiple(of: 2) ? level + depth : level
        })
    }
    let bound = Measure.contrast.noteBound
    #expect(try #require(scene(20).scores?[.contrast]).score < bound)
    #expect(try #require(scene(90).scores?[.contrast]).score > bound)
    // What is black is near, and nothing is between it and the camera.
    #expect(try #require(scene(20, darkest: 10).scores?[.contrast]).score > bound)
  }

  @Test("through haze lacks contrast, and in the dark does not")
  func haze() throws {
    let clear = board.changed { 1.2 * $0 - 45 }
    #expect(try #require(clear.scores?[.contrast]).score > 0.8)
    #expect(try #require(clear.changed { 150 + 0.3 * $0 }.scores?[.contrast]).score < 0.2)
    #expect(try #require(clear.changed { $0 * 0.4 }.scores?[.contrast]).score > 0.8)
  }

  @Test("is warm or cool, bright or dark, and has a direction")
  func lighting() throws {
    func light(_ change: (PaintedPicture) -> PaintedPicture) throws -> Lighting {
      try #require(change(board.blurred(1, 1)).scores?.lighting)
    }
    let plain = try light { $0 }
    let warm = try light { picture in
      PaintedPicture(picture.width, picture.height) { x, y in
        let offset = 3 * (y * picture.width + x)
        return (
          Double(picture.rgb[offset]), 0.9 * Double(picture.rgb[offset + 1]),
          0.6 * Double(picture.rgb[offset + 2])
        )
      }
    }
    #expect(warm.color > plain.color + 0.8)
    let dark = try light { $0.changed { $0 * 0.6 } }
    #expect(dark.exposure < plain.exposure - 1)
    let fromTheRight = try light { picture in
      PaintedPicture(picture.width, picture.height) { x, y in
        let offset = 3 * (y * picture.width + x)
        let share = 0.3 + 0.7 * Double(x) / Double(picture.width)
        return (
          share * Double(picture.rgb[offset]), share * Double(picture.rgb[offset + 1]),
          share * Double(picture.rgb[offset + 2])
        )
      }
    }
    #expect(fromTheRight.across > plain.across + 1)
    #expect(abs(fromTheRight.down - plain.down) < 0.5)
  }

  @Test("is brighter in a picture that is so bright that much of it is clipped")
  func clipped() throws {
    let exposures = try [1, 1.25, 1.5, 2].map { times in
      try #require(board.blurred(1, 1).changed { $0 * times }.scores?.lighting).exposure
    }
    #expect(zip(exposures, exposures.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("of a product on pure white is as bright as the product, at any position")
  func lightOfProduct() throws {
    func light(_ share: Double, x: Int) throws -> Lighting {
      let white = PaintedPicture(480, 480, grey: { _, _ in 255 })
      let product = PaintedPicture.board(200, 200).blurred(1, 1).changed { $0 * share }
      return try #require(white.with(product, x: x, y: 140).scores?.lighting)
    }
    let middle = try light(0.8, x: 140)
    let aside = try light(0.8, x: 60)
    #expect(abs(aside.exposure - middle.exposure) < 0.2)
    #expect(try light(0.4, x: 140).exposure < middle.exposure - 1)
  }
}
