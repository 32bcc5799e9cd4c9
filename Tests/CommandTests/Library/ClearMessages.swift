import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// What commands say, on a terminal and in a pipe.
@Suite("Clear messages", .timeLimit(.minutes(10)))
struct ClearMessages {
  @Test("On a terminal, errors and the last lines of add are wrapped between words")
  func wrapped() throws {
    let film = try Production(starter: false)
    try film.take("trouble/IMG_2041.HEIC", as: "a photo of the second day on location.heic")
    try film.take("starter/mira-front.jpg", as: "front.jpg")
    let lines = [
      ["add", "character", "@mira_in_the_lobby", ".", "--library", film.library],
      ["check", "front.jpg", "--for", "a-target-that-nobody-has-heard-of-in-all-these-years"],
    ].flatMap { words -> [String] in
      let text = (try? Terminal.run(words, columns: 80, in: film.folder)) ?? ""
      return text.split(separator: "\n").map(String.init)
    }
    #expect(lines.contains { $0.contains("castbook:") })
    for line in lines where !line.contains("castbook edit") && !line.contains("castbook prepare") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test("A long list of tokens has a line of its own")
  func tokens() throws {
    let film = try Production()
    try film.write("---\ntarget: replicate.kling-v3-omni\n---\n@mira with @mug.\n", to: "shot.md")
    let result = try Tool.run(
      ["prompt", "shot.md", "--library", film.library], in: film.folder,
      environment: ["COLUMNS": "100"])
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(result)")
  }

  @Test("Roles may be given for the pictures alone, beside a voice")
  func roles() throws {
    let film = try Production()
    try film.take("starter/mira-voice.wav", as: "her.wav")
    try film.take("starter/mira-front.jpg", as: "a.jpg")
    try film.take("starter/mira-back.jpg", as: "b.jpg")
    let added = try film.run(
      "add", "character", "@nina", "a.jpg", "her.wav", "b.jpg", "--role", "front,back")
    #expect(added.status == 0, "\(added)")
    #expect(added.output.contains("front  a.jpg") && added.output.contains("back   b.jpg"))
    let wrong = try film.run(
      "add", "character", "@olga", "a.jpg", "her.wav", "b.jpg", "--role", "front,back,left,right")
    #expect(wrong.status == 2 && wrong.errors.contains("4 roles for 3 files (2 files without"))
  }

  @Test("--person applies to the characters of a folder of elements")
  func person() throws {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "cast/nina/front.jpg")
    let added = try film.run("add", "--from", "cast", "--person", "real")
    #expect(added.status == 0, "\(added)")
    #expect(try film.run("show", "@nina").output.contains("real"))
  }

  @Test("A list of rights that end says how many elements state none")
  func expiring() throws {
    let film = try Production(starter: false)
    try film.take("starter/mug-top.jpg", as: "a.jpg")
    try film.take("starter/mug-front.jpg", as: "b.jpg")
    _ = try film.run("add", "product", "@one", "a.jpg")
    _ = try film.run("add", "product", "@two", "b.jpg", "--basis", "own")
    let words = "1 element has no stated rights: castbook edit @HANDLE --basis WORD"
    #expect(try film.run("list", "--expiring", "30d").output.contains(words))
    #expect(try !film.run("list").output.contains(words))
    for extent in ["--all", "--limit=50"] {
      let list = try film.json("list", "--expiring", "30d", extent)
      #expect(list["withoutRightsCount"]?.integer == 1 && list["elements"]?.array?.isEmpty == true)
      #expect(try film.json("list", extent)["withoutRightsCount"] == nil)
    }
  }

  @Test("A target whose limits are unknown is called so, and not 0 of all files")
  func unknown() throws {
    let film = try Production(starter: false)
    for name in ["a", "b", "c"] { try film.take("starter/mug-top.jpg", as: "refs/\(name).jpg") }
    let output = try film.run("check", "refs", "--for", "all").output
    #expect(!output.contains("0 of 3"), "\(output)")
  }

