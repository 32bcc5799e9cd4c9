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
    options: [json], section: "Set up", run: printCompletions)

  /// The row of `castbook manual` in the table.
  static let manual = Command(
    "manual", "Print the manual page.",
    examples: [
      Example("castbook manual > castbook.1", "to a file"),
      Example("castbook manual | man -l -", "read it now"),
      Example("castbook manual > ~/.local/share/man/man1/castbook.1", "for `man castbook`"),
    ],
    options: [json], section: "Set up", run: printManual)

  /// The output options of both commands.
  private static var json: OptionGroup {
    OptionGroup("Output", [.flag("json", "One JSON object.")])
  }

  /// Prints the completion script of the named shell.
  private static func printCompletions(_ arguments: Arguments) throws -> ExitStatus {
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
    try print(script, as: ["castbook": "completions/1", "text": .string(script)], arguments)
    return .success
  }

  /// Prints the manual page. Its date is that of the version, so that the same build prints the
  /// same page.
  private static func printManual(_ arguments: Arguments) throws -> ExitStatus {
    let text = ManualPage.text(for: commandTable, version: Version.text, date: Version.day)
    try print(text, as: ["castbook": "manual/1", "text": .string(text)], arguments)
    return .success
  }

  /// Prints the text as it is, or the value with `--json`.
  private static func print(
    _ text: String, as value: JSONValue, _ arguments: Arguments
  ) throws {
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(value.compactText)
    } else {
      try screen.print(text, ending: "")
    }
  }
}
