import Model
import Testing

@testable import Checking

@Suite("Texts about sets")
struct SetWords {
  private static let names = ["a.jpg", "b.jpg", "c.jpg"]
  private static let words = PickWords(names.map { SetMember(name: $0) })

  private static func odd(
    _ differences: LightDifference..., color: LightColor = .daylight,
    others: LightColor = .daylight
  ) -> OddLight {
    OddLight(
      member: 2, differences: differences, like: 0, color: color, others: others, excess: 0.8)
  }

  private static let light: [(OddLight, String)] = [
    (
      odd(LightDifference(.warmer, stops: 1.4), color: .warm),
      "warm light; the others have daylight, like a.jpg"
    ),
    (
      odd(LightDifference(.cooler, stops: 1.04), color: .daylight, others: .warm),
      "daylight; the others have warm light, like a.jpg"
    ),
    (
      odd(LightDifference(.cooler, stops: 1.3), color: .cool),
      "cool light; the others have daylight, like a.jpg"
    ),
    (
      odd(LightDifference(.warmer, stops: 0.96), color: .warm, others: .warm),
      "warmer light than a.jpg and the others"
    ),
    (odd(LightDifference(.darker, stops: 1.25)), "1.3 stops darker than a.jpg and the others"),
    (
      odd(LightDifference(.brighter, stops: 2), LightDifference(.warmer, stops: 0.9)),
      "2 stops brighter than a.jpg and the others, and warmer"
    ),
    (
      odd(LightDifference(.fromLeft, stops: 1.5)),
      "more light from the left than a.jpg and the others (1.5 stops)"
    ),
    (
      odd(LightDifference(.darker, stops: 1.5), LightDifference(.fromBelow, stops: 1.2)),
      "1.5 stops darker than a.jpg and the others, and more light from below (1.2 stops)"
    ),
    (
      odd(LightDifference(.fromRight, stops: 1.5)),
      "more light from the right than a.jpg and the others (1.5 stops)"
    ),
    (
      odd(LightDifference(.fromAbove, stops: 1.5)),
      "more light from above than a.jpg and the others (1.5 stops)"
    ),
  ]

  @Test("of an odd light say how it differs, from which, and by how much", arguments: light)
  func oddLight(odd: OddLight, text: String) {
    #expect(Self.words.reason(.oddLight(odd)) == text)
  }

  private static let taken: [(ChoiceReason, String)] = [
    (.only(.back), "the only back view"),
    (.only(.threeQuarter), "the only three-quarter view"),
    (.only(.top), "the only view from above"),
    (.only(.detail), "the only detail"),
    (.better(than: 1, by: .sharpness, .pair(.sameView)), "sharper than b.jpg (same view)"),
    (.better(than: 1, by: .exposure, .pair(.near)), "better exposed than b.jpg (same photo)"),
    (.better(than: 1, by: .framing, .pair(.mirror)), "less cut off than b.jpg (its mirror image)"),
    (
      .better(than: 1, by: .subject, .role(.front)), "closer to the subject than b.jpg (also front)"
    ),
    (.better(than: 1, by: .collage, .pair(.near)), "a single view, unlike b.jpg (same photo)"),
    (.strengths([.sharpness, .clutter]), "sharp, plain background"),
    (.sameLight(as: 0), "same light as a.jpg"),
    (.fills, "no problems found"),
  ]

  @Test("say why a picture was picked", arguments: taken)
  func choiceReasons(reason: ChoiceReason, text: String) {
    #expect(Self.words.reason(reason) == text)
  }

  private static let left: [(SkipReason, String)] = [
    (
      .breaksLimit(Finding(.imageTooSmall, .error, message: "shorter side under 300 px")),
      "shorter side under 300 px"
    ),
    (.unreadable, "could not be decoded"),
    (
      .rival(of: 1, .pair(.sameView), by: .sharpness), "same view as b.jpg; b.jpg is sharper"
    ),
    (.rival(of: 1, .pair(.exact), by: nil), "identical to b.jpg"),
    (
      .rival(of: 1, .pair(.near), by: .resolution), "a copy of b.jpg; b.jpg is more detailed"
    ),
    (.rival(of: 1, .pair(.mirror), by: nil), "the mirror image of b.jpg; adds no angle"),
    (
      .rival(of: 0, .role(.front), by: .clutter),
      "front, like a.jpg; a.jpg is plainer in the background"
    ),
    (.weak(.sharpness), "blurred"), (.weak(.framing), "the subject is cut off"),
    (.enough(4), "not needed: 4 are enough"), (.enough(1), "not needed: 1 is enough"),
  ]

  @Test("say why a picture was left out", arguments: left)
  func leftReasons(reason: SkipReason, text: String) {
    #expect(Self.words.reason(reason) == text)
  }

  @Test("say what must be prepared first, for a loose file and for an element's file")
  func remarks() {
    var heic = SetMember(name: "a.heic")
    #expect(PickWords([heic]).remark(0) == nil)
    heic.needsPreparing = Finding(
      .imageFormatNotAccepted, .error, message: "HEIC is not accepted", measured: "heic")
    #expect(PickWords([heic]).remark(0) == "run castbook prepare first (HEIC)")
    heic.number = 1
    #expect(PickWords([heic]).remark(0) == "export prepares it first (HEIC)")
    heic.needsPreparing = Finding(.imageTooWide, .error, message: "wider than 5:2")
    #expect(PickWords([heic]).remark(0) == "export prepares it first (wider than 5:2)")
  }

  @Test("exist for every measure, and no two are equal")
  func measures() {
    for words in [
      Measure.allCases.map(\.comparative), Measure.allCases.map(\.strength),
      Measure.allCases.map(\.weakness),
    ] {
      #expect(Set(words).count == Measure.allCases.count)
    }
  }

  @Test("say why too few were picked")
  func shortfall() {
    let small = SkipReason.breaksLimit(Finding(.imageTooSmall, .error, message: "small"))
    let rival = SkipReason.rival(of: 0, .pair(.near), by: nil)
    let taken = [Pick.Chosen(0, .fills)]
    let cases: [(Pick, String?)] = [
      (Pick(wanted: 1, chosen: taken, skipped: []), nil),
      (Pick(wanted: 2, chosen: taken, skipped: []), "1 of 2: there are no more pictures"),
      (
        Pick(wanted: 4, chosen: taken, skipped: [Pick.Skipped(1, small), Pick.Skipped(2, rival)]),
        "1 of 4: 1 breaks a limit, 1 shows the same as another"
      ),
      (
        Pick(
          wanted: 4, chosen: taken,
          skipped: [Pick.Skipped(1, small), Pick.Skipped(2, small), Pick.Skipped(3, .unreadable)]),
        "1 of 4: 2 break a limit, 1 could not be decoded"
      ),
    ]
    for (pick, text) in cases { #expect(PickWords.shortfall(pick) == text) }
  }
}
