import Castbook
import TestSupport
import Testing

/// The output of `castbook targets`.
@Suite struct TargetPages {
  private static let ids: [TargetID] = (try? TargetCatalogue().ids) ?? []

  private func page(_ name: String) throws -> String {
    let catalogue = try TargetCatalogue()
    return try TargetPage.text(of: catalogue.find(name), in: catalogue)
  }

  @Test("The list names every target once, under its host, with the day of its facts")
  func list() throws {
    let catalogue = try TargetCatalogue()
    let lines = try TargetList.text(catalogue).split(separator: "\n").map(String.init)
    let rows = lines.filter { $0.hasPrefix("  ") }
    #expect(rows.count == catalogue.ids.count)
    for id in catalogue.ids {
      let row = try #require(rows.first { $0.hasPrefix("  \(id) ") })
      let profile = try catalogue.profile(id)
      #expect(row.hasSuffix(profile.asOf.formatted))
      #expect(row.contains(profile.model.prefix(30)))
      if profile.status == .ended { #expect(row.contains("ended")) }
      #expect(row.contains("not confirmed") == (profile.status == .unverified))
    }
    #expect(
      lines.filter { !$0.hasPrefix("  ") }.dropLast() == [
        "Kling", "AIML API", "Alibaba Cloud", "Atlas Cloud", "Black Forest Labs", "BytePlus",
        "Comfy Router", "ComfyUI", "EvoLink", "fal", "Google", "Higgsfield", "Ideogram", "KIE",
        "Leonardo.Ai",
        "Luma", "MiniMax", "muapi", "OpenAI", "OpenRouter", "PiAPI", "PixVerse platform",
        "Replicate", "RunComfy", "Runware", "Runway", "Together AI", "Venice", "Vidu", "WaveSpeed",
        "xAI",
      ])
    let profiles = try catalogue.ids.map { try catalogue.profile($0) }
    let ended = profiles.count { $0.status == .ended }
    let types = profiles.count { $0.status != .ended && $0.certainty == .types }
    let last = try #require(lines.last)
    #expect(last.hasPrefix("\(profiles.count) targets: \(types) by first-party types, "))
    #expect(last.contains(", \(ended) ended. `castbook targets ID`"))
  }

  @Test(
    "The list fits its columns: the day is dropped first, then long names are cut",
    arguments: [56, 60, 74, 80, 100, 122, 160])
  func fits(columns: Int) throws {
    let catalogue = try TargetCatalogue()
    let lines = try TargetList.text(catalogue, columns: columns).split(separator: "\n")
    for line in lines.filter({ $0.hasPrefix("  ") }) { #expect(line.count <= columns, "\(line)") }
    #expect(lines.filter { $0.hasPrefix("  ") }.count == catalogue.ids.count)
    let sora = try #require(lines.first { $0.contains("openai.sora-2") })
    #expect(sora.contains("ended 24 Sep 2026") == (columns >= 80))
  }

  @Test("No two lines are equal except for the id", arguments: [60, 80, 100, nil])
  func twins(columns: Int?) throws {
    let catalogue = try TargetCatalogue()
    let ids = ["i2v", "r2v", "t2v", "v2v"].map { TargetID(rawValue: "fal.kling-o3.\($0)") }
    let lines = try TargetList.text(catalogue, ids, columns: columns).split(separator: "\n")
    let words = ["first frame", "references", "text", "video"]
    for (id, word) in zip(ids, words) {
      let line = try #require(lines.first { $0.hasPrefix("  \(id) ") })
      #expect(line.contains(", \(word)"), "\(line)")
    }
  }

  @Test("A page says first whether the target is live, and when it ended")
  func state() throws {
    #expect(try page("kling").contains("\nLive\n"))
    #expect(try page("openai.sora-2").contains("\nEnded on 24 Sep 2026: OpenAI's own SDK"))
    #expect(try page("runway.kling-o3.i2v").contains("\nNot confirmed: typed in SDK 5.24.0"))
    #expect(try page("kling.app").contains("\nSent: manually, in the app"))
  }

  @Test("A slot that accepts what another accepts refers to it")
  func sameSlots() throws {
    let page = try page("runway.kling-o3.i2v")
    #expect(
      page.contains(
        "\nSlot end\n  per request        1 at most  [1]\n  all else           as in slot image\n"))
    #expect(page.components("300 px or more") == 1)
  }

  @Test(
    "The length of a render is listed with what it depends on",
    arguments: [
      (
        "kling.o1-omni",
        "  length             3–10, whole seconds, 5 by default; 5 or 10 only with"
      ),
      (
        "kling.o1-omni",
        "    but              5, 10 with a start alone; first frame without reference images or video"
      ),
      (
        "runway.kling-4.0.t2v",
        "  length             3–30 s  [6] inferred: range and default not stated"
      ),
      ("fal.vidu.r2v", "    at q3-mix        1–16 s, 5 by default"),
      ("fal.veo-3.1.r2v", "  length             8s, 8s by default; 8 s only with references"),
      ("fal.kling-v3.i2v", "  ratios             none: follows the start image"),
      ("kling.v3-omni", "  sound              off by default; native not possible with a feature"),
      ("kling.v3-omni", "  used as feature_video or base_video"),
      ("fal.kling-o3.r2v", "  element + image    4 at most with a clip  [1]: elements + reference"),
      ("kling.v3-omni", "  image              4 at most with no video and a clip and no element"),
      (
        "kling.v3-omni",
        "  1080p, no video input, no audio USD 0.112 per second of output  [4]: 0.8 units"
      ),
      (
        "kling.v3-omni",
        "  start + end        none with video=base_video  [1]: base_video: no first or last frame"
      ),
    ])
  func render(id: String, line: String) throws {
    #expect(try page(id).contains("\n" + line))
  }

  @Test("A page never shows what only a program reads", arguments: TestRun.some(ids, 20))
  func words(id: TargetID) throws {
    let page = try page(id.rawValue)
    #expect(!page.contains("Optional("))
    #expect(!page.contains("\n\n\n"))
  }
}

extension String {
  /// The number of occurrences of a text in this one.
  fileprivate func components(_ text: String) -> Int { split(separator: text).count - 1 }
}
