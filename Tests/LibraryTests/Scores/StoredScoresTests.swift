import Model
import TestSupport
import Testing

@testable import Library

@Suite("Scores in the index")
struct StoredScoresTests {
  @Test("are read back as they were written, to the last decimal")
  func exact() throws {
    var generator = SeededGenerator(seed: 3)
    func decimal() -> Double {
      (Double(Int.random(in: -40_000...40_000, using: &generator)) / 10_000)
    }
    for round in 0..<500 {
      var scores = PictureScores(
        original: PixelSize(width: 1 + round, height: 70_000),
        analysis: PixelSize(width: 1024, height: 1 + round))
      scores.isOverWhite = round % 2 == 0
      scores.motion = [nil, 0, 45, 90, 135][round % 5]
      if round % 3 > 0 {
        scores.lighting = Lighting(
          color: decimal(), exposure: decimal(), across: decimal(), down: decimal())
      }
      for measure in Measure.allCases where Bool.random(using: &generator) {
        scores[measure] = MeasuredScore(
          score: abs(decimal()) / 4, value: decimal(),
          warn: Bool.random(using: &generator) ? abs(decimal()) : nil,
          fail: Bool.random(using: &generator) ? abs(decimal()) : nil,
          box: Bool.random(using: &generator)
            ? PixelBox(x: round, y: 0, width: 64, height: 9) : nil)
        // Four decimals, as measuring leaves them.
        scores[measure]?.score = (abs(decimal()) * 2500).rounded() / 10_000
      }
      let text = StoredScores.text(scores)
      let again = try #require(try StoredScores.scores(text))
      #expect(again == scores, "\(text)")
      #expect(StoredScores.text(again) == text)
    }
  }

  @Test("are stored as text that people can read")
  func text() throws {
    var scores = PictureScores(
      original: PixelSize(width: 1200, height: 900), analysis: PixelSize(width: 1024, height: 768))
    scores[.clutter] = MeasuredScore(score: 0.21, value: 0.79, warn: 0.25)
    scores[.sharpness] = MeasuredScore(
      score: 1, value: -0.5, warn: 0.42, fail: 0.15,
      box: PixelBox(x: 8, y: 16, width: 128, height: 96))
    #expect(
      StoredScores.text(scores) == """
        {"original":[1200,900],"analysis":[1024,768],"measures":\
        {"sharpness":[1,-0.5,0.42,0.15,[8,16,128,96]],"clutter":[0.21,0.79,0.25,null]}}
        """)
  }

  @Test("are those of the last look; a measure that is missing now keeps its earlier value")
  func looks() throws {
    let library = try TestLibrary()
    let store = try library.open()
    try store.register("mira", files: [[2]])
    let blob = try Measured.digest(2)
    #expect(try store.contents { try $0.scores.of(blob) == nil })
    try store.examine()
    let found = try #require(try store.contents { try $0.scores.of(blob) })
    #expect(found.metric == PictureScores.metric)
    #expect(found.scores == Measured.scores(2))
    var facts = try Measured.facts(2)
    facts.metric = nil
    facts.scores = nil
    facts.weaknesses = []
    try store.recordFacts([facts], missing: [])
    #expect(try store.contents { try $0.scores.of(blob)?.scores } == Measured.scores(2))
    #expect(try store.weak() == ["mira 1 error image.over-compressed"])
    // Measured, without any result.
    facts.metric = "quality/9"
    try store.recordFacts([facts], missing: [])
    let last = try #require(try store.contents { try $0.scores.of(blob) })
    #expect(last.metric == "quality/9" && last.scores == nil)
    #expect(try store.weak() == [])
  }

  @Test(
    "of another version are counted, found in pages, and reported by a checkup until they are new")
  func outdated() throws {
    let library = try TestLibrary()
    let store = try library.open()
    try store.register("mira", name: "Mira", files: (0..<7).map { [$0] })
    try store.examine()
    #expect(try store.contents { try $0.scores.countOutdated() } == 0)
    #expect(try store.checkup().faults == [])
    try store.recordScores(try (2..<7).map { try Measured.facts($0, metric: "quality/0") })
    #expect(try store.contents { try $0.scores.countOutdated() } == 5)
    #expect(try store.checkup().faults.map(\.fault) == [.outdatedScores(count: 5)])
    var found: [Digest] = []
    var cursor = 0
    while let last = try store.contents({ try $0.scores.outdated(after: cursor, limit: 2) }).last {
      found += try store.contents({ try $0.scores.outdated(after: cursor, limit: 2) }).map(\.blob)
      cursor = last.number
    }
    #expect(found == (try (2..<7).map { try Measured.digest($0) }))
    // Making the index again is not needed for this.
    #expect(try store.checkup(repairing: true).faults.map(\.isRepaired) == [false])
    try store.recordScores(try (2..<7).map { try Measured.facts($0) })
    #expect(try store.checkup().faults == [])
  }
}
