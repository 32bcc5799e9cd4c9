import CommandLineKit
import Model
import TestSupport
import Testing

/// A table whose words are special to shells: they must come out as they went in.
@Suite struct QuotedTables {
  static let root = Command(
    "odd-name", "It's \"odd\": $(touch harm) `touch harm` \\ * ~.",
    options: [
      OptionGroup(
        "Odd",
        [
          ValueOption<String>(
            "as", "WHAT", "Don't.", oneOf: ["it's", "$(touch harm)", "a\\b", "*", "two words"])
        ])
    ], children: [Command("a", "It's $(touch harm).", run: { _ in .success })])

  @Test("bash takes them literally", .enabled(if: Program.isInstalled("bash")))
  func bash() throws {
    let script = #"""
      source ./script
      __odd_name_value 'odd-name a' --as
      printf '%s\n' "${choices[@]}"
      """#
    try expectWords(Completions.bash(for: Self.root), "bash", ["--norc", "-c", script])
  }

  @Test("zsh takes them literally", .enabled(if: Program.isInstalled("zsh")))
  func zsh() throws {
    let script = #"""
      compdef() { }
      source ./script
      __odd_name_value 'odd-name a' --as
      print -rl -- "${choices[@]}"
      """#
    try expectWords(Completions.zsh(for: Self.root), "zsh", ["-f", "-c", script])
  }

  @Test("fish takes them literally", .enabled(if: Program.isInstalled("fish")))
  func fish() throws {
    let script = #"""
      source ./script
      __odd_name_value 'odd-name a' --as
      printf '%s\n' $__odd_name_choices
      """#
    try expectWords(Completions.fish(for: Self.root), "fish", ["--no-config", "-c", script])
  }

  private func expectWords(_ script: String, _ shell: String, _ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(script, to: "script")
    let result = try Program.run(shell, arguments, in: folder.url)
    #expect(result.output == "it's\n$(touch harm)\na\\b\n*\ntwo words\n")
    #expect(result.errors == "")
    #expect(try folder.names() == ["script"])
  }
}
