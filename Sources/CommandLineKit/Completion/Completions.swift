/// Writes the scripts that make Tab work in a shell, from a program's table.
///
/// Each script is a walk over the words typed so far, the same in all three, and tables the walk
/// asks. The table's words stand in them as quoted text, and file names are left to the shell's
/// own completion, so that nothing the user or a file system names is ever evaluated.
public enum Completions {
  /// For bash 4.4 or later: `source` it, or save it in `~/.local/share/bash-completion/completions`
  /// under the program's name.
  public static func bash(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .bash)
    return BashCompletion.script(tables)
  }

  /// For zsh 5: save it as `_` and the program's name in a folder of `$fpath`.
  public static func zsh(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .zsh)
    return ZshCompletion.script(tables)
  }

  /// For fish 3: save it in `~/.config/fish/completions`.
  public static func fish(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .fish)
    return FishCompletion.script(tables)
  }
}
