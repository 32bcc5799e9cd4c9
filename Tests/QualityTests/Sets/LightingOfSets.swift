import Model
import Testing

@testable import Quality

@Suite("The light of a set")
struct LightingOfSets {
  private func lighting(_ members: SetMember...) throws -> SetLighting {
    try #require(LightingComparison.of(members))
  }

  /// The maximum difference from the expected one, in stops: swatches are compared in steps of a
  /// tenth.
  private func isAbout(_ found: LightDifference?, _ expected: LightDifference) -> Bool {
    guard let found else { return false }
    return found.way == expected.way && abs(found.stops - expected.stops) < 0.45
  }

  @Test("has one warm picture among daylight as its odd one, and names one of the others")
  func warm() throws {
    let found = try lighting(lit("a"), lit("b", color: 1.5), lit("c"), lit("d"))
    #expect(found.color.score == 0)
    #expect(found.exposure.score > 0.75)
    #expect(found.direction.score > 0.75)
    #expect(found.score == 0)
    let odd = try #require(found.outliers.first)
    #expect(found.outliers.count == 1)
    #expect(odd.member == 1)
    #expect(odd.exemplar == 0)
    #expect(isAbout(odd.differences.first, LightDifference(.warmer, stops: 1.5)))
    #expect(odd.differences.first?.stops == found.color.margin)
    #expect(odd.color == .warm && odd.othersColor == .daylight)
    #expect(abs(odd.excess - found.color.margin / 0.7) < 0.001)
    #expect(found.gaps.isEmpty && found.possibleOutliers.isEmpty)
    #expect(found.shift(of: 0) == .zero && found.shift(of: 7) == nil)
  }

  @Test("differs in each aspect, and in each direction of it")
  func ways() throws {
    let cases: [(SetMember, LightDifference)] = [
      (lit("z", color: -1.4), LightDifference(.cooler, stops: 1.4)),
      (lit("z", exposure: -3.5), LightDifference(.darker, stops: 1.5)),
      (lit("z", exposure: -0.5), LightDifference(.brighter, stops: 1.5)),
      (lit("z", across: 2.4), LightDifference(.fromRight, stops: 2.4)),
      (lit("z", across: -2.4), LightDifference(.fromLeft, stops: 2.4)),
      (lit("z", down: -2.4), LightDifference(.fromAbove, stops: 2.4)),
      (lit("z", down: 2.4), LightDifference(.fromBelow, stops: 2.4)),
    ]
    for (member, difference) in cases {
      let found = try lighting(lit("a"), lit("b"), lit("c"), member)
      #expect(found.outliers.map(\.member) == [3], "\(difference)")
      #expect(isAbout(found.outliers.first?.differences.first, difference), "\(difference)")
      #expect(found.outliers.first?.exemplar == 0)
    }
  }

  @Test("has no odd one among two warm and two cold pictures, but separate groups")
  func groups() throws {
    let found = try lighting(
      lit("a"), lit("b", color: 1.4), lit("c"), lit("d", color: 1.4))
    #expect(found.outliers.isEmpty)
    let gap = try #require(found.gaps.first)
    #expect(found.gaps.count == 1 && gap.isSure)
    #expect(gap.first == 0 && gap.second == 1)
    #expect(isAbout(gap.difference, LightDifference(.cooler, stops: 1.4)))
    #expect(found.color.score == 0 && found.color.spread == gap.difference.stops)
  }

  @Test("of two pictures has no odd one, but a gap from 0.45 stops in colour on")
  func two() throws {
    let near = try lighting(lit("a", color: 0.3), lit("b", color: 0))
    #expect(near.outliers.isEmpty && near.gaps.isEmpty)
    #expect(near.color.score >= 0.5)
    let far = try lighting(lit("a", color: 1.2), lit("b", color: 0))
    #expect(far.outliers.isEmpty)
    #expect(isAbout(far.gaps.first?.difference, LightDifference(.warmer, stops: 1.2)))
    #expect(far.gaps.first?.first == 0 && far.gaps.first?.second == 1)
    #expect(far.color.score == 0)
  }

