import CommandLineKit
import Model
import TestSupport
import Testing

@Suite(.enabled(if: Program.isInstalled("bash"))) struct BashCompletes {
  /// Calls the function as readline does, with the line and the words it was split into. The last
  /// line of output is the list of bash's own completions that the function asked for.
  private static let driver = #"""
    compopt() { asked=$2; }
    source castbook.bash
    COMP_LINE=$1 COMP_POINT=${#1}
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _castbook castbook "${COMP_WORDS[COMP_CWORD]}" ''
    printf '%s\n' "${COMPREPLY[@]}" "[$asked]"
    """#

  @Test(
    "Commands, options and values are offered",
    arguments: [
      (["castbook", "ch"], ["check", "[]"]),
      (["castbook", ""], ["check", "sheet", "targets", "bundle", "help", "[]"]),
      (["castbook", "help", "b"], ["bundle", "[]"]),
      (["castbook", "help", "bundle", ""], ["verify", "request", "[]"]),
      (["castbook", "--json", "bundle", "v"], ["verify", "[]"]),
      (["castbook", "check", "--s"], ["--strict", "--shift", "[]"]),
      (["castbook", "check", "--for", "k"], ["kling", "kling-o3", "[nospace]"]),
      (["castbook", "check", "-jf", "v"], ["veo", "[nospace]"]),
      (["castbook", "check", "--for", "veo,kling-"], ["veo,kling-o3", "[nospace]"]),
      (["castbook", "targets", "d"], ["diff", "[]"]),
      (["castbook", "targets", "v"], ["veo", "[]"]),
      (["castbook", "check", "--shift", ""], ["[]"]),
      (["castbook", "check", "--", "--s"], ["[default]"]),
      (["castbook", "check", "a", "my"], ["[default]"]),
      (["castbook", "sheet", "@mira", "-o", "my"], ["[dirnames]"]),
      (["castbook", "sheet", "@mira", "-o", "x", ""], ["[default]"]),
      (["castbook", "sheet", ""], ["[]"]),
    ])
  func offers(words: [String], expected: [String]) throws {
    let got = try replies(to: words.joined(separator: " "), words)
    #expect(got == expected)
  }

  @Test(
    "Words that readline splits at = and @ are completed, and only the last part is replaced",
    arguments: [
      (
        "castbook check --for=veo,k", ["castbook", "check", "--for", "=", "veo,k"],
        ["veo,kling", "veo,kling-o3", "[nospace]"]
      ),
      (
        "castbook sheet @mira --color=a",
        ["castbook", "sheet", "@", "mira", "--color", "=", "a"], ["auto", "always", "[]"]
      ),
      (
        "castbook sheet @mira --output=my",
        ["castbook", "sheet", "@", "mira", "--output", "=", "my"], ["[dirnames]"]
      ),
    ])
  func splitWords(line: String, words: [String], expected: [String]) throws {
    let got = try replies(to: line, words)
    #expect(got == expected)
  }

  @Test("Names that look like commands are not run")
  func hostileNames() throws {
    let folder = try HostileFolder.make()
    try folder.write(Completions.bash(for: SampleProgram.root), to: ".castbook.bash")
    for word in [
      "$(touch harm", "'$(touch harm)", "`touch harm`", "my\\ f", "\"my f", "--for=$(touch harm)",
    ] {
      let script = Self.driver.replacing("castbook.bash", with: ".castbook.bash")
      let arguments = [
        "--norc", "-c", script, "bash", "castbook check \(word)", "castbook", "check", word,
      ]
      let result = try Program.run("bash", arguments, in: folder.url)
      #expect(result.errors == "")
    }
    #expect(try folder.names().filter { !$0.hasPrefix(".") } == HostileFolder.names)
  }

  private func replies(to line: String, _ words: [String]) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(Completions.bash(for: SampleProgram.root), to: "castbook.bash")
    let result = try Program.run(
      "bash", ["--norc", "-c", Self.driver, "bash", line] + words, in: folder.url)
    #expect(result.errors == "")
    return result.output.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
  }
}
