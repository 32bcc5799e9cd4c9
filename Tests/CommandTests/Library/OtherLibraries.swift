import Foundation
import Model
import TestSupport
import Testing

@Suite("Libraries of other programs", .timeLimit(.minutes(30)))
struct OtherLibraries {
  /// A library of Eagle, made by its documented layout.
  private struct Eagle {
    let film: Production
    private let root: String

    init(_ film: Production, _ name: String = "Cast.library") throws {
      self.film = film
      root = name
      try FileManager.default.createDirectory(
        at: film.folder.appending(path: "\(name)/images"), withIntermediateDirectories: true)
    }

    func tree(_ json: String) throws { try film.write(json, to: "\(root)/metadata.json") }

    /// Adds an item; its file is a fixture.
    func item(_ id: String, _ fixture: String?, _ name: String, _ more: String) throws {
      let ext = name.split(separator: ".").last.map(String.init) ?? ""
      let stem = name.dropLast(ext.count + 1)
      let folder = "\(root)/images/\(id).info"
      try FileManager.default.createDirectory(
        at: film.folder.appending(path: folder), withIntermediateDirectories: true)
      if let fixture {
        try film.take(fixture, as: "\(folder)/\(name)")
        try film.take("starter/mug-front.jpg", as: "\(folder)/\(stem)_thumbnail.png")
      }
      try film.write(
        #"{"id": "\#(id)", "name": "\#(stem)", "ext": "\#(ext)", \#(more)}"#,
        to: "\(folder)/metadata.json")
    }

