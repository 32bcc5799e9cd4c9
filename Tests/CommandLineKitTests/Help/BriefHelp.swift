import Testing

@testable import CommandLineKit

/// `--help --brief`: what a command does and its options, one line each.
@Suite("Brief help")
struct BriefHelp {
  private static let long = String(repeating: "many words ", count: 20) + "end."

  private static let table = Command(
    "demo", "A demo.", details: ["More about it."],
    options: [OptionGroup("Output", [Flag("json", "Print JSON.")])],
    children: [
      Command(
        "check", "Check files.", details: ["A long story."],
        examples: [Example("demo check a.jpg", "a file")],
        positionals: [Positional("PATH", .atLeastOne, "A file.")],
        options: [
          OptionGroup(
            "What", [ValueOption<String>("for", short: "f", "TARGET", long, oneOf: ["a", "b"])])
        ], run: { _ in .success }),
      Command(
        "show", "Show one.", options: [OptionGroup("Output", [Flag("brief", "In short.")])],
        run: { _ in .success }),
    ])

  private static func help(_ words: [String]) throws -> String {
    guard case .help(let text) = try table.parse(words.map { Argument($0) }) else { return "" }
    return text
  }

  private static let brief = """
    Check files.
    demo check PATH… [options]
    PATH…  A file.
    -f, --for TARGET  \(long) One of: a, b.
    --json  Print JSON.
    -h, --help  Show this help.

    """

  @Test(
    "has no examples, no details, no titles, and no line is wrapped",
    arguments: [
      ["check", "--help", "--brief"], ["check", "--brief", "-h"], ["help", "check", "--brief"],
    ])
  func lines(words: [String]) throws {
    #expect(try Self.help(words) == Self.brief)
  }

  @Test("lists sub-commands, one line each")
  func children() throws {
    let lines = try Self.help(["--help", "--brief"]).split(separator: "\n")
    #expect(lines.first == "A demo." && lines.contains("check  Check files."))
    #expect(!lines.contains("More about it."))
  }

  @Test("is only for help: elsewhere the option is unknown, unless the command has it")
  func elsewhere() throws {
    #expect(throws: UsageError.self) { try Self.table.parse(["check", "a", "--brief"]) }
    #expect(throws: UsageError.self) { try Self.table.parse(["check", "a", "--brief=x"]) }
    guard case .run(_, let arguments) = try Self.table.parse(["show", "--brief"]) else {
      Issue.record("show does not run")
      return
    }
    #expect(arguments.hasAny(of: [Flag("brief", "")]))
    #expect(try Self.help(["show", "--help", "--brief"]).hasPrefix("Show one.\ndemo show"))
    #expect(try Self.help(["check", "--help"]).contains("A long story."))
  }
}
