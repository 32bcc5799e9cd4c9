import Model
import Testing

@testable import Quality

@Suite("The surroundings of a subject") struct ComposedPictures {
  private let grey = PaintedPicture(480, 480, grey: { _, _ in 190 })

  @Test("are distinguished from a subject that is small, or extends beyond the frame")
  func subject() throws {
    let small = try #require(grey.with(.board(60, 60, square: 9), x: 210, y: 200).scores)
    #expect(try #require(small[.subject]).score < 0.1)
    #expect(try #require(small[.framing]).score == 1)
    let box = try #require(small[.subject]?.box)
    #expect(abs(box.x - 210) < 12 && abs(box.y - 200) < 12)
    #expect(abs(box.width - 60) < 16 && abs(box.height - 60) < 16)
    let cut = try #require(grey.with(.board(300, 260), x: 300, y: 110).scores)
    #expect(ScoredBy.warning(cut[.framing]))
    // Only the upper part of the sides counts.
    #expect(try #require(cut[.framing]).value > 0.08)
    // A portrait ends at the lower side.
    let portrait = try #require(grey.with(.board(300, 260), x: 90, y: 260).scores)
    #expect(!ScoredBy.warning(portrait[.framing]))
  }

  @Test("cut it off by its own breadth, however small, and never by adjacent objects")
  func breadth() throws {
    let board = PaintedPicture.board(120, 120, square: 9)
    // Through its middle, the side covers at most a sixteenth of the frame.
    let half = try #require(grey.with(board, x: 420, y: 180).scores)
    #expect(ScoredBy.warning(half[.framing]))
    // Touched at a corner of a side, as by a shadow.
    var tip = grey.with(.board(200, 200), x: 140, y: 140)
    tip = tip.with(PaintedPicture(150, 14, grey: { _, _ in 60 }), x: 330, y: 235)
    #expect(try #require(tip.scores?[.framing]).score > 0.8)
    // A stain at the frame is not part of the subject.
    let whole = grey.with(.board(200, 200), x: 140, y: 140).with(
      PaintedPicture(18, 60, grey: { _, _ in 60 }), x: 462, y: 20)
    #expect(try #require(whole.scores?[.framing]).score == 1)
  }

  @Test("are unknown without a plain backdrop")
  func noBackdrop() throws {
    let scores = try #require(PaintedPicture.board().scores)
    #expect(scores[.subject] == nil && scores[.framing] == nil)
    // A flat sky over half of the picture is not a backdrop either.
    let sky = PaintedPicture(480, 360, grey: { _, _ in 200 }).with(
      .board(480, 180), x: 0, y: 180)
    #expect(try #require(sky.scores)[.subject] == nil)
  }

  @Test("are clutter if they have many edges and colors, and not on a plain ground")
  func clutter() throws {
    let plain = try #require(grey.with(.board(200, 200), x: 140, y: 140).scores?[.clutter])
    let busy = try #require(PaintedPicture.board(480, 480, square: 5).noisy(20).scores?[.clutter])
    #expect(plain.score > 0.8 && busy.score < 0.35)
  }

  @Test("are bars, and not a plain wall")
  func bars() throws {
    let bars = PaintedPicture(480, 360, grey: { _, _ in 0 }).with(.board(480, 270), x: 0, y: 45)
    let framed = try #require(bars.scores?[.border])
    #expect(framed.score < 0.1)
    #expect(framed.box == PixelBox(x: 0, y: 45, width: 480, height: 270))
    let studio = try #require(grey.with(.board(200, 200), x: 140, y: 140).scores?[.border])
    #expect(studio.score == 1)
  }

