import Castbook
import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents
@testable import CastbookCommand

/// What programs with agents read about Castbook matches the program.
///
/// With `CASTBOOK_UPDATE_DOCUMENTS` set these tests write what is generated instead; `Scripts/docs`
/// does that.
@Suite(.timeLimit(.minutes(5)))
struct AgentDocumentTests {
  private static let folder = "Packaging/agents"
  private static let skill = "\(folder)/castbook/skills/castbook/SKILL.md"

  private static func text(of document: String) throws -> String {
    try String(contentsOf: Fixtures.repository.appending(path: document), encoding: .utf8)
  }

  private func compare(_ text: String, with document: String) throws {
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_DOCUMENTS"] != nil {
      try Data(text.utf8).write(to: Fixtures.repository.appending(path: document))
    }
    #expect(try Self.text(of: document) == text, "\(document) is out of date: run Scripts/docs")
  }

  // MARK: Packages

  @Test(
    "The packages are made from the version, the help and the tools",
    arguments: AgentPackages.all.map(\.name))
  func packages(name: String) throws {
    let file = try #require(AgentPackages.all.first { $0.name == name })
    try compare("\(file.value.indentedText)\n", with: "\(Self.folder)/\(name)")
  }

  @Test(
    "The packages have what their formats require, and nothing else", arguments: PackageFormat.all)
  func formats(format: PackageFormat) throws {
    let value = try JSONParser.parse(
      Array(try Self.text(of: "\(Self.folder)/\(format.file)").utf8))
    let objects = PackageFormat.objects(at: format.path[...], of: value)
    #expect(!objects.isEmpty)
    for object in objects { #expect(format.faults(of: object) == []) }
  }

  @Test("Names and texts in the packages have the form that each format asks for")
  func forms() throws {
    let files = Dictionary(uniqueKeysWithValues: AgentPackages.all.map { ($0.name, $0.value) })
    let entry = try #require(files["server.json"])
    #expect(entry["name"]?.string?.wholeMatch(of: /[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+/) != nil)
    #expect((1...100).contains(entry["description"]?.string?.count ?? 0))
    for name in ["castbook/plugin.json", "castbook/.claude-plugin/plugin.json", "manifest.json"] {
      #expect(files[name]?["name"]?.string == "castbook")
      #expect(files[name]?["version"]?.string?.wholeMatch(of: /\d+\.\d+\.\d+(-[0-9a-z.]+)?/) != nil)
    }
    for name in ["plugin", "mcp"] {
      #expect(
        files["castbook/\(name).json"]?["$schema"]?.string
          == "\(AgentPackages.pluginSchemas)/\(name).schema.json")
    }
    // The folders of a bundle are the user's choice, and none of its tools changes anything.
    #expect(try #require(files["manifest.json"]?["tools"]?.array).count > 2)
    let words = files["manifest.json"]?["server"]?["mcp_config"]?["args"]?.array?.map(\.string)
    #expect(words == ["mcp", "${user_config.folders}"])
  }

  // MARK: The skill

  @Test("The skill is short, its front matter is valid, and its version is the program's")
  func frontMatter() throws {
    let text = try Self.text(of: Self.skill)
    let version = /\n *version: "(.*)"/
    let stated = try #require(text.firstMatch(of: version))
    try compare(
      text.replacingCharacters(
        in: stated.output.1.startIndex..<stated.output.1.endIndex, with: Version.text),
      with: Self.skill)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 200)
    let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
    try #require(parts.count == 3 && parts[0].isEmpty)
    var members: [String: String] = [:]
    for line in parts[1].split(separator: "\n") where !line.hasPrefix(" ") {
      // A plain text of YAML ends at a colon with a space.
      let halves = line.split(separator: ":", maxSplits: 1)
      let value = halves.last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
      #expect(!value.contains(": ") && !value.contains(" #"), "\(line)")
      members[String(halves[0])] = value
    }
    #expect(
      Set(members.keys) == ["name", "description", "license", "compatibility", "metadata"])
    // The folder of a skill has its name.
    #expect(members["name"] == "castbook")
    #expect((1...1024).contains(members["description"]?.count ?? 0))
    #expect((1...500).contains(members["compatibility"]?.count ?? 0))
  }

  @Test("The skill has the ten commands, in order, and names what must never be done")
  func order() throws {
    let skill = try NamedCommands(Self.skill)
    let lines = skill.lines(in: "sh")
    let words = [
      "check", "prepare", "add", "pick", "show", "prompt", "export lobby.md --dry-run",
      "export lobby.md -o", "send out/lobby --dry-run", "take add",
    ]
    let places = try words.map { word in
      try #require(lines.firstIndex { $0.hasPrefix("castbook \(word)") }, "\(word)")
    }
    #expect(places == places.sorted())
    // A command that spends without a question has a limit.
    for line in lines where line.contains("--yes") {
      #expect(line.contains("--max-cost"), "\(line)")
    }
    let never = try #require(skill.text.range(of: "\n## Never\n"))
    for word in ["erase", "forget", "gc", "doctor --repair"] {
      let range = try #require(skill.text.range(of: "`castbook \(word)`"))
      #expect(range.lowerBound > never.upperBound, "\(word)")
    }
  }

  // MARK: Commands

  @Test(
    "Every command that an agent reads of exists, with its options",
    arguments: [Self.skill, "docs/llms.txt", "docs/agents.md"])
  func commands(document: String) throws {
    let named = try NamedCommands(document)
    for line in named.lines(in: "sh") {
      guard let words = NamedCommands.words(of: line) else {
        #expect(!line.hasPrefix("castbook"), "\(line)")
        continue
      }
      let fault = NamedCommands.fault(of: words)
      #expect(fault == nil, "\(line): \(fault ?? "")")
    }
    for span in named.spans {
      guard let words = NamedCommands.words(of: span), !words.isEmpty, words.first != "COMMAND"
      else { continue }
      let fault = NamedCommands.faultOfMention(words)
      #expect(fault == nil, "\(span): \(fault ?? "")")
    }
  }

  @Test("Every option in a sentence of the skill exists, and accepts the value that follows it")
  func options() throws {
    let spans = try NamedCommands(Self.skill).spans.filter { $0.hasPrefix("--") }
    #expect(spans.count > 5)
    for span in spans {
      let words = span.split(separator: " ").map(String.init)
      let options = NamedCommands.options.filter { "--\($0.name)" == words[0] }
      #expect(!options.isEmpty, "\(span)")
      guard words.count > 1 else { continue }
      #expect(
        options.contains { $0.value?.oneOf?.contains(words[1]) ?? ($0.value != nil) }, "\(span)")
    }
  }

  // MARK: docs/llms.txt

  @Test("docs/llms.txt lists all commands, made from the help")
  func listOfCommands() throws {
    let text = try Self.text(of: "docs/llms.txt")
    let start = try #require(text.range(of: "\n## Commands\n\n")).upperBound
    let end = try #require(text.range(of: "\n\n## ", range: start..<text.endIndex)).lowerBound
    let list = Self.list(of: commandTable, path: []).joined(separator: "\n")
    try compare(text.replacingCharacters(in: start..<end, with: list), with: "docs/llms.txt")
  }

  /// The visible commands below a command, each as a line with its page and its summary.
  private static func list(of command: Command, path: [String]) -> [String] {
    command.children.filter { !$0.isHidden }.flatMap { child in
      let path = path + [child.name]
      let page = "castbook-\(path.joined(separator: "-")).md"
      return [
        "- [castbook \(path.joined(separator: " "))](commands/\(page)): \(child.summary)"
      ] + list(of: child, path: path)
    }
  }

  @Test("docs/llms.txt has the form that agents expect, and links to every document that exists")
  func links() throws {
    let text = try Self.text(of: "docs/llms.txt")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "# Castbook")
    #expect(lines.dropFirst().first == "> \(commandTable.summary)")
    #expect(lines.filter { $0.hasPrefix("# ") }.count == 1)
    let docs = Fixtures.repository.appending(path: "docs")
    var linked: Set<String> = []
    for line in lines where line.hasPrefix("- ") {
      let match = try #require(line.wholeMatch(of: /- \[[^\]]+\]\(([^)]+)\): .+/), "\(line)")
      let goal = docs.appending(path: String(match.1)).path()
      #expect(FileManager.default.fileExists(atPath: goal), "\(line)")
      linked.insert(String(match.1))
    }
    let pages = try FileManager.default.contentsOfDirectory(atPath: docs.path())
    #expect(Set(pages.filter { $0.hasSuffix(".md") }).subtracting(linked) == [])
  }
}
