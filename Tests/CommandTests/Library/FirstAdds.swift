import Foundation
import Model
import TestSupport
import Testing

@Suite("The first add", .timeLimit(.minutes(30)))
struct FirstAdds {
  /// A home folder without a library, and pictures in its folder `film`.
  private struct Home {
    let scratch: TemporaryFolder

    init() throws {
      scratch = try TemporaryFolder()
      try FileManager.default.createDirectory(at: film, withIntermediateDirectories: false)
      for number in 0..<8 {
        try Bitmap.bytes(number).write(to: film.appending(path: "\(number).bmp"))
      }
      try Data("no picture".utf8).write(to: film.appending(path: "bad.jpg"))
      try FileManager.default.createDirectory(
        at: film.appending(path: "empty"), withIntermediateDirectories: false)
    }

    var film: URL { scratch.url.appending(path: "film") }
    var data: URL { scratch.url.appending(path: ".local/share") }

    func run(_ words: [String]) throws -> Program.Result {
      try Tool.run(words, in: film, environment: ["HOME": scratch.url.path()])
    }

    /// The files in the folder of libraries.
    var left: [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: data.path())) ?? []
    }
  }

  @Test(
    "leaves no library behind if there is nothing to keep",
    arguments: [
      ("character st", 2), ("character @st empty", 1), ("character @st bad.jpg", 1),
      ("character @st bad.jpg empty --skip-bad", 1), ("character @st missing.jpg", 2),
      ("character @st 1.bmp --look-of @nobody", 2), ("voice @st 1.bmp", 2), ("--from empty", 2),
    ])
  func failed(words: String, status: Int32) throws {
    let home = try Home()
    let result = try home.run(["add"] + words.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(result.errors)")
    #expect(!result.errors.contains("created a library"))
    #expect(home.left == [])
  }

  @Test("makes the library otherwise, and reports its path")
  func made() throws {
    let home = try Home()
    let result = try home.run(["add", "character", "@st", "1.bmp"])
    #expect(result.status == 0)
    let folder = home.data.appending(path: "castbook").path()
    #expect(result.errors == "castbook: created a library in \(folder).\n")
    #expect(home.left == ["castbook"])
    #expect(try home.run(["doctor"]).output.hasSuffix("no problems found\n"))
    #expect(try home.run(["add", "character", "@st", "2.bmp"]).errors.isEmpty)
  }

  @Test("accepts an empty folder and a link to one, and makes the library in place if it must")
  func places() throws {
    for isLink in [false, true] {
      let home = try Home()
      let files = FileManager.default
      let other = home.scratch.url.appending(path: "other")
      try files.createDirectory(at: home.data, withIntermediateDirectories: true)
      try files.createDirectory(at: other, withIntermediateDirectories: true)
      let url = home.data.appending(path: "castbook")
      if isLink {
        try files.createSymbolicLink(at: url, withDestinationURL: other)
      } else {
        try files.createDirectory(at: url, withIntermediateDirectories: true)
        try Data().write(to: url.appending(path: ".keep"))
      }
      #expect(try home.run(["add", "character", "@st", "1.bmp"]).status == 0)
      #expect(home.left == ["castbook"])
      #expect(try home.run(["list"]).output == "@st  character  St  1 file\n")
    }
  }

  @Test("removes the leftovers of a killed command, and nothing in use")
  func leftovers() throws {
    let home = try Home()
    for name in ["dead", "alive"] {
      try FileManager.default.createDirectory(
        at: home.data.appending(path: ".castbook.new-\(name)/blobs"),
        withIntermediateDirectories: true)
    }
    let result = try Tool.run(
      program: URL(filePath: "/usr/bin/flock"),
      [
        home.data.appending(path: ".castbook.new-alive").path(), Tool.binary.path(), "add",
        "character", "@st", "1.bmp",
      ], in: home.film, environment: ["HOME": home.scratch.url.path()])
    #expect(result.status == 0, "\(result.errors)")
    #expect(Set(home.left) == ["castbook", ".castbook.new-alive"])
  }

  @Test("loses nothing when eight run at once, and makes one library")
  func atOnce() async throws {
    let home = try Home()
    let results = await withTaskGroup(of: Program.Result?.self) { group in
      for number in 0..<8 {
        group.addTask { try? home.run(["add", "product", "@p\(number)", "\(number).bmp"]) }
      }
      return await group.reduce(into: [Program.Result?]()) { $0.append($1) }
    }
    for result in results { #expect(result?.status == 0, "\(result?.errors ?? "")") }
    #expect(results.count { $0?.errors.contains("created a library") == true } == 1)
    #expect(home.left == ["castbook"])
    let list = try home.run(["list", "--json"]).output
    #expect(try JSONParser.parse(Array(list.utf8))["total"]?.integer == 8)
    #expect(try home.run(["doctor"]).output.hasSuffix("no problems found\n"))
  }

  @Test("adds a starter catalogue without findings")
  func starter() throws {
    let home = try Home()
    let result = try home.run(["init", "--starter"])
    #expect(result.status == 0)
    #expect(result.output.contains("@mira        character, new, revision 1"))
    for handle in ["@mira", "@mug", "@mira_voice"] {
      let shown = try home.run(["show", handle]).output
      let signs = shown.split(separator: "\n").map { $0.drop { $0 == " " }.prefix(1) }
      #expect(signs.contains("✓"))
      #expect(!signs.contains("!") && !signs.contains("✗"), "\(shown)")
    }
  }
}
