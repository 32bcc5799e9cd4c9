import Model
import Testing

@testable import Checking

@Suite("Findings on a set")
struct SetFindingTexts {
  private static let bounds = SetFindings.Bounds(light: 0.5, view: 0.87)

  private func members(_ roles: Role...) -> [SetMember] {
    zip(["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"], roles).map { name, role in
      SetMember(name: name, scores: Self.scores, role: role)
    }
  }

  private static let scores: PictureScores = {
    let size = PixelSize(width: 1000, height: 1000)
    var scores = PictureScores(original: size, analysis: size)
    scores.lighting = Lighting(color: 0, exposure: -2, across: 0, down: 0)
    return scores
  }()

  private func scores(
    of members: [SetMember], kind: ElementKind? = .character, lighting: SetLighting? = nil,
    pairs: [SetPair] = [], exemplar: Int? = 0, weakest: SetScores.WeakPicture? = nil
  ) -> SetScores {
    SetScores(
      lighting: lighting, variety: nil, pairs: pairs,
      coverage: AngleCoverage(of: members, kind: kind), exemplar: exemplar, weakest: weakest)
  }

  private static let even = SetLighting.Aspect(
    score: 1, margin: 0, limit: 1.8, spread: 0, widestGap: 1.152)

  private static func lighting(odd: [OddLight] = [], gaps: [LightGap] = []) -> SetLighting {
    let color = SetLighting.Aspect(
      score: 0.2125, margin: 1.26, limit: 1.6, spread: 1.4, widestGap: 1.024)
    return SetLighting(color: color, exposure: even, direction: even, odd: odd, gaps: gaps)
  }

  private func lines(
    _ scores: SetScores, _ members: [SetMember], handle: Handle? = nil
  ) -> [String] {
    SetFindings(scores, of: members, bounds: Self.bounds, handle: handle).all.map { finding in
      let numbers = [finding.measured, finding.limit, finding.unit].map { $0 ?? "-" }
      return "\(finding.severity) \(finding.rule) \(numbers.joined(separator: " ")) | "
        + finding.sentence
    }
  }

