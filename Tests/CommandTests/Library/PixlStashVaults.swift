import Foundation
import Model
import TestSupport
import Testing

/// Vaults that PixlStash's own code makes.
@Suite("Vaults of PixlStash", .timeLimit(.minutes(30)))
struct PixlStashVaults {
  private static let plan = #"""
    {"Project": [{"id": 1, "name": "Film"}, {"id": 2, "name": "Other"}],
     "PictureSet": [{"id": 1, "name": "Mira's references"},
      {"id": 2, "name": "Wardrobe/2", "description": "coats"}],
     "Character": [{"id": 1, "name": "Mira Okafor", "description": "A courier in red.",
       "reference_picture_set_id": 1},
      {"id": 2, "name": "Ben"}, {"id": 3, "name": "Without pictures"}],
     "Picture": [
      {"id": 1, "file_path": "aa/1.jpg", "original_file_name": "mira-back.jpg", "score": 2},
      {"id": 2, "file_path": "aa/2.jpg", "original_file_name": "IMG_2.jpg", "score": 5,
       "description": "red coat"},
      {"id": 3, "file_path": "aa/3.jpg", "deleted": true},
      {"id": 4, "file_path": "aa/4.jpg", "description": "__description::x"},
      {"id": 5, "file_path": "aa/5.jpg", "score": 1}, {"id": 6, "file_path": "aa/6.jpg"}],
     "Face": [{"picture_id": 1, "character_id": 1}, {"picture_id": 2, "character_id": 1},
      {"picture_id": 3, "character_id": 1},
      {"picture_id": 4, "character_id": 1, "bbox": [0, 0, 100, 100]},
      {"picture_id": 4, "character_id": 2, "face_index": 1, "bbox": [100, 0, 190, 100]},
      {"picture_id": 5, "character_id": 2, "bbox": [0, 0, 200, 200]},
      {"picture_id": 5, "face_index": 1, "bbox": [300, 0, 350, 60]}],
     "Tag": [{"picture_id": 1, "tag": "courier"}, {"picture_id": 2, "tag": "courier"},
      {"picture_id": 2, "tag": "hat"}, {"picture_id": 1, "tag": "__tag"}],
     "PictureSetMember": [{"set_id": 1, "picture_id": 1}, {"set_id": 2, "picture_id": 2}],
     "CharacterProjectMember": [{"character_id": 1, "project_id": 2},
      {"character_id": 1, "project_id": 1}]}
    """#

  private func fill(_ film: Production) throws {
    for (name, fixture) in [
      ("1", "mira-back"), ("2", "mira-front"), ("3", "mira-right"), ("4", "mira-right"),
      ("5", "mug-front"), ("6", "mug-top"),
    ] {
      try film.take("starter/\(fixture).jpg", as: "vault/aa/\(name).jpg")
    }
  }

  @Test(
    "characters become elements, references and the best rated first; a second time nothing new")
  func vault() throws {
    let film = try Production(starter: false)
    try ForeignPrograms.write(
      .pixlstash, to: film.folder.appending(path: "vault"), JSONParser.parse(Array(Self.plan.utf8)))
    try fill(film)
    let before = try film.files("vault")
    let dry = try film.run("import", "--from-pixlstash", "vault", "--dry-run")
    #expect(
      dry.output == """
        Film/Mira Okafor  2 files  → @mira_okafor  character
        Ben                1 file  → @ben  character
        not imported: 2 groups of pictures that show others, too (2 files), unless a mapping says so
        not imported: 1 group of picture sets (1 file), unless a mapping says so
        left out: 1 in PixlStash's scrapheap, such as aa/3.jpg
        left out: 1 of no character and in no set, such as aa/6.jpg
        nothing imported; to change what becomes what: --write-map FILE, then --map FILE

