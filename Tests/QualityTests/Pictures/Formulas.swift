import Files
import Media
import Model
import TestSupport
import Testing

@testable import Quality

@Suite("The version of the measures") struct Formulas {
  /// The digest of all measures of the fixtures by the current version.
  ///
  /// A change of any formula or bound changes it. Then the version must change too, unless it has
  /// not been released: stored scores of different formulas must never be compared.
  private static let digests = [
    "quality/6": "ede823ac8fbce51795d30bc178606a96ca2e47c12071d154e510254447aa3fc9"
  ]

  /// Photographs, drawings and renders of every kind that the generator makes.
  private static let fixtures = [
    "starter/mira-front.jpg", "starter/mira-back.jpg", "starter/mira-right.jpg",
    "starter/mug-front.jpg", "starter/mug-top.jpg",
  ]

  @Test("changes with each formula and each bound")
  func version() async throws {
    var lines: [String] = []
    for name in Self.fixtures {
      let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
      let found = try await inspector.inspect(
        .bytes(Fixtures.bytes(name), name: .unnamed), depth: .picture)
      let picture = try #require(found.picture, "\(name)")
      lines.append(Self.text(of: PictureMeasurement.scores(of: picture)))
    }
    let board = PaintedPicture.board(480, 360)
    let wall = PaintedPicture(480, 480, grey: { _, _ in 190 })
    let white = PaintedPicture(480, 480, grey: { _, _ in 255 })
    let bright = PaintedPicture.board(240, 240, square: 9).changed { 1.6 * $0 }
    let grating = PaintedPicture(480, 480) { x, y in
      let isInside = abs(x - 240) < 180 && abs(y - 240) < 180
      return isInside && (x % 16 < 4 || y % 16 < 4) ? (200, 180, 160) : (255, 255, 255)
    }
    let painted = [
      grating, grating.changed { $0 > 250 ? 255 : 0.7 * $0 },
      white.with(bright, x: 120, y: 120), white.with(bright, x: 120, y: 0),
      white.with(bright.changed { 1.5 * $0 }, x: 120, y: 120).blurred(2, 2),
      wall.with(.board(120, 60, square: 9), x: 180, y: 0).with(.board(300, 420), x: 90, y: 60),
      board, board.noisy(9), board.blurred(3, 3), board.blurred(4, 0),
      board.changed { 0.3 * $0 }, board.changed { 2.2 * $0 }, board.changed { 0.3 * $0 + 160 },
      wall.with(.board(200, 200), x: 140, y: 140), wall.with(.board(200, 200), x: 0, y: 200),
      wall.with(PaintedPicture(100, 12, grey: { x, _ in x % 10 < 4 ? 245 : 190 }), x: 360, y: 450),
      PaintedPicture(
        240, 240, grey: { x, y in (x / 20 + y / 20) % 2 == 0 ? 70 + Double(y) / 2 : 60 }),
      wall.with(board, x: 0, y: 60), wall.with(.board(420, 420), x: 30, y: 30),
    ]
    for picture in painted { lines.append(Self.text(of: try #require(picture.scores))) }
    let digest = SHA256.digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    #expect(
      digest == Self.digests[PictureScores.metric],
      "a formula or a bound has changed: change PictureScores.metric, then note this digest")
  }

  /// All measures of a picture, with their bounds.
  private static func text(of scores: PictureScores) -> String {
    let measures = Measure.allCases.compactMap { measure in
      scores[measure].map { found in
        let bounds = [found.warn, found.fail].map { $0.map { "\($0)" } ?? "none" }
        return "\(measure.rawValue) \(found.score) \(found.value) \(bounds)"
      }
    }
    let swatches = scores.lighting?.swatches ?? []
    return "\(measures) \(swatches)"
  }
}