  @Test("of light name the odd one, or the two that differ")
  func light() {
    let four = members(.front, .left, .back, .threeQuarter)
    let odd = OddLight(
      member: 2, differences: [LightDifference(.warmer, stops: 1.4)], like: 0, color: .warm,
      others: .daylight, excess: 0.7875)
    #expect(
      lines(scores(of: four, lighting: Self.lighting(odd: [odd])), four) == [
        "warning set.lighting 1.4 0.8 stops | c.jpg: warm light; the others have daylight, like "
          + "a.jpg: take it again in the light of a.jpg, or leave it out"
      ])
    var unsure = Self.lighting()
    unsure.possibleOutliers = [odd]
    #expect(
      lines(scores(of: four, lighting: unsure), four) == [
        "note set.lighting 1.4 0.8 stops | c.jpg may be lit differently, or only shows different "
          + "things: warm light; the others have daylight, like a.jpg: "
          + "compare it with a.jpg by eye"
      ])
    let gap = LightGap(first: 0, second: 1, difference: LightDifference(.cooler, stops: 1.4))
    #expect(
      lines(scores(of: four, lighting: Self.lighting(gaps: [gap])), four) == [
        "warning set.lighting 1.4 1.02 stops | the pictures have different light: a.jpg is clearly "
          + "cooler than b.jpg: keep the pictures in one light, or take the others again in that light"
      ])
    let two = Array(four[..<2])
    #expect(
      lines(scores(of: two, kind: .place, lighting: Self.lighting(gaps: [gap])), two) == [
        "warning set.lighting 1.4 1.02 stops | a.jpg is clearly cooler than b.jpg: "
          + "take both in the same light"
      ])
  }

  @Test("of duplicate pictures name each later one once, by the strongest evidence")
  func pairs() {
    let five = members(.front, .left, .back, .threeQuarter, .front)
    let pairs = [
      SetPair(first: 0, second: 1, kind: .exact, distance: 0),
      SetPair(first: 0, second: 2, kind: .near, distance: 3),
      SetPair(first: 1, second: 2, kind: .near, distance: 3),
      SetPair(first: 0, second: 3, kind: .mirror, distance: 2),
      SetPair(first: 0, second: 4, kind: .sameView, distance: 22, agreement: 0.9412),
      SetPair(first: 3, second: 4, kind: .mirror, distance: 1),
    ]
    let leave = "leave one of them out, or show another angle instead"
    let expression = [
      SetPair(first: 0, second: 1, kind: .near, distance: 4, isCopy: false)
    ]
    #expect(
      lines(scores(of: five, pairs: expression), five) == [
        "warning set.duplicate 4 14 bits | b.jpg is nearly the same picture as a.jpg: \(leave)"
      ])
    let mirror =
      "leave out the mirrored one; it adds no angle, and details change sides"
    #expect(
      lines(scores(of: five, pairs: pairs), five) == [
        "warning set.duplicate 2 1 files | b.jpg is identical to a.jpg: \(leave)",
        "warning set.duplicate 3 14 bits | c.jpg is a copy of a.jpg: \(leave)",
        "warning set.mirror 2 14 bits | d.jpg is the mirror image of a.jpg: \(mirror)",
        "warning set.mirror 1 14 bits | e.jpg is the mirror image of d.jpg: \(mirror)",
      ])
    let view = Array(pairs[4...4])
    #expect(
      lines(scores(of: five, pairs: view), five) == [
        "warning set.same-view 0.94 0.87 - | e.jpg shows the same view as a.jpg and adds no "
          + "angle: \(leave)"
      ])
  }

  @Test("of views claim nothing without roles, and name what is missing with them")
  func coverage() throws {
    let handle = try Handle("@mira")
    let none = members(.unsorted, .expression)
    #expect(
      lines(scores(of: none), none, handle: handle) == [
        "note set.coverage - - - | the views of the pictures are not known: "
          + "castbook edit @mira --role N=front"
      ])
    #expect(
      lines(scores(of: none), none) == [
        "note set.coverage - - - | the views of the pictures are not known: "
          + "name the views in the file names: mira-front.jpg, mira-back.jpg"
      ])
    let two = members(.front, .threeQuarterLeft)
    #expect(
      lines(scores(of: two), two) == [
        "note set.coverage 2 4 views | a side view and a back view are missing: "
          + "take one photo from the side, then from behind"
      ])
    let some = members(.front, .unsorted, .left, .back)
    #expect(
      lines(scores(of: some), some, handle: handle) == [
        "note set.coverage 3 4 views | no picture has the role three-quarter; 1 picture has no role: "
          + "castbook edit @mira --role N=three-quarter"
      ])
    let product = members(.front, .threeQuarter, .right, .back, .detail)
    #expect(
      lines(scores(of: product, kind: .product), product) == [
        "note set.coverage 5 6 views | a view from above is missing: take one photo from above"
      ])
    #expect(lines(scores(of: product), product).isEmpty)
    #expect(lines(scores(of: none, kind: .place), none).isEmpty)
    #expect(lines(scores(of: []), []).isEmpty)
  }

  @Test("and one sentence say what would help most")
  func advice() throws {
    let handle = try Handle("@mira")
    func advice(_ scores: SetScores, _ members: [SetMember]) -> String? {
      SetAdvice(scores, of: members, handle: handle).sentence
    }
    let three = members(.front, .threeQuarter, .left)
    #expect(
      advice(scores(of: three), three)
        == "Best next photo: from behind, in the light of a.jpg.")
    #expect(
      advice(scores(of: three, exemplar: nil), three) == "Best next photo: from behind.")
    let one = members(.front)
    #expect(
      advice(scores(of: one, kind: .place), one)
        == "Best next photo: from another side, in the light of a.jpg.")
    #expect(
      advice(scores(of: one, kind: .place, exemplar: nil), one)
        == "Best next photo: from another side.")
    let none = members(.unsorted, .unsorted)
    #expect(
      advice(scores(of: none), none)
        == "Name the views: castbook edit @mira --role N=front.")
    let some = members(.front, .left, .unsorted, .threeQuarter)
    #expect(
      advice(scores(of: some), some)
        == "No picture has the role back. If one shows it, run castbook edit @mira --role N=back; "
        + "if not, take one photo from behind, in the light of a.jpg.")
    #expect(advice(scores(of: []), []) == nil)
  }

  @Test("say what to replace if nothing is missing")
  func replacements() {
    let all = members(.front, .threeQuarter, .right, .back)
    func advice(_ scores: SetScores, _ members: [SetMember]) -> String? {
      SetAdvice(scores, of: members, handle: nil as Handle?).sentence
    }
    #expect(
      advice(scores(of: all, lighting: Self.lighting()), all)
        == "The set is complete: front, three-quarter, side and back, in the same light.")
    #expect(
      advice(scores(of: all), all)
        == "The set is complete: front, three-quarter, side and back.")
    #expect(
      advice(scores(of: all, kind: .place), all)
        == "The set is consistent: no picture needs replacing.")
    let blurred = SetScores.WeakPicture(member: 2, measure: .sharpness)
    #expect(
      advice(scores(of: all, weakest: blurred), all)
        == "Best next photo: another one instead of c.jpg, in the light of a.jpg (it is blurred)."
    )
    let first = SetScores.WeakPicture(member: 0, measure: .clutter)
    #expect(
      advice(scores(of: all, weakest: first), all)
        == "Best next photo: another one instead of a.jpg (it has a cluttered background).")
    let pair = [SetPair(first: 1, second: 3, kind: .near, distance: 2)]
    #expect(
      advice(scores(of: all, pairs: pair, weakest: blurred), all)
        == "Best next photo: another angle instead of d.jpg, which shows the same as b.jpg.")
    let odd = OddLight(
      member: 2, differences: [LightDifference(.warmer, stops: 1.4)], like: 0, color: .warm,
      others: .daylight, excess: 0.7875)
    #expect(
      advice(scores(of: all, lighting: Self.lighting(odd: [odd]), pairs: pair), all)
        == "Best next photo: c.jpg again, in the light of a.jpg.")
    var refused = all + [SetMember(name: "e.jpg")]
    refused[4].brokenLimits = [Finding(.imageTooSmall, .error, message: "under 300 px")]
    #expect(
      advice(scores(of: refused), refused)
        == "Best next step: replace e.jpg (under 300 px).")
  }

  @Test("say what is missing on its own line")
  func missing() {
    let two = members(.front, .left)
    #expect(
      SetAdvice(scores(of: two), of: two, handle: nil as Handle?).missing
        == "Missing: a three-quarter view, a back view.")
    let some = members(.front, .unsorted)
    #expect(SetAdvice(scores(of: some), of: some, handle: nil as Handle?).missing == nil)
  }
}