        """, "\(dry.output)\(dry.errors)")
    let done = try film.run("import", "--from-pixlstash", "vault")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let mira = try film.json("show", "@mira_okafor")
    #expect(mira["name"] == "Mira Okafor" && mira["description"] == "A courier in red.")
    #expect(mira["tags"] == ["courier"], "a tag that all of its pictures have")
    let files = try #require(mira["files"]?.array)
    #expect(files.map { $0["path"]?.string } == ["1.jpg", "2.jpg"], "the reference comes first")
    #expect(files[0]["role"] == "back" && files[0]["note"] == "imported as mira-back.jpg")
    #expect(files[1]["note"] == "red coat\nimported as IMG_2.jpg")
    let ben = try #require(film.json("show", "@ben")["files"]?.array)
    #expect(ben.count == 1 && ben[0]["note"] == "also shows an unnamed face")
    #expect(
      try film.files("vault") == before, "no file is changed or made, not even beside the database")

    // What is aside is imported if the mapping says so, and then nothing is new.
    #expect(
      try film.run("import", "--from-pixlstash", "vault", "--write-map", "map.json").status == 0)
    let map = String(decoding: try film.data("map.json"), as: UTF8.self)
    #expect(map.contains("\"group\": \"Sets/Wardrobe∕2\""))
    try film.write(
      map.replacing("\"skip\": true", with: "\"skip\": false"), to: "map.json")
    let all = try film.run("import", "--from-pixlstash", "vault", "--map", "map.json")
    #expect(all.status == 0, "\(all.output)\(all.errors)")
    let joined = try #require(film.json("show", "@mira_okafor")["files"]?.array)
    #expect(joined.map { $0["path"]?.string } == ["1.jpg", "2.jpg", "4.jpg"])
    #expect(joined[2]["note"] == "also shows Ben")
    #expect(try film.json("show", "@wardrobe_2")["notes"] == "coats")
    let revision = try film.json("show", "@mira_okafor")["revision"]
    #expect(try film.run("import", "--from-pixlstash", "vault", "--map", "map.json").status == 0)
    #expect(try film.json("show", "@mira_okafor")["revision"] == revision)
  }

  private func refusal(_ film: Production) throws -> String {
    let result = try film.run("import", "--from-pixlstash", "vault", "--dry-run")
    #expect(result.status == 2, "\(result.output)")
    return result.errors
  }

  @Test("hostile vaults: paths outside, links, wrong types, missing tables, changes beside")
  func hostile() throws {
    let film = try Production(starter: false)
    let vault = film.folder.appending(path: "vault")
    try FileManager.default.createDirectory(at: vault, withIntermediateDirectories: true)
    #expect(try refusal(film).contains("vault.db: no such file"))
    func sql(_ text: String) throws {
      try? FileManager.default.removeItem(at: vault.appending(path: "vault.db"))
      let made = try Program.run("sqlite3", [vault.appending(path: "vault.db").path(), text])
      try #require(made.status == 0, "\(made.errors)")
    }
    try sql("CREATE TABLE picture(id, file_path);")
    #expect(try refusal(film).contains("no table \"character\""))
    try sql("CREATE TABLE character(id); CREATE TABLE picture(id, file_path);")
    #expect(try refusal(film).contains("its table \"character\" has no column \"name\""))
    try fill(film)
    try film.write("secret", to: "secret.jpg")
    try FileManager.default.createSymbolicLink(
      at: vault.appending(path: "link.jpg"),
      withDestinationURL: film.folder.appending(path: "secret.jpg"))
    try FileManager.default.createSymbolicLink(
      at: vault.appending(path: "around"), withDestinationURL: film.folder)
    // An older version without sets, tags and projects, with one good picture.
    let paths = [
      "aa/1.jpg", "/etc/passwd", "../secret.jpg", "aa/../../secret.jpg", "link.jpg",
      "around/secret.jpg", "gone.jpg", "", "aa", "aa//1.jpg",
    ]
    let rows = paths.enumerated().map { "(\($0.offset),'\($0.element)')" }
    let faces = paths.indices.map { "(\($0),1)" }
    try sql(
      "CREATE TABLE character(id, name); CREATE TABLE picture(id, file_path);"
        + "CREATE TABLE face(picture_id, character_id);"
        + "INSERT INTO character VALUES(1,'Mi' || char(7) || 'ra'),('x','no number'),(2,x'00'),(3,' ');"
        + "INSERT INTO picture VALUES \(rows.joined(separator: ",")),('a','b'),(99,7);"
        + "INSERT INTO face VALUES \(faces.joined(separator: ",")),(99,1),(0,'one'),(12345,1);")
    let dry = try film.run("import", "--from-pixlstash", "vault", "--dry-run")
    #expect(dry.status == 0 && !dry.output.contains("\u{7}"), "\(dry.output)\(dry.errors)")
    #expect(!dry.output.contains("@mi_ra"), "its only good picture shows another face, too")
    #expect(dry.output.contains("left out: 4 outside the vault, such as /etc/passwd"))
    #expect(dry.output.contains("left out: 2 behind a link, such as link.jpg"))
    #expect(dry.output.contains("left out: 4 its file is missing"), "\(dry.output)")
    try Data("x".utf8).write(to: vault.appending(path: "vault.db-wal"))
    #expect(try refusal(film).contains("Quit the program that uses it"))
  }
}
