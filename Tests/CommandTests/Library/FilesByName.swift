import Foundation
import Model
import TestSupport
import Testing

@Suite("Files named by ranges and names", .timeLimit(.minutes(30)))
struct FilesByName {
  private func film() throws -> Production {
    let film = try Production(starter: false)
    for (index, view) in ["000", "045", "090", "135", "180"].enumerated() {
      try film.take("scenes/mira-\(view)-daylight.jpg", as: "p/IMG_\(index + 1).jpg")
    }
    #expect(try film.run("add", "character", "@mira", "p").status == 0)
    return film
  }

  private func files(_ film: Production) throws -> [JSONValue] {
    try film.json("show", "@mira")["files"]?.array ?? []
  }

  @Test("work in edit: order, drop, role, note, replace")
  func edit() throws {
    let film = try film()
    #expect(try film.run("edit", "@mira", "--order", "4-5,IMG_2").status == 0)
    #expect(
      try files(film).map { $0["path"]?.string }
        == ["IMG_4.jpg", "IMG_5.jpg", "IMG_2.jpg", "IMG_1.jpg", "IMG_3.jpg"])
    #expect(
      try film.run(
        "edit", "@mira", "--role", "IMG_1.jpg=front,1-2=left", "--note", "img_3=a, b = c"
      ).status == 0)
    let edited = try files(film)
    #expect(edited.map { $0["role"]?.string } == ["left", "left", "unsorted", "front", "unsorted"])
    #expect(edited[4]["note"]?.string == "a, b = c")
    try film.take("scenes/mira-225-daylight.jpg", as: "new.jpg")
    #expect(try film.run("edit", "@mira", "--replace", "IMG_1=new.jpg").status == 0)
    #expect(try files(film)[3]["path"]?.string == "new.jpg")
    #expect(try film.run("edit", "@mira", "--drop", "1-2,new").status == 0)
    #expect(try files(film).map { $0["path"]?.string } == ["IMG_2.jpg", "IMG_3.jpg"])
  }

  @Test(
    "that don't exist are reported with the nearest one, and nothing changes",
    arguments: [
      ("--drop IMG_7.jpg", "Did you mean IMG_1.jpg?"), ("--drop 3-2", "3, 5-7 or a name"),
      ("--role x=front", "@mira has no such file"), ("--order 9", "9"),
      ("--role front", "FILE= is missing"),
      ("--replace 1-2=new.jpg", "one file can't replace 2"),
    ])
  func wrong(line: String, words: String) throws {
    let film = try film()
    let result = try Tool.run(
      ["edit", "@mira"] + line.split(separator: " ").map(String.init)
        + ["--library", film.library], in: film.folder)
    #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    #expect(try film.json("show", "@mira")["revision"]?.integer == 1)
  }

  @Test("work in dismiss, add and a shot file")
  func others() throws {
    let film = try film()
    let unknown = try film.run("dismiss", "@mira", "IMG_9", "image.noisy", "--reason", "x")
    #expect(unknown.status == 2 && unknown.errors.contains("Did you mean IMG_1.jpg?"))
    #expect(
      try film.run(
        "add", "character", "@twin", "p/IMG_1.jpg", "p/IMG_2.jpg", "--role", "IMG_2=front"
      ).status == 0)
    let twin = try film.json("show", "@twin")["files"]?.array ?? []
    #expect(twin.map { $0["role"]?.string } == ["unsorted", "front"])
    try film.write("---\ntarget: kling-o3\nimages: @mira=2-4\n---\n@mira waves.\n", to: "s.md")
    let bundle = try film.json("export", "s.md", "--dry-run")["bundles"]?.array?.first
    let sent = (bundle?["files"]?.array ?? []).compactMap { $0["from"]?.string }
    let wanted = try files(film)[1...3].compactMap { $0["sha256"]?.string }
    #expect(sent == wanted, "\(String(describing: bundle))")
  }
}
