import Castbook
import TestSupport
import Testing

/// The `set` of `score/1`, here of four views of Mira. One of them has another light, and one view
/// is missing.
@Suite("The JSON of a rated set")
struct JudgedSetJSON {
  private let mira: JudgedSet
  /// The JSON with a pick of three.
  private let json: JSONValue

  /// What is wrong with the light of `c.jpg`.
  private static let lamp = "warm light; the others have daylight, like a.jpg"

  init() throws {
    mira = JudgedSet(
      [
        try .sample("a.jpg", .front), try .sample("b.jpg", .left),
        try .sample("c.jpg", .left, color: 1.4), try .sample("d.jpg", .back),
      ], kind: .character, handle: try Handle("@mira"))
    json = mira.json(mira.pick(best: 3))
  }

  /// The text of a value, which shows the order of its keys and how its numbers are written.
  private func text(_ key: String) -> String? { json[key]?.compactText }

  @Test("has the measures, the pick, the advice and the findings, in this order")
  func keys() {
    #expect(
      json.members?.map(\.key) == [
        "status", "scores", "spread", "pairs", "odd", "missing", "wanted", "selected", "reasons",
        "advice", "findings",
      ])
  }

  @Test("omits the keys of a pick if nothing was picked")
  func unpicked() {
    let rest = json.removing("wanted", "selected", "reasons")
    #expect(mira.json() == rest)
    #expect(mira.json()["selected"] == nil)
  }

  @Test("scores the light by its worst aspect, and says how far each aspect varies")
  func light() {
    let scores: JSONValue = [
      "lighting": 0, "lighting_color": 0, "lighting_exposure": 1, "lighting_direction": 1,
    ]
    let spread: JSONValue = [
      "lighting_color": 0, "lighting_exposure": 0, "lighting_direction": 0,
    ]
    #expect(text("scores") == scores.compactText)
    #expect(text("spread") == spread.compactText)
  }

  @Test("names the pictures that are odd or alike, and the views that are missing")
  func members() {
    #expect(text("odd") == #"["c.jpg"]"#)
    #expect(text("pairs") == "[]")
    #expect(text("missing") == #"["three-quarter"]"#)
  }

  @Test("has the number that was wanted, the picked pictures, and a reason for every picture")
  func pick() {
    let reasons: JSONValue = [
      "a.jpg": "sharp", "b.jpg": "same light as a.jpg", "d.jpg": "the only back view",
      "c.jpg": Self.lamp,
    ]
    #expect(text("wanted") == "3")
    #expect(text("selected") == #"["a.jpg","b.jpg","d.jpg"]"#)
    #expect(text("reasons") == reasons.compactText)
  }

  @Test("advises to take the view that is missing, in the light of the best picture")
  func advice() {
    #expect(
      json["advice"]?.string
        == "Best next photo: at three-quarters (between front and side), in the light of a.jpg.")
  }

  @Test("has each finding with its measure, its limit and what to do, and the worst as its status")
  func findings() {
    let light: JSONValue = [
      "rule": "set.lighting", "severity": "warning", "measured": "1.4", "limit": "0.35",
      "unit": "stops", "message": "c.jpg: \(Self.lamp)",
      "fix": "take it again in the light of a.jpg, or leave it out",
    ]
    let coverage: JSONValue = [
      "rule": "set.coverage", "severity": "note", "measured": "3", "limit": "4", "unit": "views",
      "message": "a three-quarter view is missing",
      "fix": "take one photo at three-quarters (between front and side)",
    ]
    let found = json["findings"]?.array?.map(\.compactText)
    #expect(found == [light.compactText, coverage.compactText])
    #expect(text("status") == #""warn""#)
  }

  @Test("of one picture omits what takes two")
  func onePicture() throws {
    let one = JudgedSet([try .sample("a.jpg", .unsorted)], kind: .place)
    let expected: JSONValue = [
      "status": "pass", "scores": [:] as JSONValue, "pairs": [] as JSONValue,
      "odd": [] as JSONValue,
      "advice": "Best next photo: from another side, in the light of a.jpg.",
      "findings": [] as JSONValue,
    ]
    #expect(one.json() == expected)
  }
}