  @Test(
    "are a frame of one color, however wide, whose light is not the picture's",
    arguments: [(9, 255.0), (20, 0), (40, 255), (72, 0), (72, 120)])
  func frames(width: Int, grey: Double) throws {
    let picture = PaintedPicture.board(480, 360)
    let plain = try #require(picture.scores)
    let framed = try #require(
      PaintedPicture(480 + 2 * width, 360 + 2 * width, grey: { _, _ in grey })
        .with(picture, x: width, y: width).scores)
    #expect(ScoredBy.warning(framed[.border]))
    #expect(framed[.border]?.box == PixelBox(x: width, y: width, width: 480, height: 360))
    for measure in [Measure.exposure, .vignette, .contrast, .color, .clutter] {
      #expect(framed[measure]?.value == plain[measure]?.value, "\(measure)")
    }
  }

  @Test("are a frame that is wider below, as of an instant picture")
  func instantPicture() throws {
    let framed = PaintedPicture(560, 520, grey: { _, _ in 244 })
      .with(.board(480, 360), x: 40, y: 40)
    #expect(ScoredBy.warning(try #require(framed.scores?[.border])))
  }

  @Test("are no frame around a thing with straight sides that is nearer to one side")
  func book() throws {
    let wall = PaintedPicture(560, 520, grey: { _, _ in 244 })
    #expect(wall.with(.board(400, 380), x: 60, y: 90).scores?[.border]?.score == 1)
    // A round thing in the middle leaves the wall free at its corners.
    let ball = PaintedPicture(400, 400) { x, y in
      let isInside = (x - 200) * (x - 200) + (y - 200) * (y - 200) < 150 * 150
      return isInside ? (Double(x % 90) + 60, 80, 40) : (244, 244, 244)
    }
    #expect(ball.scores?[.border]?.score == 1)
  }

  @Test("are no bars if they differ, or if the picture is a strip between them")
  func oddBars() throws {
    let sky = PaintedPicture(480, 480, grey: { _, _ in 200 }).with(.board(480, 300), x: 0, y: 100)
      .with(PaintedPicture(480, 80, grey: { _, _ in 30 }), x: 0, y: 400)
    #expect(sky.scores?[.border]?.score == 1)
    let strip = PaintedPicture.board(480, 150)
    let onWhite = PaintedPicture(480, 480, grey: { _, _ in 250 }).with(strip, x: 0, y: 150)
    #expect(onWhite.scores?[.border]?.score == 1)
    // A video on a phone that is held upright.
    let video = PaintedPicture(480, 480, grey: { _, _ in 0 }).with(strip, x: 0, y: 150)
    #expect(ScoredBy.warning(try #require(video.scores?[.border])))
  }

  @Test("are another picture, beyond a seam")
  func collage() throws {
    let left = PaintedPicture.board(640, 480, square: 31).blurred(2, 2)
    let right = PaintedPicture.board(320, 480, square: 13).changed { 255 - 0.8 * $0 }
    let both = try #require(left.with(right, x: 320, y: 0).scores?[.collage])
    let one = try #require(left.scores?[.collage])
    #expect(both.score < 0.35 && one.score > 0.7)
    let box = try #require(both.box)
    #expect(box.x <= 320 && box.x + box.width >= 320 && box.height == 480)
  }

  @Test("are outlined letters")
  func letters() throws {
    let board = PaintedPicture.board().changed { 60 + 0.5 * $0 }
    let stroke = PaintedPicture(200, 6, grey: { x, _ in x % 12 < 6 ? 250 : 5 })
    var captioned = board
    for line in 0..<5 { captioned = captioned.with(stroke, x: 200, y: 400 + 10 * line) }
    let text = try #require(captioned.scores?[.text])
    #expect(text.score < 0.75)
    #expect(try #require(board.scores?[.text]).score == 1)
    #expect(try #require(text.box).y >= 395)
  }

  @Test("are tilted only if straight edges say so")
  func tilt() throws {
    let level = PaintedPicture(
      400, 400, grey: { x, y in (x / 40 + y / 40).isMultiple(of: 2) ? 60 : 190 })
    #expect(level.scores?[.tilt]?.value == 0)
    // Lines that rise by three in ten, smooth enough to have that direction everywhere.
    let waves = PaintedPicture(
      250, 250,
      grey: { x, y in
        let phase = Double((3 * x + 10 * y) % 160)
        return 20 + 2.8 * min(phase, 160 - phase)
      })
    let turned = try #require(waves.scores?[.tilt])
    #expect(abs(abs(turned.value) - 17) <= 2)
  }
}

@Suite("Any picture") struct AnyPicture {
  @Test(
    "is measured without trouble, whatever its shape",
    arguments: [(1, 1), (1, 1024), (1024, 1), (2, 3), (13, 13), (1024, 1024), (40, 700)])
  func shapes(width: Int, height: Int) throws {
    let picture = PaintedPicture(width, height) { x, y in
      let red = (x * 31 + y * 17) % 256
      let green = (x * y) % 256
      let blue = (x + y) % 256
      return (Double(red), Double(green), Double(blue))
    }
    let scores = try #require(picture.scores)
    for (_, score) in scores.scores {
      #expect((0...1).contains(score.score) && score.value.isFinite)
      if let box = score.box {
        #expect(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0)
        #expect(box.x + box.width <= width && box.y + box.height <= height)
      }
    }
  }

  @Test("has equal measures every time")
  func same() throws {
    let picture = PaintedPicture.board().noisy(5)
    #expect(picture.scores == picture.scores)
  }

  @Test("is rated by ordered bounds")
  func bounds() {
    for measure in Measure.allCases {
      let bounds = Thresholds.bounds(of: measure)
      if let warn = bounds.warn, let fail = bounds.fail { #expect(fail < warn) }
      #expect(bounds.warn != nil || bounds.fail == nil)
    }
  }
}

/// The severity of a score.
enum ScoredBy {
  static func warning(_ score: MeasuredScore?) -> Bool {
    guard let score, let warn = score.warn else { return false }
    return score.score < warn
  }
}
