import CommandLineKit
import Model
import TestSupport
import Testing

@Suite(.enabled(if: Program.isInstalled("zsh"))) struct ZshCompletes {
  @Test("The script is valid zsh")
  func syntax() throws {
    let folder = try TemporaryFolder()
    try folder.write(Completions.zsh(for: SampleProgram.root), to: "_castbook")
    let result = try Program.run("zsh", ["-n", "_castbook"], in: folder.url)
    #expect(result.errors == "" && result.status == 0)
  }

  /// An interactive zsh in a pseudo-terminal: Tab completes, then prints the line between markers.
  private static let driver = #"""
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell 'PROMPT= RPROMPT= TERM=dumb; unsetopt beep list_beep zle_bracketed_paste 2>/dev/null
      fpath=($PWD/.functions $fpath); autoload -Uz compinit; compinit -u -D
      finish() { zle expand-or-complete; print -r -- "<<$BUFFER>>"; BUFFER= }
      zle -N finish; bindkey "^I" finish; print REA""DY'
    zpty -r shell answer '*READY*'
    for line in "$@"; do
      zpty -w -n shell "$line"$'\t'
      zpty -r shell answer '*<<*>>*'
      answer=${answer##*<<}
      print -r -- "${answer%%>>*}"
    done
    zpty -d shell
    """#

  @Test("Tab completes commands, options, values and names with spaces", .timeLimit(.minutes(30)))
  func completes() throws {
    let table = [
      ("castbook che", "castbook check "),
      ("castbook bundle v", "castbook bundle verify "),
      ("castbook check --fo", "castbook check --for "),
      ("castbook check --for=veo,kling-", "castbook check --for=veo,kling-o3,"),
      ("castbook check -jf v", "castbook check -jf veo,"),
      ("castbook sheet @mira --color al", "castbook sheet @mira --color always "),
      ("castbook sheet @mira -o my", "castbook sheet @mira -o my\\ folder/"),
      ("castbook check a my\\ fi", "castbook check a my\\ file.jpg "),
      ("castbook check '$(touch harm).", "castbook check '$(touch harm).jpg' "),
      ("castbook check \\`", "castbook check \\`touch\\ harm\\`.jpg "),
      ("castbook help bun", "castbook help bundle "),
    ]
    let folder = try HostileFolder.make()
    try folder.createFolder(".functions")
    try folder.write(Completions.zsh(for: SampleProgram.root), to: ".functions/_castbook")
    let result = try Program.run(
      "zsh", ["-f", "-c", Self.driver, "zsh"] + table.map(\.0), in: folder.url,
      environment: ["HOME": folder.path.text, "ZDOTDIR": folder.path.text])
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines == table.map(\.1))
    #expect(try folder.names().filter { !$0.hasPrefix(".") } == HostileFolder.names)
  }
}
