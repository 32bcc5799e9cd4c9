import Model
import TestSupport
import Testing

@testable import Quality

@Suite("A typical user's picture") struct WhatPeopleBring {
  private let grey = PaintedPicture(480, 480, grey: { _, _ in 190 })
  private let board = PaintedPicture.board(480, 360).blurred(1, 1, times: 1)

  private func score(_ picture: PaintedPicture, _ measure: Measure) throws -> MeasuredScore {
    try #require(picture.scores?[measure])
  }

  @Test("is not burnt if it is pink, blue or orange")
  func saturated() throws {
    for color in [(255.0, 40.0, 140.0), (30.0, 80.0, 255.0), (255.0, 130.0, 0.0)] {
      let sheet = PaintedPicture(480, 480) { _, _ in color }
      let thing = sheet.with(.board(200, 200), x: 140, y: 140)
      #expect(!ScoredBy.warning(try score(thing, .exposure)), "\(color)")
    }
  }

  @Test("is burnt on a light face, also if the wall behind it is white by then")
  func burntFace() throws {
    // Skin on a light wall, lit from the left, with dark hair and clothes.
    let wall = PaintedPicture(480, 480, grey: { x, y in 150 + Double((x + y) % 5) })
    let skin = PaintedPicture(220, 260) { x, y in
      let light = 1 - 0.6 * Double(x) / 220
      let (red, green, blue) = (200 + Double(x % 9), 150 + Double(y % 7), 120 + Double(y % 7))
      return (light * red, light * green, light * blue)
    }
    let hair = PaintedPicture(220, 40, grey: { x, _ in 25 + Double(x % 6) })
    let face = wall.with(skin, x: 130, y: 140).with(hair, x: 130, y: 100)
      .with(PaintedPicture(320, 80, grey: { x, _ in 40 + Double(x % 9) }), x: 80, y: 400)
    #expect(!ScoredBy.warning(try score(face, .exposure)))
    for stops in [1.8, 2.5, 3.5] {
      let burnt = face.changed { $0 * stops }
      #expect(ScoredBy.warning(try score(burnt, .exposure)), "\(stops)")
    }
  }

  @Test("is not burnt where white is seen through it, or mixes with its edge")
  func holesOnWhite() throws {
    // A wheel of saturated spokes, each three pixels wide.
    let wheel = PaintedPicture(480, 480) { x, y in
      let (across, down) = (x - 240, y - 240)
      let isInside = across * across + down * down < 190 * 190
      let isSpoke = x % 16 < 3 || y % 16 < 3
      return isInside && isSpoke ? (235, 30, 90) : (255, 255, 255)
    }
    #expect(!ScoredBy.warning(try score(wheel.blurred(1, 1, times: 1), .exposure)))
  }

  @Test("is white on white without haze or burns")
  func whiteOnWhite() throws {
    let white = PaintedPicture(480, 480, grey: { _, _ in 253 })
    let shirt = PaintedPicture(240, 260, grey: { x, y in 214 + Double((x / 20 + y / 30) % 5) * 7 })
    let scores = try #require(white.with(shirt, x: 120, y: 110).scores)
    #expect(!ScoredBy.warning(scores[.exposure]) && !ScoredBy.warning(scores[.contrast]))
  }

  @Test("shows a head whose hair touches the frame, and one that is cut through the forehead")
  func hair() throws {
    func portrait(lostShare: Double) -> PaintedPicture {
      let head = 260 - Int(260 * lostShare)
      return PaintedPicture(480, 480) { x, y in
        let across = Double(x - 240) / 100
        let down = Double(y - head + 130) / 130
        let isHead = across * across + down * down < 1
        let isBody = y > head - 20 && abs(x - 240) < min(220, 60 + 3 * (y - head + 20))
        guard isHead || isBody else { return (190, 190, 190) }
        let isLight = ((9 * x + 4 * y) / 90 + (9 * y - 4 * x + 9000) / 90).isMultiple(of: 2)
        return isLight ? (150, 110, 90) : (60, 40, 30)
      }
    }
    for share in [-0.1, 0, 0.05] {
      #expect(!ScoredBy.warning(try score(portrait(lostShare: share), .framing)), "\(share)")
    }
    for share in [0.2, 0.35, 0.5] {
      #expect(ScoredBy.warning(try score(portrait(lostShare: share), .framing)), "\(share)")
    }
  }

