import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// `--fields`: every command prints its JSON with only the members that are named.
@Suite("--fields", .timeLimit(.minutes(10)))
struct FieldNames {
  private static let folder = "starter"

  private static func value(_ words: [String]) throws -> JSONValue {
    try JSONParser.parse(Array(try Tool.run(words).output.utf8))
  }

  @Test("Every command with --json has it, and knows the schemas of what it prints")
  func everyCommand() throws {
    for path in commandTable.visiblePaths {
      let page = try #require(commandTable.markdown(path: path))
      let name = path.joined(separator: " ")
      #expect(page.contains("`--json`") == page.contains("`--fields NAME[,…]`"), "\(name)")
      // These only group others.
      guard page.contains("`--json`"), name != "remote key" else { continue }
      let documents = PrintedDocuments(["castbook"] + path)
      #expect(try documents.places(ofLines: false).count == documents.names.count, "\(name)")
      #expect(try documents.places(ofLines: page.contains("`--jsonl`")).count > 0, "\(name)")
    }
  }

  @Test(
    "What is printed is the document of --json, reduced",
    arguments: [
      (["check", folder, "trouble"], "files.path,files.findings.rule,summary.fail"),
      (["check", folder, "trouble"], "summary,set.status"),
      (["check", folder, "trouble"], "files"), (["check", folder], "castbook"),
      (["check", folder], "files.statusFor.kling"), (["check", "none.jpg"], "files.status"),
      (["score", folder], "files.path,set"), (["score", folder], "metric"),
      (["targets"], "targets.id"), (["targets", "kling-o3"], "target.id,target.slots"),
      (["targets", "kling-o3", "--brief"], "sections.name"), (["explain"], "rules.rule"),
      (["targets", "diff", "kling", "kling-o3"], "summary,old.id"), (["manual"], "castbook"),
    ])
  func reduced(words: [String], fields: String) throws {
    let whole = try Self.value(words + ["--json"])
    let selection = try FieldSelection(fields.split(separator: ",").map(String.init))
    let expected = whole.reduced(to: selection)
    #expect(expected != whole || fields == "files" || fields == "castbook")
    // It implies --json, and may be given in parts.
    let parts = fields.split(separator: ",").flatMap { ["--fields", String($0)] }
    #expect(try Self.value(words + ["--fields", fields]) == expected)
    #expect(try Self.value(words + ["--json"] + parts) == expected)
  }

  @Test("Of a library, too")
  func library() throws {
    let film = try Production()
    for (words, fields) in [
      (["list"], "elements.handle,total"), (["list", "--all"], "elements.handle"),
      (["list", "--all"], "castbook"), (["search", "mira"], "elements.kind"),
      (["show", "@mira"], "name,files.path"), (["doctor"], "status,summary"),
      (["where-used", "@mira"], "handle"), (["log", "@mira"], "revisions.revision"),
    ] {
      let whole = try Self.value(words + ["--json", "--library", film.library])
      let short = try Self.value(words + ["--fields", fields, "--library", film.library])
      let selection = try FieldSelection(fields.split(separator: ",").map(String.init))
      #expect(short == whole.reduced(to: selection) && short != whole, "\(words)")
    }
  }

  @Test(
    "With --jsonl each line is reduced, and names are those of a line",
    arguments: [["check", folder, "trouble"], ["score", folder]])
  func lines(words: [String]) throws {
    let whole = try Tool.run(words + ["--jsonl"]).output.split(separator: "\n")
    let short = try Tool.run(words + ["--jsonl", "--fields", "path,findings.rule"]).output
      .split(separator: "\n")
    let selection = try FieldSelection(["path", "findings.rule"])
    #expect(whole.count > 1 && short.count == whole.count)
    for (one, other) in zip(whole, short) {
      let line = try JSONParser.parse(Array(one.utf8)).reduced(to: selection)
      #expect(other == line.compactText)
    }
  }

  @Test(
    "A wrong name is refused with the nearest, as JSON",
    arguments: [
      (["check", folder, "--fields", "files.pth"], "Did you mean files.path?"),
      (["check", folder, "--fields", "summary,nonsense"], "Name some of castbook, targets, "),
      (["check", folder, "--fields", "summary.pass.more"], "has no such member"),
      (["check", folder, "--fields", "files..path"], "a name is empty"),
      (["check", folder, "--fields", ","], "names no member"),
      (["check", folder, "--fields"], "--fields needs a value"),
      (["check", folder, "--jsonl", "--fields", "files.path"], "write what follows files. only"),
      (["targets", "--fields", "\u{1B}[31m"], "has no such member"),
      (["list", "--csv", "--fields", "total"], "--fields and --csv can't be combined"),
    ])
  func refused(words: [String], answer: String) throws {
    let result = try Tool.run(words)
    #expect(result.status == 2 && result.errors.contains(answer), "\(result.errors)")
    #expect(!result.errors.contains("\u{1B}"))
    let error = try JSONParser.parse(Array(result.output.utf8))
    #expect(error["castbook"] == "error/1" && error["message"]?.string != nil)
  }

  @Test("A wrong name is refused before the work begins; failures are printed in full")
  func failures() throws {
    let film = try Production()
    let new = film.folder.appending(path: "new").path()
    #expect(try Tool.run(["init", new, "--fields", "nonsense"]).status == 2)
    #expect(!FileManager.default.fileExists(atPath: new))
    let result = try film.run("show", "@nobody", "--fields", "name")
    let error = try JSONParser.parse(Array(result.output.utf8))
    #expect(result.status == 2 && error["castbook"] == "error/1" && error["fix"] != nil)
  }

  @Test("--quiet leaves the JSON as it is")
  func quiet() throws {
    let words = ["check", Self.folder, "--fields", "summary"]
    #expect(try Tool.run(words + ["--quiet"]).output == Tool.run(words).output)
  }
}
