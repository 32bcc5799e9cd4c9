import Foundation
import Model
import TestSupport
import Testing

@Suite("Roles from the order on a sheet", .timeLimit(.minutes(30)))
struct AssumedRoles {
  private func roles(_ film: Production, _ handle: String = "@mira") throws -> [String] {
    try (film.json("show", handle)["files"]?.array ?? []).map { file in
      (file["role"]?.string ?? "") + (file["roleAssumed"]?.boolean == true ? "?" : "")
    }
  }

  @Test("are marked until the user confirms them")
  func marked() throws {
    let film = try Production(starter: false)
    try film.take("sheets/mira-row.jpg", as: "sheet.jpg")
    let split = try film.run("split", "sheet.jpg", "-o", "views")
    #expect(split.output.contains(" 1  front? "), "\(split.output)")
    #expect(split.output.contains("assumed from the order of the views"), "\(split.output)")
    let added = try film.run("add", "character", "@mira", "sheet.jpg", "--split")
    #expect(added.status == 0, "\(added.errors)")
    #expect(!added.output.contains("✓"), "\(added.output)")
    #expect(added.output.contains("castbook edit @mira --confirm-roles"), "\(added.output)")
    let assumed = try roles(film)
    #expect(assumed.count > 2 && assumed.allSatisfy { $0.hasSuffix("?") }, "\(assumed)")
    // A role that the user gives is certain, also if it is the assumed one.
    let first = String(assumed[0].dropLast())
    let edited = try film.run("edit", "@mira", "--role", "1=\(first)")
    #expect(edited.output.contains("\(first) confirmed"), "\(edited.output)")
    #expect(try roles(film) == [first] + assumed.dropFirst())
    // Adding the sheet again doesn't take that back.
    _ = try film.run("add", "character", "@mira", "sheet.jpg", "--split")
    #expect(try roles(film) == [first] + assumed.dropFirst())
    #expect(try film.run("edit", "@mira", "--confirm-roles").status == 0)
    #expect(try roles(film) == assumed.map { String($0.dropLast()) })
    #expect(!(try film.run("show", "@mira").output.contains("?")))
  }

  @Test("are marked, too, in a folder that split wrote, unless the file got another name")
  func folder() throws {
    let film = try Production(starter: false)
    try film.take("sheets/mug-gutters.jpg", as: "sheet.jpg")
    _ = try film.run("split", "sheet.jpg", "-o", "views")
    let views = film.folder.appending(path: "views")
    let moved = views.appending(path: "sheet-back.jpg")
    try FileManager.default.moveItem(at: views.appending(path: "sheet-4-back.jpg"), to: moved)
    let added = try film.run("add", "product", "@mug", "views")
    #expect(added.output.contains("castbook edit @mug --confirm-roles"), "\(added.output)")
    #expect(try roles(film, "@mug").sorted() == ["back", "front?", "side?", "three-quarter?"])
    // A role that comes with the command is certain.
    _ = try film.run("add", "product", "@cup", "views/sheet-1-front.jpg", "--role", "front")
    #expect(try roles(film, "@cup") == ["front"])
  }
}
