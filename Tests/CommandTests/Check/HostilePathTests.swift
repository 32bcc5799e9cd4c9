import Foundation
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Whatever a path names or is called, it gets its own result and the other files are checked.
@Suite(.timeLimit(.minutes(30))) struct HostilePathTests {
  @Test("Names can't forge lines, colors or options")
  func names() throws {
    let scratch = try TemporaryFolder()
    let names = [
      "line\nbreak.jpg", "quote\"'.jpg", "esc\u{1b}[31m.jpg", "-for.jpg", "--json", "a b.jpg",
      "tab\t.jpg", "bidi\u{202e}gpj.exe.jpg", "$(touch x).jpg", "米拉.jpg",
    ]
    for name in names { try scratch.copy("scenes/mira-000-daylight.jpg", as: name) }
    let text = try Tool.run(["check", "."], in: scratch.url)
    // One line per file, two for the set (too many, and duplicates), one for the summary.
    #expect(text.output.split(separator: "\n").count == names.count + 3)
    #expect(!text.output.contains("\u{1b}"))
    #expect(!text.output.contains("\u{202e}"))
    let checked = try Checked(["."], in: scratch.url)
    #expect(Set(checked.paths) == Set(names.map { "./\($0)" }))
    let named = try Checked(["--", "--json", "-for.jpg"], in: scratch.url)
    #expect(named.paths == ["--json", "-for.jpg"])
  }

  @Test("A name that is not UTF-8 is reported by its bytes")
  func notUTF8() throws {
    let scratch = try TemporaryFolder()
    let path = Array(scratch.url.path().utf8) + Array("/caf".utf8) + [0xE9] + Array(".jpg".utf8)
    let copied = (path + [0]).withUnsafeBytes { bytes in
      scratch.path("x").text.withCString { from in
        _ = try? scratch.copy("scenes/mira-000-daylight.jpg", as: "x")
        return rename(from, bytes.bindMemory(to: CChar.self).baseAddress)
      }
    }
    #expect(copied == 0)
    let checked = try Checked(["."], in: scratch.url)
    let file = try #require(checked.files.first)
    #expect(file["path"]?.string == "./caf\u{fffd}.jpg")
    #expect(file["path_hex"]?.string == "2e2f636166e92e6a7067")
    #expect(file["status"]?.string == "pass")
  }

  @Test("Pipes, devices, folders without rights and dangling links each have their own finding")
  func notFiles() throws {
    let scratch = try TemporaryFolder()
    #expect(mkfifo(scratch.path("pipe.jpg").text, 0o644) == 0)
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: scratch.path("gone.jpg").text, withDestinationPath: "nowhere")
    try files.createSymbolicLink(
      atPath: scratch.path("loop.jpg").text, withDestinationPath: "loop.jpg")
    try files.createSymbolicLink(
      atPath: scratch.path("zero.jpg").text, withDestinationPath: "/dev/zero")
    try files.createSymbolicLink(atPath: scratch.path("up").text, withDestinationPath: ".")
    try scratch.write(Data(), to: "empty.jpg")
    try scratch.copy("starter/mug-top.jpg", as: "good.jpg")
    let checked = try Checked(["."], in: scratch.url)
    #expect(try checked.rules("pipe.jpg") == ["file.not-regular"])
    #expect(try checked.rules("zero.jpg") == ["file.not-regular"])
    #expect(try checked.rules("gone.jpg") == ["file.not-found"])
    #expect(try checked.rules("loop.jpg") == ["file.unreadable"])
    #expect(try checked.rules("empty.jpg") == ["file.empty"])
    #expect(try checked.file("good.jpg")["status"]?.string == "pass")
    #expect(checked.files.count == 6)
    #expect(checked.value["summary"]?["skipped"]?.integer == 1)
  }

  @Test("Hidden files and sidecars are skipped in a folder, and checked when named")
  func passedOver() throws {
    let scratch = try TemporaryFolder()
    for name in [".hidden.jpg", "Thumbs.db", "a.xmp", "a.AAE", "element.json", "desktop.ini"] {
      try scratch.write("x", to: name)
    }
    try scratch.copy("starter/mug-top.jpg", as: "a.jpg")
    try scratch.write("the side view comes on Monday\n", to: "notes.txt")
    let walked = try Checked(["."], in: scratch.url)
    #expect(walked.paths == ["./a.jpg", "./notes.txt"])
    #expect(walked.value["summary"]?["skipped"]?.integer == 6)
    #expect(try walked.rules("notes.txt", severity: "note") == ["file.not-media"])
    #expect(walked.status == 0)
    let named = try Checked(["notes.txt", ".hidden.jpg"], in: scratch.url)
    #expect(try named.rules("notes.txt", severity: "error") == ["file.not-media"])
    #expect(try named.rules(".hidden.jpg", severity: "error") == ["image.unknown-format"])
    #expect(named.status == 1)
  }

  @Test("A sparse file of ten gigabytes is refused by its size, at once")
  func sparse() throws {
    let scratch = try TemporaryFolder()
    try scratch.write(Data(), to: "huge.jpg")
    #expect(truncate(scratch.path("huge.jpg").text, 10_000_000_000) == 0)
    let checked = try Checked(["huge.jpg"], in: scratch.url)
    #expect(try checked.rules("huge.jpg") == ["file.too-large"])
  }
}
