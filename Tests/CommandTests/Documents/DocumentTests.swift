import Castbook
import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// Documents that are generated from the program match the program.
///
/// With `CASTBOOK_UPDATE_DOCUMENTS` set these tests write the documents instead; `Scripts/docs`
/// does that.
@Suite struct DocumentTests {
  private static var isUpdating: Bool {
    ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_DOCUMENTS"] != nil
  }

  private func compare(_ text: String, with document: String) throws {
    let file = Fixtures.repository.appending(path: document)
    if Self.isUpdating { try Data(text.utf8).write(to: file) }
    let written = try String(contentsOf: file, encoding: .utf8)
    #expect(written == text, "\(document) is out of date: run Scripts/docs")
  }

  @Test("docs/commands has a page for each command, made from its help, and no others")
  func commandReference() throws {
    #expect(commandTable.inconsistencies == [])
    var names: Set<String> = []
    for path in commandTable.visiblePaths {
      let page = try #require(commandTable.markdown(path: path))
      let name = (["castbook"] + path).joined(separator: "-") + ".md"
      names.insert(name)
      try compare(
        "<!-- Made from the help by Scripts/docs. -->\n\n\(page)", with: "docs/commands/\(name)")
    }
    let folder = Fixtures.repository.appending(path: "docs/commands")
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path())) == names)
  }

  @Test("docs/rules.md is made from the texts that `explain` prints")
  func rules() throws {
    var page = "<!-- Made from Catalog/rules.json by Scripts/docs. -->\n\n# Rules\n\n"
    page +=
      "`castbook explain RULE` prints these texts. Rule ids are stable: use them in scripts, not the "
      + "messages. The first\nseverity is the usual one; each finding states its own. Breaking a limit "
      + "that a source states is an error; breaking an\ninferred or unverified one is a warning.\n"
    let categories = Self.categories(of: try RuleCatalogue().texts)
    page += "\n| about | rules |\n| --- | --- |\n"
    for (prefix, texts) in categories {
      let links = texts.map { text in
        let anchor = text.rule.rawValue.replacing(".", with: "")
        return "[\(text.rule.rawValue.dropFirst(prefix.count + 1))](#\(anchor))"
      }
      let title = Self.title(of: prefix)
      let anchor = "\(title.lowercased().replacing(" ", with: "-"))-\(prefix)"
      page += "| [\(title) `\(prefix).`](#\(anchor)) | \(links.joined(separator: " · ")) |\n"
    }
    for (prefix, texts) in categories {
      page += "\n## \(Self.title(of: prefix)) `\(prefix).`\n"
      for text in texts {
        page += "\n### `\(text.rule)`\n\n**\(text.title)** (\(text.severityWords)). \(text.what)"
        if let why = text.why { page += " \(why)" }
        page += "\n\nWhat to do: \(text.fix)\n"
      }
    }
    try compare(page, with: "docs/rules.md")
  }

  /// The rules by the word before their dot, in the order of the catalogue.
  private static func categories(of texts: [RuleText]) -> [(prefix: String, texts: [RuleText])] {
    var categories: [(prefix: String, texts: [RuleText])] = []
    for text in texts {
      let prefix = String(text.rule.rawValue.prefix { $0 != "." })
      if let index = categories.firstIndex(where: { $0.prefix == prefix }) {
        categories[index].texts.append(text)
      } else {
        categories.append((prefix, [text]))
      }
    }
    return categories
  }

  /// The title of a category of rules; a category that is not listed here has its prefix as title.
  private static func title(of prefix: String) -> String {
    switch prefix {
    case "file": "Any file"
    case "image": "Pictures"
    case "clip": "Clips"
    case "sound": "Sounds and voices"
    case "set": "Files together"
    case "take": "Takes"
    case "timeline": "Timelines"
    case "target": "Targets"
    case "element": "Elements"
    case "prompt": "Prompts"
    case "request": "Requests"
    case "bundle": "Bundles and packs"
    case "registration": "Registrations"
    case "pin": "Pins"
    case "rights": "Rights"
    case "library": "The library"
    default: prefix
    }
  }

  @Test("The sample in docs/json.md is what the program prints")
  func jsonSample() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/json.md"), encoding: .utf8)
    let opening = "<!-- sample -->\n```json\n"
    let start = try #require(document.range(of: opening)).upperBound
    let end = try #require(document.range(of: "\n```", range: start..<document.endIndex)).lowerBound
    let printed = try Tool.run(
      ["check", "mira-full-length.jpg", "--for", "kling-official", "--json"],
      in: Fixtures.folder.appending(path: "trouble"))
    let value = try JSONParser.parse(Array(printed.output.utf8))
    try compare(
      document.replacingCharacters(in: start..<end, with: value.indentedText),
      with: "docs/json.md")
  }

  @Test("docs/json.md names every key in the output, and shows real output")
  func jsonKeys() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/json.md"), encoding: .utf8)
    let documented = Set(document.matches(of: /`([A-Za-z_0-9]+)\??`/).map { String($0.1) })
    let runs = [
      ["check", "odd", "trouble", "starter", "--json", "--for", "kling,kling-official,kling-o3"],
      ["check", "nothing.jpg", "--json", "--for", "nobody"],
      ["targets", "--json"], ["manual", "--json"], ["completions", "fish", "--json"],
      ["explain", "--json"], ["explain", "image.corrupt", "--json"],
      ["targets", "diff", "kling-v3", "kling.v3.i2v", "--json"],
    ]
    for arguments in runs {
      let value = try JSONParser.parse(Array(try Tool.run(arguments).output.utf8))
      for key in Self.keys(of: value) {
        #expect(documented.contains(key), "docs/json.md does not name \"\(key)\"")
      }
    }
  }

  /// Every key of a value except the ids under `statusFor` and `countsFor`, which are the caller's
  /// own words, and the keys of a profile, which docs/targets.md names.
  private static func keys(of value: JSONValue) -> Set<String> {
    if let values = value.array { return values.reduce(into: []) { $0.formUnion(keys(of: $1)) } }
    return (value.members ?? []).reduce(into: []) { keys, member in
      keys.insert(member.key)
      if !["statusFor", "countsFor", "value"].contains(member.key) {
        keys.formUnion(Self.keys(of: member.value))
      }
    }
  }
}
