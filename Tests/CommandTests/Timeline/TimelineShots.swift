import Foundation
import Model
import TestSupport
import Testing

/// Which takes belong to a shot file.
@Suite("The shots of a timeline", .timeLimit(.minutes(30)))
struct TimelineShots {
  /// The files that shots show, by the digests of fixtures; `nil` for a gap.
  private func shown(_ film: Production, _ shots: String...) throws -> [String?] {
    let plan = try Tool.run(
      ["timeline", "--dry-run", "--json", "--library", film.library] + shots, in: film.folder)
    try #require(plan.status == 0, "\(plan.errors)")
    let document = try JSONParser.parse(plan.outputBytes)
    let names = [
      "mira.mp4", "mira-silent.mp4", "one-cut.mp4", "mira-3.0s.mp4", "mira-8.0s.mp4",
    ]
    let known = Dictionary(
      uniqueKeysWithValues: try names.map { (try film.digest(of: "clips/\($0)"), $0) })
    return (document["shots"]?.array ?? []).map { shot in
      shot["take"]?["sha256"]?.string.map { known[$0] ?? $0 }
    }
  }

  /// The rules of a shot's findings.
  private func rules(_ film: Production, _ shot: String) throws -> [String?] {
    try film.json("timeline", shot, "--dry-run")["shots"]?.array?.first?["findings"]?.array?
      .map { $0["rule"]?.string } ?? []
  }

  @Test("A shot that was changed since keeps its takes, with a note")
  func changed() throws {
    let film = try Production()
    try film.record(
      "clips/mira.mp4", of: try film.exportShot("lobby.md", "@mira drinks"), "kept")
    #expect(try rules(film, "lobby.md").isEmpty)
    try film.write(Production.shot("@mira drinks slowly"), to: "lobby.md")
    #expect(try shown(film, "lobby.md") == ["mira.mp4"])
    #expect(try rules(film, "lobby.md") == ["timeline.earlier-shot"])
    // Exported again, for another target too: the take that was kept last counts.
    let again = try film.exportAgain("lobby.md")
    #expect(try shown(film, "lobby.md") == ["mira.mp4"])
    try film.record("clips/one-cut.mp4", of: again, "kept")
    #expect(try shown(film, "lobby.md") == ["one-cut.mp4"])
    let other = try film.run("export", "lobby.md", "--for", "kling-v3", "-o", "out/v3")
    if other.status == 0 {
      try film.record("clips/mira-silent.mp4", of: "out/v3/lobby", "kept")
      #expect(try shown(film, "lobby.md") == ["mira-silent.mp4"])
      // The rating of the latest is taken back.
      try film.record("clips/mira-silent.mp4", of: "out/v3/lobby", "rejected")
    }
    #expect(try shown(film, "lobby.md") == ["one-cut.mp4"])
  }

  @Test("Shots that were numbered again take their takes with them")
  func numberedAgain() throws {
    let film = try Production()
    for (name, clip) in [("shot-1", "mira.mp4"), ("shot-2", "one-cut.mp4")] {
      try film.record(
        "clips/\(clip)", of: try film.exportShot("shots/\(name).md", "@mug of \(name)"), "kept")
    }
    try film.perform("mv shots/shot-2.md shots/shot-3.md && mv shots/shot-1.md shots/shot-2.md")
    try film.write(Production.shot("@mira enters"), to: "shots/shot-1.md")
    #expect(try shown(film, "shots") == [nil, "mira.mp4", "one-cut.mp4"])
    #expect(try rules(film, "shots/shot-3.md").isEmpty)
  }

