import CommandLineKit
import Testing

@Suite struct HelpTexts {
  @Test("The root lists its commands by section, without the hidden one")
  func root() {
    #expect(SampleProgram.root.help() == Self.rootHelp)
  }

  @Test("A command shows usage, examples, arguments, its own options, then its parents' options")
  func command() {
    #expect(SampleProgram.root.help(path: ["check"]) == Self.checkHelp)
  }

  @Test("Texts are wrapped at the width, which is never under 60")
  func narrow() {
    #expect(SampleProgram.root.help(path: ["check"], width: 10) == Self.narrowCheckHelp)
  }

  @Test("A command that also has sub-commands shows both forms")
  func bothForms() {
    #expect(SampleProgram.root.help(path: ["targets"], width: 200) == Self.targetsHelp)
  }

  @Test("Parsing gives the same text as asking for it")
  func parsing() throws {
    guard case .help(let text) = try SampleProgram.root.parse(["check", "-h"], width: 10) else {
      Issue.record("no help")
      return
    }
    #expect(text == Self.narrowCheckHelp)
  }

  @Test("A command that does not exist has no help")
  func unknown() {
    #expect(SampleProgram.root.help(path: ["chekc"]) == nil)
  }

  @Test("No line is wider than the width, except what can't be broken", arguments: 60...100)
  func widths(width: Int) throws {
    for path in SampleProgram.root.visiblePaths {
      let help = try #require(SampleProgram.root.help(path: path, width: width))
      for line in help.split(separator: "\n") {
        #expect(displayWidth(String(line)) <= width)
      }
    }
  }

  @Test("A long option gets a line of its own, and a long list of choices is shortened")
  func longOption() {
    let option = ValueOption<String>(
      "a-rather-long-name-for-an-option", "PLACEHOLDER", "What it does.",
      oneOf: (1...13).map { "choice-\($0)" })
    let program = Command(
      "demo", "A demo.", options: [OptionGroup("Odd", [option, Flag("short", "Short.")])],
      run: { _ in .success })
    let expected = """
      A demo.

      Usage: demo [options]

      Odd:
            --a-rather-long-name-for-an-option PLACEHOLDER
                         What it does.
            --short      Short.

      Help:
        -h, --help       Show this help.
            --version    Show the version.
            --libraries  With --version: list the C libraries in use and known fixes
                         that they lack.

      """
    #expect(program.help() == expected)
  }
}

extension HelpTexts {
  fileprivate static let rootHelp = #"""
    The element library for AI video.

    Usage: castbook COMMAND [options]

    Examples:
      castbook check refs/ --for kling
          Check a folder.

    Without a library:
      check             Check files against what a provider accepts.
      targets           List targets, or show one.

    Look:
      sheet             Draw references side by side.

    Use:
      bundle            Work with bundles.

    Output:
      -j, --json        Print JSON.
          --color WHEN  When to use colour. One of: auto, always, never.

    Help:
      -h, --help        Show this help.
          --version     Show the version.
          --libraries   With --version: list the C libraries in use and known fixes
                        that they lack.

    Everything runs on your own machine. Files are `never` uploaded.

    `castbook COMMAND --help` explains one command.

    """#

  fileprivate static let checkHelp = #"""
    Check files against what a provider accepts.

    Usage: castbook check PATH… [options]

    Examples:
      castbook check refs/ --for kling-o3
          Every file below refs/.
      castbook check -f kling,veo -- -odd.jpg
          A name that starts with a dash.
      find . -name '*.jpg' | castbook check -
          Paths from another program.

    Arguments:
      PATH…                 Files and folders; - reads a list.

    What to check against:
      -f, --for TARGET[,…]  The targets whose rules hold, by id or alias.
          --as SLOT         The place in the request. One of: element, image, start.

    What counts:
      -s, --strict          Treat warnings as errors.
      -n, --shift STOPS     Exposure to assume.

    Output:
      -j, --json            Print JSON.
          --color WHEN      When to use colour. One of: auto, always, never.

    Help:
      -h, --help            Show this help.

    A folder stands for all files below it.

    """#

  fileprivate static let narrowCheckHelp = #"""
    Check files against what a provider accepts.

    Usage: castbook check PATH… [options]

    Examples:
      castbook check refs/ --for kling-o3
          Every file below refs/.
      castbook check -f kling,veo -- -odd.jpg
          A name that starts with a dash.
      find . -name '*.jpg' | castbook check -
          Paths from another program.

    Arguments:
      PATH…                 Files and folders; - reads a list.

    What to check against:
      -f, --for TARGET[,…]  The targets whose rules hold, by id
                            or alias.
          --as SLOT         The place in the request. One of:
                            element, image, start.

    What counts:
      -s, --strict          Treat warnings as errors.
      -n, --shift STOPS     Exposure to assume.

    Output:
      -j, --json            Print JSON.
          --color WHEN      When to use colour. One of: auto,
                            always, never.

    Help:
      -h, --help            Show this help.

    A folder stands for all files below it.

    """#

  fileprivate static let targetsHelp = #"""
    List targets, or show one.

    Usage: castbook targets [ID] [options]
           castbook targets COMMAND [options]

    Commands:
      diff              Compare two targets.

    Output:
      -j, --json        Print JSON.
          --color WHEN  When to use colour. One of: auto, always, never.

    Help:
      -h, --help        Show this help.

    `castbook targets COMMAND --help` explains one command.

    """#
}
