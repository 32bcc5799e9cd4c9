import CommandLineKit
import Testing

@Suite struct UnderstoodCommandLines {
  @Test(
    "Options are read in every spelling, before and after positionals",
    arguments: [
      (["check", "a"], "check | a"),
      (["check", "--for", "kling", "a", "b"], "check --for=kling | a b"),
      (["check", "--for=kling", "a"], "check --for=kling | a"),
      (["check", "--for=a=b", "a"], "check --for=a=b | a"),
      (["check", "--for=", "a"], "check --for= | a"),
      (["check", "--for", "", "a"], "check --for= | a"),
      (["check", "-f", "kling", "a"], "check --for=kling | a"),
      (["check", "-fkling", "a"], "check --for=kling | a"),
      (["check", "-f=kling", "a"], "check --for=kling | a"),
      (["check", "a", "--for", "kling", "b", "--json"], "check --for=kling --json | a b"),
      (["check", "-js", "a"], "check --json --strict | a"),
      (["check", "-sjfkling", "a"], "check --for=kling --json --strict | a"),
      (["check", "-jf", "kling", "a"], "check --for=kling --json | a"),
      (["check", "--json", "--json", "a"], "check --json | a"),
      (["check", "-f", "kling", "-f", "veo,x", "a"], "check --for=kling --for=veo,x | a"),
    ])
  func options(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "A dash alone, and everything after two dashes, is positional",
    arguments: [
      (["check", "-"], "check | -"),
      (["check", "a", "--", "--json"], "check | a --json"),
      (["check", "--", "--help", "--"], "check | --help --"),
      (["check", "--json", "--", "-"], "check --json | -"),
      (["targets", "--", "diff"], "targets | diff"),
    ])
  func dashes(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "A separate value may be a dash or a negative number",
    arguments: [
      (["check", "-n", "-1", "a"], "check --shift=-1 | a"),
      (["check", "--shift", "-0.5", "a"], "check --shift=-0.5 | a"),
      (["check", "--shift", "-.5", "a"], "check --shift=-.5 | a"),
      (["check", "--shift", "-", "a"], "check --shift=- | a"),
      (["check", "--shift=-a", "a"], "check --shift=-a | a"),
      (["check", "--shift=--", "a"], "check --shift=-- | a"),
      (["check", "-n-a", "a"], "check --shift=-a | a"),
    ])
  func dashedValues(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "Sub-commands come first; a parent's options may come before or after them",
    arguments: [
      (["--json", "check", "a"], "check --json | a"),
      (["--color", "never", "bundle", "--json", "verify", "b"], "verify --color=never --json | b"),
      (["targets"], "targets"),
      (["targets", "veo"], "targets | veo"),
      (["targets", "diff", "a", "b"], "diff | a b"),
      (["sheet", "@mira"], "sheet | @mira"),
      (["sheet", "@mira", "a", "b"], "sheet | @mira a b"),
      (["inner"], "inner"),
      (["check", "help"], "check | help"),
    ])
  func commands(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "Help takes priority over every mistake, until two dashes",
    arguments: [
      ([], "help: The element library for AI video."),
      (["--help"], "help: The element library for AI video."),
      (["help"], "help: The element library for AI video."),
      (["help", "check"], "help: Check files against what a provider accepts."),
      (["help", "bundle", "verify"], "help: Verify a bundle."),
      (["check", "-h"], "help: Check files against what a provider accepts."),
      (
        ["check", "--bogus", "--for", "--help"],
        "help: Check files against what a provider accepts."
      ),
      (["bundle", "--help"], "help: Work with bundles."),
      (["bundle", "verify", "a", "b", "-jh"], "help: Verify a bundle."),
      (["chekc", "--help"], "help: The element library for AI video."),
      (["--version", "--help"], "help: The element library for AI video."),
      (["--version"], "version"), (["--libraries", "--version"], "version, libraries"),
      (["--version", "--bogus"], "version"),
    ])
  func help(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test("A path that is not UTF-8 arrives byte by byte")
  func rawBytes() throws {
    let path = Argument(bytes: [0x61, 0xFF, 0x2F, 0x0A])
    let invocation = try SampleProgram.root.parse([
      "check", path, Argument(bytes: Array("--shift=".utf8) + [0xFE]),
      Argument(bytes: Array("-f".utf8) + [0xC3]),
    ])
    guard case .run(_, let arguments) = invocation else {
      Issue.record("not understood")
      return
    }
    #expect(arguments.positionals == [path])
    #expect(try arguments[SampleProgram.shift]?.bytes == [0xFE])
    #expect(try arguments[SampleProgram.providers].map(\.bytes) == [[0xC3]])
  }

  @Test("Arguments are read by option, and comma-separated lists are split")
  func answers() throws {
    let words: [Argument] = ["check", "--for", "a,,b", "--for=c", "x", "--as", "start"]
    guard case .run(_, let arguments) = try SampleProgram.root.parse(words) else {
      Issue.record("not understood")
      return
    }
    #expect(arguments.commandPath == ["castbook", "check"])
    #expect(try arguments[SampleProgram.providers] == ["a", "b", "c"])
    #expect(try arguments[SampleProgram.slot] == .start)
    #expect(try arguments[SampleProgram.shift] == nil)
    #expect(arguments.has(SampleProgram.slot))
    #expect(!arguments.has(SampleProgram.shift))
    #expect(!arguments[SampleProgram.json])
    #expect(!arguments.hasAny(of: [SampleProgram.json, SampleProgram.folder]))
  }

  @Test("A word that is not a value of the option throws the option's error")
  func wrongValue() throws {
    guard case .run(_, let arguments) = try SampleProgram.root.parse(["sheet", "a", "-o", "x"])
    else {
      Issue.record("not understood")
      return
    }
    #expect(throws: UsageError(message: "not a folder", fix: "name one")) {
      try arguments[SampleProgram.folder]
    }
  }

  @Test("An option keeps its name and form under another description")
  func described() {
    let other = SampleProgram.providers.described(
      as: "Other targets.", placeholder: "ID[,…]", completion: .nothing)
    #expect(other.option.summary == "Other targets.")
    #expect(other.option.name == "for")
    #expect(other.option.value?.repeats == true)
    #expect(other.option.value?.placeholder == "ID[,…]")
    #expect(other.option.value?.completion == .nothing)
  }

  @Test("Asking for an option that is not in the table, or has another form there, traps")
  func undeclared() async {
    await #expect(processExitsWith: .failure) {
      guard case .run(_, let arguments) = try SampleProgram.root.parse(["check", "a"]) else {
        return
      }
      _ = arguments[Flag("quiet", "Print nothing.")]
    }
    await #expect(processExitsWith: .failure) {
      guard case .run(_, let arguments) = try SampleProgram.root.parse(["check", "a"]) else {
        return
      }
      _ = arguments[Flag("for", "Not a flag in the table.")]
    }
  }
}
