import Castbook
import Model
import TestSupport
import Testing

@testable import Agents

/// The tool `pick`.
@Suite(.timeLimit(.minutes(5)))
struct PickToolTests {
  @Test("The next call for an element can be made as it is")
  func next() async throws {
    let desk = try PictureDesk(allowing: [.edit])
    try await desk.add("@mira", PictureDesk.views.map { "scenes/\($0).jpg" })
    let content = try await desk.content("pick", ["files": ["@mira"], "best": 2])
    let call = try #require(
      content["next"]?.array?.compactMap(\.string).first { $0.hasPrefix("edit ") })
    let arguments = try JSONParser.parse(Array(call.dropFirst(5).utf8))
    let edited = try await desk.content("edit", arguments)
    let chosen = content["data"]?["chosen"]?.array?.first?["number"]?.integer
    #expect(arguments["pick"]?.array?.first?.integer == chosen)
    #expect(edited["data"]?["handle"] != nil)
  }

  /// Picks as the verb does.
  private func pick(
    _ paths: [FilePath], best: Int? = nil
  ) async throws -> (set: JudgedSet, pick: Pick) {
    var scoring = Score()
    scoring.targets = try PictureDesk().workspace.targets(nil)
    let (set, pick) = try await scoring.pick(best: best, of: FileList(paths))
    return (try #require(set.judged), try #require(pick))
  }

  @Test("chooses what the verb chooses, in its order, and gives every picture a reason")
  func chosen() async throws {
    let desk = try PictureDesk.withViews()
    let (set, pick) = try await pick(desk.shoot, best: 3)
    let content = try await desk.content("pick", ["files": ["shoot"], "best": 3])
    let data = try #require(content["data"])
    func names(_ members: [Int]) -> [String] {
      members.map { set.members[$0].name.split(separator: "/").last.map(String.init) ?? "" }
    }
    func paths(_ key: String) -> [String] {
      data[key]?.array?.compactMap { row in
        row["path"]?.string?.split(separator: "/").last.map(String.init)
      } ?? []
    }
    #expect(paths("chosen") == names(pick.chosen.map(\.member)))
    #expect(paths("left_out") == names(pick.skipped.map(\.member)))
    #expect(data["left_out_count"]?.integer == pick.skipped.count)
    #expect(data["wanted"] == 3)
    let summary = try #require(content["summary"]?.string)
    for name in names(pick.chosen.map(\.member)) { #expect(summary.contains("«\(name)»")) }
    #expect(summary.hasPrefix("\(pick.chosen.count) of \(set.members.count) pictures"))
    #expect(summary.count < 2500)
    #expect(content["next"]?.array?.contains(#"choose {"files":["shoot"]}"#) == true)
  }

  @Test("full adds the document with the pick")
  func full() async throws {
    let desk = try PictureDesk.withViews()
    let content = try await desk.content("pick", ["files": ["shoot"], "detail": "full"])
    let document = try #require(content["data"]?["score"])
    let (set, pick) = try await pick(desk.shoot)
    let selected = document["set"]?["selected"]?.array?.compactMap(\.string) ?? []
    #expect(selected.count == pick.chosen.count)
    for (choice, path) in zip(pick.chosen, selected) {
      let name = try #require(set.members[choice.member].name.split(separator: "/").last)
      #expect(path.hasSuffix(name))
    }
    #expect(document["files"]?.array?.count == set.members.count)
  }

  @Test("names pictures of an element by number, and says how their order is saved")
  func element() async throws {
    for allowances in [Set<Allowance>(), [.edit]] {
      let desk = try PictureDesk(allowing: allowances)
      try await desk.add("@mira", PictureDesk.views.map { "scenes/\($0).jpg" })
      let content = try await desk.content("pick", ["files": ["@mira"]])
      let chosen = try #require(content["data"]?["chosen"]?.array)
      #expect(!chosen.isEmpty)
      #expect(chosen.allSatisfy { $0["number"]?.integer != nil && $0["path"] == nil })
      let save = content["next"]?.array?.compactMap(\.string).first { $0.hasPrefix("edit ") }
      #expect(save?.contains("@mira") == true)
      #expect(save?.contains("--allow edit") == allowances.isEmpty)
    }
  }

  @Test("refuses more pictures than the target accepts, and pictures of several elements")
  func wrong() async throws {
    let desk = try PictureDesk.withViews()
    var scoring = Score()
    scoring.targets = try desk.workspace.targets(nil)
    let maximum = try #require(scoring.maximumPictures)
    let many = try await desk.refusal("pick", ["files": ["shoot"], "best": maximum + 1])
    #expect(many.hasPrefix("/best: the target accepts at most \(maximum) pictures."))
    try await desk.add("@mira", ["scenes/mira-000-daylight.jpg"])
    try await desk.add("@mug", ["scenes/mug-000-daylight.jpg"], kind: .product)
    for files in [["@mira", "@mug"], ["@mira", "shoot"]] as [JSONValue] {
      let several = try await desk.refusal("pick", ["files": files])
      #expect(several.hasPrefix("/files: these are of several elements."))
    }
    let target = try await desk.refusal("pick", ["files": ["shoot"], "targets": ["no-such"]])
    #expect(target.contains("no-such"))
  }

  @Test("finds nothing to pick in a folder without pictures")
  func empty() async throws {
    let desk = try PictureDesk()
    let content = try await desk.content("pick", ["files": ["shoot"]])
    #expect(content["data"]?["chosen"] == [])
    #expect(content["summary"]?.string?.hasPrefix("No pictures to pick from") == true)
  }
}
