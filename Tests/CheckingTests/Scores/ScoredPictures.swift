import Checking
import Model
import Testing

@Suite("What is said of scores") struct ScoredPictures {
  private static let size = PixelSize(width: 800, height: 600)

  /// The rules and severities for a picture with one measure.
  private func findings(
    _ measure: Measure, _ score: Double, warn: Double?, box: PixelBox? = nil,
    kind: ElementKind? = nil
  ) -> [String] {
    var scores = PictureScores(original: Self.size, analysis: Self.size)
    scores[measure] = MeasuredScore(score: score, value: 0.1, warn: warn, fail: nil, box: box)
    return ScoreRules.findings(scores, kind: kind).map { "\($0.severity) \($0.message)" }
  }

  @Test("is a warning for much text, and a note for a little, or for print on a product")
  func text() {
    #expect(findings(.text, 0.2, warn: 0.4) == ["warning text in the picture"])
    #expect(findings(.text, 0.2, warn: 0.4, kind: .character) == ["warning text in the picture"])
    #expect(findings(.text, 0.2, warn: 0.4, kind: .product) == ["note text in the picture"])
    #expect(findings(.text, 0.6, warn: 0.4) == ["note text in the picture"])
    #expect(findings(.text, 0.2, warn: nil) == ["note text in the picture"])
    #expect(findings(.text, 0.9, warn: 0.4).isEmpty)
  }

  @Test("is a note for a little haze, unless white on white or the dark explains it")
  func haze() {
    #expect(
      findings(.contrast, 0.2, warn: 0.3) == ["warning very low contrast, as through haze"])
    #expect(findings(.contrast, 0.5, warn: 0.3) == ["note low contrast, as through haze"])
    #expect(findings(.contrast, 0.5, warn: nil).isEmpty)
    #expect(findings(.contrast, 0.7, warn: 0.3).isEmpty)
  }

  @Test("calls it a frame if it is on all sides, and bars otherwise")
  func frames() {
    let framed = PixelBox(x: 40, y: 40, width: 720, height: 520)
    #expect(
      findings(.border, 0.5, warn: 0.9, box: framed)
        == ["warning a frame covers 10 % of the picture"])
    let barred = PixelBox(x: 0, y: 40, width: 800, height: 520)
    #expect(
      findings(.border, 0.5, warn: 0.9, box: barred) == ["warning bars cover 10 % of the picture"])
  }
}
