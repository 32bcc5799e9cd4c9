internal import Castbook
internal import CommandLineKit

/// What shells and `man` take: `castbook completions`, `castbook manual`.
enum ShellCommands {
  static let completions = Command(
    "completions", "Print a script that completes castbook's words in your shell.",
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
    section: "Set up", run: printCompletions)

  static let manual = Command(
    "manual", "Print the manual page.",
    examples: [
      Example("castbook manual > castbook.1", "into a file"),
      Example("castbook manual | man -l -", "to read"),
      Example("castbook manual > ~/.local/share/man/man1/castbook.1", "for `man castbook`"),
    ],
    section: "Set up", run: printManual)

  private static func printCompletions(_ arguments: Arguments) throws -> ExitStatus {
    let screen = Screen(arguments)
    switch arguments.positionals.first?.text {
    case "bash": try screen.print(Completions.bash(for: commandTable), ending: "")
    case "zsh": try screen.print(Completions.zsh(for: commandTable), ending: "")
    case "fish": try screen.print(Completions.fish(for: commandTable), ending: "")
    case let other:
      throw UsageError(
        message: "there are no completions for \"\(sanitized(other ?? ""))\"",
        fix: "name bash, zsh or fish")
    }
    return .success
  }

  private static func printManual(_ arguments: Arguments) throws -> ExitStatus {
    let text = ManualPage.text(for: commandTable, version: Version.text, date: Version.day)
    try Screen(arguments).print(text, ending: "")
    return .success
  }
}
