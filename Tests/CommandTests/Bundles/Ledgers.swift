import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook exports and take", .timeLimit(.minutes(30)))
struct Ledgers {
  @Test("What was exported and what came back is reported, with sums, from every side")
  func ledger() throws {
    let film = try Production.ready()
    #expect(try film.run("use", "@mira").status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@mug steams", to: "mug.md")
    #expect(try film.run("export", "mug.md", "-o", "out").status == 0)
    #expect(try film.run("export", "mug.md", "-o", "again").status == 0)
    let all = try film.json("exports")
    #expect(all["exports"]?.array?.map { $0["shot"]?.string } == ["mug.md", "lobby.md"])
    #expect(all["exports"]?.array?.first?["times"]?.array?.count == 2)
    #expect(all["priced"]?.array?.first?["amount"]?.string == "1.988")
    #expect(try film.json("exports", "@mira")["exports"]?.array?.count == 1)
    #expect(try film.json("exports", "--for", "kling-o3")["exports"]?.array?.count == 1)
    #expect(try film.json("exports", "--since", "2199-01-01")["exports"]?.array?.isEmpty == true)
    #expect(try film.json("exports", "--here")["exports"]?.array?.count == 2)
    // A clip comes back.
    try film.take("starter/mira-voice.wav", as: "take.wav")
    let words = [
      "take", "add", "take.wav", "--bundle", "out/lobby", "--result", "kept", "--seed", "77",
      "--cost",
      "1.57 usd", "--note", "the good one", "--library", film.library,
    ]
    #expect(try Tool.run(words, in: film.folder).output.contains("kept, of bundle"))
    #expect(try Tool.run(words, in: film.folder).output.contains("already recorded"))
    let used = try film.run("where-used", "take.wav").output
    for text in ["kept  seed 77  the good one", "From these exports", "lobby.md", "@mira:1"] {
      #expect(used.contains(text), "\(text): \(used)")
    }
    // It is reviewed.
    let rated = try film.run("take", "rate", "take.wav", "approved").output
    #expect(rated.contains(": approved, was kept"), "\(rated)")
    let said = try film.run("take", "comment", "take.wav", "a line\nor two", "--at", "0:01.5")
      .output
    #expect(said.contains("at 1.5 s") && said.contains("\n  a line\n  or two"), "\(said)")
    #expect(try film.run("take", "comment", "take.wav", "late", "--at", "9:00").status == 2)
    let reviewed = try film.json("take", "list", "--result", "approved")
    let comment = try #require(reviewed["takes"]?.array?.first?["comments"]?.array?.first)
    #expect(comment["milliseconds"] == 1500 && comment["text"]?.string == "a line\nor two")
    #expect(reviewed["counts"]?["approved"] == 1)
    #expect(try film.json("take", "list", "--result", "new,kept")["takes"]?.array?.isEmpty == true)
    let id = try #require(comment["id"]?.string?.prefix(8))
    #expect(try film.run("take", "list").output.contains("    \(id)  at 1.5 s"))
    #expect(try film.run("take", "comment", "take.wav", "ffffffff", "--undo").status == 2)
    #expect(try film.run("take", "comment", "take.wav", "\(id)", "--undo").status == 0)
    #expect(try !film.run("take", "list").output.contains("a line"))
    #expect(try film.run("take", "rate", "take.wav", "kept").status == 0)
    let spent = try film.run("exports").output
    #expect(spent.contains("1 take, 1 kept · 1.57 USD spent"))
    #expect(try film.run("where-used", "out/lobby").output.contains("Sent in exports"))
    let digest = try film.shell("sha256sum out/lobby/bundle.json | cut -c1-12").output.prefix(12)
    #expect(
      try film.run("where-used", String(digest)).output.contains("the good one"))
    let reference = try film.shell("sha256sum out/lobby/references/mira-back.jpg | cut -c1-64")
    #expect(
      try film.run("where-used", String(reference.output.prefix(64))).output.contains("lobby.md"))
    #expect(try film.run("where-used", "@mira").output.contains("1 take, 1 kept"))
    #expect(try film.run("doctor").output.hasSuffix("no problems found\n"))
  }

  @Test(
    "Mistakes are reported with a fix",
    arguments: [
      (["take", "add", "lobby.md", "--bundle", "out/lobby", "--result", "kept"], "is not a clip"),
      (["take", "add", "none.mp4", "--bundle", "out/lobby", "--result", "kept"], "none.mp4"),
      (["take", "add", "frames/lobby.jpg", "--bundle", "nowhere", "--result", "kept"], "nowhere"),
      (["take", "add", "frames/lobby.jpg", "--result", "kept"], "--bundle"),
      (
        [
          "take", "add", "frames/lobby.jpg", "--bundle", "out/lobby", "--result", "kept", "--cost",
          "much",
        ], "0.84 USD"
      ), (["exports", "--since", "yesterday"], "2026-11-01"),
    ])
  func mistakes(words: [String], text: String) throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    let result = try Tool.run(words + ["--library", film.library], in: film.folder)
    #expect(result.status == 2, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(text), "\(result.errors)")
  }
}
