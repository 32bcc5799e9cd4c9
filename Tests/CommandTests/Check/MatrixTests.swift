import Foundation
import Model
import TestSupport
import Testing

/// The table at the end of a check for several targets, on terminals of several widths.
@Suite struct MatrixTests {
  private static let three = "kling-o3,kling-official,fal.wan-2.7.r2v"
  private static let eight =
    "fal.kling-o1.r2v,kling-o3,kling-v3,kling-official,kling.v3.i2v,fal.wan-2.7.r2v,kling,kling.v3.t2v"

  /// The text below the lines on files, sets and targets: everything after the first empty line.
  private func table(_ arguments: [String], columns: Int?, in folder: String = "trouble") throws
    -> String
  {
    let url = Fixtures.folder.appending(path: folder)
    let text =
      try columns.map { try Terminal.run(["check"] + arguments, columns: $0, in: url) }
      ?? Tool.run(["check"] + arguments, in: url).output
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
  }

  @Test("A few targets are columns, with the reason if a file is refused")
  func namedColumns() throws {
    let expected = """
                              fal.kling-o3.r2v  kling.v3-omni     fal.wan-2.7.r2v
                              element           element           image
        mira-back.jpg         ✗ unknown format  ✗ unknown format  ✗ unknown format
        mira-full-length.jpg  !                 ✗ too small       ✓
        mira-print.jpg        !                 !                 !
        mira-side.jpg         ✗ truncated       ✗ truncated       ✗ truncated
        mira-wide.jpg         !                 ✗ too wide        ✓
        mug-cut-out.png       !                 !                 !
        mug-side.jpg          ✗ empty           ✗ empty           ✗ empty
      passes everywhere: 2 of 7; nowhere: 3; best: fal.wan-2.7.r2v (4 of 7)

      """
    let names = [
      "mira-back.jpg", "mira-full-length.jpg", "mira-print.jpg", "mira-side.jpg", "mira-wide.jpg",
      "mug-cut-out.png", "mug-side.jpg",
    ]
    for columns in [80, 120, nil] {
      #expect(try table(names + ["--for", Self.three], columns: columns) == expected)
    }
  }

  @Test(
    "More targets have numbers, grouped if they are alike; a missing slot is a dash")
  func numberedColumns() throws {
    let names = [
      "IMG_2038.JPG", "IMG_2041.HEIC", "mira-back.jpg", "mira-full-length.jpg", "mira-wide.jpg",
      "mug-cut-out.png",
    ]
    let expected = """
                              1  2  3  4  5
        IMG_2038.JPG          ✗  !  ✗  ✓  –   too narrow
        IMG_2041.HEIC         !  !  ✗  ✓  –   format
        mira-back.jpg         ✗  ✗  ✗  ✗  ✗   unknown format
        mira-full-length.jpg  ✗  !  ✗  ✓  –   too small
        mira-wide.jpg         ✗  !  ✗  ✓  –   too wide
        mug-cut-out.png       !  !  !  !  –

        1  2 of 6  element: fal.kling-o1.r2v
        2  5 of 6  element: fal.kling-o3.r2v, fal.kling-v3.i2v
        3  1 of 6  element: kling.v3-omni, kling.v3.i2v, kling
        4  5 of 6  image: fal.wan-2.7.r2v
        5  0 of 6  kling.v3.t2v
      passes everywhere: 0 of 6; nowhere: 1; best: fal.wan-2.7.r2v (5 of 6)

      """
    let output = try table(names + ["--for", Self.eight], columns: 80)
    #expect(output == expected, "\(output)")
  }

  @Test("A target without known limits does not pass, and different slots are reported")
  func notKnown() throws {
    let expected = """
                           fal.grok-imagine.r2v  kling.v3-omni
                           image                 element
        odd/tiff-le.tif    ?                     ✗ format
        odd/gif-still.gif  ?                     ✗ format
        odd/jpeg-1x1.jpg   ?                     ✗ too small
        ? this target's limits for such a file are unknown
      passes everywhere: 0 of 3; nowhere: 0

      """
    let names = ["odd/tiff-le.tif", "odd/gif-still.gif", "odd/jpeg-1x1.jpg"]
    let output = try table(
      names + ["--for", "fal.grok-imagine.r2v,kling-official"], columns: 80, in: ".")
    #expect(output == expected, "\(output)")
    let checked = try Checked(names + ["--for", "fal.grok-imagine.r2v,kling-official"])
    for file in checked.files { #expect(file["notKnownFor"] == ["fal.grok-imagine.r2v"]) }
    #expect(
      checked.value["summary"]?["countsFor"]?["fal.grok-imagine.r2v"]?["notKnown"]?.integer == 3)
  }

