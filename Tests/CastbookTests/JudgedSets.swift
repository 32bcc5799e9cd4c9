import Castbook
import TestSupport
import Testing

@Suite("The JSON of a rated set")
struct JudgedSets {
  private func member(_ name: String, _ role: Role, color: Double = 0) throws -> SetMember {
    let size = PixelSize(width: 1000, height: 1000)
    var scores = PictureScores(original: size, analysis: size)
    scores[.sharpness] = MeasuredScore(score: 0.9, value: 0.4)
    scores.lighting = .ofSubject(color: color)
    let letter = String(name.prefix(1))
    return SetMember(
      name: name, digest: Digest(hex: String(repeating: letter, count: 64)), scores: scores,
      role: role, size: size)
  }

  @Test(
    "has scores, the odd one, what is missing, and with a pick the chosen pictures and every reason"
  )
  func whole() throws {
    let set = JudgedSet(
      [
        try member("a.jpg", .front), try member("b.jpg", .left),
        try member("c.jpg", .left, color: 1.4), try member("d.jpg", .back),
      ], kind: .character, handle: try Handle("@mira"))
    let light = "warm light; the others have daylight, like a.jpg"
    let text = """
      {"status":"warn","scores":{"lighting":0,"lighting_color":0,"lighting_exposure":1,\
      "lighting_direction":1},"spread":{"lighting_color":0,"lighting_exposure":0,\
      "lighting_direction":0},"pairs":[],"odd":["c.jpg"],"missing":["three-quarter"],\
      "wanted":3,"selected":["a.jpg","b.jpg","d.jpg"],"reasons":{"a.jpg":"sharp",\
      "b.jpg":"same light as a.jpg","d.jpg":"the only back view","c.jpg":"\(light)"},\
      "advice":"Best next photo: at three-quarters (between front and side), in the light of a.jpg.",\
      "findings":[{"rule":"set.lighting","severity":"warning","measured":"1.4","limit":"0.35",\
      "unit":"stops","message":"c.jpg: \(light)","fix":"take it again in the light of a.jpg, or leave it out"},\
      {"rule":"set.coverage","severity":"note","measured":"3","limit":"4","unit":"views",\
      "message":"a three-quarter view is missing",\
      "fix":"take one photo at three-quarters (between front and side)"}]}
      """
    #expect(
      set.json(set.pick(best: 3)).compactText
        == (try JSONParser.parse(Array(text.utf8))).compactText)
    #expect(set.json()["selected"] == nil)
  }

  @Test("of the starter catalogue has no finding, except for an additional picture lit by a lamp")
  func starter() async throws {
    // Their names say what they show.
    let views = ["back", "front", "right", "three-quarter-left"].map { "starter/mira-\($0).jpg" }
    let four = try await judged(views)
    #expect(four.findings.isEmpty)
    #expect(four.scores.pairs.isEmpty)
    let five = try await judged(views + ["scenes/mira-045-lamp.jpg"])
    #expect(five.findings.map(\.rule) == [.setLighting, .setSameView])
    #expect(five.scores.lighting?.outliers.map(\.member) == [4])
    let message = try #require(five.findings.first).message
    #expect(message.contains("mira-045-lamp.jpg: warm light; the others have daylight, like "))
    let pick = five.pick(best: 4)
    #expect(pick.chosen.map(\.member) == [1, 3, 2, 0])
    #expect(pick.skipped.map { five.words($0.reason) }.first?.hasPrefix("same view as ") == true)
  }

  private func judged(_ names: [String]) async throws -> JudgedSet {
    let files = FileList(try names.map(Fixtures.path))
    return try #require(try await Score(kind: .character).run(files) { _ in }.judged)
  }

  @Test("of one picture omits what takes two, and of none claims nothing")
  func few() throws {
    let one = JudgedSet([try member("a.jpg", .unsorted)], kind: .place)
    let text = """
      {"status":"pass","scores":{},"pairs":[],"odd":[],\
      "advice":"Best next photo: from another side, in the light of a.jpg.",\
      "findings":[]}
      """
    #expect(one.json() == (try JSONParser.parse(Array(text.utf8))))
    let none = JudgedSet([], kind: .character)
    #expect(none.advice == nil && none.findings.isEmpty)
    let pick = none.pick(best: 4)
    #expect(pick.chosen.isEmpty)
    #expect(none.shortfall(of: pick) == "0 of 4: there are no more pictures")
  }
}