  @Test("shows a figure that is cut at the neck, and one under a thin string")
  func neck() throws {
    let body = PaintedPicture.board(190, 400, square: 9)
    let neck = PaintedPicture.board(62, 40, square: 9)
    let figure = grey.with(body, x: 145, y: 30).with(neck, x: 209, y: 0)
    #expect(ScoredBy.warning(try score(figure, .framing)))
    let string = PaintedPicture(8, 40, grey: { _, y in 60 + Double(y % 9) })
    let hung = grey.with(body, x: 145, y: 30).with(string, x: 236, y: 0)
    #expect(!ScoredBy.warning(try score(hung, .framing)))
  }

  @Test("shows a head that is cut off, and shoulders that are not")
  func headCut() throws {
    func bust(top: Int) -> PaintedPicture {
      grey.with(.board(130, 170, square: 9), x: 175, y: top)
        .with(.board(330, 400, square: 9), x: 75, y: top + 160)
    }
    #expect(!ScoredBy.warning(try score(bust(top: 60), .framing)))
    #expect(ScoredBy.warning(try score(bust(top: -70), .framing)))
  }

  @Test("has a shore from side to side, which is no subject that is cut off")
  func shore() throws {
    let lake = grey.with(.board(480, 60, square: 9), x: 0, y: 200)
    #expect(lake.scores?[.framing] == nil)
    let boat = grey.with(.board(240, 60, square: 9), x: 0, y: 200)
    #expect(ScoredBy.warning(try score(boat, .framing)))
  }

  @Test("has a pillar in it, and is no collage")
  func pillar() throws {
    let scene = PaintedPicture.board(640, 480, square: 31).blurred(2, 2)
    let pillar = PaintedPicture(60, 480, grey: { x, _ in 120 + Double(x) })
    #expect(!ScoredBy.warning(try score(scene.with(pillar, x: 420, y: 0), .collage)))
    let table = PaintedPicture(640, 200, grey: { x, y in 95 + Double((x * 3 + y) % 17) })
    #expect(!ScoredBy.warning(try score(scene.with(table, x: 0, y: 280), .collage)))
  }

  @Test("has bars, though the blocks of a JPEG ripple into them")
  func rippledBars() throws {
    let picture = PaintedPicture.board(640, 360, square: 17)
    let ripples = PaintedPicture(640, 12, grey: { x, y in Double((x * 7 + y * 5) % 34) })
    let bars = PaintedPicture(640, 480, grey: { _, _ in 8 })
      .with(ripples, x: 0, y: 48).with(ripples, x: 0, y: 420).with(picture, x: 0, y: 60)
    #expect(ScoredBy.warning(try score(bars, .border)))
    #expect(try score(bars, .border).value > 0.19)
  }

  @Test("is a book in front of a wall, with the wall around it")
  func book() throws {
    let book = PaintedPicture.board(300, 420, square: 17)
    #expect(try score(grey.with(book, x: 90, y: 30), .border).score == 1)
    #expect(try score(grey.with(book, x: 90, y: 60), .border).score == 1)
    let phone = grey.with(.board(160, 380, square: 17), x: 160, y: 50)
    #expect(!ScoredBy.warning(try score(phone, .collage)))
  }

  @Test("is covered with fur, which is no noise")
  func fur() throws {
    var state: UInt64 = 7
    let fur = PaintedPicture(480, 480) { x, y in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Some of it is out of focus.
      let depth = 14 * Double((x / 60 + y / 60) % 5) / 4
      let shade = 120 + depth * (Double(state >> 40 & 255) / 128 - 1)
      return (shade, shade, shade)
    }
    #expect(!ScoredBy.warning(try score(fur, .noise)))
    let noisy = fur.noisy(8)
    #expect(ScoredBy.warning(try score(noisy, .noise)))
  }

