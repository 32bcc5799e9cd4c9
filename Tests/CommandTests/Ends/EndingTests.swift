import Foundation
import Model
import TestSupport
import Testing

/// How the program ends: exit codes, failures, closed pipes, signals.
@Suite(.timeLimit(.minutes(30))) struct EndingTests {
  static let codes: [([String], Int32)] = [
    (["check", "starter"], 0), (["check", "trouble"], 1), (["check", "nothing.jpg"], 2),
    (["check", "odd/jpeg-icc-p3.jpg"], 0), (["check", "odd/jpeg-icc-p3.jpg", "--strict"], 1),
    (["check"], 2), (["chekc", "x"], 2), (["check", "--for", "nobody", "x"], 2),
    (["check", "--jobs", "0", "x"], 2), (["check", "--json", "--jsonl", "x"], 2),
    (["check", "--report", "x.txt", "x"], 2), (["check", "@mira", "--library", "none-here"], 3),
    (["check", "@mi ra"], 2),
    (["check", "--for", "", "starter"], 2), (["check", ""], 2),
    (["check", "--targets", "nowhere", "starter"], 3), (["targets"], 0),
    (["targets", "nobody"], 2), (["targets", "diff", "kling", "kling-o3"], 0),
    (["targets", "diff", "nowhere.json"], 2), (["check", "--for", "nobody.*", "x"], 2),
    (["explain", "image.nothing"], 2), (["--version"], 0),
    (["--help"], 0), (["completions", "csh"], 2), (["manual"], 0),
  ]

  @Test("Exit codes distinguish findings, wrong usage and failed work", arguments: codes)
  func exitCodes(arguments: [String], code: Int32) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == code, "\(result.errors)")
    #expect(!result.endedBySignal)
    // A missing file is reported among the results.
    let isFinding = result.output.contains("file.not-found")
    #expect((code < 2 || isFinding) == result.errors.isEmpty, "\(result.errors)")
  }

  @Test(
    "A failure says what happened and what to type",
    arguments: [
      (
        ["check", "--for", "klign-o3", "starter/mug-top.jpg"],
        "castbook: unknown target \"klign-o3\". Did you mean kling-o3? `castbook targets` lists them all.\n"
      ),
      (
        ["check", "@mira", "--library", "none-here"],
        "castbook: none-here: no such folder. Create one: castbook init none-here.\n"
      ),
      (
        ["check", "--report", "page.pdf", "starter/mug-top.jpg"],
        "castbook: --report page.pdf: a report is a .md or .html file. End the file name in .md or .html.\n"
      ),
      (
        ["explain", "image.small"],
        "castbook: no rule \"image.small\". Similar rules: image.too-small, "
          + "image.subject-small, clip.too-small.\n"
      ),
    ])
  func failures(arguments: [String], text: String) throws {
    #expect(try Tool.run(arguments).errors == text)
  }

  @Test("With --json a failure is one object on standard output")
  func failureAsJSON() throws {
    let result = try Tool.run(["check", "x", "--for", "nobody", "--json"])
    let line = try #require(result.output.split(separator: "\n").first)
    #expect(line.hasPrefix("{\"castbook\":\"error/1\",\"exit\":2,\"rule\":\"target.unknown\""))
    #expect(result.status == 2)
  }

  @Test("Output into a closed pipe ends quietly")
  func closedPipe() throws {
    let result = try Tool.run(
      program: URL(filePath: "/bin/bash"),
      [
        "-c", "\"$0\" check odd odd odd odd --json | head -c 100 >/dev/null; echo ${PIPESTATUS[0]}",
        Tool.binary.path(),
      ])
    #expect(result.errors == "")
    // 141 is a shell's exit status for an end by SIGPIPE.
    #expect(result.output == "141\n")
  }

  @Test("A full disk under the output is a failure, reported once")
  func fullDisk() throws {
    let result = try Tool.run(
      program: URL(filePath: "/bin/bash"),
      ["-c", "\"$0\" check odd >/dev/full; echo $?", Tool.binary.path()])
    #expect(result.output == "3\n")
    #expect(result.errors.contains("No space left on device"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  /// Commands that print a line for each argument; all of them take half a minute.
  private static let slow: [[String]] = [
    ["check", "--jsonl"]
      + Array(
        repeating: Fixtures.folder.appending(path: "odd/jpeg-690-scans.jpg").path(), count: 400),
    ["bundle", "verify", "--jsonl"]
      + Array(repeating: "BUNDLE", count: 400),
  ]

  @Test("Ctrl-C ends by SIGINT after complete lines", arguments: slow)
  func interrupt(words: [String]) throws {
    let scratch = try TemporaryFolder()
    let words = try words.map { try $0 == "BUNDLE" ? SampleBundle.path : $0 }
    let process = Process()
    // A program that a shell runs in the background ignores SIGINT, and its child processes inherit
    // that.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal=INT", Tool.binary.path()] + words
    let output = try scratch.makeOutput("output")
    process.standardOutput = output
    process.standardError = try scratch.makeOutput("errors")
    try process.run()
    // The program is interrupted once it is at work, which its first line shows.
    while process.isRunning, try scratch.text("output").isEmpty { usleep(20_000) }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == 2)
    let text = try scratch.text("output")
    #expect(text.hasSuffix("\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    #expect(try scratch.text("errors") == "")
  }
}
