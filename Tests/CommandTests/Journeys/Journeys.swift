import Foundation
import Model
import TestSupport
import Testing

/// Four users' journeys from an empty folder to their goals, by the commands that castbook prints.
@Suite("Journeys", .timeLimit(.minutes(20)))
struct Journeys {
  @Test("A film-maker gets from thirty photographs to a take in at most eleven commands")
  func film() throws {
    let walk = try Walkthrough()
    _ = try PhoneShoot(in: walk.work.appending(path: "shoot"))
    try walk.type("castbook sort shoot/ --groups 3 -o cast/")
    let add = try walk.printed("add --from cast/")
    try walk.type(
      "mv cast/subject_1 cast/mira; mv cast/subject_2 cast/ben; mv cast/subject_3 cast/mug")
    try walk.type(
      "mv cast/mira/IMG_4209.JPG cast/mira/front.jpg; mv cast/ben/IMG_4221.JPG cast/ben/front.jpg")
    try walk.write(#"{"kind": "product", "rights": {"basis": "own"}}"#, to: "cast/mug/element.json")
    try walk.type("castbook voice shoot/interview.wav --cut -o cast/mira/mira_voice.wav")
    try walk.type("\(add) --basis consented --for kling-o3")
    #expect(!walk.shown.contains(#/--role \d+=/#), "a guess: \(walk.shown)")
    for name in ["mira", "ben", "mug"] {
      try walk.type("castbook pick @\(name) --for kling-o3 --save")
    }
    try walk.type("castbook use @mira @ben @mug --for kling-o3")
    try walk.write(
      "---\nduration: 5\n---\n@mira hands the @mug to @ben in a quiet lobby.\n", to: "lobby.md")
    try walk.type("castbook send lobby.md --dry-run")
    #expect(walk.shown.contains("sends to queue.fal.run"), "\(walk.shown)")
    try walk.type("castbook send lobby.md --yes --max-cost 5")
    #expect(walk.exists("lobby-take-1.mp4") && walk.shown.contains("lobby-take-1.mp4"))
    try walk.type("castbook status")
    #expect(walk.count <= 11, "\(walk.count) commands")
    #expect(try walk.providers.set().submissions.count == 1)
  }

  @Test("A studio shoots a product again: everything says so, and what is printed repairs it")
  func studio() throws {
    let walk = try Walkthrough()
    for view in ["front", "three-quarter", "top"] {
      try walk.bring("starter/mug-\(view).jpg", as: "shoot/mug/mug-\(view).jpg")
    }
    try walk.bring("scenes/mug-090-daylight.jpg", as: "new/mug-left.jpg")
    try walk.write(
      #"{"kind": "product", "rights": {"basis": "own"}}"#, to: "shoot/mug/element.json")
    try walk.type("castbook add --from shoot/")
    try walk.type("castbook use @mug --for kling-o3")
    for number in 1...3 {
      try walk.write(
        "---\nduration: 5\n---\n@mug on a table, take \(number).\n", to: "s\(number).md")
    }
    try walk.type("castbook export s1.md s2.md s3.md -o out")
    // Another picture of it, and the shots are behind.
    try walk.type("castbook add product @mug new/mug-left.jpg --role left")
    try walk.type("castbook send out/s1 --yes --max-cost 1")
    try walk.type("castbook status")
    try walk.follow("update @mug")
    try walk.type("castbook status")
    #expect(walk.shown.contains("--replace"), "\(walk.shown)")
    try walk.type("castbook send out/s2 --yes", status: 1)
    #expect(walk.shown.contains("@mug has changed since this export"), "\(walk.shown)")
    try walk.type("castbook export s1.md s2.md s3.md -o out --replace")
    try walk.type("castbook status")
    try walk.type("castbook send out/s2 --yes --max-cost 1")
    // Its rights end, and nothing more can be sent.
    try walk.type("castbook edit @mug --basis licensed --expires 2020-01-31")
    try walk.type("castbook status", status: 1)
    try walk.type("castbook export s3.md -o out", status: 1)
    try walk.type("castbook send out/s3 --yes", status: 1)
    #expect(walk.shown.contains("rights expired"), "\(walk.shown)")
    #expect(try walk.providers.set().submissions.count == 2)
    // They are renewed, as it says, and the shot can be sent.
    try walk.follow("edit @mug --expires", replacing: ["DAY": "2030-12-31"])
    try walk.type("castbook send out/s3 --yes --max-cost 1")
    #expect(try walk.providers.set().submissions.count == 3)
  }

  @Test("An engineer's script runs twice without harm, and says what fails")
  func script() throws {
    let walk = try Walkthrough()
    try walk.type("castbook init --starter")
    try walk.bring("trouble/mira-side.jpg", as: "refs/broken one.jpg")
    try walk.bring("starter/mira-front.jpg", as: "refs/good.jpg")
    try walk.type("castbook check refs --for kling-o3 --quiet", status: 1)
    #expect(
      walk.shown.contains("broken one.jpg") && !walk.shown.contains("good.jpg"), "\(walk.shown)")
    try walk.type("printf '' | castbook check - --quiet")
    #expect(walk.shown.isEmpty, "\(walk.shown)")
    try walk.write(
      "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\nShot 1 (5s): @mira waves. @mira: \"We open at nine.\"\n",
      to: "open.md")
    try walk.write("---\ntarget: fal.kling-o3.t2v\nduration: 99\n---\nRain.\n", to: "long.md")
    let build = "castbook export open.md -o out"
    try walk.type(build)
    try walk.follow("register @mira_voice", adding: "--yes")
    try walk.type("\(build) && castbook send out/open --yes --max-cost 2")
    let first = try walk.providers.set().submissions.count
    try walk.type("\(build) && castbook send out/open --yes --max-cost 2")
    try walk.type("castbook send open.md -o out --yes --max-cost 2")
    #expect(try walk.providers.set().submissions.count == first, "something was paid twice")
    try walk.follow("fetch", adding: "-o again")
    #expect(walk.exists("again"), "\(walk.shown)")
    try walk.type("castbook export open.md long.md -o out", status: 1)
    #expect(walk.shown.contains("long: no bundle") && walk.exists("out/open"))
  }

  @Test("An agent repairs its mistakes with what the answers say")
  func agent() throws {
    let walk = try Walkthrough()
    try walk.type("castbook init --starter")
    try walk.type("castbook targets kling-o3 --brief")
    #expect(walk.shown.utf8.count < 2_500, "\(walk.shown.utf8.count) bytes")
    try walk.follow("targets fal.kling-o3.r2v")
    try walk.type("castbook help shot-files")
    try walk.write("---\nduration: 5\n---\n@mirra waves.\n", to: "wave.md")
    try walk.type("castbook send wave.md --dry-run", status: 2)
    try walk.follow("use --for", replacing: ["TARGET": "kling-o3"])
    try walk.type("castbook send wave.md --dry-run", status: 1)
    #expect(walk.shown.contains("@mira"), "no suggestion: \(walk.shown)")
    try walk.write("---\nduration: 5\n---\n@mira waves.\n", to: "wave.md")
    let plan = try walk.json("castbook send wave.md --dry-run")
    #expect(plan["ready"]?.boolean == true && plan["missingKeys"] == nil)
    try walk.type("castbook send wave.md", status: 2)
    #expect(walk.shown.contains("--yes"))
    let sent = try walk.json("castbook send wave.md --yes --max-cost 1")
    #expect(RenderStudio.end(sent) == "take")
    let again = try walk.json("castbook send wave.md --yes --max-cost 1")
    #expect(again["bundles"]?.array?.first?["state"]?.string == "done")
    try walk.type("castbook send wave.md --dry-run")
    // The output says how to get the clip again.
    try FileManager.default.removeItem(at: walk.work.appending(path: "wave-take-1.mp4"))
    try walk.follow("fetch", adding: "-o .")
    #expect(walk.exists("wave-take-1.mp4"), "\(walk.shown)")
  }
}
