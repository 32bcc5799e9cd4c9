import Model
import TestSupport
import Testing

@testable import Quality

@Suite("The best few")
struct PickedPictures {
  private static let good: [Measure: Double] = [.sharpness: 0.9, .exposure: 0.9, .clutter: 0.8]

  private func member(
    _ name: String, _ role: Role = .unsorted, sharpness: Double = 0.9, color: Double = 0,
    subject: Double? = nil
  ) -> SetMember {
    var scores = Self.good
    scores[.sharpness] = sharpness
    scores[.subject] = subject
    return lit(name, color: color, role: role, scores: scores)
  }

  private func scores(_ members: [SetMember], _ pairs: [SetPair] = []) -> SetScores {
    var scores = SetMeasurement.scores(of: members, kind: .character)
    scores.pairs = pairs
    return scores
  }

  private func pick(
    _ count: Int, of members: [SetMember], _ pairs: [SetPair] = []
  ) -> Pick {
    PicturePicker.pick(best: count, of: members, scores: scores(members, pairs), kind: .character)
  }

  private func names(_ pick: Pick, _ members: [SetMember]) -> [String] {
    pick.chosen.map { members[$0.member].name }
  }

  @Test("cover the views first, and the front leads")
  func views() {
    let members = [
      member("back", .back, sharpness: 0.5), member("front2", .front), member("side", .left),
      member("front", .front, sharpness: 0.95), member("quarter", .threeQuarterLeft),
    ]
    let found = pick(4, of: members)
    #expect(names(found, members) == ["front", "quarter", "side", "back"])
    #expect(found.skipped.map(\.member) == [1])
    #expect(found.skipped.first?.reason == .enough(4))
    #expect(
      found.chosen.map(\.reason).dropFirst() == [
        .only(.threeQuarter), .only(.side), .only(.back),
      ])
    #expect(found.missingCount == 0)
  }

  @Test("have no text over them, unless it may be print on a product")
  func text() {
    func lettered(_ name: String, sharpness: Double, text: Double) -> SetMember {
      var scores = Self.good
      (scores[.sharpness], scores[.text]) = (sharpness, text)
      return lit(name, color: 0, role: .unsorted, scores: scores)
    }
    let members = [
      lettered("lettered", sharpness: 0.95, text: 0.1), lettered("plain", sharpness: 0.8, text: 1),
    ]
    func best(_ kind: ElementKind) -> [String] {
      let scores = SetMeasurement.scores(of: members, kind: kind)
      return names(PicturePicker.pick(best: 1, of: members, scores: scores, kind: kind), members)
    }
    #expect(best(.character) == ["plain"])
    #expect(best(.product) == ["lettered"])
  }

  @Test("of two views without room for both are those of higher value")
  func worth() {
    let members = [
      member("back", .back), member("side", .right), member("front", .front),
      member("quarter", .threeQuarter),
    ]
    #expect(names(pick(2, of: members), members) == ["front", "quarter"])
    #expect(names(pick(1, of: members), members) == ["front"])
  }

  @Test("contain the better one of two duplicates, and say which")
  func pairs() {
    let members = [
      member("a", .front, sharpness: 0.5), member("b", .front), member("c", .back),
      member("d", .left),
    ]
    let pair = SetPair(first: 0, second: 1, kind: .sameView, distance: 20)
    let found = pick(4, of: members, [pair])
    #expect(names(found, members) == ["b", "d", "c"])
    #expect(
      found.skipped == [Pick.Skipped(0, .rival(of: 1, .pair(.sameView), by: .sharpness))])
    #expect(found.missingCount == 1)
    // It leads, so its own strengths are reported; a later one is compared with another picture.
    #expect(found.chosen.first?.reason == .strengths([.sharpness, .clutter, .exposure]))
    let others = [member("0", .front)] + members
    let shifted = SetPair(first: 1, second: 2, kind: .sameView, distance: 20)
    let again = pick(5, of: others, [shifted])
    #expect(
      again.chosen.first { $0.member == 2 }?.reason
        == .better(than: 1, by: .sharpness, .pair(.sameView)))
  }

  @Test("never omit the only front, nor the only picture of a view, for more or better others")
  func onlyFront() {
    // The front looks like two others, which have no known view and are better.
    let members = [
      member("front", .front, sharpness: 0.2), member("a"), member("b"), member("c"),
    ]
    let pairs = [1, 2].map { SetPair(first: 0, second: $0, kind: .sameView, distance: 20) }
    let found = pick(3, of: members, pairs)
    #expect(names(found, members) == ["front", "c"])
    // Two views by the user's roles are two views, however alike they look.
    let views = [
      member("front", .front), member("quarter", .threeQuarterLeft), member("side", .left),
    ]
    let alike = [
      SetPair(first: 0, second: 1, kind: .sameView, distance: 20),
      SetPair(first: 1, second: 2, kind: .mirror, distance: 20),
    ]
    #expect(names(pick(3, of: views, alike), views) == ["front", "quarter", "side"])
    // A copy is one picture nevertheless.
    let copy = [SetPair(first: 0, second: 1, kind: .near, distance: 2)]
    #expect(names(pick(3, of: views, copy), views) == ["front", "side"])
  }

  @Test("keep the front of a place, of which no views are required")
  func places() {
    let members = [
      member("front", .front, sharpness: 0.2), member("a", .back), member("b"), member("c"),
    ]
    var scores = SetMeasurement.scores(of: members, kind: .place)
    scores.pairs = []
    let found = PicturePicker.pick(best: 2, of: members, scores: scores, kind: .place)
    #expect(names(found, members).first == "front")
  }

  @Test("prefer a ready file among equals, and include one that must be prepared nevertheless")
  func preparing() {
    let broken = Finding(.imageFormatNotAccepted, .error, message: "HEIC", measured: "heic")
    var members = ["a", "b", "c"].map { member($0) }
    members[0].needsPreparing = broken
    #expect(names(pick(2, of: members), members) == ["b", "c"])
    #expect(names(pick(3, of: members), members) == ["a", "b", "c"])
    var better = ["a", "b", "c"].map { member($0) }
    better[0].role = .front
    better[0].needsPreparing = broken
    #expect(names(pick(2, of: better), better).first == "a")
  }

  @Test("contain nothing that the target would refuse, nor an unreadable file")
  func refused() {
    let finding = Finding(.imageTooSmall, .error, message: "shorter side under 300 px")
    var small = member("small", .back)
    small.brokenLimits = [finding]
    let members = [small, SetMember(name: "broken", role: .left), member("front", .front)]
    let found = pick(3, of: members)
    #expect(names(found, members) == ["front"])
    #expect(
      found.skipped == [Pick.Skipped(0, .breaksLimit(finding)), Pick.Skipped(1, .unreadable)])
    #expect(found.missingCount == 2)
    #expect(pick(3, of: []).chosen.isEmpty)
    #expect(pick(2, of: [small]).chosen.isEmpty)
  }

  @Test("omit the one with other light, unless it is the only one of its view")
  func light() throws {
    let members = [
      member("a"), member("b"), member("warm", sharpness: 1, color: 1.6), member("c"),
    ]
    let found = pick(3, of: members)
    #expect(Set(names(found, members)) == ["a", "b", "c"])
    guard case .oddLight(let odd) = try #require(found.skipped.first).reason else {
      Issue.record("left for \(found.skipped)")
      return
    }
    #expect(odd.differences == [LightDifference(.warmer, stops: 1.6)])
    let viewed = [
      member("a", .front), member("b", .front), member("warm", .back, color: 1.6),
      member("c", .left),
    ]
    #expect(Set(names(pick(3, of: viewed), viewed)).contains("warm"))
  }

  @Test("omit the one with a fault before they consider the light")
  func fault() {
    let members = [
      member("a"), member("blurred", sharpness: 0.1), member("warm", color: 1.6), member("c"),
    ]
    let found = pick(3, of: members)
    #expect(Set(names(found, members)) == ["a", "warm", "c"])
    #expect(found.skipped == [Pick.Skipped(1, .weak(.sharpness))])
  }

  @Test("rank the size of the subject above sharpness")
  func subject() {
    let members = [
      member("near", sharpness: 0.75, subject: 0.9), member("far", sharpness: 0.95, subject: 0.6),
    ]
    #expect(names(pick(1, of: members), members) == ["near"])
  }

  @Test("are equal, in equal order, however the pictures are given")
  func order() {
    var generator = SeededGenerator(seed: 7)
    let roles: [Role] = [.front, .left, .back, .unsorted, .threeQuarter, .right]
    for count in [5, 9, 16, 23] {
      let members = (0..<count).map { index in
        member(
          "\(index)", roles[index % roles.count],
          sharpness: Double.random(in: 0.3...1, using: &generator),
          color: Double.random(in: 0...1, using: &generator))
      }
      let expected = names(pick(4, of: members), members)
      #expect(expected.count == 4)
      for _ in 0..<4 {
        let shuffled = members.shuffled(using: &generator)
        #expect(names(pick(4, of: shuffled), shuffled) == expected)
      }
    }
  }

  @Test("that are equal in everything are ordered by their digests")
  func ties() {
    let members = ["c", "a", "b"].map { member($0) }
    #expect(names(pick(2, of: members), members) == ["a", "b"])
  }

  @Test("of many are found by exchanging as they are by trying all")
  func exchanging() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<10 {
      let candidates = (0..<12).map { index in
        PickSearch.Candidate(
          rating: PictureRating(
            member("\(index)", sharpness: Double.random(in: 0.5...1, using: &generator)).scores,
            kind: .character),
          lighting: nil, view: index % 5)
      }
      // Unrelated candidates, never chosen, make it too many to try all.
      let none = PickSearch.Candidate(
        rating: PictureRating(nil, kind: .character), lighting: nil, view: nil)
      let many = candidates + [PickSearch.Candidate](repeating: none, count: 6)
      #expect(
        PickSearch(many, wanted: 4).best == PickSearch(candidates, wanted: 4).best)
    }
  }
}
