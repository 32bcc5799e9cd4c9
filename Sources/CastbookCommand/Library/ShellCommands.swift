internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook completions` and `castbook manual`: text for shells and for `man`.
///
/// Both are generated from `commandTable`, so they can't be out of date.
enum ShellCommands {
  /// The row of `castbook completions` in the table.
  static let completions = Command(
    "completions", "Print a completion script for your shell.",
    examples: [
      Example(
        "castbook completions bash > ~/.local/share/bash-completion/completions/castbook", "bash"),
      Example("castbook completions zsh > ~/.zfunc/_castbook", "zsh, with ~/.zfunc in $fpath"),
      Example("castbook completions fish > ~/.config/fish/completions/castbook.fish", "fish"),
    ],
    positionals: [
      Positional(
        "SHELL", .one, "bash, zsh or fish.", completion: .choices(["bash", "zsh", "fish"]))
    ],
    options: [Options.output], section: "Set up", run: Command.printing(printCompletions))

  /// The row of `castbook manual` in the table.
  static let manual = Command(
    "manual", "Print the manual page.",
    examples: [
      Example("castbook manual > castbook.1", "to a file"),
      Example("castbook manual | man -l -", "read it now"),
      Example("castbook manual > ~/.local/share/man/man1/castbook.1", "for `man castbook`"),
    ],
    options: [Options.output], section: "Set up", run: Command.printing(printManual))

  /// Prints the completion script of the named shell.
  private static func printCompletions(_ arguments: Arguments, on screen: Screen) throws -> Report {
    let shell = arguments.positionals.first?.text ?? ""
    let script: String
    switch shell {
    case "bash": script = Completions.bash(for: commandTable)
    case "zsh": script = Completions.zsh(for: commandTable)
    case "fish": script = Completions.fish(for: commandTable)
    default:
      throw UsageError(
        message: "no completions for \"\(sanitized(shell))\"",
        fix: "name bash, zsh or fish")
    }
    return report("completions/1", script)
  }

  /// Prints the manual page. Its date is that of the version, so the same build prints the
  /// same page.
  private static func printManual(_ arguments: Arguments, on screen: Screen) -> Report {
    let text = ManualPage.text(for: commandTable, version: Version.text, date: Version.day)
    return report("manual/1", text)
  }

  /// Returns the text, which ends in a line break, as it is and as a value of this JSON shape.
  private static func report(_ schema: JSONValue, _ text: String) -> Report {
    Report(json: ["castbook": schema, "text": text]) { _ in
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }
}