  @Test("An ended target accepts nothing, and one that was never seen answering is marked")
  func endedAndUnverified() throws {
    let ended = try Tool.run(["check", "trouble", "--for", "kling-o3,openai.sora-2"])
    #expect(ended.output.contains("; best: fal.kling-o3.r2v (7 of 10)\n"))
    #expect(
      ended.output.contains("openai.sora-2, facts by 30 Sep 2026 · 10 files: no longer available"))
    let sora = try Checked(["starter/mug-top.jpg", "--for", "openai.sora-2"])
    #expect(sora.files[0]["statusFor"]?["openai.sora-2"] == "fail")
    #expect(sora.value["targets"]?.array?.first?["as"] == "start")
    #expect(sora.status == 1)
    let omni = try table(["trouble", "--for", "*omni*"], columns: nil, in: ".")
    #expect(omni.contains(", kie.kling-3.0-omni\u{A0}(not confirmed)"))
    #expect(omni.contains("; best: higgsfield.kling-omni.i2v, "))
    #expect(omni.hasSuffix(" (7 of 10)\n"))
  }

  @Test("If all targets are alike, there is no table of one column")
  func alike() throws {
    let names = ["mira-wide.jpg", "mug-cut-out.png"]
    let output = try table(names + ["--for", "kling,kling-official"], columns: 80)
    #expect(
      output == """
          1 of 2  kling, kling.v3-omni
        passes everywhere: 1 of 2; nowhere: 1

        """, "\(output)")
  }

  @Test("All reports how many targets it leaves out, and why")
  func leftOut() throws {
    let result = try Tool.run(["check", "starter/mug-top.jpg", "--for", "all"])
    let line =
      #/\nleft out: [0-9]+ without their own endpoint, 1 ended \(openai.sora-2\), [0-9]+ without a slot for files; name a target to include it\n/#
    #expect(result.output.contains(line))
    let checked = try Checked(["starter/mug-top.jpg", "--for", "all"])
    #expect(checked.value["leftOut"]?["ended"] == ["openai.sora-2"])
    #expect(try Checked(["starter/mug-top.jpg"]).value["leftOut"] == nil)
  }

  @Test("One file for many targets is a line for each outcome")
  func oneFile() throws {
    let expected = """
        ✓           image: fal.wan-2.7.r2v
        !           element: fal.kling-o3.r2v, fal.kling-v3.i2v
        ✗ too wide  element: fal.kling-o1.r2v, kling.v3-omni, kling.v3.i2v, kling
        –           kling.v3.t2v
      mira-wide.jpg passes at 3 of 8 targets

      """
    let output = try table(["mira-wide.jpg", "--for", Self.eight], columns: 80)
    #expect(output == expected, "\(output)")
  }

  @Test("Many files are grouped by their outcomes")
  func manyFiles() throws {
    let output = try table([".", "--for", "kling,kling-o3"], columns: 80, in: "odd")
    let lines = output.split(separator: "\n")
    #expect(lines.count < 30)
    #expect(output.contains(#/(?m)^  \./jpeg-411\.jpg and [0-9]+ more/#))
    #expect(output.contains("✗ too narrow"))
    #expect(lines.last?.hasPrefix("passes everywhere: ") == true)
    let counts = lines.compactMap { line in
      line.firstMatch(of: /and ([0-9,]+) more/).map { Int($0.1) ?? 0 }
    }
    // Every file is in one row: the last line counts them.
    let rows = lines.count { $0.hasPrefix("  ") } - 1
    let total = try #require(lines.last?.firstMatch(of: /of ([0-9]+);/)).1
    #expect(counts.reduce(rows, +) == Int(total))
  }

  @Test("If the columns don't fit, the table turns: a line for each group of targets, best first")
  func turned() throws {
    let output = try table([".", "--for", Self.eight], columns: 60, in: "odd")
    #expect(output.contains(#/(?m)^ +nowhere  corrupt [0-9]+, truncated [0-9]+/#))
    #expect(!output.contains("jpeg-411.jpg"))
    let totals = output.matches(of: #/(?m)^ +([0-9]+) of [0-9]+ /#).compactMap { Int($0.1) }
    #expect(totals.count > 3)
    #expect(totals == totals.sorted(by: >))
  }

  @Test(
    "Sixty different targets stay within the width",
    arguments: TestRun.some([60, 80, 120, 200], 2))
  func sixtyTargets(columns: Int) throws {
    let scratch = try TemporaryFolder()
    for number in 10..<70 {
      let text = """
        {"castbook":"target/1","id":"studio.camera-\(number)","provider":"p","model":"m",
         "asOf":"2026-01-01","status":"live","faces":"unknown",
         "sources":{"s":{"ref":"r","kind":"first_party_page"}},
         "slots":{"image":{"formats":["jpeg","png"],"side":{"min":\(number * 20)}}}}
        """
      try scratch.write(text, to: "\(number).json")
    }
    let arguments = ["--for", "studio.*", "--targets", scratch.url.path()]
    for (files, folder) in [(["."], "trouble"), (["."], "odd"), (["mira-wide.jpg"], "trouble")] {
      let output = try table(files + arguments, columns: columns, in: folder)
      let lines = output.split(separator: "\n")
      #expect(lines.count < 90)
      for line in lines { #expect(line.count <= columns, "\(line)") }
      #expect(output.contains("studio.camera-10\u{a0}(yours)"))
      #expect(output.contains("studio.camera-69\u{a0}(yours)"))
    }
    let all = try Terminal.run(
      ["check", "."] + arguments, columns: columns, in: Fixtures.folder.appending(path: "trouble"))
    #expect(all.contains("60 targets, facts of 1 Jan 2026 · 10 files"))
    // Remarks are grouped by rule, not by target, although the limits differ.
    #expect(all.matches(of: /of 60 targets, as at studio.camera-/).count < 10)
    #expect(all.matches(of: /camera-30/).count == 1)
  }

  @Test("One target, or no picture at all, needs no table")
  func noTable() throws {
    #expect(try table(["mira-wide.jpg", "--for", "kling"], columns: 80) == "")
    let scratch = try TemporaryFolder()
    try scratch.write("side view on Monday\n", to: "notes.txt")
    let text = try Tool.run(["check", ".", "--for", "kling,kling-o3"], in: scratch.url)
    #expect(!text.output.contains("passes"))
  }

  @Test("A target without a slot is reported once, not for each file")
  func withoutSlot() throws {
    let result = try Tool.run(
      ["check", "starter/mug-top.jpg", "starter/mug-front.jpg", "--for", "kling.v3.t2v,kling-o3"])
    #expect(result.status == 1)
    #expect(result.output.matches(of: /does not accept pictures/).count == 1)
    #expect(
      result.output.contains(
        "  ✗ kling.v3.t2v does not accept pictures (2 files): choose another target"))
    #expect(result.output.hasPrefix("  ✓ starter/mug-top.jpg"))
    #expect(
      result.output.contains("\nkling.v3.t2v, facts of 15 Sep 2026 · 2 files: 2 without a slot\n"))
    // Without another target, the file can't be ready.
    let alone = try Tool.run(["check", "starter/mug-top.jpg", "--for", "kling.v3.t2v"])
    #expect(alone.output.hasPrefix("  ✗ starter/mug-top.jpg"))
  }

  @Test("A finding on the set at several targets is reported once")
  func setOnce() throws {
    let result = try Tool.run(
      ["check", "starter/mug-top.jpg", "--for", "kling,kling-o3,kling-v3,kling-official"])
    #expect(result.output.matches(of: /1 picture; kling accepts/).count == 1)
    #expect(result.output.contains("kling accepts 2–4 per element (also 3 more targets)"))
  }

  @Test("All and patterns leave out targets without a slot for the files, and say so once")
  func patterns() throws {
    let result = try Tool.run(["check", "starter/mug-top.jpg", "--for", "kling.v3.*,kling.voice.*"])
    #expect(
      result.output.contains(
        "\nskipped 1 target without a slot for these files: kling.voice.create\n"))
    #expect(result.status == 0)
    let all = try Checked(["starter/mug-top.jpg", "--for", "all"])
    let asked = (try all.file("mug-top.jpg")["statusFor"]?.members ?? []).map(\.key)
    #expect(asked.contains("fal.kling-o3.r2v"))
    #expect(!asked.contains("kling.voice.create"))
    #expect(!asked.contains("kling"))
  }

  @Test("A pattern without a match is wrong usage, and reported as such")
  func unmatched() throws {
    let result = try Tool.run(["check", "starter/mug-top.jpg", "--for", "fla.*"])
    #expect(result.status == 2)
    #expect(
      result.errors
        == "castbook: no target matches \"fla.*\". `castbook targets` lists them all.\n")
  }

  @Test("The JSON's summary counts for each target, and what passes everywhere and nowhere")
  func summary() throws {
    let checked = try Checked(["trouble", "--for", "kling-o3,fal.wan-2.7.r2v"])
    let summary = try #require(checked.value["summary"])
    #expect(summary["passEverywhere"]?.integer == 7)
    #expect(summary["passNowhere"]?.integer == 3)
    for target in ["fal.kling-o3.r2v", "fal.wan-2.7.r2v"] {
      let counts = try #require(summary["countsFor"]?[target])
      for status in ["pass", "warn", "fail"] {
        let files = checked.files.count { $0["statusFor"]?[target]?.string == status }
        #expect(counts[status]?.integer == files, "\(target) \(status)")
      }
    }
    let one = try Checked(["starter/mug-top.jpg"])
    #expect(one.value["summary"]?["countsFor"]?["kling"]?["pass"]?.integer == 1)
  }

  @Test("A report has the table, too, with names that can't become markup")
  func report() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("trouble/mira-wide.jpg", as: "<b>|wide.jpg")
    try scratch.copy("starter/mug-top.jpg")
    for (page, targets) in [("few", Self.three), ("many", Self.eight)] {
      for kind in ["html", "md"] {
        let result = try Tool.run(
          ["check", ".", "--for", targets, "--report", "\(page).\(kind)"], in: scratch.url)
        #expect(result.status == 1)
      }
    }
    let html = try scratch.text("few.html")
    #expect(html.contains("<h2>Which targets accept which file</h2>"))
    #expect(
      html.contains("<th scope=\"row\">./&lt;b&gt;|wide.jpg</th><td class=\"reported\">!</td>"))
    #expect(html.contains("<td class=\"reported\">✗ too wide</td><td class=\"passed\">✓</td></tr>"))
    let markdown = try scratch.text("many.md")
    #expect(markdown.contains("| File | 1 | 2 | 3 | 4 |\n"))
    #expect(markdown.contains("| ./\\<b\\>\\|wide.jpg | ✗ too wide | ! | ✓ | – |\n"))
    #expect(
      markdown.contains(
        "- 1: 1 of 2 pass, element: fal.kling-o1.r2v, kling.v3-omni, kling.v3.i2v, kling\n"))
    let one = try Tool.run(["check", ".", "--report", "one.md"], in: scratch.url)
    #expect(one.status == 1)
    #expect(!(try scratch.text("one.md")).contains("Which targets accept which file"))
  }

  @Test("The table has the colors of the lines above it, and none in a pipe")
  func colors() throws {
    let arguments = ["check", "trouble/mira-wide.jpg", "starter/mug-top.jpg", "--for", Self.three]
    let text = try Terminal.run(arguments, columns: 100, color: true)
    let last = text.split(separator: "\n").suffix(3)
    #expect(last.first?.contains("\u{1b}[31m✗\u{1b}[0m too wide") == true)
    #expect(last.first?.contains("\u{1b}[32m✓\u{1b}[0m") == true)
    #expect(!(try Tool.run(arguments).output.contains("\u{1b}")))
  }
}