  @Test("Many findings on a set with one remedy have it once, and are counted")
  func remedies() throws {
    let pairs = (1...9).map { number in
      FileRemark(
        Finding(
          .setDuplicate, .warning, message: "b\(number).jpg is identical to a\(number).jpg",
          fix: "leave one of them out"))
    }
    let shown = SharedRemarks.condensed(pairs, showsAll: false).map(\.text)
    #expect(
      shown == [
        "b1.jpg is identical to a1.jpg: leave one of them out", "b2.jpg is identical to a2.jpg",
        "b3.jpg is identical to a3.jpg", "6 more like these (--all shows them)",
      ])
    #expect(SharedRemarks.condensed(pairs, showsAll: true) == pairs)
    #expect(SharedRemarks.condensed(Array(pairs.prefix(4)), showsAll: false).count == 4)
  }

  @Test("The handles of a pack are aligned")
  func pack() throws {
    let film = try Production()
    let lines = try film.run("pack", "@mira", "@mug", "-o", "cast.zip").output
      .split(separator: "\n").filter { $0.hasPrefix("  @") }
    let kinds = lines.map { line in line.split(separator: " ").dropFirst().first ?? "" }
    let starts = zip(lines, kinds).map { line, kind in
      line.range(of: kind).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(lines.count > 1 && Set(starts).count == 1, "\(lines)")
  }

  @Test("A forgotten lock file in a folder above is named, outside a Git repository alone")
  func forgottenLock() throws {
    let film = try Production()
    _ = try film.run("use", "@mug")
    let inner = film.folder.appending(path: "shots")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
    try Data("---\ntarget: kling-o3\n---\n@mug on a desk.\n".utf8)
      .write(to: inner.appending(path: "a.md"))
    let words = ["prompt", "a.md", "--library", film.library]
    let result = try Tool.run(words, in: inner)
    #expect(result.errors.contains("handles mean the pins of "), "\(result)")
    #expect(result.errors.contains("film/castbook.lock"), "\(result)")
    #expect(try Tool.run(words + ["--quiet"], in: inner).errors.isEmpty)
    #expect(try film.run("prompt", "shots/a.md").errors.isEmpty)
    #expect(try film.shell("git init --quiet .").status == 0)
    #expect(try Tool.run(words, in: inner).errors.isEmpty)
  }

  @Test("A pin that the library lacks is named with its lock file")
  func missingPin() throws {
    let film = try Production()
    let other = film.scratch.url.appending(path: "other").path()
    #expect(try Tool.run(["init", other, "--starter"]).status == 0)
    try film.take("starter/mug-front.jpg", as: "cup.jpg")
    #expect(try film.run("add", "product", "@cup", "cup.jpg").status == 0)
    #expect(try film.run("use", "@cup").status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@cup on a desk.\n", to: "a.md")
    let result = try film.run("prompt", "a.md", library: other)
    #expect(result.output.contains("pin.missing"), "\(result)")
    #expect(result.output.contains("film/castbook.lock"), "\(result)")
  }

  @Test("check names the command for a bundle")
  func bundle() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "out").status == 0)
    let result = try film.run("check", "out/lobby")
    #expect(result.output.contains("castbook bundle verify out/lobby"), "\(result)")
  }

  @Test(
    "Messages name what to type",
    arguments: [
      ("take add good.jpg", "no bundle given, and good.jpg doesn't say which. Add --bundle BUNDLE"),
      ("register @mira", "name the element, --at PROVIDER, and --id or --send"),
      ("unregister @mira", "name the element and --at PROVIDER"),
      ("pick @mira --best 9 --for kling-o3", "Use --best 4."),
      ("voice good.jpg", "is a picture, not a sound or a clip with sound"),
    ])
  func wording(line: String, message: String) throws {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "good.jpg")
    let result = try Tool.run(
      line.split(separator: " ").map(String.init) + ["--library", film.library], in: film.folder)
    #expect(result.status != 0 && (result.output + result.errors).contains(message), "\(result)")
  }
}
