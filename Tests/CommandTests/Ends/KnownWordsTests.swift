import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// What people type first, and the answers they get.
@Suite("Words that people bring", .timeLimit(.minutes(30)))
struct KnownWordsTests {
  @Test("lead to commands and options that exist")
  func suggestions() throws {
    let names = Set(commandTable.visiblePaths.map { $0.joined(separator: " ") })
    for (word, suggestion) in KnownWords.commands where word != "version" {
      #expect(!names.contains(word), "\(word) is a command")
      let words = suggestion.split(separator: " ").map(String.init)
      #expect(words[0] == "castbook")
      let command = try #require(
        names.filter { "\(words.dropFirst().joined(separator: " ")) ".hasPrefix("\($0) ") }
          .max { $0.count < $1.count }, "\(suggestion)")
      let page = commandTable.markdown(path: command.split(separator: " ").map(String.init)) ?? ""
      for option in words where option.hasPrefix("-") {
        #expect(page.contains(option), "\(suggestion)")
      }
    }
    for (word, kind) in KnownWords.kinds {
      #expect(["character", "product", "place", "voice"].contains(kind), "\(word)")
    }
  }

  @Test(
    "are answered with what to type",
    arguments: [
      ("ls", "Write `castbook list`."), ("rm", "Write `castbook remove @HANDLE`."),
      ("delete @mira", "castbook remove"), ("rename", "--rename"), ("info @mira", "castbook show"),
      ("actor", "castbook add character"), ("prop", "castbook add product"),
      ("location", "castbook add place"), ("face", "castbook add character"),
      ("add --handle @x good.jpg", "castbook add KIND @HANDLE"),
      ("add actor @ana good.jpg", "unknown kind \"actor\" (did you mean character?)"),
      ("add location @l good.jpg", "castbook add place @l FILE"),
      ("add @zoe good.jpg", "@zoe is new: its kind is missing"),
      ("edit @mira mug", "unexpected argument mug"),
      ("targets wna", "Did you mean wan?"), ("check good.jpg --for fal", "'fal.*'"),
      ("add place @lobby voice.wav", "a place and has no voice"),
      ("add voice @v good.jpg", "good.jpg is a picture, but @v is a voice"),
    ])
  func answers(line: String, words: String) throws {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "good.jpg")
    try film.take("starter/mira-voice.wav", as: "voice.wav")
    let result = try Tool.run(
      line.split(separator: " ").map(String.init) + ["--library", film.library], in: film.folder)
    #expect(result.status == 2, "\(result.output)")
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(try film.json("list")["elements"]?.array?.count == 3)
  }

  @Test("@mira without a kind is the existing element")
  func addToElement() throws {
    let film = try Production()
    try film.take("scenes/mira-180-daylight.jpg", as: "other.jpg")
    let before = try film.json("show", "@mira")["files"]?.array?.count ?? 0
    let added = try film.run("add", "@mira", "other.jpg")
    #expect(added.status == 0, "\(added.errors)")
    #expect(try film.json("show", "@mira")["files"]?.array?.count == before + 1)
    // Also by an alias, from a list, and with copies.
    try film.take("trouble/IMG_2041.HEIC", as: "phone.heic")
    #expect(try film.run("edit", "@mira", "--alias", "hero").status == 0)
    let copied = try film.run("add", "@hero", "phone.heic", "--prepare")
    #expect(copied.status == 0, "\(copied.errors)")
    #expect(copied.output.contains("phone.heic (by its copy)"), "\(copied.output)")
    #expect(try film.json("list")["elements"]?.array?.count == 3)
  }

  @Test("a library is created where CASTBOOK_LIBRARY says, and not where --library does")
  func libraries() throws {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "good.jpg")
    let path = film.scratch.url.appending(path: "from-environment").path()
    let words = ["add", "product", "@cup", "good.jpg"]
    let made = try Tool.run(words, in: film.folder, environment: ["CASTBOOK_LIBRARY": path])
    #expect(made.status == 0 && made.errors == "castbook: created a library in \(path).\n")
    let refused = try Tool.run(words + ["--library", "typo"], in: film.folder)
    #expect(refused.status == 3 && !film.exists("typo"))
  }

  @Test("explain and targets find what was meant")
  func meant() throws {
    let rule = try Tool.run(["explain", "image.too-smal"])
    #expect(rule.status == 0 && rule.output.hasPrefix("image.too-small"))
    #expect(rule.errors.contains("no rule \"image.too-smal\"; showing image.too-small"))
    let fal = try Tool.run(["targets", "fal"])
    let pattern = try Tool.run(["targets", "fal.*"])
    #expect(fal.status == 0 && fal.output == pattern.output)
    let dangling = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: dangling.path("lost.jpg").text, withDestinationPath: "nowhere.jpg")
    let check = try Tool.run(["check", "lost.jpg"], in: dangling.url)
    #expect(check.errors.contains("broken link: nowhere.jpg does not exist"))
    #expect(!check.errors.contains("Did you mean"))
  }
}
