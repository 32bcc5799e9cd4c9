import Foundation
import Model
import TestSupport
import Testing

/// The page for a support ticket: complete, escaped, and written completely or not at all.
@Suite(.timeLimit(.minutes(30))) struct ReportTests {
  @Test("A report names digest, upright size, and every rule with its limit, source and date")
  func contents() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("trouble/IMG_2038.JPG")
    let result = try Tool.run(
      ["check", "IMG_2038.JPG", "--for", "kling-official", "--report", "page.md"],
      in: scratch.url)
    #expect(result.status == 1)
    #expect(result.output.hasSuffix("report: page.md\n"))
    let page = try scratch.text("page.md")
    for part in [
      "SHA-256: ", "Upright size: 450 × 1200 px, stored as 1200 × 450, orientation 6",
      "image.too-narrow", "image.too-small", "Rules that files pass", "300 px or more", "stated",
      "stated, 2026-09-15, source 1", "kling-omni-3.0-element-mgt.md", "GPS position",
      "kling.element.create",
    ] {
      #expect(page.replacing("\\", with: "").contains(part), "\(part) is missing:\n\(page)")
    }
  }

  @Test("Names can't become markup")
  func escaping() throws {
    let scratch = try TemporaryFolder()
    let name = "<img src=x onerror=alert(1)>|`*[a](b)\n.jpg"
    try scratch.copy("scenes/mira-000-daylight.jpg", as: name)
    for report in ["page.html", "page.md"] {
      let result = try Tool.run(["check", name, "--report", report], in: scratch.url)
      #expect(result.status == 0, "\(result.errors)")
    }
    let html = try scratch.text("page.html")
    // The thumbnail is the only picture, and it is embedded in the page.
    #expect(html.components(separatedBy: "<img").count == 2)
    #expect(html.contains("<img alt=\"\" src=\"data:image/jpeg;base64,"))
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;"))
    // Names are code, fenced by one backtick more than the name contains.
    let markdown = try scratch.text("page.md")
    #expect(markdown.contains("## `` <img src=x onerror=alert(1)>|`*[a](b)\\n.jpg ``\n"))
  }

  @Test("A page begins with every file, its status and the worst finding, and has each rule once")
  func summary() throws {
    let scratch = try TemporaryFolder()
    for (index, name) in ["mira-wide.jpg", "mira-wide.jpg", "mira-full-length.jpg"].enumerated() {
      try scratch.copy("trouble/\(name)", as: "\(index).jpg")
    }
    try scratch.copy("starter/mug-top.jpg", as: "3.jpg")
    for report in ["page.html", "page.md"] {
      let result = try Tool.run(
        ["check", ".", "--for", "kling-official", "--report", report], in: scratch.url)
      #expect(result.status == 1)
    }
    let markdown = try scratch.text("page.md")
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| ./") }.prefix(4)
    #expect(rows[0].hasPrefix("| ./0.jpg | ✗ to fix | 1600 × 500 · JPEG · 144 kB | "))
    #expect(rows[0].contains("image.too-wide"))
    #expect(rows.last?.hasPrefix("| ./3.jpg | ✓ ready") == true)
    #expect(markdown.components(separatedBy: "## ✗ `image.too-wide`").count == 2)
    #expect(!markdown.contains("data:image"))
    let html = try scratch.text("page.html")
    #expect(html.components(separatedBy: "<img alt").count == 5)
    #expect(html.components(separatedBy: "</span> image.too-wide</h2>").count == 2)
    // Rules that pass are collapsed, and can be expanded without a script.
    #expect(html.contains("<details>\n<summary>Rules that files pass"))
    #expect(!html.contains("<script") && !html.contains("http-equiv=\"refresh"))
    let tables = html.components(separatedBy: "<details>")
    #expect(tables[0].contains("class=\"files\"") && tables[0].contains("class=\"sign fail\""))
  }

  @Test("Names can't change the text direction, or mention a user")
  func mentions() throws {
    let scratch = try TemporaryFolder()
    for name in ["a\u{202e}gpj.jpg", "@you www.example.com.jpg"] {
      try scratch.copy("scenes/mira-000-daylight.jpg", as: name)
    }
    for report in ["page.html", "page.md"] {
      _ = try Tool.run(["check", ".", "--report", report], in: scratch.url)
      let page = try scratch.text(report)
      #expect(!page.contains("\u{202e}"))
      #expect(page.contains("u{202e}"))
    }
    // The duplicate is named outside of code, where a mention would notify a user.
    #expect(!(try scratch.text("page.md").contains("| ./@you")))
    #expect(try scratch.text("page.md").contains("&#64;you www&#46;example"))
  }

  @Test("An existing report is kept, unless it is equal or --replace is given")
  func existing() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("starter/mug-top.jpg")
    let arguments = ["check", "mug-top.jpg", "--report", "page.html"]
    #expect(try Tool.run(arguments, in: scratch.url).status == 0)
    let page = try scratch.text("page.html")
    #expect(try Tool.run(arguments, in: scratch.url).status == 0)
    try scratch.write("mine", to: "page.html")
    let refused = try Tool.run(arguments, in: scratch.url)
    #expect(refused.status == 3)
    #expect(
      refused.errors
        == "castbook: page.html: exists and is different. Use another name, or --replace.\n")
    #expect(try scratch.text("page.html") == "mine")
    #expect(try Tool.run(arguments + ["--replace"], in: scratch.url).status == 0)
    #expect(try scratch.text("page.html") == page)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path())
    #expect(Set(names) == ["mug-top.jpg", "page.html"])
  }

  @Test("A failed report does not affect the JSON that was printed")
  func lateFailure() throws {
    let scratch = try TemporaryFolder()
    try scratch.copy("starter/mug-top.jpg")
    try scratch.write("mine", to: "page.md")
    let result = try Tool.run(
      ["check", "mug-top.jpg", "--json", "--report", "page.md"], in: scratch.url)
    #expect(result.status == 3)
    #expect(result.output.split(separator: "\n").count == 3)
    #expect(result.errors.contains("exists and is different"))
  }

  @Test("A report that can't be written is reported before the work")
  func earlyFailure() throws {
    let result = try Tool.run(["check", "starter", "--report", "no/such/folder/page.md"])
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(result.errors.contains("no folder no/such/folder"))
  }

  @Test("Killed at any moment, a report is complete or absent")
  func killed() throws {
    let scratch = try TemporaryFolder()
    let folder = (TestRun.isLong ? Fixtures.folder : Fixtures.folder.appending(path: "trouble"))
      .path()
    let clock = ContinuousClock()
    let begin = clock.now
    let whole = try Tool.run(["check", folder, "--report", scratch.path("whole.html").text])
    let microseconds = Int((clock.now - begin) / .microseconds(1))
    #expect(whole.status == 1)
    let expected = try scratch.text("whole.html")
    let rounds = TestRun.isLong ? 60 : 12
    for round in 0..<rounds {
      let process = Process()
      process.executableURL = Tool.binary
      process.arguments = ["check", folder, "--report", scratch.path("page.html").text]
      process.standardOutput = try scratch.makeOutput("output")
      try process.run()
      usleep(UInt32(microseconds * round / rounds))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if FileManager.default.fileExists(atPath: scratch.path("page.html").text) {
        #expect(try scratch.text("page.html") == expected)
        try FileManager.default.removeItem(atPath: scratch.path("page.html").text)
      }
    }
  }
}
