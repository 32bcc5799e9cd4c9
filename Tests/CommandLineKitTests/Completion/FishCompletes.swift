import CommandLineKit
import Model
import TestSupport
import Testing

@Suite(.enabled(if: Program.isInstalled("fish"))) struct FishCompletes {
  @Test(
    "Commands, options and values are offered",
    arguments: [
      ("castbook ch", ["check\tCheck files against what a provider accepts."]),
      ("castbook help b", ["bundle\tWork with bundles."]),
      ("castbook --json bundle v", ["verify\tVerify a bundle."]),
      (
        "castbook check --s",
        ["--strict\tTreat warnings as errors.", "--shift\tExposure to assume."]
      ),
      ("castbook check --for k", ["kling", "kling-o3"]),
      ("castbook check -jf v", ["veo"]),
      ("castbook check --for=veo,k", ["--for=veo,kling", "--for=veo,kling-o3"]),
      ("castbook check --for veo,kling-", ["veo,kling-o3"]),
      ("castbook targets ", ["diff\tCompare two targets.", "kling", "veo"]),
      ("castbook check --shift ", []),
      ("castbook check -- --s", []),
      ("castbook sheet ", []),
    ])
  func offers(line: String, expected: [String]) throws {
    let got = try offered(for: line, in: TemporaryFolder())
    #expect(got == expected)
  }

  @Test(
    "Files and folders are offered by their names, and no name is evaluated",
    arguments: [
      ("castbook check m", ["my file.jpg", "my folder/"]),
      ("castbook check -- p", ["plain.jpg"]),
      ("castbook check --for kling a p", ["plain.jpg"]),
      ("castbook sheet @mira -o ", ["$(touch harm)/", "my folder/"]),
      ("castbook sheet @mira --output=m", ["--output=my folder/"]),
      ("castbook check \\$", ["$(touch harm)/", "$(touch harm).jpg"]),
      ("castbook check \\`", ["`touch harm`.jpg"]),
    ])
  func files(line: String, expected: [String]) throws {
    let folder = try HostileFolder.make()
    // fish orders files by the locale of the machine.
    let got = try offered(for: line, in: folder).sorted()
    #expect(got == expected.sorted())
    #expect(try folder.names().filter { !$0.hasPrefix(".") } == HostileFolder.names)
  }

  private func offered(for line: String, in folder: TemporaryFolder) throws -> [String] {
    try folder.write(Completions.fish(for: SampleProgram.root), to: ".castbook.fish")
    let script = "source .castbook.fish; complete -C $argv[1]"
    let result = try Program.run(
      "fish", ["--no-config", "-c", script, line], in: folder.url,
      environment: ["HOME": folder.path.text])
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map(String.init)
  }
}