  @Test("One name in two folders, and in two projects, is two shots")
  func sameNames() throws {
    let film = try Production()
    for (folder, clip) in [("a", "mira.mp4"), ("b", "one-cut.mp4")] {
      try film.record(
        "clips/\(clip)", of: try film.exportShot("\(folder)/lobby.md", "@mug in \(folder)"), "kept")
    }
    #expect(try shown(film, "a", "b") == ["mira.mp4", "one-cut.mp4"])
    let names =
      try film.json("timeline", "a/lobby.md", "b/lobby.md", "-o", "film.otio")["files"]?
      .array?.compactMap { $0["path"]?.string } ?? []
    #expect(Set(names).count == 2 && names.allSatisfy { $0.hasPrefix("lobby-") })
    // Two projects with equal texts under equal paths.
    for (project, clip) in [("p", "mira-3.0s.mp4"), ("q", "mira-silent.mp4")] {
      try FileManager.default.createDirectory(
        at: film.folder.appending(path: project), withIntermediateDirectories: false)
      #expect(try film.run("use", "@mug", "--project", project).status == 0)
      try film.write(Production.shot("@mug everywhere"), to: "\(project)/same.md")
      let made = try Tool.run(
        ["export", "same.md", "-o", "out", "--library", film.library],
        in: film.folder.appending(path: project))
      try #require(made.status == 0, "\(made.errors)")
      // The bundles are equal, so both shots have the takes of both.
      try film.record("clips/\(clip)", of: "\(project)/out/same", "kept")
    }
    #expect(try shown(film, "p/same.md", "q/same.md") == ["mira-silent.mp4", "mira-silent.mp4"])
    // A project that moves keeps its shots.
    try film.perform("mv p moved")
    #expect(try shown(film, "moved") == ["mira-silent.mp4"])
  }

  @Test("A folder's other files are skipped, and files come as people count")
  func folders() throws {
    let film = try Production()
    for number in [10, 9, 1] {
      try film.record(
        number == 9 ? "clips/mira.mp4" : "clips/one-cut.mp4",
        of: try film.exportShot("shots/shot-\(number).md", "@mug \(number)"), "kept")
    }
    try film.write("# Read me\n\nAll shots.\n", to: "shots/README.md")
    try film.write("---\nduration: 5\n---\n@mug hides\n", to: "shots/.hidden.md")
    try film.take("starter/mira-front.jpg", as: "shots/still.jpg")
    try film.perform("mkdir shots/shot-2.md && head -c 300000 /dev/zero > shots/long.txt")
    let plan = try film.run("timeline", "shots", "--dry-run")
    #expect(
      plan.errors.contains("README.md") && plan.errors.contains("still.jpg"), "\(plan.errors)")
    #expect(!plan.errors.contains("hidden") && plan.errors.contains("long.txt"))
    #expect(try shown(film, "shots") == ["one-cut.mp4", "mira.mp4", "one-cut.mp4"])
    // A shot that is named twice is shown twice; a folder repeats none.
    #expect(
      try shown(film, "shots/shot-9.md", "shots/shot-9.md", "shots").prefix(3)
        == ["mira.mp4", "mira.mp4", "one-cut.mp4"])
    #expect(try shown(film, "shots/shot-9.md", "shots").count == 3)
  }

  @Test("The lengths of gaps: the setting, the sum of the shots, or five seconds")
  func gaps() throws {
    let film = try Production()
    try film.write(Production.shot("@mug", duration: 7), to: "a.md")
    try film.write("Shot 1 (3s): @mug\nShot 2 (5s): @mira\n", to: "b.md")
    try film.write("@mug", to: "c.md")
    try film.write("---\nduration: long\n---\n@mug", to: "d.md")
    try film.write("\u{0}\u{1}", to: "e.md")
    let plan = try film.json("timeline", "a.md", "b.md", "c.md", "d.md", "e.md", "--dry-run")
    let shots = try #require(plan["shots"]?.array)
    #expect(shots.map { $0["frameCount"]?.integer } == [168, 192, 120, 120, 120])
    #expect(shots.map { $0["findings"]?.array?.count } == [1, 1, 2, 2, 2])
    #expect(plan["rate"]?.string == "24" && plan["frameCount"]?.integer == 720)
  }

  @Test("A take whose file is gone is a clip without a file, with a warning")
  func missing() throws {
    let film = try Production.threeShots()
    let digest = try film.digest(of: "clips/mira.mp4")
    let found = try film.shell("find '\(film.library)' -name '\(digest)*'").output
    try film.perform("chmod -R u+w '\(film.library)' && rm -f \(found.replacing("\n", with: " "))")
    let made = try film.run("timeline", "shots", "-o", "film.otio")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("timeline.missing-media"), "\(made.output)")
    // The library still knows how long it was.
    let first = try film.judge("film.otio").items("Video")[0]
    #expect(first.active?["schema"]?.string == "MissingReference")
    #expect(first.media.count == 3 && first.record == [0, 24, 96])
    for format in ["edl", "fcpxml"] {
      #expect(try film.run("timeline", "shots", "-o", "film.\(format)").status == 0)
    }
    #expect(
      String(decoding: try film.data("film.edl"), as: UTF8.self).contains("SOURCE FILE IS MISSING"))
  }
}
