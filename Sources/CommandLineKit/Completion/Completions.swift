/// Generates the scripts that make Tab work in a shell, from a program's command table.
///
/// Each script walks over the words typed so far and looks them up in tables; the walk is the same
/// in all three shells. The words in the tables are quoted, and file names are left to the shell's
/// own completion, so no text from the user or the file system is ever evaluated.
///
/// ```swift
/// try output.write(Completions.zsh(for: commandTable))
/// ```
public enum Completions {
  /// Returns the script for bash 4.4 or later. Users `source` it, or save it under the program's
  /// name in `~/.local/share/bash-completion/completions`.
  public static func bash(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .bash)
    return BashCompletion.script(tables)
  }

  /// Returns the script for zsh 5. Users save it in a folder of `$fpath`, named `_` and the
  /// program's name.
  public static func zsh(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .zsh)
    return ZshCompletion.script(tables)
  }

  /// Returns the script for fish 3. Users save it in `~/.config/fish/completions`.
  public static func fish(for root: Command) -> String {
    let tables = CompletionTables(root, dialect: .fish)
    return FishCompletion.script(tables)
  }
}
