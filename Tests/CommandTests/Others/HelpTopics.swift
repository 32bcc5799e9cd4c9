import Castbook
import Foundation
import Model
import TestSupport
import Testing

/// `castbook help TOPIC`: the documents are inside the program.
@Suite("Help topics")
struct HelpTopics {
  private static func document(_ name: String) throws -> String {
    try String(
      contentsOf: Fixtures.repository.appending(path: "docs/\(name).md"), encoding: .utf8)
  }

  @Test("Each topic is the document of its name, byte by byte", arguments: HelpTopic.names)
  func document(name: String) throws {
    let printed = try Tool.run(["help", name])
    #expect(printed.status == 0 && printed.errors.isEmpty)
    if name == "rights" {
      #expect(try Self.document("library").contains(printed.output))
      #expect(printed.output.hasPrefix("## Rights\n") && printed.output.count > 200)
    } else {
      let document = try #require(HelpTopic.documentName(of: name))
      #expect(try printed.output == Self.document(document))
    }
  }

  @Test("There is a topic for each document that help and messages name")
  func named() throws {
    for name in [
      "shot-files", "scripting", "exit-codes", "lock", "voices", "sending", "target-profiles",
    ] {
      #expect(HelpTopic.names.contains(name))
    }
    let help = try Tool.run(["--help"]).output
    let words = Set(help.split { !$0.isLetter && $0 != "-" }.map(String.init))
    #expect(HelpTopic.names.allSatisfy(words.contains))
  }

  @Test("An unknown topic is named, with the nearest; a command and the options are explained, too")
  func others() throws {
    let unknown = try Tool.run(["help", "shot-file"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("unknown command \"shot-file\". Did you mean shot-files?"))
    #expect(try Tool.run(["help", "check"]).output == Tool.run(["check", "--help"]).output)
    let options = try Tool.run(["help", "options"]).output
    for option in ["--color", "--library", "--quiet", "--help"] {
      #expect(options.contains(option), "\(options)")
    }
  }

  @Test("The help of a command says where the options of all commands are, on one line")
  func short() throws {
    let help = try Tool.run(["check", "--help"]).output
    let last = try #require(help.split(separator: "\n").last)
    #expect(
      last == "Every command has --color, --library, --quiet and --help: `castbook help options`.")
    #expect(!help.contains("Everywhere:"))
    #expect(try Tool.run(["--help"]).output.contains("Everywhere:"))
  }

  @Test("No help names a file that an installed program doesn't have")
  func noFiles() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.repository.appending(path: "docs/commands").path())
    for name in names {
      let page = try String(
        contentsOf: Fixtures.repository.appending(path: "docs/commands/\(name)"), encoding: .utf8)
      #expect(!page.contains("(docs/") && !page.contains(" docs/"), "\(name)")
    }
  }

  @Test("On a terminal paragraphs are wrapped; code and tables stay as they are")
  func wrapped() throws {
    let text = try Terminal.run(["help", "scripting"], columns: 60)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let prose = lines.filter { $0.hasPrefix("Every command") || $0.hasPrefix("could not be done") }
    #expect(prose.allSatisfy { $0.count <= 60 } && !prose.isEmpty, "\(prose)")
    #expect(text.contains("castbook check refs/ --for kling-o3 --quiet || exit\n"))
  }
}

/// `castbook targets ID --brief`: what a request needs.
@Suite("Briefs of targets")
struct TargetBriefs {
  @Test("A brief has counts, limits, prompt, tokens and prices in about 1,500 bytes")
  func kling() throws {
    let text = try Tool.run(["targets", "kling-o3", "--brief"]).output
    for words in [
      "fal.kling-o3.r2v", "2–4 pictures each", "JPEG, PNG (?)", "each side 300 px or more (?)",
      "width to height 2:5 to 5:2 (?)", "2,500 characters at most", "@Element{n}; @Image{n}",
      "standard, audio off 0.084 USD per second", "real faces accepted (?)", "facts of 2 Aug 2026",
    ] {
      #expect(text.localizedCaseInsensitiveContains(words), "\(words): \(text)")
    }
    #expect(text.utf8.count < 2200, "\(text.utf8.count): \(text)")
  }

  @Test("Every target has one, and says what is unsure as its page does")
  func every() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let brief = try TargetBrief(catalogue.profile(id), in: catalogue)
      let bytes = brief.lines.joined(separator: "\n").utf8.count
      #expect(brief.lines.count > 2 && bytes < 5000, "\(id): \(bytes)")
      let facts = brief.json["sections"]?.array?.flatMap { $0["facts"]?.array ?? [] } ?? []
      let unsure = facts.contains { $0["stated"]?.boolean == false }
      #expect(unsure == brief.lines.dropLast().contains { $0.contains(" (?)") }, "\(id)")
    }
  }

  @Test("Several targets have a line each, in the order of their list, without their models")
  func several() throws {
    let catalogue = try TargetCatalogue()
    let lines = try Tool.run(["targets", "--brief"]).output.split(separator: "\n").map(String.init)
    let ids = lines.map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(ids == catalogue.ids.map(\.rawValue))
    #expect(lines.contains("fal.kling-o3.r2v  short: kling-o3"), "\(lines)")
    #expect(lines.contains("kling  the default"), "\(lines)")
    let some = try Tool.run(["targets", "fal", "--brief"]).output.split(separator: "\n")
    #expect(!some.isEmpty && some.allSatisfy { $0.hasPrefix("fal.") }, "\(some)")
    #expect(
      try Terminal.run(["targets", "fal", "--brief"], columns: 60)
        == Tool.run(["targets", "fal", "--brief"]).output)
  }

  @Test("As JSON a brief is for one target")
  func json() throws {
    let result = try Tool.run(["targets", "fal", "--brief", "--json"])
    #expect(result.status == 2 && result.errors.contains("castbook targets TARGET --brief"))
  }
}
