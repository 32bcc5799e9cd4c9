import Castbook
import Foundation
import TestSupport
import Testing

/// Lists that come in, files that go out, and the search path for a user's profiles.
@Suite struct FileTests {
  @Test(
    "A list has one path per line, or each ends in a zero byte",
    arguments: [
      ("", []), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
      ("a b\n\nc\n", ["a b", "c"]), ("a\0", ["a"]), ("a\nb\0c\0", ["a\nb", "c"]),
      ("a\r\0", ["a\r"]), ("\n\n", []),
    ])
  func lists(text: String, paths: [String]) {
    #expect(PathList.paths(in: Array(text.utf8)).map(\.text) == paths)
  }

  @Test("A new file is complete, readable, and alone in its folder")
  func newFile() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path("page.md")
    #expect(try OutputFile.write(Array("one".utf8), to: path, replacing: false) == .written)
    #expect(try OutputFile.write(Array("one".utf8), to: path, replacing: false) == .alreadyThere)
    let refusal = #expect(throws: OutputFileError.self) {
      try OutputFile.write(Array("two".utf8), to: path, replacing: false)
    }
    #expect(refusal?.isInTheWay == true)
    #expect(try OutputFile.write(Array("two".utf8), to: path, replacing: true) == .written)
    let file = scratch.url.appending(path: "page.md")
    #expect(try String(contentsOf: file, encoding: .utf8) == "two")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path())[.posixPermissions]
    #expect((mode as? Int).map { $0 & 0o400 != 0 && $0 & 0o111 == 0 } == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path()).count == 1)
  }

  @Test("A folder or a device is never overwritten, even with --replace")
  func inTheWay() throws {
    let scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "page.md"), withIntermediateDirectories: true)
    for path in [scratch.path("page.md"), try #require(FilePath("/dev/null"))] {
      let refusal = #expect(throws: OutputFileError.self) {
        try OutputFile.write([1], to: path, replacing: true)
      }
      #expect(refusal?.isInTheWay == true)
    }
  }

  @Test("A missing folder is reported in the system's words")
  func noFolder() throws {
    let scratch = try TemporaryFolder()
    let refusal = #expect(throws: OutputFileError.self) {
      try OutputFile.write([1], to: scratch.path("no/page.md"), replacing: false)
    }
    #expect(refusal?.reason == "No such file or directory")
    #expect(refusal?.isInTheWay == false)
  }

  @Test(
    "User profiles are looked for where XDG says, else below the home folder",
    arguments: [
      (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/castbook/targets"),
      (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/castbook/targets"),
      (["HOME": "/h"], "/h/.config/castbook/targets"), ([:], nil),
    ] as [([String: String], String?)])
  func configuredFolder(environment: [String: String], folder: String?) {
    let found = TargetCatalogue.configuredFolder { environment[$0].map { Array($0.utf8) } }
    #expect(found?.text == folder)
  }

  @Test("Files of a folder that are not references are counted by reason")
  func passedOver() throws {
    let scratch = try TemporaryFolder()
    for name in ["a.jpg", ".b.jpg", ".DS_Store", "c.xmp"] {
      try Data("x".utf8).write(to: scratch.url.appending(path: name))
    }
    let list = FileList([try #require(FilePath(scratch.url.path()))])
    #expect(list.files.map(\.path.name.text) == ["a.jpg"])
    #expect(list.skipped.map(\.reason) == ["hidden", "sidecar"])
    #expect(list.skippedCount == 3)
  }
}
