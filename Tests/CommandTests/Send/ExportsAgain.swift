import Foundation
import Model
import TestSupport
import Testing

/// Exporting and sending the same shots more than once.
@Suite("Exporting again", .timeLimit(.minutes(20)))
struct ExportsAgain {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  private func bundle(_ json: JSONValue, _ name: String) -> JSONValue? {
    json["bundles"]?.array?.first { $0["name"]?.string == name }
  }

  @Test(
    "After `send` has created a voice or an element, a new export equals the existing one",
    arguments: [
      ("fal.kling-o3.r2v", "Shot 1 (5s): @mira waves. @mira: \"We open at nine.\""),
      ("kling.v3-omni", "@mira waves."),
    ])
  func created(target: String, words: String) throws {
    let spoken = try studio.export("spoken", for: target, words)
    let before = try Data(
      contentsOf: studio.scratch.url.appending(path: "\(spoken)/bundle.json"))
    let sent = try studio.run(["send", spoken, "--yes"])
    #expect(sent.status == 0, "\(sent)")
    let calls = try studio.providers.set().submissions.count
    #expect(calls > 1, "nothing was created before the request")
    let again = try studio.run(["export", "spoken.md", "-o", "out"])
    #expect(again.status == 0 && again.output.contains("already there"), "\(again)")
    #expect(
      try Data(contentsOf: studio.scratch.url.appending(path: "\(spoken)/bundle.json")) == before)
    // Sending the shot file uses the same bundle, and nothing is paid for again.
    for words in [["--dry-run"], ["--yes"]] {
      let result = try studio.run(["send", "spoken.md", "-o", "out"] + words)
      #expect(result.status == 0 && result.output.contains("rendered already"), "\(result)")
    }
    #expect(try studio.providers.set().submissions.count == calls)
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: studio.scratch.path("out").text)
    #expect(folders.filter { $0.hasPrefix("spoken") && !$0.contains("take") } == ["spoken"])
  }

  @Test("A change that no provider sees leaves a bundle as it is; one that a provider sees doesn't")
  func unseen() throws {
    try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.output("edit", "@mira", "--tag", "lead")
    let json = try studio.json("export", "lobby.md", "-o", "out")
    #expect(bundle(json, "lobby")?["wasThere"]?.boolean == true, "\(json.compactText)")
    try studio.output("edit", "@mira", "--drop", "mira-back.jpg")
    let changed = try studio.run(["export", "lobby.md", "-o", "out"])
    #expect(changed.status == 3 && changed.errors.contains("exists and is different"))
    #expect(changed.errors.contains("--replace"))
    // The advice of `status` works.
    try studio.output("use", "@mira")
    try studio.output("export", "lobby.md", "-o", "out", "--replace")
    #expect(try studio.output("status").contains("no pins") == false)
  }

  @Test("A bundle with a damaged file does not count as the existing one")
  func damaged() throws {
    let lobby = try studio.export("lobby", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.output("edit", "@mira", "--tag", "lead")
    let file = studio.scratch.url.appending(path: "\(lobby)/prompt.txt")
    try Data("other words".utf8).write(to: file)
    let again = try studio.run(["export", "lobby.md", "-o", "out"])
    #expect(again.status == 3 && again.errors.contains("exists and is different"), "\(again)")
  }

  @Test("One of ten that can't be exported doesn't stop the other nine")
  func batch() throws {
    for number in 1...10 {
      let words = number == 4 ? "duration: 99" : "duration: 5"
      try studio.scratch.write(
        Data("---\ntarget: fal.kling-o3.t2v\n\(words)\n---\nStreet \(number).\n".utf8),
        to: "s\(number).md")
    }
    let shots = (1...10).map { "s\($0).md" }
    try FileManager.default.createDirectory(
      at: studio.scratch.url.appending(path: "out/s7"), withIntermediateDirectories: true)
    try studio.scratch.write(Data("mine".utf8), to: "out/s7/notes.txt")
    let result = try studio.run(["export"] + shots + ["-o", "out"])
    #expect(result.status == 3)
    #expect(result.output.contains("s4: no bundle, 1 error"), "\(result.output)")
    #expect(result.output.contains("out/s7: exists and is not a bundle"), "\(result.output)")
    let made = (1...10).filter {
      FileManager.default.fileExists(atPath: studio.scratch.path("out/s\($0)/bundle.json").text)
    }
    #expect(made == [1, 2, 3, 5, 6, 8, 9, 10])
    #expect(
      try Data(contentsOf: studio.scratch.url.appending(path: "out/s7/notes.txt"))
        == Data("mine".utf8))
    let json = try studio.run(["export"] + shots + ["-o", "out", "--json"])
    #expect(json.status == 3)
    let bundles = try JSONParser.parse(Array(json.output.utf8))
    #expect(bundle(bundles, "s7")?["problem"]?["message"]?.string?.contains("out/s7") == true)
    #expect(bundle(bundles, "s4")?["path"] == nil && bundle(bundles, "s4")?["problem"] == nil)
    #expect(bundle(bundles, "s1")?["wasThere"]?.boolean == true)
    // The total covers only what was written.
    #expect(
      bundles["total"]?.array?.first?["amount"]?.string == "3.36",
      "\(bundles["total"]?.compactText ?? "")")
    // A send of all of them sends the nine that can be sent.
    let sent = try studio.run(["send"] + shots + ["-o", "fresh", "--yes"])
    #expect(sent.status == 1 && sent.errors.contains("s4: no bundle"), "\(sent)")
    #expect(try studio.providers.set().submissions.count == 9)
  }

  @Test("A shot that can't be exported, or a bundle without a key, doesn't stop others")
  func folders() throws {
    for (name, words) in [("one/a", "duration: 99"), ("two/b", "duration: 5")] {
      try FileManager.default.createDirectory(
        at: studio.scratch.url.appending(path: name).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try studio.scratch.write(
        Data("---\ntarget: fal.kling-o3.t2v\n\(words)\n---\nRain.\n".utf8), to: "\(name).md")
    }
    // Standard output is one JSON object despite the failure; the reason is on standard error.
    let plan = try studio.run(["send", "one/a.md", "two/b.md", "--dry-run", "--json"])
    #expect(plan.status == 1 && plan.errors.contains("a: no bundle, 1 error"), "\(plan)")
    let json = try JSONParser.parse(Array(plan.output.utf8))
    #expect(json["castbook"]?.string == "send/1" && json["bundles"]?.array?.count == 1)
    // A bundle whose key is missing doesn't stop another one.
    let silent = try studio.export("kling", for: "kling.v3.t2v", "A street in the rain.")
    let sent = try studio.run(
      ["send", silent, "two/b.md", "--yes"], without: ["KLING_API_KEY", "KLING_ACCESS_KEY"])
    #expect(sent.status == 1 && sent.output.contains("KLING_API_KEY is not set"), "\(sent)")
    #expect(sent.output.contains("two/b-take-1.mp4"), "\(sent)")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("With --strict, shots with warnings get no bundle, and others do")
  func strict() throws {
    try studio.output("edit", "@mug", "--basis", "unknown")
    for (name, text) in [("good", "@mira waves."), ("doubtful", "@mug on a table.")] {
      try studio.scratch.write(
        Data("---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n\(text)\n".utf8), to: "\(name).md")
    }
    let result = try studio.run(["export", "good.md", "doubtful.md", "-o", "out", "--strict"])
    #expect(
      result.status == 1 && result.output.contains("doubtful: no bundle, warnings count"),
      "\(result)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: studio.scratch.path("out").text) == [
        "good"
      ])
  }
}
