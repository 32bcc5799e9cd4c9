import Foundation
import Model
import TestSupport
import Testing

/// A batch of files gives the results that each file gives alone, in order, with any number of
/// workers.
@Suite struct BatchTests {
  @Test("The order and every byte are equal with one worker and with eight")
  func orderIsStable() throws {
    let one = try Checked(["odd", "starter", "trouble", "--jobs", "1"])
    for workers in TestRun.isLong ? ["2", "8"] : ["8"] {
      #expect(try Checked(["odd", "starter", "trouble", "--jobs", workers]).text == one.text)
    }
    let odd = one.paths.filter { $0.hasPrefix("odd/") }
    #expect(odd == odd.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    #expect(odd.count > 300)
  }

  @Test("A file's result in a batch is its result alone")
  func batchEqualsSingle() throws {
    let batch = try Checked(["trouble", "starter"])
    for path in batch.paths {
      #expect(try Checked([path]).file(path) == batch.file(path), "\(path)")
    }
  }

  @Test("With --jsonl each file is a line, equal to its part of the single object")
  func lines() throws {
    let lines = try Tool.run(["check", "odd", "--jsonl"]).output.split(separator: "\n")
    let values = try lines.map { try JSONParser.parse(Array($0.utf8)) }
    #expect(values == (try Checked(["odd"]).files))
  }

  @Test("Several targets share one reading; each gets its own status")
  func severalTargets() throws {
    let checked = try Checked(["trouble", "--for", "kling-official,kie.kling-3.0,kling-official"])
    let targets = (checked.value["targets"]?.array ?? []).compactMap { $0["id"]?.string }
    #expect(targets == ["kling.v3-omni", "kie.kling-3.0"])
    let wide = try checked.file("mira-wide.jpg")
    #expect(wide["statusFor"]?["kling.v3-omni"]?.string == "fail")
    #expect(wide["statusFor"]?["kie.kling-3.0"]?.string == "warn")
    #expect(wide["status"]?.string == "fail")
  }

  @Test("Paths come from standard input, one per line or each ending in a zero byte")
  func listOnStandardInput() throws {
    let names = ["starter/mug-top.jpg", "starter/mira-back.jpg"]
    for separator in ["\n", "\0"] {
      let list = Data(names.map { $0 + separator }.joined().utf8)
      #expect(try Checked(["-"], input: list).paths == names)
    }
    let empty = try Checked(["-"], input: Data())
    #expect(empty.files.isEmpty && empty.setRules.isEmpty)
  }

  @Test("A file named twice is checked twice, and is not a duplicate of itself")
  func namedTwice() throws {
    let checked = try Checked(["starter/mug-top.jpg", "starter/mug-top.jpg"])
    #expect(checked.files.count == 2)
    // It is one picture, however often it is named, and an element takes two.
    #expect(checked.setRules == ["set.too-few"])
    let set = try Checked(["starter/mug-top.jpg", "starter/mug-top.jpg", "--set"])
    #expect(set.status == 1)
  }

  @Test("As a set, equal bytes under two names are one picture")
  func equalBytesInASet() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("starter/mug-top.jpg", as: "a.jpg")
    try scratch.copy("starter/mug-top.jpg", as: "b.jpg")
    let set = try Checked([".", "--set"], in: scratch.url)
    #expect(set.setRules == ["set.too-few", "set.duplicate"])
    #expect(set.status == 1)
  }

  @Test("With --jsonl findings on the set are written to standard error")
  func setOfLines() throws {
    let result = try Tool.run(["check", "starter/mug-top.jpg", "--set", "--jsonl"])
    #expect(result.status == 1)
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(
      result.errors
        == "castbook: 1 picture; kling accepts 2–4 per element: add a view from another side.\n"
    )
  }

  @Test("A folder of files that are not media has nothing to check")
  func nothingButBystanders() throws {
    let scratch = try TemporaryFolder()
    try scratch.write("side view on Monday\n", to: "notes.txt")
    let checked = try Checked(["."], in: scratch.url)
    #expect(checked.setRules == ["set.empty"])
    #expect(checked.value["summary"]?["notMediaCount"]?.integer == 1)
  }

  @Test("A named slot decides by its formats: a voice in a film is accepted")
  func voiceInFilm() throws {
    let film = try Checked(["voices/en-us.mp4", "--as", "voice"])
    #expect(try film.rules("en-us.mp4", severity: "error") == [])
    let picture = try Checked(["starter/mug-top.jpg", "--as", "voice"])
    #expect(try picture.rules("mug-top.jpg", severity: "error") == ["target.no-slot"])
  }

  @Test("Equal bytes under two names are only a warning")
  func duplicates() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("starter/mug-top.jpg", as: "a.jpg")
    try scratch.copy("starter/mug-top.jpg", as: "b.jpg")
    let checked = try Checked(["."], in: scratch.url)
    #expect(checked.setRules == ["set.duplicate"])
    #expect(checked.status == 0)
    #expect(try Checked([".", "--strict"], in: scratch.url).status == 1)
  }

  @Test(
    "Ten thousand files come out complete and in order, within 300 MB",
    .enabled(if: TestRun.isLong))
  func tenThousand() throws {
    let scratch = try TemporaryFolder()
    let names = (0..<10_000).map {
      "f" + String(repeating: "0", count: 5 - String($0).count) + "\($0).jpg"
    }
    // One copy, since links can't lead to another file system.
    try scratch.copy("scenes/mira-000-daylight.jpg", as: names[0])
    let source = scratch.url.appending(path: names[0])
    for name in names.dropFirst() {
      try FileManager.default.linkItem(at: source, to: scratch.url.appending(path: name))
    }
    let result = try Tool.run(
      program: URL(filePath: "/bin/sh"),
      ["-c", "ulimit -v 2000000; exec \"$0\" check . --json", Tool.binary.path()],
      in: scratch.url)
    let value = try JSONParser.parse(Array(result.output.utf8))
    let paths = (value["files"]?.array ?? []).compactMap { $0["path"]?.string }
    #expect(paths == names.map { "./\($0)" })
  }
}