    /// The cast of a film: two folders in folders, a locked one, items in the trash and in none.
    func fill() throws {
      try tree(
        #"""
        {"applicationVersion": "4.0.0", "modificationTime": 1, "smartFolders": [], "folders": [
          {"id": "F1", "name": "Cast", "children": [
            {"id": "F2", "name": "Mira Okafor", "description": "the lead", "tags": ["cast"], "children": []},
            {"id": "F4", "name": "Secret", "password": "x", "children": []}]},
          {"id": "F3", "name": "Props", "children": [{"id": "F5", "name": "Mug", "children": []}]}]}
        """#)
      try item(
        "A1", "starter/mira-back.jpg", "mira-back.jpg", #""folders": ["F2"], "tags": ["lead", "x"]"#
      )
      try item(
        "A2", "starter/mira-front.jpg", "mira-front.jpg",
        #""folders": ["F2"], "tags": ["lead"], "star": 5, "annotation": "red coat", "url": "https://example.com/1""#
      )
      try item("B1", "starter/mug-front.jpg", "mug-front.jpg", #""folders": ["F5", "gone"]"#)
      try item("C1", "starter/mug-top.jpg", "loose.jpg", #""folders": []"#)
      try item(
        "C2", "starter/mug-top.jpg", "old.jpg", #""folders": ["F5"], "isDeleted": true"#)
      try item("C3", "starter/mug-top.jpg", "hidden.jpg", #""folders": ["F4"]"#)
      try item("C4", nil, "missing.jpg", #""folders": ["F5"]"#)
    }
  }

  @Test(
    "Eagle: folders become elements, the best rated first, with notes; a second time nothing new")
  func eagle() throws {
    let film = try Production(starter: false)
    try Eagle(film).fill()
    let before = try film.files("Cast.library")
    let dry = try film.run("import", "--from-eagle", "Cast.library", "--dry-run")
    #expect(
      dry.status == 0 && dry.output.contains("Cast/Mira Okafor"), "\(dry.output)\(dry.errors)")
    #expect(dry.output.contains("→ @mira_okafor  character"))
    for reason in ["in no folder", "in Eagle's trash", "with a password", "its file is missing"] {
      #expect(dry.output.contains("left out: 1 ") && dry.output.contains(reason), "\(dry.output)")
    }
    #expect(try film.json("list")["elements"]?.array?.isEmpty == true)

    // The mapping is written, edited and used.
    #expect(
      try film.run("import", "--from-eagle", "Cast.library", "--write-map", "map.json").status == 0)
    let map = String(decoding: try film.data("map.json"), as: UTF8.self)
    let edited = map.replacing("\"mira_okafor\"", with: "\"mira\"")
      .replacing(
        "\"handle\": \"mug\",\n      \"kind\": \"character\"",
        with: "\"handle\": \"mug\",\n      \"kind\": \"product\"")
    #expect(edited != map)
    try film.write(edited, to: "map.json")
    let imported = try film.run("import", "--from-eagle", "Cast.library", "--map", "map.json")
    #expect(imported.status == 0, "\(imported.output) \(imported.errors)")
    let mira = try film.json("show", "@mira")
    #expect(mira["name"] == "Mira Okafor" && mira["notes"] == "the lead")
    #expect(mira["tags"] == ["cast", "lead"], "a tag that every picture has")
    let files = try #require(mira["files"]?.array)
    #expect(files.map { $0["path"]?.string } == ["mira-front.jpg", "mira-back.jpg"])
    #expect(files.map { $0["role"]?.string } == ["front", "back"])
    #expect(files[0]["note"] == "red coat\nhttps://example.com/1" && files[1]["note"] == nil)
    #expect(try film.json("show", "@mug")["kind"] == "product")
    #expect(try film.files("Cast.library") == before, "the other library is never changed")

    // Again: nothing new, and then one picture more.
    let again = try film.run("import", "--from-eagle", "Cast.library", "--map", "map.json")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try film.json("show", "@mira")["revision"] == mira["revision"])
    try Eagle(film).item(
      "A3", "starter/mira-right.jpg", "mira-right.jpg", #""folders": ["F2"]"#)
    #expect(
      try film.run("import", "--from-eagle", "Cast.library", "--map", "map.json").status == 0)
    #expect(try film.json("show", "@mira")["files"]?.array?.count == 3)
  }

  @Test("Eagle: hostile libraries import nothing, and reach no file outside")
  func hostile() throws {
    let film = try Production(starter: false)
    let eagle = try Eagle(film)
    func refusal(_ tree: String) throws -> String {
      try eagle.tree(tree)
      let result = try film.run("import", "--from-eagle", "Cast.library")
      #expect(result.status == 2, "\(result.output)")
      return result.errors
    }
    #expect(try refusal("{").contains("metadata.json"))
    #expect(try refusal("[]").contains("no list of folders"))
    #expect(try refusal(String(repeating: "[", count: 100_000)).contains("metadata.json"))
    let empty = #"{"folders": [{"id": "F", "name": "Cast", "children": []}]}"#
    #expect(try refusal(empty).contains("no folder contains an item"))
    try film.write("secret", to: "secret.jpg")
    try eagle.tree(#"{"folders": [{"id": "F", "name": "../Out/\u0007x", "children": []}]}"#)
    // A name that leads outside, a link, a record that is none, and one that is enormous.
    try eagle.item("A", "starter/mug-top.jpg", "a.jpg", #""folders": ["F"]"#)
    try eagle.item("B", nil, "b.jpg", #""folders": ["F"]"#)
    try film.write(
      #"{"id": "B", "name": "../../../secret", "ext": "jpg", "folders": ["F"]}"#,
      to: "Cast.library/images/B.info/metadata.json")
    try eagle.item("C", nil, "c.jpg", #""folders": ["F"]"#)
    try FileManager.default.createSymbolicLink(
      at: film.folder.appending(path: "Cast.library/images/C.info/c.jpg"),
      withDestinationURL: film.folder.appending(path: "secret.jpg"))
    try eagle.item("D", nil, "d.jpg", #""folders": 7"#)
    try film.write("nonsense", to: "Cast.library/images/D.info/metadata.json")
    let done = try film.run("import", "--from-eagle", "Cast.library")
    #expect(done.status == 0, "\(done.output) \(done.errors)")
    #expect(!done.output.contains("\u{7}") && done.output.contains("2 its file is missing"))
    let elements = try #require(film.json("list")["elements"]?.array)
    #expect(elements.count == 1 && elements[0]["fileCount"] == 1, "\(elements)")
    #expect(try film.run("import", "--from-eagle", "nowhere.library").status == 2)
  }

  @Test("Eagle: a name without letters gets no handle, and one that is taken another")
  func names() throws {
    let film = try Production(starter: false)
    let eagle = try Eagle(film)
    try eagle.tree(
      #"""
      {"folders": [{"id": "1", "name": "Cast", "children": [
          {"id": "2", "name": "米拉"}, {"id": "3", "name": "Mug"}]},
        {"id": "4", "name": "Props", "children": [{"id": "5", "name": "Mug"}]}]}
      """#)
    for (id, folder) in [("A", 2), ("B", 3), ("C", 5)] {
      try eagle.item(id, "starter/mug-top.jpg", "\(id).jpg", #""folders": ["\#(folder)"]"#)
    }
    let dry = try film.run("import", "--from-eagle", "Cast.library", "--dry-run")
    #expect(dry.output.contains("needs a handle") && dry.output.contains("→ @props_mug"))
    let refused = try film.run("import", "--from-eagle", "Cast.library")
    #expect(refused.status == 2 && refused.errors.contains("has no letters a–z for a handle"))
    #expect(try film.json("list")["elements"]?.array?.isEmpty == true)
  }

  @Test("Folders of characters, as skills keep them, and mappings with mistakes")
  func characters() throws {
    let film = try Production(starter: false)
    try film.take("starter/mira-front.jpg", as: "skill/characters/mira/refs/front.jpg")
    try film.write(
      #"{"name": "Mira", "description": "A courier in red.", "tags": ["lead"]}"#,
      to: "skill/characters/mira/character.json")
    try film.take("starter/mug-top.jpg", as: "skill/characters/ben/refs/top.jpg")
    try film.write("not JSON", to: "skill/characters/ben/character.json")
    let done = try film.run("import", "--from-characters", "skill")
    #expect(done.status == 0, "\(done.output) \(done.errors)")
    #expect(done.output.contains("left out: 1 its character.json can't be read, such as ben"))
    let mira = try film.json("show", "@mira")
    #expect(mira["description"] == "A courier in red." && mira["tags"] == ["lead"])
    func errors(_ map: String) throws -> String {
      try film.write(map, to: "m.json")
      let result = try film.run("import", "--from-characters", "skill", "--map", "m.json")
      #expect(result.status == 2, "\(result.output)")
      return result.errors
    }
    let head = #"{"castbook": "mapping/1", "groups": ["#
    #expect(try errors("{}").contains("is not a mapping"))
    #expect(try errors(head + #"{"group": "Mirra"}]}"#).contains("Did you mean \"Mira\"?"))
    #expect(try errors(head + #"{"group": "Mira", "kind": "voice"}]}"#).contains("kind is none of"))
    #expect(try errors(head + #"{"group": "Mira", "handle": "é!"}]}"#).contains("Mira"))
    let strays = try film.run("import", "--map", "m.json")
    #expect(
      strays.status == 2 && strays.errors.contains("goes with an option such as --from-eagle"))
    #expect(try film.run("import").status == 2)
  }
}