  @Test("names a picture from half of the limit of an aspect on")
  func bounds() throws {
    let cases: [(LightAspect, SetMember, SetMember)] = [
      (.color, lit("z", color: 0.2), lit("z", color: 0.6)),
      (.exposure, lit("z", exposure: -2.4), lit("z", exposure: -2.9)),
      (.direction, lit("z", across: 0.6), lit("z", across: -2.4)),
    ]
    for (aspect, under, over) in cases {
      let even = try lighting(lit("a"), lit("b"), under, lit("c"))
      #expect(even.outliers.isEmpty && even[aspect].score >= 0.5, "\(aspect)")
      let uneven = try lighting(lit("a"), lit("b"), over, lit("c"))
      #expect(uneven.outliers.map(\.member) == [2], "\(aspect)")
      #expect(uneven[aspect].score < 0.5)
    }
  }

  @Test("is unknown for one picture, and for pictures without evidence")
  func missing() throws {
    let dark = SetMember(name: "dark")
    #expect(LightingComparison.of([lit("a")]) == nil)
    #expect(LightingComparison.of([lit("a"), dark, dark]) == nil)
    // Indices are those in the whole list.
    let found = try lighting(dark, lit("a"), dark, lit("b"), lit("c", color: 1.5))
    #expect(found.outliers.map(\.member) == [4])
    #expect(found.outliers.first?.exemplar == 1)
    #expect(found.shift(of: 0) == nil && found.shift(of: 1) == .zero)
  }

  @Test("of a picture that is odd twice is described by the stronger difference first")
  func twice() throws {
    let found = try lighting(
      lit("a"), lit("b"), lit("c"), lit("d", color: 0.6, exposure: -4))
    #expect(found.outliers.count == 1)
    let differences = try #require(found.outliers.first?.differences)
    #expect(isAbout(differences.first, LightDifference(.darker, stops: 2)))
    #expect(isAbout(differences.dropFirst().first, LightDifference(.warmer, stops: 0.6)))
  }

  @Test("is not the colour of the subject, if backdrops show that it is one light")
  func backdrops() throws {
    func seen(_ name: String, _ color: Double, backdrop: Double) -> SetMember {
      lit(name, color: color, backdrop: (color: backdrop, exposure: -1))
    }
    let dressed = try lighting(
      seen("a", 0, backdrop: 0), seen("b", 1.2, backdrop: 0), seen("c", 0, backdrop: 0))
    #expect(dressed.outliers.isEmpty && dressed.score >= 0.5)
    let warm = try lighting(
      seen("a", 0, backdrop: 0), seen("b", 1.2, backdrop: 1.2), seen("c", 0, backdrop: 0))
    #expect(warm.outliers.map(\.member) == [1])
    // Backdrops that are different everywhere say nothing: the subjects do.
    let grounds = try lighting(
      seen("a", 0, backdrop: -2), seen("b", 1.2, backdrop: 2), seen("c", 0, backdrop: 0.3))
    #expect(grounds.outliers.map(\.member) == [1])
    #expect(
      isAbout(grounds.outliers.first?.differences.first, LightDifference(.warmer, stops: 1.2)))
  }

  @Test("does not depend on the order of the pictures")
  func order() throws {
    let members = [
      lit("a", color: 0.1, across: 0.4), lit("b", color: 1.5), lit("c", color: 0.2, down: 0.5),
      lit("d", exposure: -2.2), lit("e", color: 0.3),
    ]
    let names = { (list: [SetMember]) -> [String] in
      LightingComparison.of(list)?.outliers.map { list[$0.member].name + list[$0.exemplar].name }
        ?? []
    }
    #expect(names(members).first?.first == "b")
    let scores = LightingComparison.of(members).map { [$0.color, $0.exposure, $0.direction] }
    for turn in members.indices {
      let turned = Array(members[turn...] + members[..<turn])
      #expect(names(turned) == names(members))
      let again = LightingComparison.of(turned)
      #expect(again.map { [$0.color, $0.exposure, $0.direction] } == scores)
      #expect(names(turned.reversed()) == names(members))
    }
  }
}
