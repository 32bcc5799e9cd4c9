import CommandLineKit
import TestSupport
import Testing

@Suite struct RefusedCommandLines {
  @Test(
    "An option that does not exist is named, with the nearest that does",
    arguments: [
      (
        ["check", "a", "--fro", "x"],
        "castbook check has no option --fro. Did you mean --for? "
          + "`castbook check --help` lists all options."
      ),
      (
        ["check", "a", "--str"],
        "castbook check has no option --str. Did you mean --strict? "
          + "`castbook check --help` lists all options."
      ),
      (
        ["check", "a", "--frobnicate=1"],
        "castbook check has no option --frobnicate. `castbook check --help` lists all options."
      ),
      (
        ["check", "a", "--version"],
        "castbook check has no option --version. Write `castbook --version`."
      ),
      (
        ["--for", "kling", "check", "a"],
        "castbook has no option --for. Write it after the command, as in `castbook check --for`."
      ),
      (
        ["check", "-x", "a"],
        "castbook check has no option -x. `castbook check --help` lists all options. "
          + "For a file name that starts with a dash, write ./-x."
      ),
      (
        ["check", "-jx", "a"],
        "castbook check has no option -x (in -jx). `castbook check --help` lists all options. "
          + "For a file name that starts with a dash, write ./-jx."
      ),
      (
        ["check", "-color=auto", "a"],
        "castbook check has no option -c (in -color=auto). Did you mean --color? "
          + "`castbook check --help` lists all options."
      ),
    ])
  func unknownOption(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "A command that does not exist is named, with the nearest that does",
    arguments: [
      (
        ["chekc", "a"],
        "unknown command \"chekc\". Did you mean check? `castbook --help` lists all commands."
      ),
      (
        ["ver"],
        "unknown command \"ver\". `castbook --help` lists all commands."
      ),
      (
        ["innre"],
        "unknown command \"innre\". `castbook --help` lists all commands."
      ),
      (
        ["bundle", "ver"],
        "castbook bundle has no command \"ver\". Did you mean verify? "
          + "`castbook bundle --help` lists all commands."
      ),
      (
        ["help", "sheeet"],
        "unknown command \"sheeet\". Did you mean sheet? "
          + "`castbook --help` lists all commands."
      ),
      (
        ["bundle"], "castbook bundle needs a command. `castbook bundle --help` lists all commands."
      ),
      (["--json"], "castbook needs a command. `castbook --help` lists all commands."),
      (["--"], "castbook needs a command. `castbook --help` lists all commands."),
    ])
  func unknownCommand(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "A value that is missing, unexpected, repeated or not among the choices is named",
    arguments: [
      (
        ["check", "a", "--for"],
        "--for needs a value. Write --for TARGET[,…]; `castbook check --help` explains it."
      ),
      (
        ["check", "a", "-f", "--json"],
        "-f needs a value, but --json follows. Write -f TARGET[,…], or -f--json if that is the "
          + "value; `castbook check --help` explains it."
      ),
      (
        ["check", "a", "--shift", "-1e"],
        "--shift needs a value, but -1e follows. Write --shift STOPS, or --shift=-1e if that is "
          + "the value; `castbook check --help` explains it."
      ),
      (
        ["check", "a", "--json=yes"],
        "--json does not accept a value, but yes was given. "
          + "Write only --json, or leave it out; `castbook check --help` lists all options."
      ),
      (
        ["check", "a", "-j=yes"],
        "-j does not accept a value, but yes was given. "
          + "Write only -j, or leave it out; `castbook check --help` lists all options."
      ),
      (
        ["check", "a", "--help=all"],
        "--help does not accept a value, but all was given. "
          + "Write only --help, or leave it out; `castbook check --help` lists all options."
      ),
      (
        ["check", "a", "-n", "1", "--shift=2"],
        "--shift is given twice. Keep one; `castbook check --help` lists all options."
      ),
      (
        ["check", "a", "--as", "imgae"],
        "--as accepts element, image or start, not imgae. Did you mean image? "
          + "`castbook check --help` explains it."
      ),
      (
        ["--color", "", "check"],
        "--color accepts auto, always or never, not ''. `castbook --help` explains it."
      ),
    ])
  func wrongValue(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test(
    "Positionals are counted",
    arguments: [
      (
        ["check"],
        "castbook check needs PATH. Usage: `castbook check PATH… [options]`; "
          + "`castbook check --help` shows examples."
      ),
      (
        ["targets", "diff", "a"],
        "castbook targets diff needs NEW. Usage: `castbook targets diff OLD NEW [options]`; "
          + "`castbook targets diff --help` shows examples."
      ),
      (
        ["targets", "veo", "kling o3"],
        "unexpected argument 'kling o3'. Usage: `castbook targets [ID] [options]`; "
          + "`castbook targets --help` shows examples."
      ),
      (
        ["inner", "a"],
        "unexpected argument a. Usage: `castbook inner [options]`; "
          + "`castbook inner --help` shows examples."
      ),
    ])
  func counts(words: [String], expected: String) {
    #expect(outcome(words) == expected)
  }

  @Test("Every part of a comma-separated list must be among the choices; long lists are shortened")
  func choicesInLists() {
    let ids = (1...9).map { "target-\($0)" }
    let program = Command(
      "demo", "A demo.",
      options: [OptionGroup("Rules", [ValueOption<String>("for", "ID[,…]", "Rules.", oneOf: ids)])],
      run: { _ in .success })
    #expect(
      outcome(["--for", "target-1,target-9"], of: program) == "demo --for=target-1,target-9")
    #expect(
      outcome(["--for", "target-1,traget-2"], of: program)
        == "--for: unknown value traget-2. Did you mean target-2? `demo --help` explains it.")
    #expect(
      outcome(["--for", ","], of: program)
        == "--for: unknown value ,. `demo --help` explains it.")
  }

  @Test(
    "Bytes that are not UTF-8 are refused in one printable line",
    arguments: [
      (
        [0x2D, 0x2D, 0xFF, 0x0A],
        "castbook check has no option --\u{FFFD}\\n. `castbook check --help` lists all options."
      ),
      (
        [0x2D, 0xFF],
        "castbook check has no option -\u{FFFD}. `castbook check --help` lists all options. "
          + "For a file name that starts with a dash, write ./-\u{FFFD}."
      ),
      (
        [0x2D, 0x1B, 0x5B],
        "castbook check has no option -\\u{1b} (in -\\u{1b}[). "
          + "`castbook check --help` lists all options. "
          + "For a file name that starts with a dash, write ./-\\u{1b}[."
      ),
    ] as [([UInt8], String)])
  func hostileBytes(bytes: [UInt8], expected: String) {
    #expect(outcome(of: ["check", Argument(bytes: bytes)]) == expected)
  }

  @Test("No word of up to three bytes, alone or as a value, stops the program")
  func everyShortWord() {
    let bytes: [UInt8] = [0x00, 0x2D, 0x3D, 0x2C, 0x66, 0x68, 0x6A, 0x20, 0x80, 0xE2, 0xFF]
    var words: [[UInt8]] = [[]]
    for _ in 1...3 { words += words.flatMap { word in bytes.map { word + [$0] } } }
    for word in Set(words) {
      _ = outcome(of: ["check", Argument(bytes: word), "--for", Argument(bytes: word)])
      _ = outcome(of: [Argument(bytes: word), Argument(bytes: word)])
    }
  }

  @Test(
    "A word of a megabyte is refused without an edit-distance comparison, and is not shown in full")
  func longWord() {
    let word = String(repeating: "a", count: 1_000_000)
    let shown = String(repeating: "a", count: 79) + "…"
    #expect(
      outcome([word]) == "unknown command \"\(shown)\". `castbook --help` lists all commands.")
  }
}