  @Test("has bars that are filled with a blurred copy of it")
  func story() throws {
    let picture = PaintedPicture.board(540, 420, square: 17)
    let fill = PaintedPicture.board(540, 960, square: 40).blurred(30, 30).changed { 0.6 * $0 }
    let border = try score(fill.with(picture, x: 0, y: 270), .border)
    #expect(ScoredBy.warning(border) && border.fail == nil)
    let box = try #require(border.box)
    #expect(abs(box.y - 270) < 4 && abs(box.y + box.height - 690) < 4)
    #expect(try score(picture, .border).score == 1)
  }

  @Test("has such bars on white too, where they differ little, if it is in the middle")
  func faintBars() throws {
    let fill = PaintedPicture(540, 960, grey: { _, _ in 234 })
    let thing = PaintedPicture(540, 540, grey: { _, _ in 241 })
      .with(.board(220, 220, square: 9), x: 160, y: 160)
    #expect(ScoredBy.warning(try score(fill.with(thing, x: 0, y: 210), .border)))
    #expect(try score(fill.with(thing, x: 0, y: 60), .border).score == 1)
  }

  @Test("has the noise of a sensor, though it was smoothed")
  func sensorNoise() throws {
    let clean = try score(board, .noise)
    let noisy = board.noisy(40).blurred(1, 1, times: 1)
    let found = try score(noisy, .noise)
    #expect(!ScoredBy.warning(clean) && ScoredBy.warning(found))
  }

  @Test("was sharpened until its edges have halos")
  func halos() throws {
    let soft = PaintedPicture.board(640, 480, square: 40).blurred(2, 2)
    let natural = PaintedPicture.board(640, 480, square: 40).blurred(1, 1, times: 1)
    var sharpened = natural
    sharpened.rgb = zip(natural.rgb, soft.rgb).map { sharp, soft in
      UInt8(max(0, min(255, Double(sharp) + 1.5 * (Double(sharp) - Double(soft)))))
    }
    #expect(try score(natural, .sharpening).score > 0.9)
    #expect(try score(sharpened, .sharpening).score < 0.67)
  }

  @Test("has lines of text on a band, and no product is mistaken for outlined text")
  func bandOfText() throws {
    var lettered = board.with(PaintedPicture(480, 40, grey: { _, _ in 12 }), x: 0, y: 305)
    for letter in 0..<26 {
      lettered = lettered.with(
        PaintedPicture(6, 22, grey: { _, _ in 245 }), x: 40 + 15 * letter, y: 314)
    }
    #expect(try score(lettered, .text).score < 0.75)
    let outline = PaintedPicture(200, 200, grey: { _, _ in 5 })
    let label = PaintedPicture(184, 184, grey: { _, _ in 250 })
    #expect(
      try score(grey.with(outline, x: 140, y: 140).with(label, x: 148, y: 148), .text).score == 1)
    // A highlight in each of two eyes has no other stroke beside it.
    let eye = PaintedPicture(30, 30, grey: { x, _ in (12..<18).contains(x) ? 250 : 5 })
    #expect(try score(grey.with(eye, x: 200, y: 200).with(eye, x: 300, y: 200), .text).score == 1)
  }

  @Test("is too small, which explains its grain")
  func thumbnail() throws {
    let small = try #require(PaintedPicture.board(96, 72, square: 3).noisy(9).scores)
    let resolution = try #require(small[.resolution])
    #expect(resolution.score < (try #require(resolution.fail)))
    for (measure, score) in small.scores where measure != .resolution {
      #expect(score.warn == nil && score.fail == nil, "\(measure)")
    }
  }

  @Test("has more light behind the subject than on it")
  func backlight() throws {
    let window = PaintedPicture(480, 480, grey: { x, y in 215 + Double((x * 5 + y * 3) % 41) })
    let dark = PaintedPicture.board(160, 260, square: 9).changed { 0.14 * $0 }
    let found = try score(window.with(dark, x: 160, y: 140), .backlight)
    #expect(found.score < 0.4 && found.value > 3)
    #expect(
      try score(window.with(.board(160, 260, square: 9), x: 160, y: 140), .backlight).score == 1)
  }
}
