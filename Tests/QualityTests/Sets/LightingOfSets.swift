import Model
import Testing

@testable import Quality

@Suite("The light of a set")
struct LightingOfSets {
  private func lighting(_ members: SetMember...) throws -> SetLighting {
    try #require(LightingComparison.of(members))
  }

  @Test(
    "has one warm picture among daylight as its odd one, and names the most usual of the others")
  func warm() throws {
    let found = try lighting(
      lit("a", color: 0.1), lit("b", color: 1.5), lit("c", color: 0.2), lit("d", color: 0.0))
    // Of the others' colours 0.1, 0.2, 0 the median is 0.1; the second farthest is d, 0.2 from 0.2.
    #expect(found.color.margin == 1.23)
    #expect(found.color.spread == 0.2)
    #expect(found.color.score == 0)
    #expect(found.exposure.score == 1)
    #expect(found.direction.score == 1)
    #expect(found.score == 0)
    let odd = try #require(found.odd.first)
    #expect(found.odd.count == 1)
    #expect(odd.member == 1)
    #expect(odd.like == 0)
    #expect(odd.differences == [LightDifference(.warmer, stops: 1.4)])
    #expect(odd.color == .warm && odd.others == .daylight)
    #expect(odd.excess == 1.64)
    #expect(found.gaps.isEmpty)
  }

  @Test("is told apart in each aspect, and in each direction of it")
  func ways() throws {
    let cases: [(SetMember, LightDifference)] = [
      (lit("z", color: -1.4), LightDifference(.cooler, stops: 1.4)),
      (lit("z", exposure: -3.5), LightDifference(.darker, stops: 1.5)),
      (lit("z", exposure: -0.5), LightDifference(.brighter, stops: 1.5)),
      (lit("z", across: 1.5, down: 0.2), LightDifference(.fromRight, stops: 1.5133)),
      (lit("z", across: -1.5), LightDifference(.fromLeft, stops: 1.5)),
      (lit("z", across: 0.9, down: -1.2), LightDifference(.fromAbove, stops: 1.5)),
      (lit("z", down: 1.5), LightDifference(.fromBelow, stops: 1.5)),
    ]
    for (member, difference) in cases {
      let found = try lighting(lit("a"), lit("b"), lit("c"), member)
      #expect(found.odd.map(\.member) == [3], "\(difference)")
      #expect(found.odd.first?.differences == [difference])
      #expect(found.odd.first?.like == 0)
    }
  }

  @Test("has no odd one of two warm and two cold pictures, but groups that lie apart")
  func groups() throws {
    let found = try lighting(
      lit("a", color: 0.1), lit("b", color: 1.5), lit("c", color: 0.1), lit("d", color: 1.5))
    #expect(found.odd.isEmpty)
    #expect(found.color.spread == 1.4)
    #expect(found.color.margin == 0.21)
    #expect(
      found.gaps == [
        LightGap(first: 0, second: 1, difference: LightDifference(.cooler, stops: 1.4))
      ]
    )
  }

  @Test("of two pictures has no odd one, but a gap from 0.6 stops in colour on")
  func two() throws {
    let near = try lighting(lit("a", color: 0.59), lit("b", color: 0))
    #expect(near.color.score == 0.5133)
    #expect(near.odd.isEmpty && near.gaps.isEmpty)
    let far = try lighting(lit("a", color: 1.2), lit("b", color: 0))
    #expect(far.odd.isEmpty)
    #expect(
      far.gaps == [LightGap(first: 0, second: 1, difference: LightDifference(.warmer, stops: 1.2))])
    #expect(far.color.margin == 0.975)
    #expect(far.color.score == 0)
  }

  @Test("names a picture from half of the limit of an aspect on, and scores fall evenly to it")
  func bounds() throws {
    let cases: [(LightAspect, SetMember, SetMember)] = [
      (.color, lit("z", color: 0.37), lit("z", color: 0.38)),
      (.exposure, lit("z", exposure: -2.59), lit("z", exposure: -2.61)),
      (.direction, lit("z", across: 0.5, down: 0.45), lit("z", across: -0.6, down: 0.4)),
    ]
    for (aspect, under, over) in cases {
      let even = try lighting(lit("a"), lit("b"), under, lit("c"))
      #expect(even.odd.isEmpty && even[aspect].score > 0.5 && even[aspect].score < 0.6)
      let uneven = try lighting(lit("a"), lit("b"), over, lit("c"))
      #expect(uneven.odd.map(\.member) == [2])
      #expect(uneven[aspect].score < 0.5 && uneven[aspect].score > 0.4)
    }
  }

  @Test("is not known of one picture, nor of pictures that do not tell")
  func missing() throws {
    let dark = SetMember(name: "dark")
    #expect(LightingComparison.of([lit("a")]) == nil)
    #expect(LightingComparison.of([lit("a"), dark, dark]) == nil)
    // Places are those in the whole list.
    let found = try lighting(dark, lit("a"), dark, lit("b"), lit("c", color: 1.5))
    #expect(found.odd.map(\.member) == [4])
    #expect(found.odd.first?.like == 1)
  }

  @Test("of a picture that is odd twice is told with what is stronger first")
  func twice() throws {
    let found = try lighting(
      lit("a"), lit("b"), lit("c"), lit("d", color: 1.0, exposure: -3.7))
    #expect(found.odd.count == 1)
    #expect(
      found.odd.first?.differences == [
        LightDifference(.darker, stops: 1.7), LightDifference(.warmer, stops: 1),
      ])
  }

  @Test("does not depend on the order of the pictures")
  func order() throws {
    let members = [
      lit("a", color: 0.1, across: 0.4), lit("b", color: 1.5), lit("c", color: 0.2, down: 1.9),
      lit("d", exposure: -4.2), lit("e", color: 0.3),
    ]
    let names = { (list: [SetMember]) -> [String] in
      LightingComparison.of(list)?.odd.map { list[$0.member].name + list[$0.like].name } ?? []
    }
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
